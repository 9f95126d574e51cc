//! The red-line between two versions of a text.

use serde::Serialize;

use super::{View, sentence};
use crate::parse::blocks::{BlockKind, blocks};
use crate::past::{FactChange, Facts, Version, changed_facts};
use crate::redline::{self, Change, ChangeKind, Piece, Summary};

/// Most changes that a page shows of two texts.
const MOST_CHANGES: usize = 200;

/// The changes from one version of a document to another.
#[derive(Debug, Serialize)]
pub(crate) struct RedlineView {
    /// The changes in numbers: "1 section, 2 sentences".
    pub summary: String,
    /// The facts that changed.
    pub facts: Vec<FactView>,
    /// The changes in the text, in its order.
    pub changes: Vec<ChangeView>,
    /// How many changes are not shown.
    pub more: usize,
}

/// A fact that changed.
#[derive(Debug, Serialize)]
pub(crate) struct FactView {
    /// Its name.
    pub name: String,
    /// The value before.
    pub before: Option<String>,
    /// The value now.
    pub now: Option<String>,
}

/// A change of a block.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeView {
    /// The heading above it, if that of the change before is another one.
    pub section: Option<String>,
    /// Added, removed, changed or moved.
    pub word: String,
    /// The sign for it.
    pub sign: &'static str,
    /// Its class: `added`, `removed`, `changed` or `moved`.
    pub tone: &'static str,
    /// Whether its lines are shown as they are.
    pub code: bool,
    /// Its parts; for a row of a table, those of each cell.
    pub cells: Vec<Vec<PieceView>>,
}

/// A part of a changed text.
#[derive(Debug, Serialize)]
pub(crate) struct PieceView {
    /// The words.
    pub text: String,
    /// Its element: `ins`, `del` or `span`.
    pub element: &'static str,
}

/// Returns the changes from an older text to a newer one; `None` if there are none.
pub(super) fn between(view: &View<'_>, old: (&str, &Facts), new: (&str, &Facts)) -> Option<RedlineView> {
    let redline = redline::compare(&blocks(old.0), &blocks(new.0));
    let facts = changed_facts(old.1, new.1);
    if redline.is_empty() && facts.is_empty() {
        return None;
    }
    let mut section = None;
    let shown = redline.changes.iter().take(MOST_CHANGES).map(|change| {
        let is_new = section != Some(&change.section);
        section = Some(&change.section);
        change_view(view, change, is_new)
    });
    let changes: Vec<_> = shown.collect();
    Some(RedlineView {
        summary: summary(view, redline.summary(), facts.len()),
        facts: facts.into_iter().map(|fact| fact_view(view, fact)).collect(),
        more: redline.changes.len() - changes.len(),
        changes,
    })
}

/// Returns the changes from an older version to a newer one; `None` if there are none.
pub(super) fn between_versions(view: &View<'_>, old: &Version, new: &Version) -> Option<RedlineView> {
    between(view, (old.body(), &old.facts), (new.body(), &new.facts))
}

/// Returns the number of changes in words.
fn summary(view: &View<'_>, summary: Summary, facts: usize) -> String {
    let Summary { sections, added, removed, changed, moved } = summary;
    let counts = [
        ("redline.sections", sections),
        ("redline.sentences-changed", changed),
        ("redline.sentences-added", added),
        ("redline.sentences-removed", removed),
        ("redline.blocks-moved", moved),
        ("redline.facts", facts),
    ];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    counts.map(|(key, count)| view.tell_counted(key, count, &[])).collect::<Vec<_>>().join(", ")
}

fn fact_view(view: &View<'_>, fact: FactChange) -> FactView {
    // Days are stored as they are written.
    let shown = |value: String| value.parse().map_or(value, |day| view.date(day).text);
    let name = sentence(view.say(&format!("facts.{}", fact.key)));
    FactView { name, before: fact.before.map(shown), now: fact.now.map(shown) }
}

/// Returns a changed part as a reader knows it: the new target of a link in parentheses behind its words.
fn readable(text: &str) -> String {
    match text.strip_prefix("](").and_then(|rest| rest.split_once(')')) {
        Some((target, rest)) => format!(" ({target}){rest}"),
        None => text.to_owned(),
    }
}

fn change_view(view: &View<'_>, change: &Change, is_new_section: bool) -> ChangeView {
    let (tone, sign) = match change.kind {
        ChangeKind::Added => ("added", "+"),
        ChangeKind::Removed => ("removed", "−"),
        ChangeKind::Changed => ("changed", "~"),
        ChangeKind::Moved => ("moved", "↕"),
    };
    let piece = |piece: &Piece| PieceView {
        text: readable(piece.text()),
        element: match piece {
            Piece::Same(_) => "span",
            Piece::Added(_) => "ins",
            Piece::Removed(_) => "del",
        },
    };
    ChangeView {
        section: change.section.clone().filter(|_| is_new_section),
        word: match change.kind {
            ChangeKind::Moved => view.tell_counted("redline.moved", change.blocks, &[]),
            _ => view.say(&format!("redline.{tone}")).to_owned(),
        },
        sign,
        tone,
        code: matches!(change.shape.kind, BlockKind::Code(_) | BlockKind::Html),
        cells: change.shown().iter().map(|pieces| pieces.iter().map(piece).collect()).collect(),
    }
}
