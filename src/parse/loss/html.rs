//! Raw HTML: what the page leaves out of it.

use std::ops::Range;

use super::Loss;
use crate::diag::Severity;
use crate::html::{is_own_id, is_part_of_page};
use crate::model::is_inline;
use crate::parse::element_names::{Fate, fate};
use crate::parse::nesting::Nesting;
use crate::parse::raw_html::valued;

/// Reads the raw HTML of a text, tag by tag.
#[derive(Default)]
pub(in crate::parse) struct Html {
    /// The element whose content is left out, until it ends.
    removed: Option<String>,
    /// The places of tags that HTML does not have: the page shows them as text.
    pub shown: Vec<Range<usize>>,
    /// The places of the anchors of elements, in order.
    pub anchors: Vec<Range<usize>>,
    /// The places of each `name` that is to be an `id`, in order.
    pub names: Vec<Range<usize>>,
    nesting: Nesting,
    /// The words between the tags of blocks that are not code, in order.
    words: Vec<Words>,
    /// Number of open links, and of open elements whose words are code.
    links: usize,
    code: usize,
    /// Whether the last tag began or ended a line.
    ends_line: bool,
}

/// Words between two tags.
#[derive(Debug)]
struct Words {
    range: Range<usize>,
    is_link: bool,
    begins_line: bool,
}

impl Html {
    /// Reads a piece of raw HTML: one tag inside a line, or a block. `is_remote` tells whether an address is on another
    /// host; such an element becomes a link, which is reported elsewhere.
    pub(in crate::parse) fn read(
        &mut self,
        text: &str,
        range: &Range<usize>,
        is_remote: impl Fn(&str) -> bool,
        found: &mut impl FnMut(Loss),
    ) {
        let mut at = range.start;
        while let Some(open) = text[at..range.end].find('<').map(|open| at + open) {
            self.between(text, at..open);
            let rest = &text[open..range.end];
            at = open
                + match Markup::of(rest) {
                    Markup::Comment(Some(length)) => length,
                    Markup::Comment(None) => {
                        let message = "the comment that begins here does not end: the page leaves out all that follows";
                        found(Loss::new("unclosed-block", open..open + 4, message, "write `-->` where it ends"));
                        return;
                    }
                    Markup::Instruction(length) => {
                        if self.removed.is_none() {
                            let line = rest[..length].lines().next().unwrap_or_default();
                            let help = "write it in backticks if it is to be read";
                            found(removed(open..open + line.len(), "the page leaves this out".to_owned(), help));
                        }
                        length
                    }
                    Markup::Tag { name, closes, length } => {
                        if !closes && self.removed.is_none() && fate(name) == Some(Fate::Kept) {
                            self.attributes(name, &rest[..length], open, found);
                        }
                        self.nest(name, &rest[..length], open, found);
                        self.hold(name, closes, &rest[..length]);
                        let is_remote = is_remote(&rest[..length]);
                        self.tag(&Tag { name, closes, place: open..open + length, is_remote }, found);
                        length
                    }
                    Markup::Text => 1,
                };
        }
        self.between(text, at..range.end);
    }

    /// Notes the words between two tags.
    fn between(&mut self, text: &str, range: Range<usize>) {
        if self.removed.is_none() && self.code == 0 && text[range.clone()].contains(char::is_alphanumeric) {
            let begins_line = std::mem::take(&mut self.ends_line);
            self.words.push(Words { range, is_link: self.links > 0, begins_line });
        }
    }

    /// Returns the next words, or tag that is shown as text, in a part of the text: its place and, for words, whether they
    /// are in a link.
    pub(in crate::parse) fn next_part(&self, part: Range<usize>) -> Option<(Range<usize>, Option<bool>)> {
        let tag = self.shown.get(self.shown.partition_point(|tag| tag.start < part.start));
        let words = self.words.get(self.words.partition_point(|words| words.range.end <= part.start));
        let tag = tag.map(|tag| (tag.clone(), None));
        let words = words.map(|words| (words.range.start.max(part.start)..words.range.end, Some(words.is_link)));
        let next = [tag, words].into_iter().flatten().min_by_key(|(range, _)| range.start)?;
        (next.0.start < part.end).then(|| (next.0.start..next.0.end.min(part.end), next.1))
    }

    /// Returns whether no sentence goes on to the words at a place.
    pub(in crate::parse) fn begins_line(&self, at: usize) -> bool {
        let words = self.words.binary_search_by_key(&at, |words| words.range.start);
        words.is_ok_and(|words| self.words[words].begins_line)
    }

    /// Returns whether a link of raw HTML is open.
    pub(in crate::parse) fn is_in_link(&self) -> bool {
        self.links > 0
    }

    /// Returns whether an element of raw HTML is open whose words are code.
    pub(in crate::parse) fn is_in_code(&self) -> bool {
        self.code > 0
    }

    /// Ends a block: what is still open in it does not hold what follows.
    pub(in crate::parse) fn end_block(&mut self) {
        (self.links, self.code) = (0, 0);
    }

    /// Counts the open elements that hold links or code.
    fn hold(&mut self, name: &str, closes: bool, tag: &str) {
        let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let count = if is(&["a"]) {
            &mut self.links
        } else if is(&["code", "pre", "kbd", "samp", "var", "textarea"]) {
            &mut self.code
        } else {
            self.ends_line |= !is_inline(name);
            return;
        };
        let leads = !is(&["a"]) || valued(tag).iter().any(|(name, _)| tag[name.clone()].eq_ignore_ascii_case("href"));
        *count = if closes { count.saturating_sub(1) } else { *count + usize::from(leads) };
    }

    /// Notes the anchors of an element, and reports what would make it a part of the page around the text. `start` is the
    /// place of the tag.
    fn attributes(&mut self, element: &str, tag: &str, start: usize, found: &mut impl FnMut(Loss)) {
        let mut id = None;
        let mut name = None;
        for (key, value) in valued(tag) {
            let place = start + value.start..start + value.end;
            let (key, text) = (start + key.start..start + key.end, &tag[value]);
            let is = |wanted: &str| tag[key.start - start..key.end - start].eq_ignore_ascii_case(wanted);
            if is("id") && !text.trim().is_empty() && id.is_none() {
                id = Some((text, place));
            } else if is("name") && !text.trim().is_empty() && name.is_none() && has_named_places(element) {
                name = Some((text, place, key));
            } else if is("class")
                && let Some(class) =
                    text.split_whitespace().find(|class| *class != OF_ANCHORS && is_part_of_page(class))
            {
                let message = format!("the page leaves out the class `{class}`: a part of the page itself has it");
                found(removed(place, message, "remove it, or choose another name"));
            }
        }
        if let Some((text, place, key)) = name
            && id.as_ref().is_none_or(|(id, _)| *id != text)
        {
            if id.is_none() {
                self.names.push(key);
            }
            self.anchor(text, place, found);
        }
        if let Some((text, place)) = id {
            self.anchor(text, place, found);
        }
    }

    /// Notes an anchor, or reports that the page leaves it out.
    pub(in crate::parse) fn anchor(&mut self, text: &str, place: Range<usize>, found: &mut impl FnMut(Loss)) {
        if is_own_id(text) {
            found(removed(place, leaves_out_id(text), "choose another id"));
        } else {
            self.anchors.push(place);
        }
    }

    /// Counts a tag among the open elements, unless it is text of a script or a style, or no element of HTML.
    fn nest(&mut self, name: &str, tag: &str, at: usize, found: &mut impl FnMut(Loss)) {
        let removed = self.removed.as_deref();
        let in_picture =
            removed.is_some_and(|name| ["svg", "math"].iter().any(|known| known.eq_ignore_ascii_case(name)));
        if in_picture || removed.is_none() && fate(name).is_some() {
            let open = self.nesting.tag(tag, in_picture);
            open.into_iter().for_each(|open| found(too_deep(at..at + 1 + name.len(), open)));
        }
    }

    /// Begins a block or a span of Markdown.
    pub(in crate::parse) fn begin(&mut self, range: &Range<usize>) -> Option<Loss> {
        self.nesting.begin().map(|open| too_deep(range.start..range.start, open))
    }

    /// Ends it.
    pub(in crate::parse) fn end(&mut self) {
        self.nesting.end();
    }

    fn tag(&mut self, tag: &Tag<'_>, found: &mut impl FnMut(Loss)) {
        let Tag { name, closes, place, is_remote } = tag;
        if let Some(open) = &self.removed {
            if *closes && name.eq_ignore_ascii_case(open) {
                self.removed = None;
            }
            return;
        }
        let begins = place.start..place.start + 1 + name.len() + usize::from(*closes);
        match fate(name) {
            Some(Fate::Kept) => {}
            Some(_) if *closes || *is_remote => {}
            Some(Fate::Unwrapped) => {
                let message = format!("a page has no `<{name}>`: it is left out, and the words in it stay");
                found(removed(begins, message, "write a link, or words"));
            }
            Some(Fate::Removed) => {
                let message = format!("a page has no `<{name}>`: it is left out with all that is in it");
                let help = "save a picture as a file next to the document, or write words";
                found(removed(begins, message, help));
                self.removed = Some((*name).to_owned());
            }
            None => self.shown.push(place.clone()),
        }
    }
}

/// The class that converters give to the places that they make: nobody misses it.
const OF_ANCHORS: &str = "anchor";

/// Says that an id cannot be an anchor.
pub(in crate::parse) fn leaves_out_id(id: &str) -> String {
    format!("the page leaves out the id `{id}`: those that begin with `_` are its own")
}

/// Returns whether the `name` of an element is an anchor, as in old HTML, and not that of a field, a group or a picture.
fn has_named_places(element: &str) -> bool {
    !["details", "img", "input", "map"].iter().any(|other| other.eq_ignore_ascii_case(element))
}

fn too_deep(range: Range<usize>, open: usize) -> Loss {
    let message = format!("nested too deeply: {open} blocks and elements are open here");
    let help = "close each element of raw HTML, and use fewer levels";
    Loss { severity: Severity::Error, ..Loss::new("nested-too-deeply", range, message, help) }
}

/// A tag of raw HTML.
struct Tag<'a> {
    name: &'a str,
    closes: bool,
    place: Range<usize>,
    /// Whether it would load something from another host.
    is_remote: bool,
}

fn removed(range: Range<usize>, message: String, help: &str) -> Loss {
    Loss::new("removed-html", range, message, help)
}

/// A construct that begins with `<`, and its length.
pub(in crate::parse) enum Markup<'a> {
    Comment(Option<usize>),
    Instruction(usize),
    Tag { name: &'a str, closes: bool, length: usize },
    Text,
}

impl<'a> Markup<'a> {
    /// Reads the construct that a text begins with.
    pub(in crate::parse) fn of(text: &'a str) -> Self {
        let until = |end: &str| text.find(end).map(|at| at + end.len());
        if text.starts_with("<!--") {
            // `<!-->` is a whole comment.
            let short = ["<!-->", "<!--->"].into_iter().find(|short| text.starts_with(short));
            return Self::Comment(short.map(str::len).or_else(|| text[4..].find("-->").map(|at| at + 7)));
        }
        if text.starts_with("<![CDATA[") {
            return Self::Instruction(until("]]>").unwrap_or(text.len()));
        }
        if text.starts_with("<?") {
            return Self::Instruction(until("?>").unwrap_or(text.len()));
        }
        let closes = text.starts_with("</");
        let name = &text[1 + usize::from(closes)..];
        let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
        let name = &name[..length];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Self::Text;
        }
        Self::Tag { name, closes, length: tag_length(text) }
    }
}

/// Returns the length of a tag; a `>` in quotes does not end it.
fn tag_length(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    text.len()
}
