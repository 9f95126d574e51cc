//! The parts of a text in which facts are looked for: their letters, each with its place.

use std::ops::Range;

/// A letter of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    /// The letter; a line break is `\n`.
    pub letter: char,
    /// Its bytes in the file; all of an entity or a code that does not stand for itself.
    pub place: Range<usize>,
    /// Whether it is emphasised.
    pub strong: bool,
    /// Whether it is in the description of a picture, which is a value only if there is nothing else: of a badge.
    pub pictured: bool,
}

/// A part of a text: lines that belong together, or a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// The letters of a paragraph, or of all of a list or a quotation.
    Lines(Vec<Letter>),
    /// The cells of each row, that of the head first.
    Table(Vec<Vec<Vec<Letter>>>),
}

/// Returns whether a letter or digit is among some letters.
pub(super) fn has_words(letters: &[Letter]) -> bool {
    letters.iter().any(|letter| letter.letter.is_alphanumeric())
}

/// Returns the words of some letters on one line, and their place; `None` if no letter or digit is among them.
pub(super) fn words(letters: &[Letter]) -> Option<(String, Range<usize>)> {
    let is_word = |letter: &Letter| letter.letter.is_alphanumeric();
    let shown: Vec<Letter>;
    let letters =
        match letters.iter().any(|letter| letter.pictured) && letters.iter().any(|l| is_word(l) && !l.pictured) {
            true => {
                shown = letters.iter().filter(|letter| !letter.pictured).cloned().collect();
                &shown[..]
            }
            false => letters,
        };
    let is_edge =
        |letter: &&Letter| letter.letter.is_whitespace() || matches!(letter.letter, '|' | '·' | '•' | '\\' | ';' | ',');
    let start = letters.iter().take_while(is_edge).count();
    let end = letters.len() - letters[start..].iter().rev().take_while(is_edge).count();
    let letters = letters.get(start..end).filter(|letters| letters.iter().any(is_word))?;
    let written: String = letters.iter().map(|letter| letter.letter).collect();
    let place = letters.first()?.place.start..letters.last()?.place.end;
    Some((written.split_whitespace().collect::<Vec<_>>().join(" "), place))
}
