//! The elements of HTML: which names are known, and what a page does with each.

/// The treatment of an element of raw HTML on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// The page shows it, or at least all of its words.
    Kept,
    /// The page leaves it out, with everything in it.
    Removed,
    /// The page leaves out the element and shows the words in it.
    Unwrapped,
}

/// Elements that the sanitiser removes together with their content.
const REMOVED: &[&str] = &["math", "script", "style", "svg", "template"];

/// Elements that do something, which a page of a handbook does not: it leaves them out.
const UNWRAPPED: &[&str] = &[
    "applet",
    "audio",
    "base",
    "bgsound",
    "button",
    "canvas",
    "datalist",
    "dialog",
    "embed",
    "fencedframe",
    "form",
    "frame",
    "frameset",
    "iframe",
    "link",
    "meta",
    "meter",
    "noscript",
    "object",
    "option",
    "optgroup",
    "output",
    "param",
    "progress",
    "select",
    "slot",
    "textarea",
    "title",
    "track",
    "video",
];

/// All other elements of HTML, current and obsolete: pages show their words.
const KEPT: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "area",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "image",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "main",
    "map",
    "mark",
    "marquee",
    "menu",
    "nav",
    "nobr",
    "noframes",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "search",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Names of elements that people also write in angle brackets as a placeholder: `send it to <address> by <time>`.
const WORDS: &[&str] = &[
    "address", "article", "aside", "base", "body", "button", "caption", "cite", "code", "data", "dialog", "dir",
    "figure", "font", "footer", "form", "frame", "head", "header", "image", "input", "label", "legend", "link", "main",
    "map", "mark", "menu", "meta", "meter", "object", "option", "output", "param", "picture", "progress", "search",
    "section", "select", "slot", "source", "summary", "table", "template", "time", "title", "track", "video",
];

/// Returns what becomes of an element, whatever the case of its name; `None` if HTML has no such element.
pub(super) fn fate(name: &str) -> Option<Fate> {
    let is_in = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    if is_in(KEPT) {
        Some(Fate::Kept)
    } else if is_in(UNWRAPPED) {
        Some(Fate::Unwrapped)
    } else {
        is_in(REMOVED).then_some(Fate::Removed)
    }
}

/// Returns whether the name of an element is also a word that stands for something to fill in.
pub(super) fn is_word(name: &str) -> bool {
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::{Fate, WORDS, fate};

    #[test]
    fn every_element_has_one_fate() {
        assert_eq!(fate("DIV"), Some(Fate::Kept));
        assert_eq!(fate("iframe"), Some(Fate::Unwrapped));
        assert_eq!(fate("svg"), Some(Fate::Removed));
        assert_eq!(fate("service"), None);
        assert!(WORDS.iter().all(|word| fate(word).is_some()));
    }
}
