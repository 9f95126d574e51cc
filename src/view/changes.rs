//! Changes in the documents: since the last audit, since the last management review, in the last 90 days.

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

use super::history::{limits, path_of};
use super::redline::between;
use super::{DateView, LinkView, PageView, ReportCell, ReportSection, View};
use crate::assess::Assessed;
use crate::isms::{Audit, ManagementReview};
use crate::model::{DocIx, EntryIx, Subject};
use crate::pages::{PageId, changes_feed_path, history_path};
use crate::past::PastText;

/// Number of days of the last period.
const DAYS: i64 = 90;
/// Most lines that say what a change means.
const MOST_LINES: usize = 3;

/// The page of all changes.
#[derive(Debug, Serialize)]
pub(crate) struct ChangesPage {
    /// The frame.
    pub page: PageView,
    /// The limits of the history, if it has any.
    pub limits: Option<String>,
    /// The periods.
    pub periods: Vec<PeriodView>,
    /// The feed of all changes.
    pub feed: String,
}

/// A period and its changes.
#[derive(Debug, Serialize)]
pub(crate) struct PeriodView {
    /// Its anchor.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The day after which changes count.
    pub after: DateView,
    /// The audit or review with which it begins.
    pub from: Option<LinkView>,
    /// The documents that changed, the last changed first.
    pub documents: Vec<ChangedDocument>,
}

/// A document that changed.
#[derive(Debug, Serialize)]
pub(crate) struct ChangedDocument {
    /// The document.
    pub document: LinkView,
    /// The changes in numbers, with a link to the page of its history.
    pub history: LinkView,
    /// The version that it had, and that it has.
    pub versions: [Option<String>; 2],
    /// Whether it is new.
    pub new: bool,
    /// The day of its last change.
    pub changed: DateView,
    /// The meaning of the change: as its author says, else the first lines of the commits.
    pub says: Vec<String>,
    /// Whether its author says that readers are to read it again; `None` if the author does not say.
    pub material: Option<bool>,
}

/// Returns the page of all changes.
pub(crate) fn page(view: &View<'_>) -> ChangesPage {
    ChangesPage {
        page: view.page(view.say("changes.title")),
        limits: limits(view),
        periods: periods(view),
        feed: changes_feed_path(None).relative_from(view.on),
    }
}

/// Returns the periods with their changes.
fn periods(view: &View<'_>) -> Vec<PeriodView> {
    let handbook = &view.book.handbook;
    let as_of = view.book.coverage.as_of;
    let audit = Audit::all(handbook).filter_map(|audit| Some((audit.held(as_of)?, audit.ix))).max();
    let review = ManagementReview::all(handbook).filter_map(|review| Some((review.held(as_of)?, review.ix))).max();
    let documents: Vec<DocIx> = handbook.documents().map(|(ix, _)| ix).collect();
    let period = |id: &str, after: Date, from: Option<EntryIx>| PeriodView {
        id: id.to_owned(),
        title: view.say(&format!("changes.{id}")).to_owned(),
        after: view.date(after),
        from: from.map(|ix| view.entry_link(ix)),
        documents: changed_after(view, &documents, after),
    };
    let since = |id: &str, last: Option<(Date, EntryIx)>| last.map(|(day, ix)| period(id, day, Some(ix)));
    let recent = period("recent", recent(view.book), None);
    [since("audit", audit), since("review", review), Some(recent)].into_iter().flatten().collect()
}

/// Returns the day after which a change is recent.
fn recent(book: &Assessed) -> Date {
    book.coverage.as_of.checked_sub(jiff::Span::new().days(DAYS)).unwrap_or(Date::MIN)
}

/// Returns the recent changes of some documents, as a section of a page; `None` without a history.
pub(super) fn section(view: &View<'_>, documents: &[DocIx]) -> Option<ReportSection> {
    if !view.book.has_history() {
        return None;
    }
    let rows = changed_after(view, documents, recent(view.book)).into_iter().map(|row| {
        let [before, now] = row.versions;
        let versions = before.filter(|before| now.as_ref() != Some(before)).into_iter().chain(now);
        let versions = versions.collect::<Vec<_>>().join(" → ");
        vec![
            ReportCell::from(row.document).note(Some(versions).filter(|versions| !versions.is_empty())),
            row.changed.into(),
            ReportCell::from(row.history).note(Some(row.says.join("; ")).filter(|says| !says.is_empty())),
        ]
    });
    let onward = view.page_link("changes.title", PageId::Changes);
    let columns = ["document", "changed", "what-changed"];
    Some(ReportSection {
        onward: Some(onward),
        ..view.table_section("changes.recent", &columns, rows.collect(), "changes.none")
    })
}

/// Returns those of some documents that changed after a day, the last changed first.
fn changed_after(view: &View<'_>, documents: &[DocIx], after: Date) -> Vec<ChangedDocument> {
    let changed = documents.par_iter().filter_map(|ix| changed(view, *ix, after));
    let mut changed: Vec<_> = changed.collect();
    changed.sort_by(|a, b| b.changed.iso.cmp(&a.changed.iso).then_with(|| a.document.text.cmp(&b.document.text)));
    changed
}

/// Returns the changes in a document after a day; `None` if there are none.
fn changed(view: &View<'_>, ix: DocIx, after: Date) -> Option<ChangedDocument> {
    let book = view.book;
    let commits = &book.past.history.commits;
    let texts = book.past.texts(&path_of(book, ix));
    let day = |text: &PastText| commits[text.commit].day;
    let newest = texts.iter().find(|text| day(text) <= book.coverage.as_of).filter(|newest| day(newest) > after)?;
    let before = texts.iter().find(|text| day(text) <= after);
    let document = book.handbook.document(ix);
    let redline = match before {
        Some(before) => Some(between(view, (before.body(), &before.facts), (newest.body(), &newest.facts))?),
        None => None,
    };
    let known = before.and_then(|before| before.facts.get("version"));
    let notes: Vec<_> = document.meta.changes.iter().filter(|note| known != Some(note.version.as_str())).collect();
    let mut says: Vec<String> = notes.iter().map(|note| note.says.clone()).collect();
    if says.is_empty() {
        let within = texts.iter().filter(|text| day(text) > after && day(text) <= book.coverage.as_of);
        let subjects = within.map(|text| &commits[text.commit].subject);
        says.extend(subjects.cloned());
        says.dedup();
    }
    says.truncate(MOST_LINES);
    let what = redline.as_ref().map_or_else(|| view.say("changes.new").to_owned(), |redline| redline.summary.clone());
    Some(ChangedDocument {
        document: view.subject(Subject::Document(ix)),
        history: LinkView { text: what, href: Some(history_path(&document.page).relative_from(view.on)) },
        versions: [known, newest.facts.get("version")].map(|version| version.map(str::to_owned)),
        new: before.is_none(),
        changed: view.date(day(newest)),
        says,
        material: notes.iter().map(|note| note.material).reduce(|one, other| one || other),
    })
}
