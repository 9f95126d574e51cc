//! A control is excluded in the SoA, but a document claims it or says that it is implemented, or a risk or evidence cites it.
//!
//! Why: either the control is used and its exclusion is wrong, or the document promises something that is not done.
//!
//! Example: `A.8.30` is excluded, but a section has `controls="A.8.30"`, or says "we implement A.8.30". A sentence that
//! explains the exclusion is fine.
//!
//! Fix it: include the control, or remove it from the document, the risk or the evidence.

use std::collections::BTreeSet;

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::catalog::{Catalog, Found, ReqIx};
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
    said_to_be_implemented(facts, report);
}

/// Beginnings of words that say that a control is in use, and of those that say that it is not.
const IN_USE: [&str; 9] =
    ["implement", "compl", "fulfil", "satisf", "adher", "umgesetzt", "erfüll", "implementiert", "befolg"];
const NOT_IN_USE: [&str; 18] = [
    "not",
    "no",
    "never",
    "exclu",
    "exempt",
    "inapplicable",
    "irrelevant",
    "without",
    "neither",
    "nor",
    "outside",
    "scope",
    "nicht",
    "kein",
    "ausgeschlossen",
    "ausschluss",
    "entfällt",
    "weder",
];

/// Reports sentences of documents that say that an excluded control is implemented.
fn said_to_be_implemented(facts: &Assessed, report: &mut Report) {
    let Assessed { handbook, coverage, .. } = facts;
    let excluded = coverage.ladders().filter(|ladder| ladder.status == CoverageStatus::Excluded);
    let excluded: BTreeSet<ReqIx> = excluded.map(|ladder| ladder.requirement).collect();
    if excluded.is_empty() {
        return;
    }
    for (ix, document) in handbook.documents() {
        let text = &document.text;
        for (range, id) in text.mentions.iter().filter(|(range, _)| !range.is_empty() && !text.is_quoted(range.start)) {
            let Some(control) = found(&handbook.catalog, id).filter(|control| excluded.contains(control)) else {
                continue;
            };
            let sentence = text.words[text.sentence(range.start)].to_lowercase();
            let has = |begins: &[&str], whole: bool| {
                let mut words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
                words.any(|word| {
                    begins
                        .iter()
                        .any(|begin| if whole && begin.len() < 5 { word == *begin } else { word.starts_with(begin) })
                })
            };
            if has(&IN_USE, false) && !has(&NOT_IN_USE, true) {
                let label = handbook.catalog.label(control);
                let message = format!("{label} is excluded but used here");
                report.add(
                    Subject::Document(ix),
                    Diagnostic::warning(CHECK.code, text.span(range.clone()), message).subject(label),
                );
            }
        }
    }
}

fn found(catalog: &Catalog, id: &str) -> Option<ReqIx> {
    if let Found::One(ix) = catalog.find(id) { Some(ix) } else { None }
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
    fn a_sentence_that_says_that_an_excluded_control_is_implemented_is_reported() {
        let text = "A.8.30 is excluded. We have implemented A.8.30 with our suppliers. We do not implement A.8.30. \
                    A.8.30 is out of scope, so nothing is implemented. See A.8.30. We implemented A.8.28.\n";
        check(
            "excluded-but-claimed",
            &format!("{EXCLUDED}//- content/a.md\n{text}"),
            &["warning content/a.md:1:41 A.8.30 is excluded but used here"],
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
