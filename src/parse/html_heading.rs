//! Headings in raw HTML, as those of Markdown.
//!
//! `<h2 id="locks">Locks</h2>` becomes the events of `## Locks {#locks}`, so that every later stage sees a heading: it is a
//! section with an anchor, in the outline, in search, and may be the title. A heading stays raw HTML if nothing ends it, or
//! where Markdown cannot have one: in a cell of a table, or inside a link.

mod tags;

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::loss::Markup;
use super::raw_html::valued;

use tags::{closing, decoded, end_of, is_opaque, level};

pub(super) use tags::occur_in;

/// The events of a text, in which each heading in raw HTML is one of Markdown.
pub(super) struct HtmlHeadings<'a, I> {
    text: &'a str,
    events: I,
    /// The events to return next.
    ready: VecDeque<(Event<'a>, Range<usize>)>,
    /// The open blocks and spans, each with its last byte.
    nesting: Vec<(TagEnd, usize)>,
    heading: Option<Open>,
    /// The place of a paragraph that has begun but has nothing in it so far, because a heading may come first.
    paused: Option<Range<usize>>,
}

/// An open heading.
struct Open {
    /// Its start, until it has anything in it.
    start: Option<Tag<'static>>,
    level: HeadingLevel,
    range: Range<usize>,
    /// The number of blocks and spans around it.
    depth: usize,
    /// The end of a paragraph in it, whose words are those of the heading.
    paragraph: Option<usize>,
    /// Whether it has words so far, and whether white space follows them.
    has_words: bool,
    has_space: bool,
    /// Whether it ends with the spans in it.
    closing: bool,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> HtmlHeadings<'a, I> {
    pub(super) fn new(text: &'a str, events: I) -> Self {
        Self { text, events, ready: VecDeque::new(), nesting: Vec::new(), heading: None, paused: None }
    }

    fn push(&mut self, event: Event<'a>, range: Range<usize>) {
        self.ready.push_back((event, range));
    }

    fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(Tag::HtmlBlock) => self.block(range),
            Event::InlineHtml(tag) => self.inline(tag, range),
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end, range),
            Event::Text(words) if self.heading.is_some() => self.inner(words, range),
            event if self.paused.is_some() && is_blank(&event) => {}
            event => {
                self.resume();
                self.fill();
                self.push(event, range);
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        let is_span = is_span(tag.to_end());
        if let Some(open) = &mut self.heading
            && !is_span
        {
            if tag == Tag::Paragraph && open.depth == self.nesting.len() {
                open.paragraph = Some(range.end);
                open.has_space = true;
                return;
            }
            self.finish();
        }
        if tag == Tag::Paragraph {
            self.paused = Some(range.clone());
        } else {
            self.resume();
            self.fill();
            self.push(Event::Start(tag.clone()), range.clone());
        }
        self.nesting.push((tag.to_end(), range.end));
    }

    fn end(&mut self, end: TagEnd, range: Range<usize>) {
        if let Some(open) = &mut self.heading
            && open.depth == self.nesting.len()
        {
            if end == TagEnd::Paragraph && open.paragraph.take().is_some() {
                return;
            }
            self.finish();
        }
        self.nesting.pop();
        let is_empty = end == TagEnd::Paragraph && self.paused.take().is_some();
        if !is_empty {
            self.push(Event::End(end), range);
        }
        if self.heading.as_ref().is_some_and(|open| open.closing && open.depth == self.nesting.len()) {
            self.finish();
        }
    }

    /// Begins the paragraph that waits for its first words.
    fn resume(&mut self) {
        if let Some(range) = self.paused.take() {
            self.push(Event::Start(Tag::Paragraph), range);
        }
    }

    /// Takes a tag inside a line.
    fn inline(&mut self, tag: CowStr<'a>, range: Range<usize>) {
        let (found, closes) = match Markup::of(&tag) {
            Markup::Tag { name, closes, .. } => (level(name), closes),
            _ => (None, false),
        };
        if let Some(open) = &mut self.heading {
            if closes && found.is_some() {
                open.closing = true;
                if open.depth == self.nesting.len() {
                    self.finish();
                }
            } else {
                self.tag(tag, range);
            }
            return;
        }
        let end = match self.nesting.last() {
            Some((TagEnd::Paragraph | TagEnd::Item, end)) => *end,
            _ => 0,
        };
        match found.filter(|_| !closes).and_then(|level| Some((level, closing(self.text, level, range.end..end)?))) {
            Some((level, close)) => self.begin(level, &range, close),
            None => {
                self.resume();
                self.push(Event::InlineHtml(tag), range);
            }
        }
    }

    /// Takes a block of raw HTML, up to its end.
    fn block(&mut self, range: Range<usize>) {
        let mut lines = Vec::new();
        for (event, line) in self.events.by_ref() {
            match event {
                Event::End(TagEnd::HtmlBlock) => break,
                event => lines.push((event, line)),
            }
        }
        let source = &self.text[range.clone()];
        if self.heading.is_none() && !occur_in(source) {
            self.push(Event::Start(Tag::HtmlBlock), range.clone());
            self.ready.extend(lines);
            return self.push(Event::End(TagEnd::HtmlBlock), range);
        }
        // In a list or a quotation, the lines of a block have other text between them.
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for (_, line) in lines {
            match pieces.last_mut() {
                Some(last) if self.text[last.end.min(line.start)..line.start].trim_matches('\r').is_empty() => {
                    last.end = line.end;
                }
                _ => pieces.push(line),
            }
        }
        pieces.into_iter().for_each(|piece| self.scan(piece));
    }

    /// Reads a piece of a block of raw HTML.
    fn scan(&mut self, range: Range<usize>) {
        let text = self.text;
        let (mut done, mut at) = (range.start, range.start);
        while let Some(open) = text[at..range.end].find('<').map(|open| at + open) {
            let (tag, name, closes) = match Markup::of(&text[open..range.end]) {
                Markup::Tag { name, closes, length } => (open..open + length, name, closes),
                Markup::Comment(Some(length)) | Markup::Instruction(length) => (open..open + length, "", false),
                Markup::Comment(None) => break,
                Markup::Text => {
                    at = open + 1;
                    continue;
                }
            };
            at = tag.end;
            let level = level(name);
            if self.heading.is_some() {
                self.words(done..open);
                match (level, closes) {
                    (Some(_), true) => self.finish(),
                    _ => self.tag(text[tag.clone()].into(), tag.clone()),
                }
                done = tag.end;
            } else if let Some(level) = level.filter(|_| !closes)
                && let Some(close) = closing(text, level, tag.end..text.len())
            {
                self.html(done..open);
                self.begin(level, &tag, close);
                done = tag.end;
            } else if !closes && is_opaque(name) {
                at = end_of(name, text, tag.end..range.end);
            }
        }
        match self.heading {
            Some(_) => self.words(done..range.end),
            None => self.html(done..range.end),
        }
    }

    /// Begins the heading whose first tag is at `tag`, and whose last one ends at `close`.
    fn begin(&mut self, level: HeadingLevel, tag: &Range<usize>, close: usize) {
        let range = tag.start..close;
        if matches!(self.nesting.last(), Some((TagEnd::Paragraph, _))) && self.paused.take().is_none() {
            self.push(Event::End(TagEnd::Paragraph), range.clone());
        }
        let source = &self.text[tag.clone()];
        let value = |wanted: &str| {
            let found = valued(source).into_iter().find(|(name, _)| source[name.clone()].eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| source[value].trim()).filter(|value| !value.is_empty())
        };
        let id = value("id").or_else(|| value("name")).filter(|id| !id.contains(char::is_whitespace));
        let align = value("align").filter(|align| ["center", "right"].contains(align));
        let has_id = id.is_some();
        let (id, classes) = (id.map(CowStr::from), align.map(CowStr::from).into_iter().collect());
        let start = Some(Tag::Heading { level, id, classes, attrs: Vec::new() }.into_static());
        let depth = self.nesting.len();
        let (has_words, has_space, closing) = (false, false, false);
        self.heading = Some(Open { start, level, range, depth, paragraph: None, has_words, has_space, closing });
        if has_id {
            self.fill();
        }
    }

    /// Writes the start of the open heading before the first thing in it: an empty one is left out.
    fn fill(&mut self) {
        if let Some(open) = &mut self.heading
            && let Some(start) = open.start.take()
        {
            let range = open.range.clone();
            self.push(Event::Start(start), range);
        }
    }

    /// Ends the open heading.
    fn finish(&mut self) {
        let Some(open) = self.heading.take() else { return };
        self.nesting.truncate(open.depth);
        if open.start.is_none() {
            self.push(Event::End(TagEnd::Heading(open.level)), open.range.clone());
        }
        if let Some(end) = open.paragraph {
            self.nesting.push((TagEnd::Paragraph, end));
        }
        if let Some((TagEnd::Paragraph, end)) = self.nesting.last() {
            self.paused = Some(open.range.end.min(*end)..*end);
        }
    }

    /// Writes a tag in a heading.
    fn tag(&mut self, tag: CowStr<'a>, range: Range<usize>) {
        let is_break = matches!(Markup::of(&tag), Markup::Tag { name, .. } if name.eq_ignore_ascii_case("br"));
        match &mut self.heading {
            Some(open) if is_break => open.has_space = true,
            _ => {
                self.fill();
                self.push(Event::InlineHtml(tag), range);
            }
        }
    }

    /// Writes words of Markdown in a heading.
    fn inner(&mut self, words: CowStr<'a>, range: Range<usize>) {
        self.fill();
        if let Some(open) = &mut self.heading {
            let space = std::mem::take(&mut open.has_space) && open.has_words;
            open.has_words = true;
            if space {
                self.push(Event::SoftBreak, range.start..range.start);
            }
        }
        self.push(Event::Text(words), range);
    }

    /// Writes words of raw HTML in a heading: their lines are one.
    fn words(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for line in self.text[range].split_inclusive('\n') {
            let begins = self.heading.as_ref().is_some_and(|open| open.has_space || !open.has_words);
            let start = at + if begins { line.len() - line.trim_start().len() } else { 0 };
            let end = at + line.trim_end_matches(['\n', '\r']).len();
            at += line.len();
            let is_blank = line.trim().is_empty();
            if !is_blank {
                self.inner(decoded(&self.text[start..end]), start..end);
            }
            if let Some(open) = &mut self.heading {
                open.has_space |= is_blank || line.ends_with('\n');
            }
        }
    }

    /// Writes a piece of a block of raw HTML outside of headings.
    fn html(&mut self, range: Range<usize>) {
        if !self.text[range.clone()].trim().is_empty() {
            self.push(Event::Start(Tag::HtmlBlock), range.clone());
            self.push(Event::Html(self.text[range.clone()].into()), range.clone());
            self.push(Event::End(TagEnd::HtmlBlock), range);
        }
    }
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Iterator for HtmlHeadings<'a, I> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            match self.events.next() {
                Some((event, range)) => self.take(event, range),
                None if self.heading.is_some() => self.finish(),
                None => return None,
            }
        }
    }
}

/// Returns whether it is a part of a line.
fn is_span(end: TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Returns whether nothing of an event is seen at the beginning of a paragraph.
fn is_blank(event: &Event<'_>) -> bool {
    match event {
        Event::SoftBreak | Event::HardBreak => true,
        Event::Text(words) => words.trim().is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
