//! Text in HTML and XML, and the classes of a page.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Escapes text for HTML and XML, in content and in attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        escaped.push_str(&text[done..at]);
        escaped.push_str(entity);
        done = at + 1;
    }
    escaped.push_str(&text[done..]);
    escaped
}

/// Returns whether a link of raw HTML is open after a piece of it, if one was open before it.
pub(crate) fn link_is_open(html: &str, mut open: bool) -> bool {
    for (at, _) in html.match_indices('<') {
        let tag = &html.as_bytes()[at + 1..];
        let ends_name = |at: usize| tag.get(at).is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-');
        match tag {
            [b'a' | b'A', ..] if ends_name(1) => open = true,
            [b'/', b'a' | b'A', ..] if ends_name(2) => open = false,
            _ => {}
        }
    }
    open
}

/// The style sheet of the default theme: it has a rule for every class of a page.
const STYLE: &str = include_str!("../themes/default/assets/style.css");

/// Classes that a text can have, too, because they only lay it out.
const OF_TEXT: [&str; 12] = [
    "alert",
    "alert-title",
    "caution",
    "center",
    "important",
    "justify",
    "left",
    "note",
    "right",
    "table-scroll",
    "tip",
    "warning",
];

/// Returns whether a class is that of a part of the page around a text, or of a mark that only the program makes. Raw
/// HTML with it would look like that part.
pub(crate) fn is_part_of_page(class: &str) -> bool {
    static CLASSES: LazyLock<HashSet<&str>> = LazyLock::new(|| classes(STYLE).collect());
    CLASSES.contains(class) && !OF_TEXT.contains(&class) && !class.starts_with("hl-")
}

/// Returns whether an id is, or may be, that of a part of the page around a text: those begin with `_` and a small letter.
/// `_Toc123` and `_Ref123` are places in a text that a word processor has made.
pub(crate) fn is_own_id(id: &str) -> bool {
    id.strip_prefix('_').is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()))
}

/// Returns the classes in the selectors of a style sheet.
fn classes(style: &str) -> impl Iterator<Item = &str> {
    style.split('.').skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        rest[..end].starts_with(|c: char| c.is_ascii_alphabetic()).then(|| &rest[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_page_are_known_by_their_classes() {
        for class in ["search", "panel", "badge", "toc", "site-header", "claims", "term", "brand", "as-of", "menu"] {
            assert!(is_part_of_page(class), "{class}");
        }
        for class in ["alert", "warning", "right", "hl-k", "language-toml", "callout", "75rem", ""] {
            assert!(!is_part_of_page(class), "{class}");
        }
    }

    #[test]
    fn places_of_word_processors_are_not_parts_of_the_page() {
        assert!(["_main", "_fn-1", "_", "__x"].into_iter().all(is_own_id));
        assert!(!["_Toc123", "_30j0zll", "main", ""].into_iter().any(is_own_id));
    }

    #[test]
    fn a_link_is_open_until_its_end() {
        let cases =
            [("<a href=\"x\">", true), ("<A>", true), ("<a href=\"", true), ("<a>x</a>", false), ("<abbr>", false)];
        for (html, open) in cases {
            assert_eq!(link_is_open(html, false), open, "{html}");
        }
        assert!(link_is_open("<b>x</b>", true) && !link_is_open("</a>", true) && !link_is_open("x</A >", true));
    }

    #[test]
    fn nothing_in_a_text_acts_as_markup() {
        assert_eq!(escape("<a href='ü'>\"R&D\"</a>"), "&lt;a href=&#39;ü&#39;&gt;&quot;R&amp;D&quot;&lt;/a&gt;");
        assert_eq!(escape("plain"), "plain");
    }
}
