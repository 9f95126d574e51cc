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
    file: FileId,
    blocks: Vec<Block>,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    /// The byte after its last word.
    end: usize,
    /// Whether it is in a block quotation.
    quoted: bool,
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
            self.blocks.push(Block { end: self.words.len(), quoted });
        }
    }

    /// Returns the words of the block around a byte.
    pub fn block(&self, at: usize) -> &str {
        let block = self.blocks.partition_point(|block| block.end <= at);
        let start = block.checked_sub(1).map_or(0, |before| self.blocks[before].end);
        &self.words[start..self.blocks.get(block).map_or(self.words.len(), |block| block.end)]
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
