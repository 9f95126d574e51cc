//! A control is excluded without a justification.
//!
//! Why: 6.1.3 d) requires a justification for each exclusion. A missing one is a nonconformity.
//!
//! Example: `applicable = false` without `justification`.
//!
//! Fix it: explain in `justification` why the control is not needed.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Decision;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "exclusion-without-justification",
    level: Level::Deny,
    source: include_str!("exclusion_without_justification.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for decision in Decision::all(&facts.handbook) {
        if decision.applies() == Some(false) && decision.justification().is_none() {
            let message = format!("{} is excluded but has no justification", decision.id());
            let help = "add `justification = \"…\"` and explain why the control is not needed".to_owned();
            let about = facts.handbook.about(decision.ix).unwrap_or(Subject::Entry(decision.ix));
            report.add(about, Diagnostic::error(CHECK.code, decision.entry.span, message).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_exclusion_needs_its_reason() {
        let entry = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.8.30\"\napplicable = false\n";
        let expected = ["error content/registers/applicability.toml:2:6 A.8.30 is excluded but has no justification"];
        check("exclusion-without-justification", entry, &expected);
        check("exclusion-without-justification", &format!("{entry}justification = \" \"\n"), &expected);
        check("exclusion-without-justification", &format!("{entry}justification = \"No suppliers.\"\n"), &[]);
    }
}
