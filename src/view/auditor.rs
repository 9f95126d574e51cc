//! The auditor's file: everything that supports each clause and control, in the order of the standard.

use std::collections::BTreeSet;

use super::standard::summary;
use super::{Fact, LinkView, ReportCell, ReportSection, View};
use crate::coverage::{Ladder, Missing};
use crate::model::{ReferenceRole, Subject};
use crate::pages::PageId;

/// Returns the facts about the handbook, then a section for each clause and control.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let fact = |key: &str, value: ReportCell| Fact { label: view.say(key).to_owned(), value };
    let soa = &view.book.config.soa;
    let cover = ReportSection {
        facts: vec![
            fact("auditor.organisation", view.book.config.organisation.clone().into()),
            fact("auditor.handbook", view.book.config.title.clone().into()),
            fact("auditor.version", view.book.config.version.clone().into()),
            fact("auditor.classification", view.book.config.classification.clone().into()),
            fact("auditor.as-of", view.date(view.book.coverage.as_of).into()),
            fact("auditor.soa", ReportCell::from(view.page_link("auditor.soa", PageId::Soa)).note(soa.version.clone())),
        ],
        ..view.report_section("auditor.cover")
    };
    let all = view.book.coverage.ladders().map(|ladder| supported(view, ladder));
    std::iter::once(cover).chain(all).chain(summary::section(view)).collect()
}

/// Maximum number of texts, or of entries of a register, that the file names for a requirement.
const SHOWN: usize = 40;

/// Returns everything that supports one requirement.
fn supported(view: &View<'_>, ladder: &Ladder) -> ReportSection {
    let ix = ladder.requirement;
    let catalog = &view.book.handbook.catalog;
    let fact = |key: &str, value: ReportCell| Fact { label: view.say(key).to_owned(), value };
    let mut facts = vec![fact("auditor.state", view.standing(ladder).into())];
    if catalog.is_decided(ix) {
        let decision = super::requirement::decision(view, ix);
        let words = decision.reasons.iter().map(String::as_str).chain(decision.implementation.as_deref());
        let words = words.collect::<Vec<_>>().join(", ");
        facts.push(fact(
            "auditor.decision",
            ReportCell::from(decision.applicable).note(Some(words).filter(|w| !w.is_empty())),
        ));
        if let Some(justification) = decision.justification {
            let html = Some(justification);
            facts.push(fact("auditor.justification", ReportCell { html, ..ReportCell::default() }));
        }
        if let Some(owner) = decision.owner {
            facts.push(fact("column.owner", owner.into()));
        }
    }
    let mut known = BTreeSet::new();
    let sections = catalog.chain(ix).flat_map(|part| super::support::sections_on(view, part, ReferenceRole::Claim));
    let texts = sections.filter(|section| known.insert(*section)).map(|(document, section)| {
        let link = view.section(document, section);
        LinkView { text: format!("{}: {}", view.book.handbook.document(document).meta.title, link.text), ..link }
    });
    facts.push(fact("auditor.texts", view.first_about(ix, texts.collect(), SHOWN).into()));
    for register in view.book.handbook.registers.iter().filter(|r| r.schema.identity == crate::model::Identity::Own) {
        let mut entries: Vec<_> = catalog
            .chain(ix)
            .flat_map(|part| view.book.handbook.entries_about(Subject::Requirement(part), &register.schema.name))
            .collect();
        entries.sort();
        entries.dedup();
        if !entries.is_empty() {
            let links: Vec<LinkView> = entries.into_iter().map(|entry| view.entry_link(entry)).collect();
            facts.push(Fact { label: register.schema.title.clone(), value: view.first_about(ix, links, SHOWN).into() });
        }
    }
    let sentence = |missing: &Missing| super::sentence(&view.book.words.phrase(&missing.reason));
    let missing: Vec<String> = ladder.open().map(|(_, missing)| sentence(missing)).collect();
    if !missing.is_empty() {
        facts.push(fact("auditor.missing", missing.join("; ").into()));
    }
    let title = view.subject(Subject::Requirement(ix)).text;
    ReportSection {
        id: crate::site::slug(&catalog.requirement(ix).id.to_string()),
        title,
        facts,
        ..ReportSection::default()
    }
}
