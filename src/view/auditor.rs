//! The auditor's file: per clause and control, in the order of the standard, all that supports it.

use std::collections::BTreeSet;

use super::{Fact, LinkView, ReportCell, ReportSection, Views};
use crate::coverage::Ladder;
use crate::model::{ReferenceRole, Subject};
use crate::site::SitePath;

impl Views<'_> {
    /// What the file is of, then each clause and control.
    pub(super) fn auditor_sections(&self, on: &SitePath) -> Vec<ReportSection> {
        let fact = |key: &str, value: ReportCell| Fact { label: self.say(key).to_owned(), value };
        let soa = &self.config.soa;
        let cover = ReportSection {
            facts: vec![
                fact("auditor.organisation", self.config.organisation.clone().into()),
                fact("auditor.handbook", self.config.title.clone().into()),
                fact("auditor.version", self.config.version.clone().into()),
                fact("auditor.classification", self.config.classification.clone().into()),
                fact("auditor.as-of", self.date(self.coverage.as_of).into()),
                fact(
                    "auditor.soa",
                    ReportCell::from(self.page_link(self.say("auditor.soa"), "soa.html", on)).note(soa.version.clone()),
                ),
            ],
            ..self.report_section("auditor.cover")
        };
        let all = self.coverage.ladders().map(|ladder| self.supported(ladder, on));
        std::iter::once(cover).chain(all).collect()
    }

    /// All that supports one requirement.
    fn supported(&self, ladder: &Ladder, on: &SitePath) -> ReportSection {
        let ix = ladder.requirement;
        let catalog = &self.handbook.catalog;
        let fact = |key: &str, value: ReportCell| Fact { label: self.say(key).to_owned(), value };
        let mut facts = vec![fact("auditor.state", self.status(ladder.status).into())];
        if catalog.is_decided(ix) {
            let decision = self.decision(ix, on);
            let words = decision.reasons.iter().map(String::as_str).chain(decision.implementation.as_deref());
            let words = words.collect::<Vec<_>>().join(", ");
            facts.push(fact(
                "auditor.decision",
                ReportCell::from(decision.applicable).note(Some(words).filter(|w| !w.is_empty())),
            ));
            if let Some(justification) = decision.justification {
                facts.push(fact("auditor.justification", justification.into()));
            }
            if let Some(owner) = decision.owner {
                facts.push(fact("column.owner", owner.into()));
            }
        }
        let mut known = BTreeSet::new();
        let sections = catalog.chain(ix).flat_map(|part| self.sections_on(part, ReferenceRole::Claim));
        let texts = sections.filter(|section| known.insert(*section)).map(|(document, section)| {
            let link = self.section(document, section, on);
            LinkView { text: format!("{}: {}", self.handbook.document(document).meta.title, link.text), ..link }
        });
        facts.push(fact("auditor.texts", texts.collect::<Vec<_>>().into()));
        for register in self.handbook.registers.iter().filter(|r| r.schema.identity == crate::model::Identity::Own) {
            let mut entries: Vec<_> = catalog
                .chain(ix)
                .flat_map(|part| self.handbook.entries_about(Subject::Requirement(part), &register.schema.name))
                .collect();
            entries.sort();
            entries.dedup();
            if !entries.is_empty() {
                let links: Vec<LinkView> = entries.into_iter().map(|entry| self.entry_link(entry, on)).collect();
                facts.push(Fact { label: register.schema.title.clone(), value: links.into() });
            }
        }
        let missing = ladder.steps.iter().filter(|step| step.required);
        let missing: Vec<String> = missing
            .filter_map(|step| {
                step.state.as_ref().err().map(|missing| super::sentence(&self.words.phrase(&missing.reason)))
            })
            .collect();
        if !missing.is_empty() {
            facts.push(fact("auditor.missing", missing.join("; ").into()));
        }
        let title = self.subject(Subject::Requirement(ix), on).text;
        ReportSection {
            id: crate::site::slug(&catalog.requirement(ix).id.to_string()),
            title,
            facts,
            ..ReportSection::default()
        }
    }
}
