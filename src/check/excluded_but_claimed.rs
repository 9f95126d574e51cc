//! A control is excluded in the SoA, but a document claims it or a risk or evidence cites it.
//!
//! Why: either the control is used and its exclusion is wrong, or the document promises something that is not done.
//!
//! Example: `A.8.30` is excluded, but a section has `controls="A.8.30"`.
//!
//! Fix it: include the control, or remove it from the document, the risk or the evidence.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::coverage::CoverageStatus;
use crate::diag::Diagnostic;
use crate::model::{Reference, ReferenceRole, Subject};

pub(super) const CHECK: Check = Check {
    code: "excluded-but-claimed",
    level: Level::Warn,
    source: include_str!("excluded_but_claimed.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let catalog = &facts.handbook.catalog;
    for ladder in facts.coverage.ladders().filter(|ladder| ladder.status == CoverageStatus::Excluded) {
        let control = Subject::Requirement(ladder.requirement);
        let decision = facts.handbook.decision(ladder.requirement).map(|ix| facts.handbook.record(ix).entry.span);
        for reference in facts.handbook.referrers(control).filter(|reference| is_use(facts, reference)) {
            let label = catalog.label(ladder.requirement);
            let message = format!("{label} is excluded but used here");
            let mut finding = Diagnostic::warning(CHECK.code, reference.span, message).subject(label);
            if let Some(span) = decision {
                finding = finding.also(span, "excluded here");
            }
            report.add(reference.from, finding);
        }
    }
}

/// A claim, or a field of a risk; a mere mention in prose may well explain the exclusion.
fn is_use(facts: &Assessed, reference: &Reference) -> bool {
    let of_a_risk = match reference.from {
        Subject::Entry(entry) => facts.handbook.record(entry).register.is_field(reference.field, "controls"),
        _ => false,
    };
    reference.role == ReferenceRole::Claim || of_a_risk
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const EXCLUDED: &str = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.8.30\"\napplicable = false\njustification = \"J\"\n";

    #[test]
    fn a_claim_on_an_excluded_control_is_reported_and_a_mention_is_not() {
        check(
            "excluded-but-claimed",
            &format!("{EXCLUDED}//- content/a.md\n## A {{controls=\"A.8.30\"}}\nWhy A.8.30 is excluded.\n"),
            &["warning content/a.md:1:17 A.8.30 is excluded but used here"],
        );
    }

    #[test]
    fn evidence_for_an_excluded_control_is_reported() {
        let evidence = "//- content/registers/evidence.toml\n[[evidence]]\nid = \"EV-1\"\ntitle = \"E\"\ncontrols = [\"A.8.30\"]\ncollected = 2026-01-01\n";
        let expected = ["warning content/registers/evidence.toml:4:13 A.8.30 is excluded but used here"];
        check("excluded-but-claimed", &format!("{EXCLUDED}{evidence}"), &expected);
        check("excluded-but-claimed", evidence, &[]);
    }
}
