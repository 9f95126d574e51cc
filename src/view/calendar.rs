//! The calendar: everything that falls due, by month and by role.

use std::collections::{BTreeMap, BTreeSet};

use super::sections::assemble;
use super::{Fact, LinkView, ReportCell, ReportPage, ReportSection, View};
use crate::assess::Assessed;
use crate::coverage::{Due, When};
use crate::model::{EntryIx, Subject};
use crate::pages::{PageId, feed_path, role_calendar_path};
use crate::site::SitePath;

/// Returns the roles that have something due.
pub(crate) fn owners_of_deadlines(book: &Assessed) -> BTreeSet<EntryIx> {
    book.coverage.due.iter().filter_map(|due| due.owner).collect()
}

/// Returns everything due for a role.
pub(super) fn due_of(book: &Assessed, owner: EntryIx) -> Vec<&Due> {
    book.coverage.due.iter().filter(|due| due.owner == Some(owner)).collect()
}

/// Returns everything that falls due, and links to the calendar of each role.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let mut of: BTreeMap<EntryIx, [usize; 2]> = BTreeMap::new();
    for due in &view.book.coverage.due {
        if let Some(owner) = due.owner {
            let counts = of.entry(owner).or_default();
            let has_passed = due.day < view.book.coverage.as_of;
            counts[usize::from(!has_passed)] += 1;
        }
    }
    let row = |(owner, [overdue, coming]): (EntryIx, [usize; 2])| {
        let path = role_calendar_path(view.book.handbook.record(owner).id());
        let link = LinkView { text: view.entry_link(owner).text, href: Some(path.relative_from(view.on)) };
        let feed = view.path_link(view.say("calendar.subscribe"), &feed(view.book, Some(owner)));
        vec![link.into(), overdue.into(), coming.into(), feed.into()]
    };
    let owners = of.into_iter().map(row).collect();
    let columns = ["owner", "overdue#", "coming#", "feed"];
    let mut sections = due_sections(view, None);
    sections.push(view.table_section("calendar.owners", &columns, owners, "calendar.none"));
    sections
}

/// Returns the page of everything due for one role.
pub(crate) fn of_role(view: &View<'_>, owner: EntryIx) -> ReportPage {
    let name = view.entry_link(owner);
    let title = view.tell("calendar.title-of", &[("role", &name.text)]);
    let related = vec![
        view.page_link("calendar.title", PageId::Calendar),
        view.path_link(view.say("calendar.subscribe"), &feed(view.book, Some(owner))),
        name,
    ];
    let lead = view.tell("calendar.lead-of", &[("role", &view.entry_link(owner).text)]);
    let sections = due_sections(view, Some(owner));
    assemble(view, (&title, lead), related, sections)
}

/// Groups due items: overdue, within thirty days, later.
fn due_sections(view: &View<'_>, owner: Option<EntryIx>) -> Vec<ReportSection> {
    let section = |key: &str, when: When| {
        let due = view.book.coverage.falling_due(when).filter(|due| owner.is_none() || due.owner == owner);
        let rows = due.map(|due| due_row(view, due, owner.is_none())).collect();
        let columns: &[&str] = if owner.is_none() { &["due", "what", "of", "owner"] } else { &["due", "what", "of"] };
        view.table_section(key, columns, rows, "calendar.nothing")
    };
    let mut sections = vec![
        section("calendar.overdue", When::Overdue),
        section("calendar.soon", When::Soon),
        section("calendar.later", When::Later),
    ];
    let feed = view.path_link(view.say("calendar.subscribe"), &feed(view.book, owner));
    let label = view.say("calendar.feed").to_owned();
    sections[0].facts.push(Fact { label, value: feed.into() });
    sections
}

fn due_row(view: &View<'_>, due: &Due, with_owner: bool) -> Vec<ReportCell> {
    let late = view.overdue(due.day).map(|badge| badge.word);
    let mut row = vec![
        ReportCell::from(view.date(due.day)).note(late),
        view.book.due_word(&due.what).to_owned().into(),
        view.subject(due.subject).into(),
    ];
    if with_owner {
        row.push(due.owner.map(|owner| view.entry_link(owner)).into());
    }
    row
}

fn feed(book: &Assessed, owner: Option<EntryIx>) -> SitePath {
    feed_path(owner.map(|owner| book.handbook.record(owner).id()))
}

/// Returns the summary and the page of a calendar event.
pub(crate) fn due_words(book: &Assessed, due: &Due) -> (String, String) {
    let summary = format!("{}: {}", book.due_word(&due.what), book.handbook.name(due.subject));
    let page = book.handbook.address(due.subject).absolute();
    (summary, book.config.base_url.as_ref().map_or_else(|| page.clone(), |base| base.join(&page)))
}

/// Returns the name of a calendar feed.
pub(crate) fn feed_name(book: &Assessed, owner: Option<EntryIx>) -> String {
    match owner {
        Some(owner) => format!("{}: {}", book.config.title, book.handbook.name(Subject::Entry(owner))),
        None => book.config.title.clone(),
    }
}
