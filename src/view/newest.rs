//! The newest version of a document, for readers who come back to it.

use serde::Serialize;

use super::View;
use super::history::{SinceView, VersionView};
use super::redline::RedlineView;
use crate::approval::text_digest;
use crate::model::DocIx;
use crate::pages::history_path;

/// Most bytes of words in a red-line on the page of a document; a longer one is on the page of its history.
const MOST_WORDS: usize = 2_500;
/// Most changes in it.
const MOST_CHANGES: usize = 20;
/// Number of characters of a digest that tell a text from the others of its document.
const DIGITS: usize = 12;

/// The newest version of a document, for readers who come back to it.
#[derive(Debug, Serialize)]
pub(crate) struct NewestView {
    /// The id of the document, by which the browser remembers what was read.
    pub document: String,
    /// The version, or nothing.
    pub version: String,
    /// The version before, or nothing.
    pub before: String,
    /// The digest of the text, which tells that it changed within a version.
    pub text: String,
    /// Its part of the page of the history.
    pub history: String,
    /// The part of that page that has the changes within the version.
    pub within: String,
    /// The title of its red-line: "What changed in version 2.1".
    pub title: String,
    /// Whether the page of the document shows its red-line, because it is short.
    pub shown: bool,
}

/// Returns the newest of the versions of a document; `None` if there are none.
pub(super) fn newest(
    view: &View<'_>,
    ix: DocIx,
    versions: &[VersionView],
    since: Option<&SinceView>,
) -> Option<NewestView> {
    let newest = versions.first()?;
    let document = view.book.handbook.document(ix);
    let history = history_path(&document.page);
    let name = |version: &VersionView| version.version.clone().unwrap_or_default();
    Some(NewestView {
        document: document.meta.id.value.clone(),
        version: name(newest),
        before: versions.get(1).map(name).unwrap_or_default(),
        text: text_digest(document).chars().take(DIGITS).collect(),
        within: history.relative_with_anchor(view.on, Some(if since.is_some() { "since" } else { &newest.id })),
        history: newest.href.clone(),
        title: match &newest.version {
            Some(version) => view.tell("history.new-in", &[("version", version)]),
            None => view.say("history.new").to_owned(),
        },
        shown: newest.redline.as_ref().is_some_and(is_short),
    })
}

fn is_short(redline: &RedlineView) -> bool {
    let facts = redline.facts.iter().flat_map(|fact| [&fact.before, &fact.now]).flatten().map(String::len);
    let words = redline.changes.iter().flat_map(|change| change.cells.iter().flatten()).map(|piece| piece.text.len());
    redline.more == 0 && redline.changes.len() <= MOST_CHANGES && facts.chain(words).sum::<usize>() <= MOST_WORDS
}
