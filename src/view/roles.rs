//! What applies to those in a role: documents to read, duties, competences, deadlines.

use std::cmp::Reverse;

use super::{Fact, LinkView, ReportCell, ReportPage, ReportSection, Views};
use crate::isms::{self, Competence, Role, Training};
use crate::model::{Destination, DocIx, EntryIx, Identity, Subject};
use crate::site::SitePath;

impl Views<'_> {
    /// The roles, with what each must read.
    pub(super) fn role_sections(&self, on: &SitePath) -> Vec<ReportSection> {
        let row = |role: Role<'_>| {
            let ix = role.ix;
            let path = self.report_path(super::Report::Role(ix));
            let link = LinkView { text: role.title().to_owned(), href: Some(path.relative_from(on)) };
            vec![
                link.into(),
                self.cell_of(*role, Role::HOLDER, on),
                self.to_read(ix).len().into(),
                self.owned_by(ix).into(),
            ]
        };
        let rows = Role::all(self.handbook).map(row).collect();
        vec![self.table_section("roles.all", &["role", "holder", "to-read#", "answers-for#"], rows, "roles.none")]
    }

    /// The documents in force that bind a role: they name it, or all staff, or nobody in particular.
    fn to_read(&self, role: EntryIx) -> Vec<DocIx> {
        let in_force = self.handbook.documents().filter(|(_, document)| document.is_in_force(self.coverage.as_of));
        let mut documents: Vec<DocIx> =
            in_force.filter(|(_, document)| isms::binds(self.handbook, document, role)).map(|(ix, _)| ix).collect();
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
        for register in &*self.handbook.registers {
            let records = self.handbook.records(&register.schema.name);
            let mine = records.filter(|record| isms::owner(*record).is_some_and(|owner| owner.to == this));
            let mine = mine.map(|record| self.handbook.about(record.ix).unwrap_or(Subject::Entry(record.ix)));
            let title = match register.schema.identity {
                Identity::Own => register.schema.title.clone(),
                Identity::Control => self.say("roles.controls").to_owned(),
            };
            owned.push((title, mine.collect()));
        }
        owned.retain(|(_, subjects)| !subjects.is_empty());
        owned
    }

    /// What applies to those in a role.
    pub(super) fn role(&self, ix: EntryIx, on: &SitePath) -> ReportPage {
        let role = self.handbook.record(ix);
        let fact = |key: &str, value: ReportCell| Fact { label: self.say(key).to_owned(), value };
        let who = ReportSection {
            facts: vec![
                fact("roles.holder", self.cell_of(role, Role::HOLDER, on)),
                fact("roles.deputy", self.cell_of(role, Role::DEPUTY, on)),
                fact("roles.reports-to", self.cell_of(role, Role::REPORTS_TO, on)),
                fact("roles.duties", self.cell_of(role, Role::RESPONSIBILITIES, on)),
            ],
            ..self.report_section("roles.who")
        };
        let title = self.tell("roles.title-of", &[("role", &role.title())]);
        let lead = self.tell("roles.lead-of", &[("role", &role.title())]);
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
        let id = self.handbook.record(role).id();
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
                let href = confirm(pattern, &meta.id.value, version, id);
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
        let row = |competence: Competence<'_>| {
            let training = self.handbook.entries_about(Subject::Entry(competence.ix), Training::REGISTER);
            vec![
                self.entry_link(competence.ix, on).into(),
                self.cell_of(*competence, Competence::ABILITY, on),
                self.many(training, on),
            ]
        };
        let mut rows: Vec<_> = Competence::about(self.handbook, Subject::Entry(role)).map(row).collect();
        for training in Training::about(self.handbook, Subject::Entry(role)) {
            let day = training.day().map(|day| self.date(day).text);
            rows.push(vec![
                ReportCell::from(self.entry_link(training.ix, on)).note(day),
                self.cell_of(*training, Training::KIND, on),
                self.links_in(*training, Training::EVIDENCE, on).into(),
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
