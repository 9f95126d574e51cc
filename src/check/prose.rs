//! The words of a document as checks read them: without code, addresses of links and HTML.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::model::{DocIx, Document, Link};
use crate::parse::markdown::{Item, walk};
use crate::source::{FileId, Span};

/// The words of a document; its blocks (paragraphs, headings, cells, items) stand in lines of their own.
pub(super) struct Text {
    /// The document's place.
    pub document: DocIx,
    /// The words; a piece of code is one character that no word has.
    pub words: String,
    /// The ids that the words name, by their bytes.
    pub mentions: Vec<(Range<usize>, String)>,
    file: FileId,
    /// Where each block ends, and whether it stands in a block quotation.
    blocks: Vec<(usize, bool)>,
    /// Where each piece of the words begins, and the bytes of the file that it comes from.
    pieces: Vec<(usize, Range<usize>)>,
}

impl Text {
    /// The words of the block around a byte.
    pub(super) fn block(&self, at: usize) -> &str {
        let block = self.blocks.partition_point(|(end, _)| *end <= at);
        let start = block.checked_sub(1).map_or(0, |before| self.blocks[before].0);
        &self.words[start..self.blocks.get(block).map_or(self.words.len(), |(end, _)| *end)]
    }

    /// Whether a byte stands in a block quotation.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        let block = self.blocks.partition_point(|(end, _)| *end <= at);
        self.blocks.get(block).is_some_and(|(_, quoted)| *quoted)
    }

    /// The place of some of the words in the file.
    pub(super) fn span(&self, words: Range<usize>) -> Span {
        let place = |at: usize, end: bool| {
            let piece = self.pieces.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
            let (start, source) = &self.pieces[piece];
            let next = self.pieces.get(piece + 1).map_or(self.words.len(), |(start, _)| *start);
            // Escapes and entities make the words differ from their source; then the whole piece is the place.
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

    /// The bytes of each place where a phrase stands as words of its own.
    pub(super) fn find(&self, phrase: &str) -> Vec<Range<usize>> {
        self.find_in(&self.words, phrase)
    }

    /// The same in another case of the words.
    pub(super) fn find_in(&self, words: &str, phrase: &str) -> Vec<Range<usize>> {
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

    fn add(&mut self, words: &str, source: Range<usize>) {
        self.pieces.push((self.words.len(), source));
        self.words.push_str(words);
    }

    fn end_block(&mut self, quoted: bool) {
        if self.words.len() > self.blocks.last().map_or(0, |(end, _)| *end) {
            self.words.push('\n');
            self.blocks.push((self.words.len(), quoted));
        }
    }
}

/// Gathers the words of a document.
pub(super) fn text(ix: DocIx, document: &Document<Link>) -> Text {
    let mut text = Text {
        document: ix,
        words: String::with_capacity(document.prose.range.len()),
        mentions: Vec::new(),
        file: document.file,
        blocks: Vec::new(),
        pieces: Vec::new(),
    };
    let offset = document.prose.range.start;
    let (mut quotes, mut code) = (0_usize, false);
    walk(document.prose.text(), |item, range| {
        let source = range.start + offset..range.end + offset;
        match item {
            Item::Event(Event::Text(words)) if !code => text.add(&words, source),
            Item::Event(Event::Code(_) | Event::FootnoteReference(_)) => text.add("\u{fffc}", source),
            Item::Event(Event::SoftBreak | Event::HardBreak) => text.add(" ", source),
            Item::Mention { text: words, id } => {
                let start = text.words.len();
                text.mentions.push((start..start + words.len(), id));
                text.add(&words, source);
            }
            Item::Event(Event::Start(Tag::CodeBlock(_))) => code = true,
            Item::Event(Event::End(TagEnd::CodeBlock)) => code = false,
            Item::Event(Event::Start(Tag::BlockQuote(None))) => {
                text.end_block(quotes > 0);
                quotes += 1;
            }
            Item::Event(Event::End(end)) => {
                if is_block(end) {
                    text.end_block(quotes > 0);
                }
                if end == TagEnd::BlockQuote(None) {
                    quotes -= 1;
                }
            }
            _ => {}
        }
    });
    text.end_block(false);
    text
}

/// Whether words after this end have nothing to do with those before it.
fn is_block(end: TagEnd) -> bool {
    !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}
