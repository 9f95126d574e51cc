//! The shapes of words that may be ids: `27001:6.1.2`, `R-004`, `6.1.2`.

use std::ops::Range;

/// Returns whether a number is an amount: `5.1%`, `$5.10`, `>5.2`.
pub(super) fn is_measure(text: &str, number: &Range<usize>) -> bool {
    text[..number.start].ends_with(['$', '€', '£', '#', '~', '<', '>', '+', '±', '≥', '≤'])
        || text[number.end..].starts_with(['%', '°', '€', '$', '£'])
}

/// Returns whether an id has its standard in front of it: `27001:6.1.2`.
pub(super) fn is_named(text: &str) -> bool {
    text.split_once(':').is_some_and(|(standard, local)| {
        standard.len() > 2
            && crate::id::is_standard(standard)
            && crate::id::is_local(local)
            && local.contains(['.', '(', '-'])
    })
}

/// Capital letters, a hyphen, digits: `R-004`, `AUD-2026-1`.
pub(super) fn is_entry(text: &str) -> bool {
    let mut parts = text.split('-');
    let head = parts.next().unwrap_or_default();
    let capitals = (1..=12).contains(&head.len()) && head.bytes().all(|b| b.is_ascii_uppercase());
    let mut rest = parts.peekable();
    capitals
        && rest.peek().is_some()
        && rest.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()))
        && text.ends_with(|c: char| c.is_ascii_digit())
}

/// Numbers of one to three digits with dots between.
pub(super) fn is_numbers(text: &str) -> bool {
    text.split('.').all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}
