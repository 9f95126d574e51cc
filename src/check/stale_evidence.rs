//! Evidence has expired, and there is no newer evidence for the same requirement.
//!
//! Why: auditors ask for evidence from the current cycle. Last year's review says nothing about this year.
//!
//! Example: collected on 2025-09-30, valid for "6 months", and no other evidence for A.5.7, on 1 October 2026.
//!
//! Fix it: collect new evidence and add it as a new entry. The expired entry may stay; it is no longer reported once
//! newer evidence covers everything that it names.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Evidence;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "stale-evidence",
    level: Level::Warn,
    source: include_str!("stale_evidence.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let (handbook, as_of) = (&facts.handbook, facts.coverage.as_of);
    for evidence in Evidence::all(handbook) {
        let Some(until) = evidence.until(&facts.config, as_of).filter(|until| *until < as_of) else { continue };
        let unsupported = evidence.unsupported(handbook, &facts.config, as_of);
        let bare: Vec<&str> = unsupported.iter().map(|link| link.text.as_str()).collect();
        if !bare.is_empty() {
            let message = format!(
                "{} was valid until {until}, and there is no newer evidence for {}",
                evidence.id(),
                bare.join(", ")
            );
            report.add(Subject::Entry(evidence.ix), Diagnostic::warning(CHECK.code, evidence.entry.span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn evidence_is_renewed() {
        let evidence = |id: &str, collected: &str| {
            format!(
                "[[evidence]]\nid = \"{id}\"\ntitle = \"E\"\ncontrols = [\"A.5.7\"]\ncollected = {collected}\nvalid = \"6 months\"\n"
            )
        };
        let old = format!("//- content/registers/evidence.toml\n{}", evidence("EV-1", "2026-03-31"));
        let expected = [
            "warning content/registers/evidence.toml:2:6 EV-1 was valid until 2026-09-30, and there is no newer evidence for A.5.7",
        ];
        check("stale-evidence", &old, &expected);
        check("stale-evidence", &old.replace("2026-03-31", "2026-04-01"), &[]);
        check("stale-evidence", &format!("{old}{}", evidence("EV-2", "2026-09-01")), &[]);
    }
}
