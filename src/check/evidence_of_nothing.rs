//! An item of evidence names no control, clause or document.
//!
//! Why: evidence that is not linked to anything supports nothing and cannot be found.
//!
//! Example: an entry with only a title and a date.
//!
//! Fix it: name what it is evidence of in `controls`, `clauses` or `documents`.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Evidence;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "evidence-of-nothing",
    level: Level::Warn,
    source: include_str!("evidence_of_nothing.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for evidence in Evidence::all(&facts.handbook) {
        if evidence.shows().next().is_none() && evidence.links(Evidence::DOCUMENTS).is_empty() {
            let message = format!("{} names no control, clause or document", evidence.id());
            report.add(Subject::Entry(evidence.ix), Diagnostic::warning(CHECK.code, evidence.entry.span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn evidence_shows_something() {
        let evidence =
            "//- content/registers/evidence.toml\n[[evidence]]\nid = \"EV-1\"\ntitle = \"E\"\ncollected = 2026-01-01\n";
        let expected = ["warning content/registers/evidence.toml:2:6 EV-1 names no control, clause or document"];
        check("evidence-of-nothing", evidence, &expected);
        check("evidence-of-nothing", &format!("{evidence}clauses = [\"9.1\"]\n"), &[]);
    }
}
