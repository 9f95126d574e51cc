//! The words of documents, block by block, as checks read them: without code, links' addresses and HTML.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::model::{DocIx, Document, Link, Status};
use crate::parse::markdown::{Item, walk};
use crate::source::{FileId, Span};

/// A paragraph, a heading, a cell of a table, an item of a list.
pub(super) struct Text {
    /// The document's place.
    pub document: DocIx,
    /// The words; a piece of code is one character that no word has.
    pub words: String,
    /// The ids that the words name, by their bytes.
    pub mentions: Vec<(Range<usize>, String)>,
    /// Whether it stands in a block quotation.
    pub quoted: bool,
    file: FileId,
    /// Where each piece of the words begins, and the bytes of the file that it comes from.
    pieces: Vec<(usize, Range<usize>)>,
}

impl Text {
    /// The place of some of the words in the file.
    pub(super) fn span(&self, words: Range<usize>) -> Span {
        let place = |at: usize, end: bool| {
            let piece = self.pieces.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
            let (start, source) = &self.pieces[piece];
            let next = self.pieces.get(piece + 1).map_or(self.words.len(), |(start, _)| *start);
            // Escapes and entities make the words differ from their source; then the whole piece is the place.
            let verbatim = next - start == source.len();
            Some(match (verbatim, end) {
                (true, _) => source.start + (at - start),
                (false, false) => source.start,
                (false, true) => source.end,
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
        words
            .match_indices(phrase)
            .map(|(at, found)| at..at + found.len())
            .filter(|range| {
                let before = words[..range.start].chars().next_back();
                let after = words[range.end..].chars().next();
                !glued(phrase.chars().next(), before) && !glued(phrase.chars().next_back(), after)
            })
            .collect()
    }
}

/// The blocks of a document that is not retired.
pub(super) fn texts(ix: DocIx, document: &Document<Link>) -> Vec<Text> {
    if document.meta.status.value == Status::Retired {
        return Vec::new();
    }
    let new = |quoted: bool| Text {
        document: ix,
        words: String::new(),
        mentions: Vec::new(),
        quoted,
        file: document.file,
        pieces: Vec::new(),
    };
    let offset = document.prose.range.start;
    let (mut texts, mut text) = (Vec::new(), new(false));
    let (mut quotes, mut code) = (0_usize, false);
    walk(document.prose.text(), |item, range| {
        let source = range.start + offset..range.end + offset;
        let mut add = |words: &str| {
            if !code {
                text.pieces.push((text.words.len(), source.clone()));
                text.words.push_str(words);
            }
        };
        match item {
            Item::Event(Event::Text(words)) => add(&words),
            Item::Event(Event::Code(_) | Event::FootnoteReference(_)) => add("\u{fffc}"),
            Item::Event(Event::SoftBreak | Event::HardBreak) => add(" "),
            Item::Mention { text: words, id } => {
                let start = text.words.len();
                text.pieces.push((start, source));
                text.words.push_str(&words);
                text.mentions.push((start..text.words.len(), id));
            }
            Item::Event(Event::Start(tag)) => match tag {
                Tag::CodeBlock(_) => code = true,
                Tag::BlockQuote(None) => quotes += 1,
                _ => {}
            },
            Item::Event(Event::End(end)) => {
                if is_block(end) && !text.words.is_empty() {
                    texts.push(std::mem::replace(&mut text, new(quotes > 0)));
                }
                match end {
                    TagEnd::CodeBlock => code = false,
                    TagEnd::BlockQuote(None) => quotes -= 1,
                    _ => {}
                }
                text.quoted = quotes > 0;
            }
            _ => {}
        }
        text.quoted = quotes > 0;
    });
    texts.push(text);
    texts
}

/// Whether words after this end have nothing to do with those before it.
fn is_block(end: TagEnd) -> bool {
    !matches!(
        end,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock
    )
}
