//! The changes in the words of a text.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::markup::{Token, is_ideograph, tokens};

/// A part of a text that stayed, was added or was removed, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// It is in both texts.
    Same(String),
    /// It is only in the new text.
    Added(String),
    /// It is only in the old text.
    Removed(String),
}

impl Piece {
    /// Returns its text.
    pub fn text(&self) -> &str {
        match self {
            Self::Same(text) | Self::Added(text) | Self::Removed(text) => text,
        }
    }
}

/// Most letters of a word between two changes that is read as part of the change.
const SHORT: usize = 3;

/// Most tokens of both texts between the words that they begin and end with. The whole of longer texts is replaced.
const LONGEST: usize = 50_000;

/// A part of both texts.
struct Step {
    is_same: bool,
    old: Range<usize>,
    new: Range<usize>,
}

/// Returns the pieces of the words of two texts.
pub(super) fn changed_words(old: &str, new: &str) -> Vec<Piece> {
    let [old, new] = [old, new].map(|text| tokens(text).map(|token| token.text).collect::<Vec<_>>());
    changed(&old, &new)
}

/// Returns the pieces of the lines of two texts.
pub(super) fn changed_lines(old: &str, new: &str) -> Vec<Piece> {
    let lines = |text| -> Vec<&str> {
        let lines = str::split_inclusive(text, '\n');
        lines.flat_map(|line| line.strip_suffix('\n').map_or([line, ""], |line| [line, "\n"])).collect()
    };
    changed(&lines(old), &lines(new))
}

/// Returns whether less than a third of two texts is the same, so that they are easier to read one after the other.
pub(super) fn is_rewritten<'p>(pieces: impl IntoIterator<Item = &'p Piece>) -> bool {
    let (mut same, mut all) = (0, 0);
    for piece in pieces {
        let letters = tokens(piece.text()).map(Token::weight).sum::<usize>();
        match piece {
            Piece::Same(_) => (same, all) = (same + 2 * letters, all + 2 * letters),
            Piece::Added(_) | Piece::Removed(_) => all += letters,
        }
    }
    3 * same < all
}

/// Returns the pieces of two texts of which the tokens are given, in order. What is in no `Added` piece is the old text, and
/// what is in no `Removed` piece the new one.
fn changed(old: &[&str], new: &[&str]) -> Vec<Piece> {
    let starts = |tokens: &[&str]| -> Vec<usize> {
        let ends = tokens.iter().scan(0, |end, token| {
            *end += token.len();
            Some(*end)
        });
        [0].into_iter().chain(ends).collect()
    };
    let (old_text, new_text) = (old.concat(), new.concat());
    let (old_starts, new_starts) = (starts(old), starts(new));
    let mut steps: Vec<Step> = Vec::new();
    for (is_same, old, new) in steps_of(old, new) {
        let (old, new) = (old_starts[old.start]..old_starts[old.end], new_starts[new.start]..new_starts[new.end]);
        match steps.as_mut_slice() {
            [.., change, same] if !is_same && same.is_same && is_short(&new_text[same.new.clone()]) => {
                (change.old.end, change.new.end) = (old.end, new.end);
                steps.pop();
            }
            [.., change] if !is_same && !change.is_same => (change.old.end, change.new.end) = (old.end, new.end),
            _ => steps.push(Step { is_same, old, new }),
        }
    }
    let pieces = steps.into_iter().flat_map(|step| {
        let (old, new) = (old_text[step.old].to_owned(), new_text[step.new].to_owned());
        if step.is_same { [Some(Piece::Same(new)), None] } else { [Some(Piece::Removed(old)), Some(Piece::Added(new))] }
    });
    pieces.flatten().filter(|piece| !piece.text().is_empty()).collect()
}

/// Returns which tokens stayed and which were replaced.
fn steps_of(old: &[&str], new: &[&str]) -> Vec<(bool, Range<usize>, Range<usize>)> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    let mut steps = vec![(true, 0..start, 0..start)];
    if old_end + new_end - 2 * start > LONGEST {
        steps.push((false, start..old_end, start..new_end));
    } else {
        let inside = capture_diff_slices(Algorithm::Myers, &old[start..old_end], &new[start..new_end]);
        let shift = |range: Range<usize>| start + range.start..start + range.end;
        let step = |op: &similar::DiffOp| (op.tag() == DiffTag::Equal, shift(op.old_range()), shift(op.new_range()));
        steps.extend(inside.iter().map(step));
    }
    steps.push((true, old_end..old.len(), new_end..new.len()));
    steps.retain(|(_, old, new)| !old.is_empty() || !new.is_empty());
    steps
}

/// Returns whether so little is between two changes that a reader sees one.
fn is_short(text: &str) -> bool {
    // An ideograph is a syllable or a word.
    let letters = text.chars().filter(|c| c.is_alphanumeric()).map(|c| if is_ideograph(c) { SHORT } else { 1 });
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    words <= 1 && letters.sum::<usize>() <= SHORT
}
