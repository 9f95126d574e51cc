//! The blocks of a Markdown text as they are written. What is approved and what two versions are compared by is the source
//! of each block, not what the parser makes of it: targets of links, emphasis, counts, raw HTML and entities are part of it.
//!
//! Only what no reader can notice does not count: how a paragraph is wrapped, which character begins the items of a list,
//! how a heading is underlined, the padding of tables, blank lines and line endings.

mod leaves;
mod shape;
mod source;
mod unread;

#[cfg(test)]
mod tests;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::markdown::options;
use super::mask::Mask;
use leaves::{Leaf, alert, cells, heading, info, label};
use source::{Source, is_inline};
use unread::unread;

pub use shape::{Alignment, BlockKind, Container, Marker, Shape};

/// A block of a Markdown text, as it is written.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its kind, and what it is in.
    pub shape: Shape,
    /// Its source without the markup of what it is in. A row of a table has a text for each cell, any other block one.
    pub texts: Vec<String>,
    /// Its bytes in the text.
    pub place: Range<usize>,
}

impl Block {
    /// Returns all that counts: two texts whose blocks have the same contents are the same text to a reader.
    pub fn content(&self) -> (&Shape, &[String]) {
        (&self.shape, &self.texts)
    }
}

/// Returns the blocks of a Markdown text without its front matter. The definitions of links come last.
pub fn blocks(text: &str) -> Vec<Block> {
    let mask = Mask::of(text);
    // Its bytes are at the same places as those of the text.
    let parsed = mask.as_ref().map_or(text, |mask| &mask.text);
    let events: Vec<_> = Parser::new_ext(parsed, options()).into_offset_iter().collect();
    let mut reader = Reader::new(Source::new(text, parsed, &events));
    for (event, range) in &events {
        reader.take(event, range);
    }
    reader.finish()
}

/// Something that contains blocks and has not ended.
struct Open {
    container: Container,
    /// Whether it has a block already.
    has_begun: bool,
    /// Its first byte.
    start: usize,
}

/// The state of the walk over the events of a text.
struct Reader<'t> {
    source: Source<'t>,
    blocks: Vec<Block>,
    open: Vec<Open>,
    /// The marker of the next item of each open list.
    lists: Vec<Marker>,
    /// What has just ended.
    ended: Option<TagEnd>,
    leaf: Option<Leaf>,
    /// The cells of the open row, and the columns of the open table.
    row: Option<Vec<Range<usize>>>,
    columns: Vec<Alignment>,
    /// The bytes that are in a block, or are markup.
    read: Vec<Range<usize>>,
}

impl<'t> Reader<'t> {
    fn new(source: Source<'t>) -> Self {
        Self {
            source,
            blocks: Vec::new(),
            open: Vec::new(),
            lists: Vec::new(),
            ended: None,
            leaf: None,
            row: None,
            columns: Vec::new(),
            read: Vec::new(),
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.end_leaf();
        let definitions = unread(self.source.text, &mut self.read);
        let shape = Shape { inside: Vec::new(), kind: BlockKind::Definition };
        self.blocks.extend(definitions.into_iter().map(|(text, place)| Block {
            shape: shape.clone(),
            texts: vec![text],
            place,
        }));
        self.blocks
    }

    fn take(&mut self, event: &Event<'_>, range: &Range<usize>) {
        if let Some(leaf) = self.leaf.as_mut().filter(|leaf| leaf.is_verbatim())
            && let Event::Text(words) | Event::Html(words) = event
        {
            return leaf.lines.push_str(self.source.verbatim(words, range));
        }
        if let Event::TaskListMarker(is_done) = event {
            return self.task(*is_done, range);
        }
        if is_inline(event) {
            return self.inline(range);
        }
        if self.leaf.as_ref().is_some_and(|leaf| !leaf.has_end) {
            self.end_leaf();
        }
        let ended = self.ended.take();
        match event {
            Event::Start(Tag::List(number)) => self.lists.push(match number {
                // Next to another list, only the number says that this one begins anew.
                Some(number) => {
                    let is_behind_list = matches!(ended, Some(TagEnd::List(_)));
                    Marker::Number((*number != 1 || is_behind_list).then_some(*number))
                }
                None => Marker::Bullet,
            }),
            Event::Start(tag) => self.start(tag, range, ended),
            Event::End(end) => {
                self.end(*end, range);
                self.ended = Some(*end);
            }
            Event::Rule => self.add(BlockKind::Rule, vec![String::new()], range.clone()),
            _ => {}
        }
    }

    /// Ticks the item that has just begun, or not.
    fn task(&mut self, is_done: bool, range: &Range<usize>) {
        if let Some(Open { container: Container::Item(_, task), .. }) = self.open.last_mut() {
            *task = Some(is_done);
        }
        if let Some(leaf) = &mut self.leaf {
            leaf.place.start = range.end;
        }
        self.read.push(range.clone());
    }

    /// Takes a part of the text of a block. In a list without blank lines, no event says where that block begins and ends.
    fn inline(&mut self, range: &Range<usize>) {
        if self.row.is_some() {
            return;
        }
        let start = range.start - usize::from(self.source.text[..range.start].ends_with('\\'));
        let leaf = self.leaf.get_or_insert_with(|| Leaf::new(BlockKind::Paragraph, start..range.end, false));
        leaf.last = leaf.last.max(range.end);
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>, ended: Option<TagEnd>) {
        let text = self.source.text;
        let begin = |container| Open { container, has_begun: false, start: range.start };
        let leaf = |kind| Some(Leaf::new(kind, range.clone(), true));
        match tag {
            Tag::Paragraph => self.leaf = leaf(BlockKind::Paragraph),
            Tag::Heading { level, .. } => self.leaf = leaf(BlockKind::Heading(*level as u8)),
            Tag::DefinitionListTitle => self.leaf = leaf(BlockKind::Term),
            Tag::HtmlBlock => self.leaf = leaf(BlockKind::Html),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.leaf = leaf(BlockKind::Code(String::new())),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.leaf = leaf(BlockKind::Code(info(text, range))),
            Tag::BlockQuote(kind) => {
                let is_behind_quote = matches!(ended, Some(TagEnd::BlockQuote(_)));
                let container = if is_behind_quote { Container::NextQuote } else { Container::Quote };
                self.open.push(begin(container));
                if let Some(place) = kind.and_then(|_| alert(text, range)) {
                    self.add(BlockKind::Alert, vec![text[place.clone()].to_owned()], place);
                }
            }
            Tag::Item => {
                let marker = self.lists.last_mut().map_or(Marker::Bullet, Marker::next);
                self.open.push(begin(Container::Item(marker, None)));
            }
            Tag::DefinitionListDefinition => self.open.push(begin(Container::Detail)),
            Tag::FootnoteDefinition(_) => {
                self.open.push(begin(Container::Footnote));
                let place = label(text, range);
                self.add(BlockKind::Footnote, vec![text[place.clone()].trim_end_matches(':').to_owned()], place);
            }
            Tag::Table(columns) => self.columns = columns.iter().map(|column| (*column).into()).collect(),
            Tag::TableHead | Tag::TableRow => self.row = Some(Vec::new()),
            Tag::TableCell => self.row.get_or_insert_default().push(range.clone()),
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd, range: &Range<usize>) {
        match end {
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::Item | TagEnd::DefinitionListDefinition | TagEnd::BlockQuote(_) => {
                if let Some(Open { has_begun: false, start, .. }) = self.open.last() {
                    let marker = self.source.text[*start..].find(char::is_whitespace);
                    let place = *start..marker.map_or(range.end, |length| start + length);
                    self.add(BlockKind::Paragraph, vec![String::new()], place);
                }
                self.open.pop();
            }
            TagEnd::FootnoteDefinition => drop(self.open.pop()),
            TagEnd::TableHead | TagEnd::TableRow => {
                let cells = cells(self.source.text, range, self.row.take().unwrap_or_default());
                let texts = cells.into_iter().map(|cell| self.source.inline(cell)).collect();
                let kind = match end {
                    TagEnd::TableHead => BlockKind::Head(self.columns.clone()),
                    _ => BlockKind::Row,
                };
                self.add(kind, texts, range.clone());
            }
            // The line below the head is markup.
            TagEnd::Table => self.read.push(range.clone()),
            _ => self.end_leaf(),
        }
    }

    fn end_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        let text = match leaf.kind {
            BlockKind::Code(_) | BlockKind::Html => leaf.verbatim(),
            BlockKind::Heading(_) => self.source.inline(heading(self.source.text, &leaf.place, leaf.last)),
            _ if leaf.has_end => self.source.inline(leaf.place.clone()),
            _ => self.source.inline(leaf.place.start..leaf.last),
        };
        let end = if leaf.has_end { leaf.place.end } else { leaf.last };
        self.add(leaf.kind, vec![text], leaf.place.start..end);
    }

    fn add(&mut self, kind: BlockKind, texts: Vec<String>, place: Range<usize>) {
        let inside = self.open.iter_mut().map(|open| match &open.container {
            Container::Item(..) | Container::Detail if open.has_begun => Container::Within,
            Container::NextQuote if open.has_begun => Container::Quote,
            container => {
                open.has_begun = true;
                *container
            }
        });
        let shape = Shape { inside: inside.collect(), kind };
        self.read.push(place.clone());
        self.blocks.push(Block { shape, texts, place });
    }
}
