//! The history of a document: its versions, who approved each, and what changed from one to the next.

use serde::Serialize;

use super::redline::{FactView, RedlineView, between, between_versions};
use super::{DateView, LinkView, PageView, View, sentence};
use crate::approval::Binding;
use crate::assess::Assessed;
use crate::history::{Commit, HistoryState};
use crate::isms::{Approval, ApprovalOf};
use crate::model::{DocIx, Subject};
use crate::pages::{PageId, history_path, version_anchor};
use crate::past::{self, EntryChange, Version};

/// Most commits that a page names of a version.
const MOST_COMMITS: usize = 12;

/// The history of a document.
#[derive(Debug, Serialize)]
pub(crate) struct HistoryPage {
    /// The frame.
    pub page: PageView,
    /// The document.
    pub document: LinkView,
    /// The limits of the history, if it has any.
    pub limits: Option<String>,
    /// The changes since its approval, if there are any.
    pub since: Option<SinceView>,
    /// Its versions, the newest first.
    pub versions: Vec<VersionView>,
}

/// The changes since an approval.
#[derive(Debug, Serialize)]
pub(crate) struct SinceView {
    /// The approval.
    pub approval: LinkView,
    /// The changes; `None` if the history does not have the approved text, or if no word of it changed.
    pub redline: Option<RedlineView>,
    /// Whether the history has the text that was approved.
    pub known: bool,
}

/// A version of a document.
#[derive(Debug, Serialize)]
pub(crate) struct VersionView {
    /// Its anchor.
    pub id: String,
    /// Its name: "Version 2.1".
    pub title: String,
    /// The version itself.
    pub version: Option<String>,
    /// Its part of the page of the history.
    pub href: String,
    /// The day of its last change.
    pub changed: Option<DateView>,
    /// Whether its last change is not committed.
    pub uncommitted: bool,
    /// Who approved it, as the document said.
    pub approver: Option<String>,
    /// When, as the document said.
    pub approved: Option<DateView>,
    /// Its recorded approvals.
    pub approvals: Vec<LinkView>,
    /// Its commits, the newest first.
    pub commits: Vec<CommitView>,
    /// How many commits are not shown.
    pub more: usize,
    /// The changes since the version before; `None` for the oldest one, and if there are none.
    pub redline: Option<RedlineView>,
    /// Whether it is the oldest one that is known.
    pub oldest: bool,
}

/// A commit.
#[derive(Debug, Serialize)]
pub(crate) struct CommitView {
    /// Its day.
    pub day: DateView,
    /// The first line of its message.
    pub subject: String,
    /// Its author.
    pub author: String,
    /// The first digits of its id.
    pub id: String,
    /// Who approved it, as its message says.
    pub approved_by: Vec<String>,
    /// Whether it carries a signature.
    pub signed: bool,
}

/// The changes of an entry in a commit.
#[derive(Debug, Serialize)]
pub(crate) struct EntryChangeView {
    /// The commit.
    pub commit: CommitView,
    /// The fields that changed; none for a new entry.
    pub fields: Vec<FactView>,
}

/// Returns the changes of an entry, the newest first.
pub(super) fn entry_changes(view: &View<'_>, register: &str, id: &str) -> Vec<EntryChangeView> {
    let Assessed { past, .. } = view.book;
    let by_commit = past.entry_changes(register, id).chunk_by(|a, b| a.commit == b.commit);
    let view_of = |changes: &[EntryChange]| EntryChangeView {
        commit: commit_view(view, &past.history.commits[changes[0].commit]),
        fields: changes
            .iter()
            .filter_map(|change| {
                let (before, now) = (change.before.clone(), change.now.clone());
                Some(FactView { name: change.field.clone()?, before, now })
            })
            .collect(),
    };
    by_commit.take(MOST_COMMITS).map(view_of).collect()
}

/// Returns the page of the history of a document.
pub(crate) fn page(view: &View<'_>, ix: DocIx) -> HistoryPage {
    let document = view.book.handbook.document(ix);
    let mut page = view.page(&view.tell("history.title", &[("document", &document.meta.title)]));
    page.breadcrumbs = view.crumbs(&[
        (view.say("nav.documents"), PageId::Documents.path()),
        (&document.meta.title, document.page.clone()),
    ]);
    HistoryPage {
        page,
        document: view.subject(Subject::Document(ix)),
        limits: limits(view),
        since: since_approval(view, ix),
        versions: version_views(view, ix, usize::MAX),
    }
}

/// Returns whether the history knows a document.
pub(crate) fn has_page(book: &Assessed, ix: DocIx) -> bool {
    !book.past.texts(&path_of(book, ix)).is_empty()
}

/// Returns why the history has no text of a document: it is older than a shallow clone, or not committed. `None` if it has one, or
/// if there is no history.
pub(super) fn absence(view: &View<'_>, ix: DocIx) -> Option<String> {
    let history = &view.book.past.history;
    if !view.book.has_history() || has_page(view.book, ix) {
        return None;
    }
    let is_tracked = history.tracked.contains(&path_of(view.book, ix));
    Some(match &history.state {
        HistoryState::Shallow(day) if is_tracked => view.tell("history.before", &[("day", &view.date(*day).text)]),
        _ => sentence(view.say("history.uncommitted")),
    })
}

/// Returns the versions of a document, the newest first and at most `most` of them. The red-line of each is to the one before.
pub(super) fn version_views(view: &View<'_>, ix: DocIx, most: usize) -> Vec<VersionView> {
    let all = versions_of(view, ix);
    let shown = all.iter().enumerate().take(most);
    let mut views: Vec<_> = shown.map(|(at, version)| version_view(view, ix, version, all.get(at + 1))).collect();
    // A number that was approved again has a section for each approval.
    for at in 1..views.len() {
        let same = views[..at].iter().filter(|before| before.version == views[at].version).count();
        if same > 0 {
            let view = &mut views[at];
            let suffix = format!("-{}", same + 1);
            view.id.push_str(&suffix);
            view.href.push_str(&suffix);
        }
    }
    views
}

/// Returns the versions of a document, the newest first.
pub(super) fn versions_of(view: &View<'_>, ix: DocIx) -> Vec<Version> {
    let Assessed { handbook, past, config, .. } = view.book;
    let mut all = past::versions_of(past, config, handbook.document(ix));
    for version in &mut all {
        // The approved text is the version, whatever was changed before or after under the same number.
        let digests = approvals(view.book, ix, version.facts.get("version")).into_iter().rev();
        let mut digests = digests.filter_map(Approval::text_digest);
        if let Some(approved) = digests.find_map(|digest| view.book.past.with_digest(&path_of(view.book, ix), digest)) {
            version.text = (approved.text.clone(), approved.body);
        }
    }
    all
}

fn version_view(view: &View<'_>, ix: DocIx, version: &Version, before: Option<&Version>) -> VersionView {
    let book = view.book;
    let history = &book.past.history;
    let number = version.facts.get("version");
    let id = version_anchor(number);
    let commits = version.commits.iter().take(MOST_COMMITS);
    VersionView {
        title: match number {
            Some(number) => sentence(&view.tell("word.version", &[("version", &number)])),
            None => view.say("history.no-version").to_owned(),
        },
        version: number.map(str::to_owned),
        href: history_path(&book.handbook.document(ix).page).relative_with_anchor(view.on, Some(&id)),
        id,
        changed: version.commits.first().map(|at| view.date(history.commits[*at].day)),
        uncommitted: version.uncommitted,
        approver: version.facts.get("approver").map(|id| role_name(view, id)),
        approved: version.facts.get("approved").and_then(|day| day.parse().ok()).map(|day| view.date(day)),
        approvals: approvals(book, ix, number).into_iter().map(|approval| view.entry_link(approval.ix)).collect(),
        commits: commits.map(|at| commit_view(view, &history.commits[*at])).collect(),
        more: version.commits.len().saturating_sub(MOST_COMMITS),
        redline: before.and_then(|before| between_versions(view, before, version)),
        oldest: before.is_none(),
    }
}

/// Returns the recorded approvals of a version, in the order in which they were given.
fn approvals<'a>(book: &'a Assessed, ix: DocIx, version: Option<&str>) -> Vec<Approval<'a>> {
    let recorded = book.bindings.recorded(&book.handbook, ApprovalOf::Document(ix)).into_iter();
    let approvals = recorded.filter_map(|ix| Approval::of(book.handbook.record(ix)));
    approvals.filter(|approval| approval.version() == version).collect()
}

/// Returns the title of the role with an id; the id, if there is no such role any more.
fn role_name(view: &View<'_>, id: &str) -> String {
    match view.book.handbook.find(id) {
        Some(Subject::Entry(ix)) => view.book.handbook.record(ix).title().to_owned(),
        _ => id.to_owned(),
    }
}

fn commit_view(view: &View<'_>, commit: &Commit) -> CommitView {
    CommitView {
        day: view.date(commit.day),
        subject: commit.subject.clone(),
        author: commit.author.clone(),
        id: commit.short_id().to_owned(),
        approved_by: commit.approved_by.clone(),
        signed: commit.signed,
    }
}

/// Returns the changes in a document since its approval; `None` if there are none, or if it is not approved.
pub(super) fn since_approval(view: &View<'_>, ix: DocIx) -> Option<SinceView> {
    let book = view.book;
    let binding = book.bindings.on(&book.handbook, &book.config, ApprovalOf::Document(ix), book.coverage.as_of);
    let Binding::Changed(entry) = binding else { return None };
    let path = path_of(book, ix);
    let digest = Approval::of(book.handbook.record(entry)).and_then(Approval::text_digest);
    let approved = digest.and_then(|digest| book.past.with_digest(&path, digest));
    let document = book.handbook.document(ix);
    let redline = approved.and_then(|approved| {
        let facts = past::facts_of(&book.past, &book.config, document);
        between(view, (approved.body(), &approved.facts), (document.prose.text(), &facts))
    });
    Some(SinceView { approval: view.entry_link(entry), redline, known: approved.is_some() })
}

/// Returns the limits of the history in a sentence.
pub(super) fn limits(view: &View<'_>) -> Option<String> {
    Some(match &view.book.past.history.state {
        HistoryState::Whole | HistoryState::Off => return None,
        HistoryState::Shallow(day) => view.tell("history.shallow", &[("day", &view.date(*day).text)]),
        HistoryState::NoRepository => view.say("history.no-repository").to_owned(),
        HistoryState::NoCommits => view.say("history.no-commits").to_owned(),
        HistoryState::ForeignOwner => view.say("history.foreign-owner").to_owned(),
        HistoryState::Unreadable(_) => view.say("history.unreadable").to_owned(),
    })
}

/// Returns the path of a document in the book.
pub(super) fn path_of(book: &Assessed, ix: DocIx) -> String {
    book.config.in_book(&book.handbook.document(ix).path)
}
