//! The letters that a part of a text shows, each with its place: without markup, pictures and what is struck out.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::parse::markdown::options;

/// A letter of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    /// The letter; a line break is `\n`.
    pub letter: char,
    /// Its bytes in the file; all of an entity or a code that does not stand for itself.
    pub place: Range<usize>,
    /// Whether it is emphasised.
    pub strong: bool,
}

/// A part of a text: lines that belong together, or a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// The letters of a paragraph, or of all of a list or a quotation.
    Lines(Vec<Letter>),
    /// The cells of each row, that of the head first.
    Table(Vec<Vec<Vec<Letter>>>),
}

/// Returns the blocks in a part of a text.
pub(super) fn blocks(text: &str, part: Range<usize>) -> Vec<Block> {
    let mut reader = Reader { text, offset: part.start, ..Reader::default() };
    for (event, range) in Parser::new_ext(&text[part], options()).into_offset_iter() {
        reader.event(event, range);
    }
    reader.flush();
    reader.blocks
}

/// Returns the words of some letters on one line, and their place; `None` if no letter or digit is among them.
pub(super) fn words(letters: &[Letter]) -> Option<(String, Range<usize>)> {
    let is_edge =
        |letter: &&Letter| letter.letter.is_whitespace() || matches!(letter.letter, '|' | '·' | '•' | '\\' | ';' | ',');
    let start = letters.iter().take_while(is_edge).count();
    let end = letters.len() - letters[start..].iter().rev().take_while(is_edge).count();
    let letters =
        letters.get(start..end).filter(|letters| letters.iter().any(|letter| letter.letter.is_alphanumeric()))?;
    let written: String = letters.iter().map(|letter| letter.letter).collect();
    let place = letters.first()?.place.start..letters.last()?.place.end;
    Some((written.split_whitespace().collect::<Vec<_>>().join(" "), place))
}

/// Returns a name for comparing: its words in lowercase, without signs between them.
pub(super) fn plain_name(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
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
    /// The number of open parts that are not words: pictures, and what is struck out.
    silent: usize,
    table: Vec<Vec<Vec<Letter>>>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) if self.silent == 0 => self.words(&words, range),
            Event::SoftBreak | Event::HardBreak => self.line(range),
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
                self.line(range.start..range.start)
            }
            // Whatever its lines make of a title, `Owner: X` over a rule is one for Markdown.
            Tag::Heading { .. } if self.text[range.start + self.offset..].starts_with('#') => self.silent += 1,
            Tag::CodeBlock(_) | Tag::Image { .. } | Tag::Strikethrough | Tag::FootnoteDefinition(_) => self.silent += 1,
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
                self.letters.push(Letter { letter: ':', place: end..end, strong: false });
            }
            TagEnd::Heading(_) => {
                self.flush();
                self.silent = 0;
            }
            TagEnd::CodeBlock | TagEnd::Image | TagEnd::Strikethrough | TagEnd::FootnoteDefinition => {
                self.silent = self.silent.saturating_sub(1);
            }
            TagEnd::Strong | TagEnd::Emphasis => self.strong -= 1,
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.letters);
                self.table.last_mut().into_iter().for_each(|row| row.push(cell.clone()));
            }
            TagEnd::Table => self.blocks.push(Block::Table(std::mem::take(&mut self.table))),
            TagEnd::Paragraph if self.inside == 0 => self.flush(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        let source = &self.text[range.start + self.offset..range.end + self.offset];
        // The text of a code is between its backticks; an entity is not where it is shown.
        let verbatim = source.find(words).map(|at| range.start + self.offset + at);
        let strong = self.strong > 0;
        self.letters.extend(words.char_indices().map(|(at, letter)| {
            let place = match verbatim {
                Some(start) => start + at..start + at + letter.len_utf8(),
                None => range.start + self.offset..range.end + self.offset,
            };
            Letter { letter, place, strong }
        }));
    }

    fn line(&mut self, range: Range<usize>) {
        let place = range.start + self.offset..range.end + self.offset;
        if !self.letters.is_empty() {
            self.letters.push(Letter { letter: '\n', place, strong: false });
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
