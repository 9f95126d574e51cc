//! Context and scope (4.1 to 4.3): issues, interested parties, law, and the texts that draw the line.

use super::{Badge, LinkView, ReportCell, ReportSection, Views};
use crate::catalog::Found;
use crate::model::{EntryValue, Subject};
use crate::site::SitePath;

impl Views<'_> {
    /// The scope first, then what it was drawn from.
    pub(super) fn context_sections(&self, on: &SitePath) -> Vec<ReportSection> {
        let scope = self.texts_on(&["4.1", "4.2", "4.3", "4.4"], on);
        let mut sections = vec![self.table_section("context.scope", &["clause", "document"], scope, "context.none")];
        for (key, side) in [("context.external", "external"), ("context.internal", "internal")] {
            let rows =
                self.handbook.entries_of("issues").filter(|(_, register, issue)| register.is(issue, "side", side));
            let rows = rows.map(|(ix, register, issue)| {
                let relevant = match register.flag(issue, "relevant") {
                    Some(true) => Badge::new(self.say("context.relevant"), "✓", "open"),
                    Some(false) => Badge::new(self.say("context.not-relevant"), "–", "out"),
                    None => Badge::new(self.say("context.undecided"), "?", "bad"),
                };
                vec![
                    self.entry_link(ix, on).into(),
                    self.cell_of(register, issue, "kind", on),
                    self.cell_of(register, issue, "description", on),
                    relevant.into(),
                    self.all_links(register, issue, &["documents", "controls", "risks"], on).into(),
                    self.cell_of(register, issue, "reviewed", on),
                ]
            });
            let columns = ["issue", "kind", "why", "relevant", "dealt-with", "reviewed"];
            sections.push(self.table_section(key, &columns, rows.collect(), "context.none-issues"));
        }
        let climate =
            self.handbook.entries_of("issues").filter(|(_, register, issue)| register.is(issue, "kind", "climate"));
        let climate: Vec<LinkView> = climate.map(|(ix, ..)| self.entry_link(ix, on)).collect();
        let (none, text) = if climate.is_empty() {
            ("context.no-climate", None)
        } else {
            ("", Some(self.say("context.climate-is").to_owned()))
        };
        let rows = climate.into_iter().map(|link| vec![link.into()]).collect();
        let climate = self.table_section("context.climate", &["issue"], rows, none);
        sections.push(ReportSection { text, ..climate });
        sections.push(self.parties(on));
        let law = self.handbook.entries_of("legal-requirements").map(|(ix, register, law)| {
            vec![
                self.entry_link(ix, on).into(),
                self.all_links(register, law, &["documents", "controls", "clauses"], on).into(),
                self.links_in(register, law, "owner", on).into(),
                self.cell_of(register, law, "reviewed", on),
            ]
        });
        let columns = ["law", "met-in", "owner", "reviewed"];
        sections.push(self.table_section("context.law", &columns, law.collect(), "context.none-law"));
        sections
    }

    /// Each requirement of each interested party, and where it is met.
    fn parties(&self, on: &SitePath) -> ReportSection {
        let mut rows = Vec::new();
        for (ix, register, party) in self.handbook.entries_of("interested-parties") {
            let table = register.schema.field("requirements").map(|at| &register.schema.fields[at].kind);
            let Some(crate::model::FieldKind::Table(fields)) = table else { continue };
            let whole = self.all_links(register, party, &["documents", "controls", "clauses"], on);
            let before = rows.len();
            for (_, row) in register.rows(party, "requirements") {
                let value = |name: &str| {
                    let field = fields.iter().find(|field| field.name == name)?;
                    Some(self.field(field, row.value(name)?, on))
                };
                let text = value("text").and_then(|view| view.html);
                let text = ReportCell { html: text, ..ReportCell::default() };
                let by = self.links(row.references("by"), on);
                let met = match row.value("met") {
                    Some(EntryValue::Choices(words)) => match words.first().map(String::as_str) {
                        Some("yes") => Badge::new(self.say("context.met"), "✓", "good"),
                        Some("partly") => Badge::new(self.say("context.partly"), "◐", "fair"),
                        _ => Badge::new(self.say("context.not-met"), "–", "out"),
                    },
                    _ if by.is_empty() && whole.is_empty() => Badge::new(self.say("context.open"), "✗", "bad"),
                    _ => Badge::new(self.say("context.met"), "✓", "good"),
                };
                let by = if by.is_empty() { whole.clone() } else { by };
                rows.push(vec![self.entry_link(ix, on).into(), text, met.into(), by.into()]);
            }
            if rows.len() == before {
                let none = ReportCell::from(self.say("context.no-requirement"));
                rows.push(vec![self.entry_link(ix, on).into(), none, ReportCell::default(), whole.into()]);
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
