//! Context and scope (4.1 to 4.3): issues, interested parties, law, and the texts that draw the line.

use super::{Badge, LinkView, ReportCell, ReportSection, Views};
use crate::catalog::Found;
use crate::isms::{InterestedParty, Issue, LegalRequirement, PartyRequirement};
use crate::model::Subject;
use crate::site::SitePath;

impl Views<'_> {
    /// The scope first, then what it was drawn from.
    pub(super) fn context_sections(&self, on: &SitePath) -> Vec<ReportSection> {
        let scope = self.texts_on(&["4.1", "4.2", "4.3", "4.4"], on);
        let mut sections = vec![self.table_section("context.scope", &["clause", "document"], scope, "context.none")];
        for (key, side) in [("context.external", "external"), ("context.internal", "internal")] {
            let issues = Issue::all(self.handbook).filter(|issue| issue.is(Issue::SIDE, side));
            let rows = issues.map(|issue| {
                let relevant = match issue.flag(Issue::RELEVANT) {
                    Some(true) => Badge::new(self.say("context.relevant"), "✓", "open"),
                    Some(false) => Badge::new(self.say("context.not-relevant"), "–", "out"),
                    None => Badge::new(self.say("context.undecided"), "?", "bad"),
                };
                vec![
                    self.entry_link(issue.ix, on).into(),
                    self.cell_of(*issue, Issue::KIND, on),
                    self.cell_of(*issue, Issue::DESCRIPTION, on),
                    relevant.into(),
                    self.all_links(*issue, &[Issue::DOCUMENTS, Issue::CONTROLS, Issue::RISKS], on).into(),
                    self.cell_of(*issue, Issue::REVIEWED, on),
                ]
            });
            let columns = ["issue", "kind", "why", "relevant", "dealt-with", "reviewed"];
            sections.push(self.table_section(key, &columns, rows.collect(), "context.none-issues"));
        }
        let climate = Issue::all(self.handbook).filter(|issue| issue.is(Issue::KIND, "climate"));
        let climate: Vec<LinkView> = climate.map(|issue| self.entry_link(issue.ix, on)).collect();
        let (none, text) = if climate.is_empty() {
            ("context.no-climate", None)
        } else {
            ("", Some(self.say("context.climate-is").to_owned()))
        };
        let rows = climate.into_iter().map(|link| vec![link.into()]).collect();
        let climate = self.table_section("context.climate", &["issue"], rows, none);
        sections.push(ReportSection { text, ..climate });
        sections.push(self.parties(on));
        let law = LegalRequirement::all(self.handbook).map(|law| {
            let met_in = [LegalRequirement::DOCUMENTS, LegalRequirement::CONTROLS, LegalRequirement::CLAUSES];
            vec![
                self.entry_link(law.ix, on).into(),
                self.all_links(*law, &met_in, on).into(),
                self.links_in(*law, LegalRequirement::OWNER, on).into(),
                self.cell_of(*law, LegalRequirement::REVIEWED, on),
            ]
        });
        let columns = ["law", "met-in", "owner", "reviewed"];
        sections.push(self.table_section("context.law", &columns, law.collect(), "context.none-law"));
        sections
    }

    /// Each requirement of each interested party, and where it is met.
    fn parties(&self, on: &SitePath) -> ReportSection {
        let mut rows = Vec::new();
        for party in InterestedParty::all(self.handbook) {
            let met_in = [InterestedParty::DOCUMENTS, InterestedParty::CONTROLS, InterestedParty::CLAUSES];
            let whole = self.all_links(*party, &met_in, on);
            let before = rows.len();
            for requirement in party.requirements() {
                let by = self.links(requirement.met_by(), on);
                let met = match requirement.met() {
                    Some("yes") => Badge::new(self.say("context.met"), "✓", "good"),
                    Some("partly") => Badge::new(self.say("context.partly"), "◐", "fair"),
                    Some(_) => Badge::new(self.say("context.not-met"), "–", "out"),
                    None if by.is_empty() && whole.is_empty() => Badge::new(self.say("context.open"), "✗", "bad"),
                    None => Badge::new(self.say("context.met"), "✓", "good"),
                };
                let by = if by.is_empty() { whole.clone() } else { by };
                let text = self.cell_in(requirement.row, PartyRequirement::TEXT, on);
                rows.push(vec![self.entry_link(party.ix, on).into(), text, met.into(), by.into()]);
            }
            if rows.len() == before {
                let none = ReportCell::from(self.say("context.no-requirement"));
                rows.push(vec![self.entry_link(party.ix, on).into(), none, ReportCell::default(), whole.into()]);
            }
        }
        let columns = ["party", "requirement", "met", "met-in"];
        self.table_section("context.parties", &columns, rows, "context.none-parties")
    }

    /// The documents that claim some clauses, with the state of each.
    pub(super) fn texts_on(&self, clauses: &[&str], on: &SitePath) -> Vec<Vec<ReportCell>> {
        let found = clauses.iter().filter_map(|id| match self.handbook.catalog.find(id) {
            Found::One(ix) => Some(ix),
            _ => None,
        });
        let row = |clause| {
            let mut documents: Vec<Subject> = self
                .handbook
                .claims(Subject::Requirement(clause))
                .filter(|claim| matches!(claim.from, Subject::Document(_)))
                .map(|claim| claim.from)
                .collect();
            documents.dedup();
            let links: Vec<LinkView> = documents.into_iter().map(|document| self.subject(document, on)).collect();
            vec![self.subject(Subject::Requirement(clause), on).into(), links.into()]
        };
        found.map(row).collect()
    }
}
