//! The page of a role: documents to read, duties, competences, deadlines.

use super::sections::assemble;
use super::{Fact, LinkView, ReportCell, ReportPage, ReportSection, View, calendar, changes, reading};
use crate::assess::Assessed;
use crate::isms::{self, Communication, Competence, Role, Training};
use crate::model::{Destination, DocIx, EntryIx, Identity, Subject};
use crate::pages::{PageId, role_calendar_path, role_path};
use crate::site::SitePath;

/// Returns the roles, with the documents that each must read.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let everyone = to_read(view.book, None).len();
    let row = |role: Role<'_>| {
        let ix = role.ix;
        let path = role_path(role.id());
        let link = LinkView { text: role.title().to_owned(), href: Some(path.relative_from(view.on)) };
        let to_read = everyone + to_read(view.book, Some(ix)).len();
        vec![link.into(), view.cell_of(*role, Role::HOLDER), to_read.into(), owned_by(view, ix).into()]
    };
    let rows = Role::all(&view.book.handbook).map(row).collect();
    vec![view.table_section("roles.all", &["role", "holder", "to-read#", "answers-for#"], rows, "roles.none")]
}

/// Returns the documents in force that apply to one role alone, or to everyone, latest approval first.
fn to_read(book: &Assessed, reader: Option<EntryIx>) -> Vec<DocIx> {
    let handbook = &book.handbook;
    let in_force = handbook.documents().filter(|(_, document)| document.is_in_force(book.coverage.as_of));
    let bound = in_force.filter(|(_, document)| match reader {
        Some(role) => isms::binds_alone(handbook, document, role),
        None => isms::binds_everybody(handbook, document),
    });
    reading::latest_first(book, bound.map(|(ix, _)| ix).collect())
}

/// Returns the pages of the documents that one role alone reads, or that everyone reads.
pub(crate) fn reading_paths(book: &Assessed, reader: Option<EntryIx>) -> Vec<SitePath> {
    reading::part_paths(&reading_path(book, reader), to_read(book, reader).len())
}

/// Returns the first of these pages.
fn reading_path(book: &Assessed, reader: Option<EntryIx>) -> SitePath {
    reader.map_or_else(|| PageId::Everyone.path(), |role| role_path(book.handbook.record(role).id()))
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
    let email =
        role.text(Role::EMAIL).map(|email| LinkView { text: email.to_owned(), href: Some(format!("mailto:{email}")) });
    let who = ReportSection {
        facts: vec![
            fact("roles.holder", view.cell_of(role, Role::HOLDER)),
            fact("roles.deputy", view.cell_of(role, Role::DEPUTY)),
            fact("roles.phone", view.cell_of(role, Role::PHONE)),
            fact("roles.email", email.into()),
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
    let changes = changes::section(view, &to_read(view.book, Some(ix)));
    let mut sections =
        vec![reading(view, Some(ix), 0), who, competences(view, ix), communications(view, ix), deadlines, owned];
    sections.splice(1..1, changes);
    assemble(view, (&title, lead), related, sections)
}

/// Returns a part of the documents to read, each with a link to confirm having read it.
fn reading(view: &View<'_>, reader: Option<EntryIx>, part: usize) -> ReportSection {
    let documents = to_read(view.book, reader);
    let handbook = &view.book.handbook;
    let role = match reader.map(Subject::Entry).or_else(|| isms::everybody(handbook)) {
        Some(Subject::Entry(role)) => handbook.record(role).id(),
        _ => "",
    };
    let none = if reader.is_some() { "roles.nothing-alone" } else { "everyone.nothing" };
    let shared = reader.map_or(0, |_| to_read(view.book, None).len());
    let everyone = || LinkView {
        text: view.tell_counted("roles.for-everyone", shared, &[]),
        ..view.page_link("everyone.title", PageId::Everyone)
    };
    ReportSection {
        text: (!documents.is_empty()).then(|| view.say("read.order").to_owned()),
        reading: reading::rows(view, &documents, part, role),
        parts: reading::parts(view, &reading_path(view.book, reader), documents.len()),
        onward: (shared > 0).then(everyone),
        none: documents.is_empty().then(|| view.say(none).to_owned()),
        ..view.report_section("roles.read")
    }
}

/// Returns a part of what applies to everyone.
pub(super) fn everyone_sections(view: &View<'_>, part: usize) -> Vec<ReportSection> {
    let changes = changes::section(view, &to_read(view.book, None)).filter(|_| part == 0);
    [reading(view, None, part)].into_iter().chain(changes).collect()
}

/// Returns a further page of the documents that one role alone reads, or that everyone reads.
pub(crate) fn reading_page(view: &View<'_>, reader: Option<EntryIx>, part: usize) -> ReportPage {
    let title = match reader {
        Some(role) => view.tell("roles.title-of", &[("role", &view.book.handbook.record(role).title())]),
        None => view.say("everyone.title").to_owned(),
    };
    let lead = view.say("everyone.lead").to_owned();
    assemble(
        view,
        (&title, lead),
        vec![view.page_link("roles.title", PageId::Roles)],
        vec![reading(view, reader, part)],
    )
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
