//! The problems of reading. Their levels are set like those of checks, except where there is nothing to go on with.
//!
//! `reading.md` explains each of them. All other codes are those of checks.

use std::sync::LazyLock;

use super::Severity;

/// Code of the line that counts the references into a file that could not be read.
pub const UNCHECKED_REFERENCE: &str = "unchecked-reference";

/// The explanations: a section for each code, whose heading is the code and the severity, or `always an error`.
const TEXT: &str = include_str!("reading.md");

/// A problem of reading.
#[derive(Debug)]
pub struct Reading {
    /// The code in kebab-case.
    pub code: &'static str,
    /// Its severity, unless book.toml sets another level.
    pub severity: Severity,
    /// Whether it is an error whatever book.toml says: without what is missing, there is no book.
    pub is_final: bool,
    /// Whether something cannot be read because of it.
    pub is_cause: bool,
    /// Its meaning, why it matters, an example and how to fix it, in Markdown.
    pub explanation: &'static str,
}

/// All problems of reading, in the order of their codes.
static ALL: LazyLock<Vec<Reading>> = LazyLock::new(|| TEXT.split("\n## ").skip(1).filter_map(section).collect());

impl Reading {
    /// Returns all of them, in the order of their codes.
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// Returns the one with a code.
    pub fn of(code: &str) -> Option<&'static Self> {
        ALL.iter().find(|reading| reading.code == code)
    }
}

/// Reads a section: `code (error)`, `code (warning)` or `code (always an error)`, an empty line, the explanation.
fn section(text: &'static str) -> Option<Reading> {
    let (head, explanation) = text.split_once('\n')?;
    let (code, severity) = head.split_once(' ')?;
    let is_final = severity == "(always an error)";
    let severity = if severity == "(warning)" { Severity::Warning } else { Severity::Error };
    Some(Reading { code, severity, is_final, is_cause: severity == Severity::Error, explanation: explanation.trim() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_problem_of_reading_is_explained_in_four_parts_and_in_order() {
        let codes: Vec<&str> = Reading::all().iter().map(|reading| reading.code).collect();
        assert!(codes.is_sorted() && codes.len() == TEXT.matches("\n## ").count(), "{codes:?}");
        for Reading { code, explanation, .. } in Reading::all() {
            for part in ["Why:", "Example:", "Fix it:"] {
                assert!(explanation.contains(part), "{code} has no part `{part}`");
            }
        }
        assert!(Reading::of(UNCHECKED_REFERENCE).is_some_and(|reading| !reading.is_cause));
    }
}
