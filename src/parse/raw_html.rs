//! The attributes of raw HTML that lead somewhere.

use std::ops::Range;

/// The attributes that are looked at.
const NAMES: [&str; 4] = ["href", "src", "alt", "title"];

/// The places of `…` in `href="…"` and `src='…'`.
pub(super) fn addresses(html: &str) -> Vec<Range<usize>> {
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

/// Returns the place of the value of an attribute in a tag.
pub(super) fn attribute(tag: &str, name: &str) -> Option<Range<usize>> {
    attributes(tag).into_iter().find(|(found, _)| *found == name).map(|(_, value)| value)
}
