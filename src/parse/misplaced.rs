//! Front matter that is not read because it does not begin the file, or not with the right characters.

use super::unfenced::{Unfenced, keys, unfenced};
use crate::config::front_matter;
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

/// Reports front matter that nobody reads. `body` is where the text begins.
pub(super) fn misplaced(file: FileId, text: &str, body: usize) -> Option<Diagnostic> {
    if let Some(found) = without_fence(file, text, body) {
        return Some(found);
    }
    let before = body + before_text(&text[body..]);
    let mut lines = text[before..].lines();
    let fence = lines.next()?.trim_end();
    let indent = fence.len() - fence.trim_start().len();
    let fence = fence.trim_start();
    let wanted = wanted(fence)?;
    let separator = if wanted == "+++" { '=' } else { ':' };
    let inside: Vec<&str> = lines.clone().take_while(|line| line.trim() != fence).take(LONGEST).collect();
    let closed = lines.nth(inside.len()).is_some();
    let keys: Vec<&str> = inside.iter().filter_map(|line| key(line, separator)).collect();
    let known = keys.iter().filter(|key| front_matter().iter().any(|field| field.name == **key)).count();
    let all_fit = inside.iter().all(|line| fits(line, separator));
    if !(all_fit && closed && (known > 0 || keys.len() > 1) || known > 1) {
        return None;
    }
    let start = before + indent;
    let (message, help) = if fence != wanted {
        (format!("front matter begins with `{wanted}`"), format!("write `{wanted}` before and behind it"))
    } else if text[body..before].trim().is_empty() {
        ("front matter begins with the first character of a file".to_owned(), "remove the space before it".to_owned())
    } else {
        ("front matter begins on the first line".to_owned(), "move the comment below it".to_owned())
    };
    let span = Span::new(file, start..start + fence.len());
    Some(Diagnostic::error("misplaced-front-matter", span, message).help(help))
}

/// Reports what looks like front matter without a fence before it.
fn without_fence(file: FileId, text: &str, body: usize) -> Option<Diagnostic> {
    let Unfenced { end, .. } = unfenced(text, body)?;
    let is_known = |key: &str| front_matter().iter().any(|field| field.name == key);
    if keys(&text[body..end]).count() < 2 && !keys(&text[body..end]).any(is_known) {
        return None;
    }
    let first = text[body..end].lines().next().unwrap_or_default().trim_end();
    let span = Span::new(file, body..body + first.len());
    let message = "these lines look like front matter, but no fence is before them";
    let help = "write `---` above them, or say in book.toml that such documents have none: `[[documents]]` with `match` and \
                `front-matter = \"unfenced\"`";
    Some(Diagnostic::warning("misplaced-front-matter", span, message).help(help.to_owned()))
}

/// Front matter is not longer than so many lines.
const LONGEST: usize = 200;

/// Returns the length of the empty lines and the comments at the start of a text.
fn before_text(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let line = rest.len() - rest.trim_start().len();
        // The space before the first word of a line belongs to that line.
        let line = rest[..line].rfind('\n').map_or(0, |end| end + 1);
        at += line;
        let rest = text[at..].trim_start();
        let Some(end) = rest.strip_prefix("<!--").and_then(|rest| rest.find("-->")) else { return at };
        let comment = text.len() - rest.len() + 4 + end + 3;
        let line = text[comment..].find('\n').map_or(text.len(), |end| comment + end + 1);
        if !text[comment..line].trim().is_empty() {
            return at;
        }
        at = line;
    }
}

/// Returns the fence that a line was to be.
fn wanted(fence: &str) -> Option<&'static str> {
    let of = |marks: &[char], least: usize| fence.chars().count() >= least && fence.chars().all(|c| marks.contains(&c));
    if of(&['+'], 2) { Some("+++") } else { (of(&['-', '–', '—'], 2) || of(&['–', '—'], 1)).then_some("---") }
}

/// Returns the key that a line sets.
fn key(line: &str, separator: char) -> Option<&str> {
    let (key, value) = line.split_once(separator)?;
    let key = if separator == '=' { key.trim_end() } else { key };
    let fits = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    (fits && (separator == '=' || value.is_empty() || value.starts_with(' '))).then_some(key)
}

/// Returns whether a line can be in front matter.
fn fits(line: &str, separator: char) -> bool {
    let is_more = line.trim().is_empty() || line.starts_with([' ', '\t', '#', '-', '[', ']', '}', '"']);
    is_more || key(line, separator).is_some()
}
