//! The SoA gives a reason for a control that nothing supports: `risk`, but no risk cites the control, or `legal`, but
//! no legal requirement does.
//!
//! Why: 6.1.3 d) requires a justification for each included control. The reason is its link to the risk assessment.
//!
//! Example: `reasons = ["risk"]` for A.5.18, which is not in the `controls` of any risk.
//!
//! Fix it: add the control to the risk that it treats, or correct the reason.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{self, Decision, LegalRequirement, Risk};

pub(super) const CHECK: Check = Check {
    code: "reason-without-source",
    level: Level::Warn,
    source: include_str!("reason_without_source.rs"),
    run: Run::Facts(run),
};

/// The reasons that a register bears out.
const SOURCES: &[(&str, &str, &str)] = &[
    ("risk", Risk::REGISTER, "no risk cites the control"),
    ("legal", LegalRequirement::REGISTER, "no legal requirement cites the control"),
];

fn run(facts: &Assessed, report: &mut Report) {
    let is_cited = |control, source: &str| {
        let about = facts.handbook.entries_about(control, source);
        about.into_iter().any(|ix| !isms::is_opportunity(facts.handbook.record(ix)))
    };
    for decision in Decision::all(&facts.handbook) {
        let Some(control) = facts.handbook.about(decision.ix) else { continue };
        if decision.applies() != Some(true) {
            continue;
        }
        for (reason, source, why) in SOURCES {
            if decision.has_reason(reason) && !is_cited(control, source) {
                let message = format!("the reason for {} is `{reason}`, but {why}", decision.id());
                let span = decision.span(Decision::REASONS);
                report.add(control, Diagnostic::warning(CHECK.code, span, message).subject(*reason));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const DECISION: &str = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.18\"\napplicable = true\nreasons = [\"risk\", \"legal\"]\n";

    #[test]
    fn a_risk_or_a_law_must_cite_the_control() {
        check(
            "reason-without-source",
            DECISION,
            &[
                "warning content/registers/applicability.toml:4:11 the reason for A.5.18 is `legal`, but no legal requirement cites the control",
                "warning content/registers/applicability.toml:4:11 the reason for A.5.18 is `risk`, but no risk cites the control",
            ],
        );
        let risk = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 1\nimpact = 1\ntreatment = \"reduce\"\ncontrols = [\"A.5.18\"]\n";
        let law = "//- content/registers/legal-requirements.toml\n[[requirement]]\nid = \"LR-1\"\ntitle = \"L\"\nkind = \"law\"\nasks = \"A\"\ncontrols = [\"A.5.18\"]\n";
        check("reason-without-source", &format!("{DECISION}{risk}{law}"), &[]);
    }

    #[test]
    fn other_reasons_need_no_register() {
        check("reason-without-source", &DECISION.replace("\"risk\", \"legal\"", "\"good-practice\""), &[]);
    }
}
