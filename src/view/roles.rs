//! What applies to those in a role: documents to read, duties, competences, deadlines.

use std::cmp::Reverse;

use super::{Fact, LinkView, ReportCell, ReportPage, ReportSection, Views};
use crate::model::{Destination, DocIx, Document, EntryIx, Identity, ResolvedReference, Subject};
use crate::site::SitePath;

impl Views<'_> {
    /// The roles, with what each must read.
    pub(super) fn role_sections(&self, on: &SitePath) -> Vec<ReportSection> {
        let row = |(ix, register, role): super::report::Row<'_>| {
            let path = self.report_path(super::Report::Role(ix));
            let link = LinkView { text: role.title.clone(), href: Some(path.relative_from(on)) };
            vec![
                link.into(),
                self.cell_of(register, role, "holder", on),
                self.to_read(ix).len().into(),
                self.owned_by(ix).into(),
            ]
        };
        let rows = self.handbook.entries_of("roles").map(row).collect();
        vec![self.table_section("roles.all", &["role", "holder", "to-read#", "answers-for#"], rows, "roles.none")]
    }

    /// The documents in force that bind a role: they name it, or all staff, or nobody in particular.
    fn to_read(&self, role: EntryIx) -> Vec<DocIx> {
        let everybody = self.handbook.find("all-staff").map(Destination::Subject);
        let this = Some(Destination::Subject(Subject::Entry(role)));
        let binds = |document: &Document<ResolvedReference>| {
            let named = &document.meta.applies_to;
            let by_name = named.iter().any(|link| link.to == this || (link.to.is_some() && link.to == everybody));
            by_name || (named.is_empty() && self.is_for_staff(document))
        };
        let in_force = self.handbook.documents().filter(|(_, document)| document.is_in_force(self.coverage.as_of));
        let mut documents: Vec<DocIx> = in_force.filter(|(_, document)| binds(document)).map(|(ix, _)| ix).collect();
        documents.sort_by_key(|ix| Reverse(self.handbook.document(*ix).meta.approved.as_ref().map(|day| day.value)));
        documents
    }

    /// How much a role owns: documents, decisions and entries.
    fn owned_by(&self, role: EntryIx) -> usize {
        self.owned(role).iter().map(|(_, subjects)| subjects.len()).sum()
    }

    /// What a role owns, by register; documents first.
    fn owned(&self, role: EntryIx) -> Vec<(String, Vec<Subject>)> {
        let this = Some(Destination::Subject(Subject::Entry(role)));
        let documents = self
            .handbook
            .documents()
            .filter(|(_, document)| document.meta.owner.as_ref().is_some_and(|owner| owner.to == this));
        let documents: Vec<Subject> = documents.map(|(ix, _)| Subject::Document(ix)).collect();
        let mut owned = vec![(self.say("roles.documents").to_owned(), documents)];
        for (register, table) in (0u32..).zip(&*self.handbook.registers) {
            let mine = (0u32..)
                .zip(&table.entries)
                .filter(|(_, entry)| table.references(entry, "owner").first().is_some_and(|owner| owner.to == this));
            let mine = mine.map(|(entry, _)| {
                let ix = EntryIx { register, entry };
                self.handbook.about(ix).unwrap_or(Subject::Entry(ix))
            });
            let title = match table.schema.identity {
                Identity::Own => table.schema.title.clone(),
                Identity::Control => self.say("roles.controls").to_owned(),
            };
            owned.push((title, mine.collect()));
        }
        owned.retain(|(_, subjects)| !subjects.is_empty());
        owned
    }

    /// What applies to those in a role.
    pub(super) fn role(&self, ix: EntryIx, on: &SitePath) -> ReportPage {
        let (register, role) = self.handbook.entry(ix);
        let fact = |key: &str, value: ReportCell| Fact { label: self.say(key).to_owned(), value };
        let who = ReportSection {
            facts: vec![
                fact("roles.holder", self.cell_of(register, role, "holder", on)),
                fact("roles.deputy", self.cell_of(register, role, "deputy", on)),
                fact("roles.reports-to", self.cell_of(register, role, "reports-to", on)),
                fact("roles.duties", self.cell_of(register, role, "responsibilities", on)),
            ],
            ..self.report_section("roles.who")
        };
        let title = self.tell("roles.title-of", &[("role", &role.title)]);
        let lead = self.tell("roles.lead-of", &[("role", &role.title)]);
        let mut related =
            vec![self.entry_link(ix, on), self.page_link(self.say("roles.title"), "roles/index.html", on)];
        let due = self.due_of(ix);
        if !due.is_empty() {
            let path = self.report_path(super::Report::CalendarOf(ix));
            related.push(self.page_link(self.say("calendar.title"), path.as_str(), on));
        }
        let rows = due.iter().map(|due| {
            let late = (due.day < self.coverage.as_of).then(|| self.due_badge(due.day).word);
            vec![
                ReportCell::from(self.date(due.day)).note(late),
                self.due_word(&due.what).to_owned().into(),
                self.subject(due.subject, on).into(),
            ]
        });
        let deadlines =
            self.table_section("roles.deadlines", &["due", "what", "of"], rows.collect(), "roles.no-deadlines");
        let owned = self.owned(ix).into_iter().map(|(title, subjects)| {
            let links: Vec<LinkView> = subjects.iter().take(100).map(|subject| self.subject(*subject, on)).collect();
            vec![title.into(), subjects.len().into(), links.into()]
        });
        let owned = self.table_section("roles.owned", &["kind", "count#", "which"], owned.collect(), "roles.no-owned");
        let sections = vec![self.reading(ix, on), who, self.competences(ix, on), deadlines, owned];
        self.report_page(on, (&title, lead), related, sections)
    }

    /// The documents to read, what was approved last first, each with the place to confirm having read it.
    fn reading(&self, role: EntryIx, on: &SitePath) -> ReportSection {
        let pattern = self.config.confirm_reading.as_deref();
        let (_, entry) = self.handbook.entry(role);
        let row = |ix: DocIx| {
            let document = self.handbook.document(ix);
            let meta = &document.meta;
            let mut row: Vec<ReportCell> = vec![
                ReportCell::from(self.subject(Subject::Document(ix), on)).note(meta.summary.clone()),
                meta.version.clone().into(),
                meta.approved.as_ref().map(|day| self.date(day.value)).into(),
            ];
            if let Some(pattern) = pattern {
                let version = meta.version.as_deref().unwrap_or_default();
                let href = confirm(pattern, &meta.id.value, version, &entry.id.value);
                let text = self.say("roles.confirm").to_owned();
                row.push(LinkView { text, href: Some(href) }.into());
            }
            row
        };
        let rows = self.to_read(role).into_iter().map(row).collect();
        let columns = ["document", "version", "approved", "confirm"];
        let columns = if pattern.is_some() { &columns[..] } else { &columns[..3] };
        let section = self.table_section("roles.read", columns, rows, "roles.nothing-to-read");
        ReportSection { text: Some(self.say("roles.read-is").to_owned()), ..section }
    }

    /// What those in the role must be able to do, and the training that shows it.
    fn competences(&self, role: EntryIx, on: &SitePath) -> ReportSection {
        let row = |ix: EntryIx| {
            let (register, competence) = self.handbook.entry(ix);
            let training = self.handbook.entries_about(Subject::Entry(ix), "training");
            vec![
                self.entry_link(ix, on).into(),
                self.cell_of(register, competence, "ability", on),
                self.many(training, on),
            ]
        };
        let mut rows: Vec<_> =
            self.handbook.entries_about(Subject::Entry(role), "competences").into_iter().map(row).collect();
        for ix in self.handbook.entries_about(Subject::Entry(role), "training") {
            let (register, training) = self.handbook.entry(ix);
            let done = register.date(training, "done-on");
            let day = done.or(register.date(training, "due")).map(|day| self.date(day).text);
            let evidence = self.links_in(register, training, "evidence", on);
            rows.push(vec![
                ReportCell::from(self.entry_link(ix, on)).note(day),
                self.cell_of(register, training, "kind", on),
                evidence.into(),
            ]);
        }
        self.table_section("roles.competences", &["competence", "ability", "shown-by"], rows, "roles.no-competences")
    }
}

/// The address at which reading is confirmed.
fn confirm(pattern: &str, document: &str, version: &str, role: &str) -> String {
    let escaped =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let places = [("{document}", document), ("{version}", version), ("{role}", role)];
    places.iter().fold(pattern.to_owned(), |text, (place, value)| text.replace(place, &escaped(value)))
}
