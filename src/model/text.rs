//! The words of a document and their positions, for checks.

use std::ops::Range;

use crate::source::{FileId, Span};

/// The words of a document for checks: without code, addresses of links and HTML, and with the position of each in the
/// file. Each block (paragraph, heading, cell, item) is a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The words; code and named counts are each replaced by one character that is not part of any word.
    pub words: String,
    /// The ids in the words, each with its range of bytes.
    pub mentions: Vec<(Range<usize>, String)>,
    /// The cell of a table that the next words are in.
    pub cell: Option<Cell>,
    file: FileId,
    blocks: Vec<Block>,
    pieces: Vec<Piece>,
}

/// A cell of a table, by numbers from 0 on. The head is the first row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The table in the text.
    pub table: u32,
    /// The row in the table.
    pub row: u32,
    /// The column in the row.
    pub column: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    /// The byte after its last word.
    end: usize,
    /// Whether it is in a block quotation.
    quoted: bool,
    cell: Option<Cell>,
}

/// A piece of words from one position of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Index of the first byte in the words.
    start: usize,
    /// Range of bytes in the file.
    source: Range<u32>,
}

/// Placeholder for code among the words.
const CODE: char = '\u{fffc}';

impl Text {
    /// Creates an empty text of a file, with capacity for `length` bytes of words.
    pub fn new(file: FileId, length: usize) -> Self {
        Self {
            words: String::with_capacity(length),
            mentions: Vec::new(),
            cell: None,
            file,
            blocks: Vec::new(),
            pieces: Vec::new(),
        }
    }

    /// Adds words from some bytes of the file.
    pub fn add(&mut self, words: &str, source: Range<usize>) {
        let Span { start, end, .. } = Span::new(self.file, source);
        self.pieces.push(Piece { start: self.words.len(), source: start..end });
        self.words.push_str(words);
    }

    /// Adds words that name an id.
    pub fn add_mention(&mut self, words: &str, id: String, source: Range<usize>) {
        let start = self.words.len();
        self.mentions.push((start..start + words.len(), id));
        self.add(words, source);
    }

    /// Adds an id that the last words name.
    pub fn cite(&mut self, words: &str, id: String) {
        let end = self.words.len();
        self.mentions.push((end.saturating_sub(words.len())..end, id));
    }

    /// Adds a placeholder for code, a named count or the mark of a footnote.
    pub fn add_code(&mut self, source: Range<usize>) {
        self.add(CODE.encode_utf8(&mut [0; 3]), source);
    }

    /// Ends a block.
    pub fn end_block(&mut self, quoted: bool) {
        if self.words.len() > self.blocks.last().map_or(0, |block| block.end) {
            self.words.push('\n');
            self.blocks.push(Block { end: self.words.len(), quoted, cell: self.cell });
        }
    }

    /// Returns the words of the block around a byte.
    pub fn block(&self, at: usize) -> &str {
        &self.words[self.place(self.index(at))]
    }

    /// Returns the index of the block around a byte.
    fn index(&self, at: usize) -> usize {
        self.blocks.partition_point(|block| block.end <= at)
    }

    /// Returns the place of a block among the words.
    fn place(&self, block: usize) -> Range<usize> {
        let start = block.checked_sub(1).map_or(0, |before| self.blocks[before].end);
        start..self.blocks.get(block).map_or(self.words.len(), |block| block.end)
    }

    /// Returns the cell of a table that a byte is in.
    pub fn cell_at(&self, at: usize) -> Option<Cell> {
        self.blocks.get(self.index(at))?.cell
    }

    /// Returns all cells of tables that have words, in order, with their words.
    pub fn cells(&self) -> impl Iterator<Item = (Cell, &str)> {
        let cells = self.blocks.iter().enumerate().filter_map(|(at, block)| Some((at, block.cell?)));
        cells.map(|(at, cell)| (cell, self.words[self.place(at)].trim_end()))
    }

    /// Returns the place of the sentence around a byte; in a table, that of the whole row.
    pub fn sentence(&self, at: usize) -> Range<usize> {
        let block = self.index(at);
        if let Some(Block { cell: Some(cell), .. }) = self.blocks.get(block) {
            let is_in_row = |at: &usize| {
                let other = self.blocks.get(*at).and_then(|block| block.cell);
                other.is_some_and(|other| (other.table, other.row) == (cell.table, cell.row))
            };
            let first = (0..block).rev().take(LONGEST_ROW).take_while(is_in_row).last().unwrap_or(block);
            let last = (block..self.blocks.len()).take(LONGEST_ROW).take_while(is_in_row).last().unwrap_or(block);
            let near = self.words.ceil_char_boundary(at.saturating_sub(LONGEST_SENTENCE));
            let far = self.words.floor_char_boundary(at + LONGEST_SENTENCE);
            return self.place(first).start.max(near)..self.place(last).end.min(far);
        }
        let place = self.place(block);
        let sentence = sentence(&self.words[place.clone()], at - place.start);
        place.start + sentence.start..place.start + sentence.end
    }

    /// Returns whether a byte is in a block quotation.
    pub fn is_quoted(&self, at: usize) -> bool {
        let block = self.blocks.partition_point(|block| block.end <= at);
        self.blocks.get(block).is_some_and(|block| block.quoted)
    }

    /// Returns the position of some of the words in the file.
    pub fn span(&self, words: Range<usize>) -> Span {
        let place = |at: usize, end: bool| {
            let piece = self.pieces.partition_point(|piece| piece.start <= at).checked_sub(1)?;
            let Piece { start, source } = &self.pieces[piece];
            let source = source.start as usize..source.end as usize;
            let next = self.pieces.get(piece + 1).map_or(self.words.len(), |piece| piece.start);
            // Escapes and entities make the words differ from their source; then the whole piece is the position.
            let verbatim = self.words[*start..next].trim_end_matches('\n').len() == source.len();
            Some(match (verbatim, end) {
                (true, _) => source.start + (at - start),
                (false, false) => source.start,
                (false, true) => source.end.saturating_sub(1),
            })
        };
        let start = place(words.start, false).unwrap_or(0);
        let last = words.end.saturating_sub(1).max(words.start);
        let end = place(last, true).map_or(start, |end| end + 1);
        Span::new(self.file, start..end.max(start))
    }

    /// Returns the ranges of a phrase, unless it is part of a longer word.
    pub fn find(&self, phrase: &str) -> Vec<Range<usize>> {
        find_in(&self.words, phrase)
    }
}

/// Maximum number of bytes of a sentence before and behind a place, and of cells of a row: so a long text costs no more
/// than its length.
const LONGEST_SENTENCE: usize = 400;
const LONGEST_ROW: usize = 20;

/// Returns the place of the sentence around a byte of some words, as far as it is near. A full stop ends one if white
/// space follows.
pub fn sentence(words: &str, at: usize) -> Range<usize> {
    let from = words.ceil_char_boundary(at.saturating_sub(LONGEST_SENTENCE)).min(at);
    let to = words.floor_char_boundary((at + LONGEST_SENTENCE).min(words.len())).max(at);
    let ends = |(end, mark): &(usize, &str), text: &str| {
        *mark == "\n" || text[end + 1..].is_empty() || text[end + 1..].starts_with(char::is_whitespace)
    };
    let marks = ['.', '!', '?', '\n'];
    let (before, after) = (&words[from..at], &words[at..to]);
    let start = before.rmatch_indices(marks).find(|mark| ends(mark, &words[from..to]));
    let end = after.match_indices(marks).find(|mark| ends(mark, after));
    start.map_or(from, |(start, _)| from + start + 1)..end.map_or(to, |(end, _)| at + end + 1)
}

/// Returns the place of the first digit. Most of a text has none: it is looked through in blocks, each at once.
pub fn first_digit(text: &[u8]) -> Option<usize> {
    const BLOCK: usize = 32;
    let has_digit = |block: &&[u8]| block.iter().fold(false, |any, b| any | b.is_ascii_digit());
    let plain = text.chunks_exact(BLOCK).take_while(|block| !has_digit(block)).count() * BLOCK;
    text[plain..].iter().position(u8::is_ascii_digit).map(|at| plain + at)
}

/// Returns the ranges of a phrase in `words`, unless it is part of a longer word.
pub fn find_in(words: &str, phrase: &str) -> Vec<Range<usize>> {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let glued = |edge: Option<char>, outside: Option<char>| is_word(edge) && is_word(outside);
    memchr::memmem::find_iter(words.as_bytes(), phrase)
        .map(|at| at..at + phrase.len())
        .filter(|range| {
            let before = words[..range.start].chars().next_back();
            let after = words[range.end..].chars().next();
            !glued(phrase.chars().next(), before) && !glued(phrase.chars().next_back(), after)
        })
        .collect()
}
