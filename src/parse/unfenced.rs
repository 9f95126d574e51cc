//! Front matter without a fence before it: lines with keys from the first one to a line `---`.

/// The places of the lines with keys, and of the text after them.
pub(super) struct Unfenced {
    /// The end of the last line with a key.
    pub end: usize,
    /// The first byte of the text.
    pub body: usize,
}

/// Finds such lines at byte `start` of a text; `None` if the first line has no key, or a line before `---` cannot be front
/// matter.
pub(super) fn unfenced(text: &str, start: usize) -> Option<Unfenced> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return (at > start).then_some(Unfenced { end: at, body: at + line.len() });
        }
        if !(has_key(line) || at > start && is_more(line)) {
            return None;
        }
        at += line.len();
    }
    None
}

/// Returns the keys of such lines.
pub(super) fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| has_key(line)).filter_map(|line| Some(line.split_once(':')?.0))
}

/// Returns whether a line sets a key.
fn has_key(line: &str) -> bool {
    let is_key = |key: &str| {
        let starts = key.starts_with(|c: char| c.is_alphabetic());
        starts && key.len() <= 40 && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
    };
    let value = |value: &str| value.trim_end().is_empty() || value.starts_with([' ', '\t']);
    line.split_once(':').is_some_and(|(key, rest)| is_key(key) && value(rest))
}

/// Returns whether a line continues the value of the key above it, or is a comment.
fn is_more(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with([' ', '\t', '#', '-', '[', ']', '}', '"'])
}
