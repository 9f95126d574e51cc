//! Lines of book.toml, and those that are only proposed in a comment.

use std::fmt::Write as _;

use crate::value::quoted;

/// A line of book.toml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The line.
    pub text: String,
    /// Why it is not sure. Such a line is written as a comment.
    pub doubt: Option<String>,
}

impl Line {
    /// Returns a line that is sure.
    pub(super) fn sure(text: impl Into<String>) -> Self {
        Self { text: text.into(), doubt: None }
    }

    /// Returns a line with a doubt about it, if there is one.
    pub(super) fn new(text: impl Into<String>, doubt: Option<String>) -> Self {
        Self { text: text.into(), doubt }
    }

    /// Appends the line to a file.
    pub(super) fn write(&self, to: &mut String) {
        let _ = match &self.doubt {
            None => writeln!(to, "{}", self.text),
            Some(doubt) => writeln!(to, "# not sure: {}\n# {}", on_one_line(doubt), self.text),
        };
    }
}

/// Returns a text that may be part of a comment: what a repository says must not end it.
pub(super) fn on_one_line(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a pattern as TOML writes it, with its backslashes as they are where that is possible.
pub(super) fn literal(pattern: &str) -> String {
    let is_plain = !pattern.contains('\'') && !pattern.contains(char::is_control);
    if is_plain { format!("'{pattern}'") } else { quoted(pattern) }
}

/// Returns a key as TOML writes it.
pub(super) fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.chars().all(is_bare) { name.to_owned() } else { quoted(name) }
}

/// Returns one text, or a list of several.
pub(super) fn one_or_list(texts: &[String]) -> String {
    match texts {
        [text] => quoted(text),
        texts => list(texts),
    }
}

/// Returns a list of texts.
pub(super) fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_repository_says_is_one_text_in_toml() {
        for text in ["a", "\"", "a\\b", "two\nlines", "tab\t", "\u{7f}\u{1}", "ü", "'", "]"] {
            let parsed = |written: &str| {
                let (table, problems) = crate::adopt::tests::parsed(written);
                assert!(problems.is_empty(), "{written}: {problems:?}");
                table
            };
            assert_eq!(parsed(&format!("a = {}", quoted(text))), [("a".to_owned(), text.to_owned())]);
            assert_eq!(parsed(&format!("a = {}", literal(text))), [("a".to_owned(), text.to_owned())]);
            assert_eq!(parsed(&format!("{} = \"x\"", key(text))), [(text.to_owned(), "x".to_owned())]);
        }
    }

    #[test]
    fn a_doubt_stays_in_its_comment() {
        let mut book = String::new();
        Line::new("owner = \"x\"", Some("`a\nb = 1` is a name".to_owned())).write(&mut book);
        assert_eq!(book, "# not sure: `a b = 1` is a name\n# owner = \"x\"\n");
    }
}
