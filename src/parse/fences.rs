//! The fences of front matter: `+++` around TOML, `---` around YAML.

use std::ops::Range;

use super::unfenced::{Unfenced, unfenced};
use crate::diag::{Diagnostic, any_error};
use crate::source::{FileId, Span};
use crate::value::{self, Format, Table};

/// The places of front matter and of the text in a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// Format and place of the front matter between the fences.
    pub front: Option<(Format, Range<usize>)>,
    /// The first byte of the text.
    pub body: usize,
    /// Whether the closing fence is missing.
    pub unclosed: bool,
}

/// Finds the fences. Front matter that may be unfenced needs none before it.
pub(super) fn split(text: &str, may_be_unfenced: bool) -> Split {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let none = Split { front: None, body: start, unclosed: false };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next() else { return none };
    let (fence, format) = match first.trim_end() {
        "+++" => ("+++", Format::Toml),
        "---" => ("---", Format::Yaml),
        _ if may_be_unfenced => {
            let split =
                |Unfenced { end, body }| Split { front: Some((Format::Yaml, start..end)), body, unclosed: false };
            return unfenced(text, start).map_or(none, split);
        }
        _ => return none,
    };
    let open = start + first.len();
    let mut at = open;
    for line in lines {
        if line.trim_end() == fence {
            return Split { front: Some((format, open..at)), body: at + line.len(), unclosed: false };
        }
        at += line.len();
    }
    Split { unclosed: true, ..none }
}

/// Returns what is wrong, and how to fix it, if front matter that cannot be read is in the other format: judged by the
/// first line with a key.
fn other_format(format: Format, text: &str) -> Option<(&'static str, &'static str)> {
    let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let line = lines.find(|line| !line.starts_with('['))?;
    let begins_with = |sign| line.split_once(sign).is_some_and(|(key, _)| is_key(key.trim_end()));
    match format {
        Format::Yaml if begins_with('=') => {
            Some(("the front matter between `---` is TOML", "put `+++` around it instead of `---`"))
        }
        Format::Toml if begins_with(':') => {
            Some(("the front matter between `+++` is YAML", "put `---` around it instead of `+++`"))
        }
        _ => None,
    }
}

/// Returns the code of what breaks the rules of a format.
fn code_of(format: Format) -> &'static str {
    match format {
        Format::Toml => "invalid-toml",
        Format::Yaml => "invalid-yaml",
    }
}

/// Returns the keys of front matter, and what is wrong with its form.
pub(super) fn table(file: FileId, text: &str, split: &Split) -> (Table, Vec<Diagnostic>) {
    if let Some((format, range)) = &split.front {
        let (table, problems) = value::read(*format, &text[range.clone()], file, range.start);
        let other = other_format(*format, &text[range.clone()]).filter(|_| any_error(&problems));
        let problems = other.map_or(problems, |(message, help)| {
            let fence = text.len() - text.trim_start_matches('\u{feff}').len();
            let span = Span::new(file, fence..fence + 3);
            vec![Diagnostic::error(code_of(*format), span, message).help(help.to_owned())]
        });
        return (table, problems);
    }
    let empty = Table { span: Span::new(file, 0..0), entries: Vec::new(), unread: Vec::new(), broken: split.unclosed };
    if !split.unclosed {
        return (empty, Vec::new());
    }
    let fence = text[split.body..].lines().next().unwrap_or_default().len();
    let span = Span::new(file, split.body..split.body + fence);
    let help = "close it with the same three characters on a line of their own".to_owned();
    let unclosed = Diagnostic::error("unclosed-front-matter", span, "the front matter is not closed").help(help);
    (empty, vec![unclosed])
}

#[cfg(test)]
mod tests {
    use super::{Split, split};
    use crate::value::Format;

    #[test]
    fn fences_are_found_in_both_formats() {
        assert_eq!(
            split("+++\na\n+++\nb", false),
            Split { front: Some((Format::Toml, 4..6)), body: 10, unclosed: false }
        );
        assert_eq!(
            split("---\r\na\r\n---\r\n", false),
            Split { front: Some((Format::Yaml, 5..8)), body: 13, unclosed: false }
        );
        assert_eq!(split("text\n---\n", false), Split { front: None, body: 0, unclosed: false });
        assert!(split("+++\na = 1\n", false).unclosed);
    }

    #[test]
    fn front_matter_may_lack_its_first_fence_where_the_book_says_so() {
        let text = "name: Access rules\nsatisfies:\n  TSC:\n    - CC6.1\n---\n# Purpose\n";
        let body = text.find("# Purpose").unwrap();
        let found = Split { front: Some((Format::Yaml, 0..body - 4)), body, unclosed: false };
        assert_eq!(split(text, true), found);
        assert_eq!(split(text, false).front, None);
        for text in ["---\na: 1\n---\nb", "# A\n\nOwner: x\n---\n", "Owner: x\n\nWords.\n\n---\n", "a: 1\n"] {
            assert_eq!(split(text, true), split(text, false), "{text}");
        }
    }
}
