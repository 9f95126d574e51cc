//! How deep the blocks and the raw HTML of a text are in one another. The sanitiser reads HTML as a browser does, and takes
//! a time that grows with the square of the depth.

/// Maximum number of open blocks and elements.
const DEEPEST: usize = 2000;

/// Maximum number of open elements such as `<b>`: HTML opens all of them again in each block that follows.
const MOST_FORMATS: usize = 50;

/// Elements that HTML opens again after the block that they are in.
const FORMATS: &[&str] = &["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"];

/// Elements without an end, and elements that the next of their kind ends.
const FLAT: &[&str] = &[
    "a", "area", "base", "basefont", "bgsound", "br", "button", "caption", "col", "colgroup", "dd", "dt", "embed",
    "frame", "hr", "img", "input", "keygen", "li", "link", "meta", "nobr", "optgroup", "option", "p", "param", "rb",
    "rp", "rt", "rtc", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Elements that end with the paragraph that they are in.
const INLINE: &[&str] = &[
    "abbr", "acronym", "bdi", "bdo", "blink", "cite", "data", "del", "dfn", "ins", "kbd", "label", "mark", "q", "ruby",
    "samp", "span", "sub", "sup", "time", "var",
];

/// The blocks and elements that are open at a place of a text.
#[derive(Default)]
pub(super) struct Nesting {
    open: Vec<Open>,
    is_reported: bool,
}

enum Open {
    /// A block of Markdown.
    Block,
    /// A format, with its whole tag, and whether HTML opens it again: it does so for three that are alike.
    Format(String, bool),
    /// Another element, by its name.
    Element(String),
}

impl Open {
    fn is(&self, name: &str) -> bool {
        match self {
            Self::Block => false,
            Self::Format(tag, _) => tag_name(tag).eq_ignore_ascii_case(name),
            Self::Element(element) => element.eq_ignore_ascii_case(name),
        }
    }
}

impl Nesting {
    /// Begins a block or a span of Markdown. If it is the first that is too deep, returns how many are open.
    pub(super) fn begin(&mut self) -> Option<usize> {
        self.push(Open::Block)
    }

    /// Ends it.
    pub(super) fn end(&mut self) {
        let Some(block) = self.open.iter().rposition(|open| matches!(open, Open::Block)) else { return };
        let stays = |open: &Open| match open {
            Open::Element(name) => !is_one_of(INLINE, name),
            _ => true,
        };
        let inside = self.open.split_off(block);
        self.open.extend(inside.into_iter().skip(1).filter(stays));
    }

    /// Takes a tag of raw HTML. If it is the first that is too deep, returns how many are open. In a picture or a formula,
    /// names mean nothing, and `/>` ends an element.
    pub(super) fn tag(&mut self, tag: &str, in_picture: bool) -> Option<usize> {
        let name = tag_name(tag);
        if tag.starts_with("</") {
            self.close(name);
            return None;
        }
        if in_picture {
            let is_whole = tag.ends_with("/>");
            return if is_whole { None } else { self.push(Open::Element(name.to_owned())) };
        }
        if is_one_of(FLAT, name) {
            return None;
        }
        if !is_one_of(FORMATS, name) {
            return self.push(Open::Element(name.to_owned()));
        }
        let alike = self.open.iter().filter(|open| matches!(open, Open::Format(other, _) if other == tag)).count();
        self.push(Open::Format(tag.to_owned(), alike < 3))
    }

    fn push(&mut self, open: Open) -> Option<usize> {
        let formats = || self.open.iter().filter(|open| matches!(open, Open::Format(_, true))).count();
        if self.open.len() < DEEPEST && (!matches!(open, Open::Format(_, true)) || formats() < MOST_FORMATS) {
            self.open.push(open);
            return None;
        }
        (!std::mem::replace(&mut self.is_reported, true)).then_some(self.open.len())
    }

    /// Ends an element and all in it, except for formats.
    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.is(name)) else { return };
        if matches!(self.open[at], Open::Format(..)) {
            self.open.remove(at);
            return;
        }
        let inside = self.open.split_off(at);
        self.open.extend(inside.into_iter().skip(1).filter(|open| !matches!(open, Open::Element(_))));
    }
}

/// Returns the name in a tag.
fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len())]
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
