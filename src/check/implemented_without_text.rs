//! The SoA calls a control implemented, but no document claims it.
//!
//! Why: a practice that is not documented cannot be shown, taught or repeated.
//!
//! Example: `implementation = "implemented"` for A.8.12, but no section has `controls="A.8.12"`.
//!
//! Fix it: claim the control in the section that describes it, or correct `implementation`.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{Decision, Implementation};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "implemented-without-text",
    level: Level::Warn,
    source: include_str!("implemented_without_text.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for decision in Decision::all(&facts.handbook) {
        let Some(control) = facts.handbook.about(decision.ix) else { continue };
        let implemented = decision.implementation() == Some(Implementation::Implemented);
        let claimed = facts.handbook.claims(control).any(|claim| matches!(claim.from, Subject::Document(_)));
        if implemented && decision.applies() == Some(true) && !claimed {
            let message = format!("{} is marked as implemented, but no document claims it", decision.id());
            let span = decision.span(Decision::IMPLEMENTATION);
            report.add(control, Diagnostic::warning(CHECK.code, span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_implemented_control_has_a_text() {
        let decision = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.18\"\napplicable = true\nimplementation = \"implemented\"\n";
        check(
            "implemented-without-text",
            decision,
            &[
                "warning content/registers/applicability.toml:4:18 A.5.18 is marked as implemented, but no document claims it",
            ],
        );
        check("implemented-without-text", &format!("{decision}//- content/a.md\n## A {{controls=\"A.5.18\"}}\n"), &[]);
        check("implemented-without-text", &decision.replace("\"implemented\"", "\"planned\""), &[]);
    }
}
