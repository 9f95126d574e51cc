//! The parts of a text that no event is about: definitions of links, also those that the parser ignores because an earlier
//! one has the same label.

use std::ops::Range;

use super::source::{BLANK, LINE, trim};

/// Returns the definitions in what was not read, each with its place.
pub(super) fn unread(text: &str, read: &mut [Range<usize>]) -> Vec<(String, Range<usize>)> {
    read.sort_unstable_by_key(|range| range.start);
    let mut found = Vec::new();
    let mut done = 0;
    for next in read.iter() {
        if done < next.start {
            read_gap(text, done..next.start, &mut found);
        }
        done = done.max(next.end);
    }
    if done < text.len() {
        read_gap(text, done..text.len(), &mut found);
    }
    found
}

/// Adds the definitions between two blocks. A definition may go on in the next line.
fn read_gap(text: &str, gap: Range<usize>, found: &mut Vec<(String, Range<usize>)>) {
    let before = found.len();
    let mut start = gap.start;
    for line in text[gap].split_inclusive(LINE) {
        let end = start + line.len();
        let place = trim(text, end - without_markers(line).len()..end);
        start = end;
        if place.is_empty() {
            continue;
        }
        let part = &text[place.clone()];
        match found[before..].last_mut().filter(|_| !part.starts_with('[')) {
            Some((definition, whole)) => {
                definition.push(' ');
                definition.push_str(part);
                whole.end = place.end;
            }
            None => found.push((part.to_owned(), place)),
        }
    }
}

/// Returns a line without the markers of quotations and items before its text.
fn without_markers(line: &str) -> &str {
    let mut rest = line.trim_start_matches(BLANK);
    loop {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let item = match digits.strip_prefix(['.', ')']) {
            Some(after) if digits.len() < rest.len() => Some(after),
            _ => rest.strip_prefix(['-', '*', '+', ':']),
        };
        let item = item.filter(|after| after.is_empty() || after.starts_with([' ', '\t', '\n', '\r']));
        match rest.strip_prefix('>').or(item) {
            Some(after) => rest = after.trim_start_matches(BLANK),
            None => return rest,
        }
    }
}
