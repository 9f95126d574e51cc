//! The source of what is in blocks, in one form for each way to wrap it.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use crate::parse::markdown::options;

/// Blanks that do not count at the end of a line, and of which several count as one.
pub(super) const BLANK: [char; 2] = [' ', '\t'];

/// The characters of line endings.
pub(super) const LINE: [char; 2] = ['\n', '\r'];

/// A text, and what must be known of it to read the source of a block.
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    /// Where the text of a block begins in each line that goes on with it.
    lines: Vec<usize>,
    /// The line breaks that a reader sees.
    breaks: Vec<Range<usize>>,
    /// The words, in which several blanks are shown as one.
    words: Vec<Range<usize>>,
}

impl<'t> Source<'t> {
    /// Takes a text, and the events of the text that is parsed in its place.
    pub(super) fn new(text: &'t str, parsed: &str, events: &[(Event<'_>, Range<usize>)]) -> Self {
        let (mut breaks, mut words) = (Vec::new(), Vec::new());
        let (mut plain, mut is_verbatim, mut wikilinks) = (parsed.as_bytes().to_vec(), false, 0);
        for (event, range) in events {
            match event {
                Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => is_verbatim = true,
                Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => is_verbatim = false,
                Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, .. }) => wikilinks = range.end,
                Event::HardBreak => breaks.push(range.clone()),
                Event::Text(_) if !is_verbatim && range.start >= wikilinks => words.push(range.clone()),
                _ => {}
            }
            if !is_verbatim && is_inline(event) && *event != Event::HardBreak {
                hide_markup(&mut plain, range);
            }
        }
        let plain = String::from_utf8(plain).unwrap_or_else(|_| parsed.to_owned());
        Self { text, lines: line_starts(&plain), breaks, words }
    }

    /// Returns code or raw HTML as it is written. The parser may have made blanks of a part of a tab.
    pub(super) fn verbatim<'s>(&self, parsed: &'s str, place: &Range<usize>) -> &'s str
    where
        't: 's,
    {
        if parsed.len() == place.len() { self.text.get(place.clone()).unwrap_or(parsed) } else { parsed }
    }

    /// Returns the source of words: a line break that readers do not see is a blank, as are several blanks.
    pub(super) fn inline(&self, place: Range<usize>) -> String {
        let place = trim(self.text, place);
        let mut inline = String::with_capacity(place.len());
        let mut at = place.start;
        while at < place.end {
            let rest = &self.text[at..place.end];
            let length = rest.find([' ', '\t', '\n', '\r']).unwrap_or(rest.len());
            inline.push_str(&rest[..length]);
            at += length;
            let rest = &rest[length..];
            let blanks = rest.len() - rest.trim_start_matches(BLANK).len();
            if rest[blanks..].starts_with(LINE) {
                at += blanks;
                if contains(&self.breaks, at) {
                    if self.text[..at].ends_with('\\') {
                        inline.pop();
                    }
                    inline.push('\n');
                } else {
                    inline.push(' ');
                }
                at = self.next_line(at).min(place.end);
            } else if blanks > 0 {
                inline.push_str(if contains(&self.words, at) { " " } else { &rest[..blanks] });
                at += blanks;
            }
        }
        inline
    }

    /// Returns where the text of a block goes on behind a line break.
    fn next_line(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let start = at + if rest.starts_with("\r\n") { 2 } else { 1 };
        let line = &self.text[start..];
        let end = start + line.find(LINE).unwrap_or(line.len());
        let known = self.lines.get(self.lines.partition_point(|known| *known < start));
        let unknown = end - self.text[start..end].trim_start_matches(BLANK).len();
        known.copied().filter(|known| *known <= end).unwrap_or(unknown)
    }
}

/// Replaces what may hide a line break from the parser, such as a code span, an escape or the target of a link.
fn hide_markup(text: &mut [u8], range: &Range<usize>) {
    let start = range.start - usize::from(range.start > 0 && text[range.start - 1] == b'\\');
    for at in start..range.end.min(text.len()) {
        let next = text.get(at + 1);
        let is_break = text[at] == b'\\' && matches!(next, None | Some(b'\n' | b'\r' | b'|'));
        if !is_break && matches!(text[at], b'`' | b'<' | b'[' | b']' | b'&' | b'\\') {
            text[at] = b'x';
        }
    }
}

/// Returns where the text of blocks begins in each line but their first.
fn line_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut is_behind_break = false;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        if is_behind_break {
            starts.push(range.start);
        }
        is_behind_break = matches!(event, Event::SoftBreak | Event::HardBreak);
    }
    starts
}

/// Returns whether one of some ranges, which are in order, contains a place.
fn contains(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.contains(&at))
}

/// Returns a range without the blanks and line endings around it.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let is_space = [' ', '\t', '\n', '\r'];
    let part = text[range.clone()].trim_end_matches(is_space);
    let end = range.start + part.len();
    end - part.trim_start_matches(is_space).len()..end
}

/// Returns whether an event is a part of the text of a block.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_span(&tag.to_end()),
        Event::End(end) => is_span(end),
        Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => false,
        _ => true,
    }
}

fn is_span(end: &TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
