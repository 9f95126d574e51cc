//! The comparison of two versions of a text, block by block and word by word, for a reader.

mod cells;
mod markup;
mod moved;
mod pairs;
mod shown;
mod summary;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::parse::blocks::{Block, BlockKind, Shape};
use cells::changed_cells;
use markup::plain;
use moved::{Run, moved};
use pairs::pairs;
use words::{changed_lines, is_rewritten};

pub use shown::shown;
pub use summary::Summary;
pub use words::Piece;

/// The changes from one version of a text to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redline {
    /// The changes, in the order of the new text. What was removed is where it was taken out.
    pub changes: Vec<Change>,
}

/// A change of a block, or a run of blocks that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The plain words of the heading above it, or of the heading itself: in the old text for what was removed.
    pub section: Option<String>,
    /// Its kind.
    pub kind: ChangeKind,
    /// The shape of the block in the new text, or of the removed block; of the first one that moved.
    pub shape: Shape,
    /// The shape that the block had, if that changed.
    pub before: Option<Shape>,
    /// The texts of the block in pieces: a list for each cell of a row, one list for any other block.
    pub pieces: Vec<Vec<Piece>>,
    /// Its bytes in the new text; for a removal, where it was taken out. `None` if the new text is empty.
    pub place: Option<Range<usize>>,
    /// The number of blocks: more than one only for a run that moved.
    pub blocks: usize,
}

/// The kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// The block is new.
    Added,
    /// The block is gone.
    Removed,
    /// Words of the block changed, or its shape.
    Changed,
    /// Blocks are the same at another place.
    Moved,
}

impl Redline {
    /// Returns whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Counts the changes.
    pub fn summary(&self) -> Summary {
        Summary::of(&self.changes)
    }
}

impl Change {
    /// Returns the pieces for a reader: the markup of prose that stayed is left out.
    pub fn shown(&self) -> Vec<Vec<Piece>> {
        match self.shape.kind {
            BlockKind::Code(_) | BlockKind::Html | BlockKind::Definition => self.pieces.clone(),
            _ => self.pieces.iter().map(|pieces| shown(pieces)).collect(),
        }
    }
}

/// Compares the blocks of two versions of a text.
pub fn compare(old: &[Block], new: &[Block]) -> Redline {
    let numbers = Numbers::of(old, new);
    let gaps = gaps(&numbers.old, &numbers.new);
    let moved = moved(&numbers.old, &numbers.new, &gaps, |at| is_telling(&new[at]));
    let mut comparison = Comparison {
        old,
        new,
        sections: [sections(old), sections(new)],
        is_open: [vec![false; old.len()], vec![false; new.len()]],
        runs: moved.iter().map(|run| (run.new, run.length)).collect(),
        edited: FxHashMap::default(),
        changes: Vec::new(),
    };
    for gap in &gaps {
        comparison.open(gap.old.clone(), gap.new.clone(), true);
    }
    for Run { old, new, length } in &moved {
        comparison.open(*old..old + length, *new..new + length, false);
    }
    for run in &moved {
        comparison.edited_beside(run);
    }
    for gap in gaps {
        comparison.gap(gap);
    }
    Redline { changes: comparison.changes }
}

/// Blocks of the old and the new text between two blocks that stayed.
#[derive(Debug, Clone)]
struct Gap {
    old: Range<usize>,
    new: Range<usize>,
}

/// The blocks of both texts as numbers: blocks with the same content have the same one.
struct Numbers {
    old: Vec<usize>,
    new: Vec<usize>,
}

impl Numbers {
    fn of(old: &[Block], new: &[Block]) -> Self {
        let mut known = FxHashMap::default();
        let mut number = |block| {
            let next = known.len();
            *known.entry(Block::content(block)).or_insert(next)
        };
        Self { old: old.iter().map(&mut number).collect(), new: new.iter().map(number).collect() }
    }
}

/// Returns what is between the blocks that stayed.
fn gaps(old: &[usize], new: &[usize]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if op.tag() == DiffTag::Equal {
            continue;
        }
        match gaps.last_mut().filter(|gap| gap.old.end == op.old_range().start && gap.new.end == op.new_range().start) {
            Some(gap) => (gap.old.end, gap.new.end) = (op.old_range().end, op.new_range().end),
            None => gaps.push(Gap { old: op.old_range(), new: op.new_range() }),
        }
    }
    gaps
}

/// Returns for each block the heading that it is below, or that it is.
fn sections(blocks: &[Block]) -> Vec<Option<usize>> {
    let mut heading = None;
    let section = |(at, block): (usize, &Block)| {
        if matches!(block.shape.kind, BlockKind::Heading(_)) {
            heading = Some(at);
        }
        heading
    };
    blocks.iter().enumerate().map(section).collect()
}

/// Fewest letters of what is said to have moved. A short text, such as "Yes" in a table, is the same by chance.
const LETTERS: usize = 12;

/// Returns whether a block is not the same as another one by chance.
fn is_telling(block: &Block) -> bool {
    let letters = block.texts.iter().flat_map(|text| text.chars()).filter(|c| c.is_alphanumeric());
    matches!(block.shape.kind, BlockKind::Heading(_)) || letters.take(LETTERS).count() == LETTERS
}

/// The changes so far.
struct Comparison<'b> {
    old: &'b [Block],
    new: &'b [Block],
    sections: [Vec<Option<usize>>; 2],
    /// Whether nothing is known of a block of the old and of the new text: it did not stay, and is not elsewhere.
    is_open: [Vec<bool>; 2],
    /// The lengths of the runs that moved, by their first block in the new text.
    runs: FxHashMap<usize, usize>,
    /// The blocks of the new text that moved and changed, each with the old one and what changed.
    edited: FxHashMap<usize, (usize, Vec<Vec<Piece>>)>,
    changes: Vec<Change>,
}

impl Comparison<'_> {
    fn open(&mut self, old: Range<usize>, new: Range<usize>, is_open: bool) {
        self.is_open[0][old].fill(is_open);
        self.is_open[1][new].fill(is_open);
    }

    /// Finds the blocks before and behind a run that moved with it and changed.
    fn edited_beside(&mut self, run: &Run) {
        let before = run.old.checked_sub(1).zip(run.new.checked_sub(1));
        for (o, n) in before.into_iter().chain([(run.old + run.length, run.new + run.length)]) {
            let is_open = [o, n].iter().zip(&self.is_open).all(|(at, is_open)| is_open.get(*at) == Some(&true));
            if !is_open || pairs(&[&self.old[o]], &[&self.new[n]]).is_empty() {
                continue;
            }
            if let Some(pieces) = pieces(&self.old[o], &self.new[n]) {
                self.open(o..o + 1, n..n + 1, false);
                self.edited.insert(n, (o, pieces));
            }
        }
    }

    /// Adds the changes between two blocks that stayed.
    fn gap(&mut self, gap: Gap) {
        let old: Vec<usize> = gap.old.filter(|at| self.is_open[0][*at]).collect();
        let new: Vec<usize> = gap.new.clone().filter(|at| self.is_open[1][*at]).collect();
        let [old_blocks, new_blocks] = [(&old, self.old), (&new, self.new)]
            .map(|(places, blocks)| places.iter().map(|at| &blocks[*at]).collect::<Vec<_>>());
        let pairs: Vec<_> = pairs(&old_blocks, &new_blocks).into_iter().map(|(o, n)| (old[o], new[n])).collect();
        let changed: Vec<_> =
            pairs.into_iter().filter_map(|(o, n)| Some((o, n, pieces(&self.old[o], &self.new[n])?))).collect();
        let mut old = old.into_iter().peekable();
        let mut next = gap.new.start;
        for (o, n, pieces) in changed {
            while let Some(removed) = old.next_if(|at| *at < o) {
                self.removed(removed, next);
            }
            self.arrivals(next..n);
            old.next();
            self.changed(o, n, pieces);
            next = n + 1;
        }
        for removed in old {
            self.removed(removed, next);
        }
        self.arrivals(next..gap.new.end);
    }

    fn removed(&mut self, at: usize, before: usize) {
        let block = &self.old[at];
        let end = self.new.last().map(|last| last.place.end);
        let place = self.new.get(before).map(|next| next.place.start).or(end);
        self.changes.push(Change {
            section: heading(self.old, self.sections[0][at]),
            kind: ChangeKind::Removed,
            shape: block.shape.clone(),
            before: None,
            pieces: block.texts.iter().map(|text| vec![Piece::Removed(text.clone())]).collect(),
            place: place.map(|place| place..place),
            blocks: 1,
        });
    }

    /// Adds blocks that are new, or new at their place.
    fn arrivals(&mut self, range: Range<usize>) {
        for at in range {
            if let Some((old, pieces)) = self.edited.remove(&at) {
                self.changed(old, at, pieces);
                continue;
            }
            let (kind, length) = match (self.is_open[1][at], self.runs.get(&at)) {
                (true, _) => (ChangeKind::Added, 1),
                (false, Some(length)) => (ChangeKind::Moved, *length),
                (false, None) => continue,
            };
            let piece = |text: &String| match kind {
                ChangeKind::Moved => vec![Piece::Same(text.clone())],
                _ => vec![Piece::Added(text.clone())],
            };
            let block = &self.new[at];
            let end = self.new[at..at + length].iter().map(|block| block.place.end).max();
            self.changes.push(Change {
                section: heading(self.new, self.sections[1][at]),
                kind,
                shape: block.shape.clone(),
                before: None,
                pieces: block.texts.iter().map(piece).collect(),
                place: Some(block.place.start..end.unwrap_or(block.place.end)),
                blocks: length,
            });
        }
    }

    fn changed(&mut self, old: usize, new: usize, pieces: Vec<Vec<Piece>>) {
        let (before, block) = (&self.old[old].shape, &self.new[new]);
        self.changes.push(Change {
            section: heading(self.new, self.sections[1][new]),
            kind: ChangeKind::Changed,
            shape: block.shape.clone(),
            before: (*before != block.shape).then(|| before.clone()),
            pieces,
            place: Some(block.place.clone()),
            blocks: 1,
        });
    }
}

/// Returns the plain words of a heading.
fn heading(blocks: &[Block], at: Option<usize>) -> Option<String> {
    at.and_then(|at| blocks[at].texts.first()).map(|text| plain(text))
}

/// Returns the texts of a block in pieces; `None` if so little of it stayed that it was replaced.
fn pieces(old: &Block, new: &Block) -> Option<Vec<Vec<Piece>>> {
    let pieces = match new.shape.kind {
        BlockKind::Code(_) => old.texts.iter().zip(&new.texts).map(|(old, new)| changed_lines(old, new)).collect(),
        _ => changed_cells(&old.texts, &new.texts),
    };
    (!is_rewritten(pieces.iter().flatten())).then_some(pieces)
}
