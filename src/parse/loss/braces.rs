//! Braces that are not read: attributes that no heading takes, and named counts without an end.

use std::ops::Range;

use memchr::memmem;

use super::{FARTHEST, Loss};

/// Maximum number of bytes that are shown of what has no end.
const SHOWN: usize = 100;

/// Reports attributes that no heading has taken, such as those before its last words or without a closing brace.
pub(super) fn unread(source: &str, range: &Range<usize>, in_heading: bool, found: &mut Vec<Loss>) {
    let text = &source[range.clone()];
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|open| at + open) {
        at = open + 1;
        let rest = &text[at..text.ceil_char_boundary(at + FARTHEST)];
        let closed = rest.find('}');
        let inner = &rest[..closed.unwrap_or(rest.len())];
        let before = &source[..range.start + open];
        if before.ends_with(['\\', '{']) {
            continue;
        }
        if let Some(count) = rest.strip_prefix('{') {
            self::count(count, range.start + open..range.start + at + rest.floor_char_boundary(SHOWN), found);
            continue;
        }
        let id = inner.starts_with('#') && inner[1..].starts_with(char::is_alphanumeric);
        if !(claims(inner) || in_heading && id && !before.ends_with(']')) {
            continue;
        }
        let (message, help) = match closed {
            None => ("these attributes are not closed", "write `}` behind them"),
            Some(_) if in_heading => {
                ("only attributes at the end of a heading are read", "write one pair of braces, at the end")
            }
            Some(_) => ("attributes belong to a heading", "write them at the end of the line of the heading"),
        };
        let end = range.start + at + closed.map_or(rest.floor_char_boundary(SHOWN), |closed| closed + 1);
        found.push(Loss::new("unread-attributes", range.start + open..end, message, help));
    }
}

/// Reports a named count without its closing braces; `rest` is what follows its opening ones.
fn count(rest: &str, place: Range<usize>, found: &mut Vec<Loss>) {
    if rest.trim_start().starts_with(char::is_alphabetic) && !rest.contains("}}") {
        let message = "`{{` is not closed by `}}` on the same line";
        let help = "write `{{ name }}` for a named count, or put the braces in backticks";
        found.push(Loss::new("unclosed-count", place, message, help));
    }
}

/// Returns whether braces hold, or were to hold, the claims of a heading.
fn claims(inner: &str) -> bool {
    ["controls", "clauses"].into_iter().any(|name| {
        memmem::find_iter(inner.as_bytes(), name).any(|at| {
            let before = inner[..at].chars().next_back();
            let after = inner[at + name.len()..].trim_start();
            before.is_none_or(char::is_whitespace) && after.starts_with(['=', ':'])
        })
    })
}
