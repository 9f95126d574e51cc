//! Finds which blocks of the new text were which of the old one.

use std::collections::BTreeMap;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::markup::tokens;
use crate::parse::blocks::{Block, BlockKind};

/// Least share of its letters that a block has in common with the block that it was. Two unrelated paragraphs in English
/// share a quarter, in words such as "the"; half of a short row may change with one cell.
const ALIKE: f64 = 0.4;

/// Most pairs of blocks that are looked at between two blocks that stayed.
const BUDGET: usize = 100_000;

/// Fewest old blocks that are looked at for a new one.
const FEWEST: usize = 8;

/// The words of a block in order of their digests, each with its number of letters.
struct Bag {
    words: Vec<(u64, usize)>,
    size: usize,
}

impl Bag {
    fn of(block: &Block) -> Self {
        let words = block.texts.iter().flat_map(|text| tokens(text));
        let words = words.filter(|token| token.weight() > 0).map(|token| {
            let mut hasher = FxHasher::default();
            hasher.write(token.text.as_bytes());
            (hasher.finish(), token.weight())
        });
        let mut words: Vec<_> = words.collect();
        words.sort_unstable();
        let size = words.iter().map(|(_, length)| length).sum();
        Self { words, size }
    }

    /// Returns the share of letters that is in words of both, from 0 to 1.
    fn likeness(&self, other: &Self) -> f64 {
        let (both, smaller) = (self.size + other.size, self.size.min(other.size));
        if both == 0 {
            return 1.0;
        }
        let share = |letters: usize| ratio(2 * letters, both);
        if share(smaller) < ALIKE {
            return 0.0;
        }
        let (mut one, mut two) = (self.words.iter().peekable(), other.words.iter().peekable());
        let mut common = 0;
        while let (Some(a), Some(b)) = (one.peek(), two.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => drop(one.next()),
                std::cmp::Ordering::Greater => drop(two.next()),
                std::cmp::Ordering::Equal => {
                    common += a.1;
                    one.next();
                    two.next();
                }
            }
        }
        share(common)
    }
}

/// Returns a share as a number from 0 to 1.
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "numbers of letters")]
    let ratio = part as f64 / whole as f64;
    ratio
}

/// Returns pairs of blocks that are alike, by their places in both lists, in order. The most alike come together first, and
/// no pair crosses another.
pub(super) fn pairs(old: &[&Block], new: &[&Block]) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let bags = |blocks: &[&Block]| blocks.iter().map(|block| Bag::of(block)).collect::<Vec<_>>();
    let (old_bags, new_bags) = (bags(old), bags(new));
    let window = (BUDGET / new.len()).max(FEWEST);
    let mut candidates = Vec::new();
    for (n, bag) in new_bags.iter().enumerate() {
        let middle = n * old.len() / new.len();
        let from = if window >= old.len() { 0 } else { middle.saturating_sub(window / 2) };
        for o in from..(from + window).min(old.len()) {
            if is_kin(&old[o].shape.kind, &new[n].shape.kind) {
                candidates.push((old_bags[o].likeness(bag), o, n));
            }
        }
    }
    candidates.retain(|(likeness, ..)| *likeness >= ALIKE);
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut pairs = BTreeMap::new();
    for (_, o, n) in candidates {
        let fits_before = pairs.range(..=n).next_back().is_none_or(|(at, with)| *at < n && *with < o);
        let fits_behind = pairs.range(n..).next().is_none_or(|(at, with)| *at > n && *with > o);
        if fits_before && fits_behind {
            pairs.insert(n, o);
        }
    }
    pairs.into_iter().map(|(n, o)| (o, n)).collect()
}

/// Returns whether a block of one kind may have been of another.
fn is_kin(old: &BlockKind, new: &BlockKind) -> bool {
    let is_prose = |kind: &BlockKind| matches!(kind, BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Term);
    let is_row = |kind: &BlockKind| matches!(kind, BlockKind::Head(_) | BlockKind::Row);
    is_prose(old) && is_prose(new)
        || is_row(old) && is_row(new)
        || std::mem::discriminant(old) == std::mem::discriminant(new)
}
