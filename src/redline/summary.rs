//! The number of changes.

use std::collections::BTreeSet;

use super::words::Piece;
use super::{Change, ChangeKind};
use crate::parse::blocks::BlockKind;

/// The number of changes between two versions of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// The sections with a change. What is above the first heading is one.
    pub sections: usize,
    /// The sentences of new blocks. A row of a table and a block of code are one sentence each.
    pub added: usize,
    /// The sentences of removed blocks.
    pub removed: usize,
    /// The sentences with a change in a block that stayed.
    pub changed: usize,
    /// The blocks that moved.
    pub moved: usize,
}

impl Summary {
    pub(super) fn of(changes: &[Change]) -> Self {
        let mut summary = Self::default();
        let sections: BTreeSet<_> = changes.iter().map(|change| &change.section).collect();
        summary.sections = sections.len();
        for change in changes {
            let is_prose = matches!(change.shape.kind, BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Term);
            let pieces = change.pieces.concat();
            match change.kind {
                ChangeKind::Moved => summary.moved += change.blocks,
                ChangeKind::Added => summary.added += if is_prose { sentences(&pieces).count() } else { 1 },
                ChangeKind::Removed => summary.removed += if is_prose { sentences(&pieces).count() } else { 1 },
                ChangeKind::Changed if !is_prose => summary.changed += 1,
                ChangeKind::Changed => {
                    // If no word changed, the shape of the block did.
                    summary.changed += sentences(&pieces).filter(|has_change| *has_change).count().max(1);
                }
            }
        }
        summary
    }
}

/// Returns for each sentence whether there is a change in it. The sentences are those of the new text, or of one that is gone.
fn sentences(pieces: &[Piece]) -> impl Iterator<Item = bool> {
    let is_removed = |piece: &Piece| matches!(piece, Piece::Removed(_));
    let is_gone = pieces.iter().all(is_removed);
    let mut sentences = Vec::new();
    let mut has_change = false;
    let (mut is_behind_mark, mut is_at_end) = (false, false);
    for piece in pieces {
        let is_changed = !matches!(piece, Piece::Same(_));
        let text = if is_gone || !is_removed(piece) { piece.text() } else { "" };
        for c in text.chars() {
            is_at_end |= is_behind_mark && c.is_whitespace();
            if is_at_end && c.is_alphanumeric() {
                sentences.push(std::mem::take(&mut has_change));
                is_at_end = false;
            }
            is_behind_mark = matches!(c, '.' | '?' | '!' | ':' | ';');
            is_at_end |= matches!(c, '。' | '？' | '！');
            has_change |= is_changed && !c.is_whitespace();
        }
        has_change |= is_removed(piece);
    }
    sentences.push(has_change);
    sentences.into_iter()
}
