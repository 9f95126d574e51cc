//! The attributes of raw HTML that lead somewhere.

use std::ops::Range;

/// The attributes that are looked at.
const NAMES: [&str; 4] = ["href", "src", "alt", "title"];

/// The places of `…` in `href="…"` and `src='…'`.
pub(super) fn places_of_addresses(html: &str) -> Vec<Range<usize>> {
    attributes(html).into_iter().filter(|(name, _)| matches!(*name, "href" | "src")).map(|(_, value)| value).collect()
}

/// Returns the name of each attribute with a value in quotes, and the place of the value.
fn attributes(html: &str) -> Vec<(&'static str, Range<usize>)> {
    let mut found = Vec::new();
    let lower = html.to_ascii_lowercase();
    let mut at = 0;
    while let Some(equals) = lower[at..].find('=').map(|equals| at + equals) {
        at = equals + 1;
        let Some(quote) = html[at..].chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let start = at + 1;
        let end = html[start..].find(quote).map_or(html.len(), |end| start + end);
        let name = lower[..equals].rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).next();
        if let Some(known) = NAMES.into_iter().find(|known| name == Some(known)) {
            found.push((known, start..end));
        }
        at = (end + 1).min(html.len());
    }
    found
}

/// Returns the place of the name and of the value of each attribute of a tag that has a value, in quotes or not.
pub(super) fn valued(tag: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let (mut found, mut at) = (Vec::new(), 0);
    let ends_name = |c: char| c.is_whitespace() || matches!(c, '=' | '/' | '>' | '"' | '\'');
    let skip = |at: usize, is: fn(char) -> bool| tag[at..].find(|c: char| !is(c)).map_or(tag.len(), |end| at + end);
    while let Some(equals) = tag[at..].find('=').map(|equals| at + equals) {
        let end = tag[..equals].trim_end().len();
        let start = tag[at.min(end)..end].rfind(ends_name).map_or(at.min(end), |before| at + before + 1);
        let value = skip(equals + 1, char::is_whitespace);
        let value = match tag[value..].chars().next() {
            Some(quote @ ('"' | '\'')) => {
                value + 1..tag[value + 1..].find(quote).map_or(tag.len(), |close| value + 1 + close)
            }
            _ => {
                value
                    ..tag[value..]
                        .find(|c: char| c.is_whitespace() || c == '>')
                        .map_or(tag.len(), |close| value + close)
            }
        };
        at = (value.end + 1).min(tag.len());
        while !tag.is_char_boundary(at) {
            at += 1;
        }
        found.push((start..end, value));
    }
    found
}

/// Returns the place of the value of an attribute in a tag.
pub(super) fn attribute(tag: &str, name: &str) -> Option<Range<usize>> {
    attributes(tag).into_iter().find(|(found, _)| *found == name).map(|(_, value)| value)
}
