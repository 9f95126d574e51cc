//! The page of a role: documents to read, duties, competences, deadlines.

use std::cmp::Reverse;

use super::sections::assemble;
use super::{Fact, LinkView, ReportCell, ReportPage, ReportSection, View, calendar};
use crate::isms::{self, Communication, Competence, Role, Training};
use crate::model::{Destination, DocIx, EntryIx, Identity, Subject};
use crate::pages::{PageId, role_calendar_path, role_path};

/// Returns the roles, with the documents that each must read.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let row = |role: Role<'_>| {
        let ix = role.ix;
        let path = role_path(role.id());
        let link = LinkView { text: role.title().to_owned(), href: Some(path.relative_from(view.on)) };
        vec![link.into(), view.cell_of(*role, Role::HOLDER), to_read(view, ix).len().into(), owned_by(view, ix).into()]
    };
    let rows = Role::all(&view.book.handbook).map(row).collect();
    vec![view.table_section("roles.all", &["role", "holder", "to-read#", "answers-for#"], rows, "roles.none")]
}

/// Returns the documents in force that apply to a role: they name it, or all staff, or no role at all.
fn to_read(view: &View<'_>, role: EntryIx) -> Vec<DocIx> {
    let in_force =
        view.book.handbook.documents().filter(|(_, document)| document.is_in_force(view.book.coverage.as_of));
    let mut documents: Vec<DocIx> =
        in_force.filter(|(_, document)| isms::binds(&view.book.handbook, document, role)).map(|(ix, _)| ix).collect();
    documents.sort_by_key(|ix| Reverse(view.book.handbook.document(*ix).meta.approved.as_ref().map(|day| day.value)));
    documents
}

/// Returns how many documents, decisions and entries a role owns.
fn owned_by(view: &View<'_>, role: EntryIx) -> usize {
    owned(view, role).iter().map(|(_, subjects)| subjects.len()).sum()
}

/// Returns the subjects that a role owns, documents first, then by register.
fn owned(view: &View<'_>, role: EntryIx) -> Vec<(String, Vec<Subject>)> {
    let this = Some(Destination::Subject(Subject::Entry(role)));
    let documents = view
        .book
        .handbook
        .documents()
        .filter(|(_, document)| document.meta.owner.as_ref().is_some_and(|owner| owner.to == this));
    let documents: Vec<Subject> = documents.map(|(ix, _)| Subject::Document(ix)).collect();
    let mut owned = vec![(view.say("roles.documents").to_owned(), documents)];
    for register in &*view.book.handbook.registers {
        let records = view.book.handbook.records(&register.schema.name);
        let mine = records.filter(|record| isms::owner(*record).is_some_and(|owner| owner.to == this));
        let mine = mine.map(|record| view.book.handbook.about(record.ix).unwrap_or(Subject::Entry(record.ix)));
        let title = match register.schema.identity {
            Identity::Own => register.schema.title.clone(),
            Identity::Control => view.say("roles.controls").to_owned(),
        };
        owned.push((title, mine.collect()));
    }
    owned.retain(|(_, subjects)| !subjects.is_empty());
    owned
}

/// Returns the page of a role.
pub(crate) fn page(view: &View<'_>, ix: EntryIx) -> ReportPage {
    let role = view.book.handbook.record(ix);
    let fact = |key: &str, value: ReportCell| Fact { label: view.say(key).to_owned(), value };
    let who = ReportSection {
        facts: vec![
            fact("roles.holder", view.cell_of(role, Role::HOLDER)),
            fact("roles.deputy", view.cell_of(role, Role::DEPUTY)),
            fact("roles.reports-to", view.cell_of(role, Role::REPORTS_TO)),
            fact("roles.duties", view.cell_of(role, Role::RESPONSIBILITIES)),
        ],
        ..view.report_section("roles.who")
    };
    let title = view.tell("roles.title-of", &[("role", &role.title())]);
    let lead = view.tell("roles.lead-of", &[("role", &role.title())]);
    let entry = LinkView { text: view.say("roles.entry").to_owned(), ..view.raw_entry(ix) };
    let mut related = vec![entry, view.page_link("roles.title", PageId::Roles)];
    let due = calendar::due_of(view.book, ix);
    if !due.is_empty() {
        related.push(view.path_link(view.say("calendar.title"), &role_calendar_path(role.id())));
    }
    let rows = due.iter().map(|due| {
        let late = view.overdue(due.day).map(|badge| badge.word);
        vec![
            ReportCell::from(view.date(due.day)).note(late),
            view.book.due_word(&due.what).to_owned().into(),
            view.subject(due.subject).into(),
        ]
    });
    let deadlines = view.table_section("roles.deadlines", &["due", "what", "of"], rows.collect(), "roles.no-deadlines");
    let owned = owned(view, ix).into_iter().map(|(title, subjects)| {
        let links: Vec<LinkView> = subjects.iter().take(100).map(|subject| view.subject(*subject)).collect();
        vec![title.into(), subjects.len().into(), links.into()]
    });
    let owned = view.table_section("roles.owned", &["kind", "count#", "which"], owned.collect(), "roles.no-owned");
    let sections = vec![reading(view, ix), who, competences(view, ix), communications(view, ix), deadlines, owned];
    assemble(view, (&title, lead), related, sections)
}

/// Returns the documents to read, latest approval first, each with a link to confirm having read it.
fn reading(view: &View<'_>, role: EntryIx) -> ReportSection {
    let pattern = view.book.config.confirm_reading.as_deref();
    let id = view.book.handbook.record(role).id();
    let row = |ix: DocIx| {
        let document = view.book.handbook.document(ix);
        let meta = &document.meta;
        let mut row: Vec<ReportCell> = vec![
            ReportCell::from(view.subject(Subject::Document(ix))).note(meta.summary.clone()),
            meta.version.clone().into(),
            meta.approved.as_ref().map(|day| view.date(day.value)).into(),
        ];
        if let Some(pattern) = pattern {
            let version = meta.version.as_deref().unwrap_or_default();
            let href = confirm(pattern, &meta.id.value, version, id);
            let text = view.say("roles.confirm").to_owned();
            row.push(LinkView { text, href: Some(href) }.into());
        }
        row
    };
    let rows = to_read(view, role).into_iter().map(row).collect();
    let columns = ["document", "version", "approved", "confirm"];
    let columns = if pattern.is_some() { &columns[..] } else { &columns[..3] };
    let section = view.table_section("roles.read", columns, rows, "roles.nothing-to-read");
    ReportSection { text: Some(view.say("roles.read-is").to_owned()), ..section }
}

/// Returns the competences the role requires, and the training records for them.
fn competences(view: &View<'_>, role: EntryIx) -> ReportSection {
    let row = |competence: Competence<'_>| {
        let training = view.book.handbook.entries_about(Subject::Entry(competence.ix), Training::REGISTER);
        vec![view.entry_link(competence.ix).into(), view.cell_of(*competence, Competence::ABILITY), view.many(training)]
    };
    let mut rows: Vec<_> = Competence::about(&view.book.handbook, Subject::Entry(role)).map(row).collect();
    for training in Training::about(&view.book.handbook, Subject::Entry(role)) {
        let day = training.day(view.book.coverage.as_of).map(|day| view.date(day).text);
        rows.push(vec![
            ReportCell::from(view.entry_link(training.ix)).note(day),
            view.cell_of(*training, Training::KIND),
            view.links_in(*training, Training::EVIDENCE).into(),
        ]);
    }
    view.table_section("roles.competences", &["competence", "ability", "shown-by"], rows, "roles.no-competences")
}

/// Returns what those in the role communicate, or are told (7.4).
fn communications(view: &View<'_>, role: EntryIx) -> ReportSection {
    let row = |communication: Communication<'_>| {
        vec![
            view.entry_link(communication.ix).into(),
            view.cell_of(*communication, Communication::WHEN),
            view.cell_of(*communication, Communication::HOW),
            view.links_in(*communication, Communication::BY).into(),
        ]
    };
    let rows = Communication::about(&view.book.handbook, Subject::Entry(role)).map(row).collect();
    let columns = ["communication", "when", "how", "by"];
    view.table_section("roles.communications", &columns, rows, "roles.no-communications")
}

/// Returns the address for confirming that a document was read.
fn confirm(pattern: &str, document: &str, version: &str, role: &str) -> String {
    let escaped =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let places = [("{document}", document), ("{version}", version), ("{role}", role)];
    places.iter().fold(pattern.to_owned(), |text, (place, value)| text.replace(place, &escaped(value)))
}
