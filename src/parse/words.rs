//! Gathers the words of a document while its Markdown is walked over.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::Item;
use crate::model::{Cell, Plain, RawHtml, Spelling, Text, begins_block, ends_block};

/// The words so far, and the blocks that are open.
pub(super) struct Words {
    text: Text,
    quotes: usize,
    in_code: bool,
    html: RawHtml,
    /// The number of tables so far, of rows of the last one, and of cells of its last row.
    tables: u32,
    row: u32,
    column: u32,
}

impl Words {
    pub(super) fn new(text: Text) -> Self {
        Self { text, quotes: 0, in_code: false, html: RawHtml::default(), tables: 0, row: 0, column: 0 }
    }

    /// Adds an item of the walk; `source` is its place in the file.
    pub(super) fn take(&mut self, item: &Item<'_>, source: Range<usize>) {
        let text = &mut self.text;
        match item {
            // What may be a number of another standard is not for checks of ids.
            Item::Mention { text: words, spelling: Spelling::Unsure, .. } => text.add(words, source),
            Item::Cited { spelling: Spelling::Unsure, .. } => {}
            Item::Mention { text: words, id, .. } => text.add_mention(words, id.clone(), source),
            Item::Cited { text: words, id, .. } => text.cite(words, id.clone()),
            Item::Event(Event::Html(part)) => {
                let mut ends_line = false;
                self.html.read(part, &mut |part: Plain<'_>| ends_line |= part == Plain::Line);
                if ends_line {
                    text.end_block(self.quotes > 0);
                }
            }
            Item::Event(Event::Text(_)) if self.in_code => text.add_code(source),
            Item::Event(Event::Text(words)) => text.add(words, source),
            Item::Event(Event::Code(_) | Event::FootnoteReference(_)) | Item::NamedCount(_) => text.add_code(source),
            Item::Event(Event::SoftBreak | Event::HardBreak) => text.add(" ", source),
            Item::Event(Event::Rule) => text.end_block(self.quotes > 0),
            Item::Event(Event::Start(tag)) => self.start(tag),
            Item::Event(Event::End(end)) => self.end(*end),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        if begins_block(tag) {
            self.text.end_block(self.quotes > 0);
        }
        match tag {
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::BlockQuote(None) => self.quotes += 1,
            Tag::Table(_) => {
                self.tables += 1;
                self.row = 0;
            }
            Tag::TableHead => self.column = 0,
            Tag::TableRow => (self.row, self.column) = (self.row + 1, 0),
            Tag::TableCell => {
                self.text.cell = Some(Cell { table: self.tables - 1, row: self.row, column: self.column });
                self.column += 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        self.in_code &= end != TagEnd::CodeBlock;
        if ends_block(end) {
            self.text.end_block(self.quotes > 0);
        }
        if end == TagEnd::TableCell {
            self.text.cell = None;
        }
        self.quotes -= usize::from(end == TagEnd::BlockQuote(None));
    }

    /// All words.
    pub(super) fn finish(mut self) -> Text {
        self.text.end_block(false);
        self.text
    }
}
