//! The source of headings in raw HTML: their tags, and the words between.

use std::ops::Range;

use memchr::memchr_iter;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser};

use crate::parse::element_names::{Fate, fate};

/// Number of bytes within which the end of a heading is searched for.
const FARTHEST: usize = 4096;

/// Number of bytes of the longest entity.
const LONGEST_ENTITY: usize = 40;

/// Returns whether a text may have such headings.
pub(in crate::parse) fn occur_in(text: &str) -> bool {
    memchr_iter(b'<', text.as_bytes()).any(|at| begins(&text.as_bytes()[at + 1..]))
}

/// Returns whether these bytes begin with the name of a heading.
fn begins(name: &[u8]) -> bool {
    matches!(name, [b'h' | b'H', b'1'..=b'6', ..])
}

/// Returns the level of a heading by the name of its element.
pub(super) fn level(name: &str) -> Option<HeadingLevel> {
    let number = name.strip_prefix(['h', 'H'])?.parse::<usize>().ok()?;
    HeadingLevel::try_from(number).ok()
}

/// Returns the place after the tag that ends a heading, if it is in the range and before another heading.
pub(super) fn closing(text: &str, level: HeadingLevel, range: Range<usize>) -> Option<usize> {
    let end = text.floor_char_boundary(range.end.min(range.start + FARTHEST).min(text.len()));
    let rest = text.get(range.start..end)?;
    for at in memchr_iter(b'<', rest.as_bytes()) {
        let tag = &rest.as_bytes()[at + 1..];
        if begins(tag) {
            return None;
        }
        if tag.first() == Some(&b'/') && begins(&tag[1..]) {
            let close = rest[at..].find('>').map(|close| range.start + at + close + 1);
            return close.filter(|_| tag[2] == b'0' + level as u8);
        }
    }
    None
}

/// Returns whether a tag in an element of this name is not a heading, but text, or left out.
pub(super) fn is_opaque(name: &str) -> bool {
    fate(name) == Some(Fate::Removed) || ["pre", "textarea", "xmp"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Returns the place of the tag that ends an element, or the end of the range.
pub(super) fn end_of(name: &str, text: &str, range: Range<usize>) -> usize {
    let rest = &text[range.clone()];
    let is_end = |at: &usize| rest.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
    rest.match_indices("</").map(|(at, _)| at).find(is_end).map_or(range.end, |at| range.start + at)
}

/// Returns words of HTML without entities.
pub(super) fn decoded(words: &str) -> CowStr<'_> {
    let mut parts = words.split('&');
    let before = parts.next().unwrap_or_default();
    if before.len() == words.len() {
        return words.into();
    }
    let mut decoded = before.to_owned();
    for part in parts {
        let end = part.find(';').filter(|end| *end < LONGEST_ENTITY).map_or(0, |end| end + 1);
        let before = decoded.len();
        // The parser of Markdown knows all entities.
        Parser::new(&format!("&{}", &part[..end])).for_each(|event| {
            if let Event::Text(text) | Event::Code(text) = event {
                decoded.push_str(&text);
            }
        });
        let is_entity = end > 1 && !decoded[before..].starts_with('&') || part.starts_with("amp;");
        if !is_entity {
            decoded.truncate(before);
            decoded.push('&');
            decoded.push_str(&part[..end]);
        }
        decoded.push_str(&part[end..]);
    }
    decoded.into()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn entities_are_the_letters_that_they_stand_for() {
        for (words, expected) in [
            ("R&amp;D &lt;x&gt; &#167;5 &uuml;ber", "R&D <x> §5 über"),
            ("R&D; a & b &", "R&D; a & b &"),
            ("&nosuch; &*x*; &;", "&nosuch; &*x*; &;"),
        ] {
            assert_eq!(&*decoded(words), expected);
        }
    }
}
