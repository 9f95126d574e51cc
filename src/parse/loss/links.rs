//! Words that are nearly a link, and labels that nothing defines.

use std::ops::Range;

use memchr::memmem;

use super::Loss;

/// Endings of files that people link to.
const FILES: &[&str] = &[
    "md", "markdown", "html", "htm", "pdf", "doc", "docx", "odt", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp",
    "txt", "toml", "yaml", "yml", "json", "png", "jpg", "jpeg", "svg", "gif", "webp", "zip",
];

/// Reports what is nearly a link in some words.
pub(super) fn nearly(text: &str, range: &Range<usize>, in_table: bool, found: &mut Vec<Loss>) {
    let words = &text[range.clone()];
    let is_escaped = |at: usize| text[..range.start + at].ends_with('\\');
    let mut add = |place: Range<usize>, message: String, help: &str| {
        let place = range.start + place.start..range.start + place.end;
        found.push(Loss::new("near-link", place, message, help));
    };
    for at in memmem::find_iter(words.as_bytes(), "](").filter(|at| !is_escaped(*at)) {
        let address = near(words, at + 2, true);
        let end = address.find([')', '\n']).unwrap_or(address.len());
        let closed = address[end..].starts_with(')');
        if !is_address(&address[..end]) || open(words, at).is_some_and(is_escaped) {
            continue;
        }
        let place = open(words, at).unwrap_or(at)..at + 2 + end + usize::from(closed);
        let path = address[..end].split(" \"").next().unwrap_or_default().trim();
        if !closed {
            add(place, "the address of this link is not closed".to_owned(), "write `)` behind it");
        } else if open(words, at).is_none() {
            add(place, "this link has no `[` before its words".to_owned(), "write `[words](address)`");
        } else {
            let help = format!("write `(<{path}>)`, or `%20` for each space");
            add(place, "an address with a space in it is not a link".to_owned(), &help);
        }
    }
    for at in memmem::find_iter(words.as_bytes(), "] ").filter(|at| !is_escaped(*at)) {
        let after = near(words, at + 1, true);
        let Some(address) = after.trim_start_matches(' ').strip_prefix('(') else { continue };
        let end = address.find([')', '\n', ' ']).unwrap_or(address.len());
        let label = open(words, at).map(|open| (open, &words[open + 1..at]));
        let Some((open, label)) = label.filter(|(_, label)| !matches!(label.trim(), "" | "x" | "X")) else { continue };
        let is_link = address[end..].starts_with(')') && is_address(&address[..end]);
        if is_link && label.contains(char::is_alphabetic) && !is_escaped(open) {
            let message = "this is not a link: there is a space before the address".to_owned();
            let end = at + 1 + after.len() - address.len() + end + 1;
            add(open..end, message, "remove the space between `]` and `(`");
        }
    }
    for at in memmem::find_iter(words.as_bytes(), ")[").filter(|at| !is_escaped(*at)) {
        let address = near(words, at + 2, true);
        let end = address.find([']', '\n', ' ']).unwrap_or(address.len());
        let open = near(words, at, false).rfind('(').map(|open| at - near(words, at, false).len() + open);
        if let Some(open) = open.filter(|_| address[end..].starts_with(']') && is_address(&address[..end])) {
            let message = "the brackets of this link are the wrong way round".to_owned();
            add(open..at + 3 + end, message, "write `[words](address)`");
        }
    }
    for at in memmem::find_iter(words.as_bytes(), "[[").filter(|at| !is_escaped(*at)) {
        let rest = near(words, at + 2, true);
        let end = rest.find([']', '[', '\n']).unwrap_or(rest.len());
        if rest.starts_with(char::is_alphabetic) && !rest[end..].starts_with("]]") {
            let help = if in_table && end == rest.len() {
                "write `\\|` for a bar inside a cell"
            } else {
                "write `[[id]]` or `[[id|words]]`"
            };
            add(at..at + 2 + end, "this link is not closed by `]]`".to_owned(), help);
        }
    }
}

/// Returns the words near a place, after or before it: a link is not longer.
fn near(words: &str, at: usize, after: bool) -> &str {
    const FARTHEST: usize = 1000;
    if after {
        &words[at..words.ceil_char_boundary(at + FARTHEST)]
    } else {
        &words[words.floor_char_boundary(at.saturating_sub(FARTHEST))..at]
    }
}

/// Returns the place of the last `[` before a place.
fn open(words: &str, at: usize) -> Option<usize> {
    let before = near(words, at, false);
    before.rfind('[').map(|open| at - before.len() + open)
}

/// Reports a link to a label that nothing defines, unless it is more likely to be something else.
pub(super) fn undefined(text: &str, span: &Range<usize>, found: &mut Vec<Loss>) {
    let is_glued = text[..span.start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ']' | ')' | '_'));
    let link = text[span.clone()].trim_start_matches('!');
    let words = link.strip_prefix('[').and_then(|link| link.split(']').next()).unwrap_or_default();
    let label = match link.strip_suffix("[]") {
        Some(_) => words,
        None => link.rsplit('[').next().unwrap_or_default().trim_end_matches(']'),
    };
    let is_number = |words: &str| words.bytes().all(|b| b.is_ascii_digit());
    let is_other = words.is_empty() || words.starts_with(['-', '^']) || label.starts_with(['-', '^']);
    if is_glued || is_other || label.trim().is_empty() || is_number(words) && is_number(label) {
        return;
    }
    let message = format!("there is no definition of `[{label}]`");
    let help = format!("define it on a line of its own: `[{label}]: address`");
    found.push(Loss::new("near-link", span.clone(), message, &help));
}

/// Returns whether words in brackets were to be the address of a link.
fn is_address(words: &str) -> bool {
    let words = words.trim().trim_start_matches('<').trim_end_matches('>');
    // A title may follow the address.
    let words = words
        .split([' ', '\t'])
        .zip(words.split([' ', '\t']).skip(1))
        .find(|(_, next)| next.starts_with('"'))
        .map_or(words, |(last, _)| &words[..last.as_ptr() as usize - words.as_ptr() as usize + last.len()]);
    if words.starts_with("https://") || words.starts_with("http://") || words.starts_with("mailto:") {
        return true;
    }
    if words.starts_with("./") || words.starts_with("../") {
        return true;
    }
    let path = words.split('#').next().unwrap_or(words);
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .is_some_and(|(stem, ending)| !stem.is_empty() && FILES.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}
