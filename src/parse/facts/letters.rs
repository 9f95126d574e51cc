//! The letters that a part of a text shows, each with its place: without markup, pictures and what is struck out.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::block::{Block, Letter};
use super::html;
use crate::parse::markdown::options;

/// Returns the blocks in a part of a text.
pub(super) fn blocks(text: &str, part: Range<usize>) -> Vec<Block> {
    let mut reader = Reader { text, offset: part.start, ..Reader::default() };
    for (event, range) in Parser::new_ext(&text[part], options()).into_offset_iter() {
        reader.event(event, range);
    }
    reader.flush();
    reader.blocks
}

/// Collects the blocks during the walk.
#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    offset: usize,
    blocks: Vec<Block>,
    letters: Vec<Letter>,
    /// The number of open quotations and lists.
    inside: usize,
    strong: usize,
    /// The number of open parts that are not words, such as what is struck out.
    silent: usize,
    pictures: usize,
    table: Vec<Vec<Vec<Letter>>>,
    /// The place of the open block of raw HTML.
    html_block: Option<Range<usize>>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) if self.silent == 0 => self.words(&words, range),
            Event::SoftBreak | Event::HardBreak => self.line(range),
            Event::Html(_) => {
                let place = range.start + self.offset..range.end + self.offset;
                self.html_block = Some(self.html_block.take().map_or(place.clone(), |block| block.start..place.end));
            }
            Event::InlineHtml(html) => self.html(&html.to_ascii_lowercase(), range),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::BlockQuote(_) | Tag::List(_) | Tag::DefinitionList => {
                if self.inside == 0 {
                    self.flush();
                }
                self.inside += 1;
            }
            Tag::Paragraph | Tag::Item | Tag::DefinitionListTitle if self.inside > 0 => {
                self.line(range.start..range.start);
            }
            // Whatever its lines make of a title, `Owner: X` over a rule is one for Markdown.
            Tag::Heading { .. } if self.text[range.start + self.offset..].starts_with('#') => self.silent += 1,
            Tag::Image { .. } => self.pictures += 1,
            Tag::CodeBlock(_) | Tag::Strikethrough | Tag::FootnoteDefinition(_) => self.silent += 1,
            Tag::Strong | Tag::Emphasis => self.strong += 1,
            Tag::Table(_) => {
                self.flush();
                self.table.clear();
            }
            Tag::TableHead | Tag::TableRow => self.table.push(Vec::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::DefinitionList => {
                self.inside -= 1;
                if self.inside == 0 {
                    self.flush();
                }
            }
            TagEnd::DefinitionListTitle => {
                let end = self.letters.last().map_or(self.offset, |letter| letter.place.end);
                self.letters.push(Letter { letter: ':', place: end..end, strong: false, pictured: false });
            }
            TagEnd::Heading(_) => {
                self.flush();
                self.silent = 0;
            }
            TagEnd::Image => self.pictures -= 1,
            TagEnd::CodeBlock | TagEnd::Strikethrough | TagEnd::FootnoteDefinition => {
                self.silent = self.silent.saturating_sub(1);
            }
            TagEnd::Strong | TagEnd::Emphasis => self.strong -= 1,
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.letters);
                self.table.last_mut().into_iter().for_each(|row| row.push(cell.clone()));
            }
            TagEnd::HtmlBlock => {
                if let Some(place) = self.html_block.take() {
                    self.flush();
                    self.blocks.extend(html::blocks(self.text, place));
                }
            }
            TagEnd::Table => self.blocks.push(Block::Table(std::mem::take(&mut self.table))),
            TagEnd::Paragraph if self.inside == 0 => self.flush(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        let source = &self.text[range.start + self.offset..range.end + self.offset];
        // The text of a code is between its backticks; an entity is not where it is shown.
        let at = if source == words { Some(0) } else { source.find(words) };
        let verbatim = at.map(|at| range.start + self.offset + at);
        let pictured = self.pictures > 0;
        let strong = self.strong > 0 && !pictured;
        self.letters.reserve(words.len());
        self.letters.extend(words.char_indices().map(|(at, letter)| {
            let place = match verbatim {
                Some(start) => start + at..start + at + letter.len_utf8(),
                None => range.start + self.offset..range.end + self.offset,
            };
            Letter { letter, place, strong, pictured }
        }));
    }

    fn line(&mut self, range: Range<usize>) {
        let place = range.start + self.offset..range.end + self.offset;
        if !self.letters.is_empty() {
            self.letters.push(Letter { letter: '\n', place, strong: false, pictured: false });
        }
    }

    fn html(&mut self, tag: &str, range: Range<usize>) {
        if tag.starts_with("<br") {
            self.line(range);
        } else if ["<b>", "<strong>"].contains(&tag) {
            self.strong += 1;
        } else if ["</b>", "</strong>"].contains(&tag) {
            self.strong = self.strong.saturating_sub(1);
        }
    }

    fn flush(&mut self) {
        let letters = std::mem::take(&mut self.letters);
        if !letters.is_empty() {
            self.blocks.push(Block::Lines(letters));
        }
    }
}
