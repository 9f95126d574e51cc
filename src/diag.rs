//! Diagnostics: problems in the content, with their place and a fix.
//!
//! A [`Diagnostic`] is a value. Each stage collects its diagnostics and continues. The printers, one per output
//! format, are submodules; only they use colour.

pub mod baseline;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod reading;
pub mod sarif;
pub mod summary;

use std::collections::BTreeSet;
use std::fmt;

use crate::id::natural;
use crate::source::{FileId, Role, Sources, Span};

use reading::Reading;

/// Severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is still built, unless `--deny warnings` is given.
    Warning,
    /// The site is not built.
    Error,
}

/// A secondary place, and how it relates to the primary one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A lowercase phrase, such as "first defined here".
    pub text: String,
}

/// A problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The code in kebab-case, such as `unknown-reference`.
    pub code: &'static str,
    /// Severity.
    pub severity: Severity,
    /// A lowercase phrase without a final period.
    pub message: String,
    /// The primary place; `None` for the book as a whole.
    pub span: Option<Span>,
    /// Sort key of diagnostics without a place: the order of the standard, in which to work through them.
    pub order: u32,
    /// Identifies the finding within its file, whatever the message says: ids, then names of fields. If empty, the
    /// source text at `span` identifies it.
    pub subject: String,
    /// The path, as in the content folder and without an ending, of the file that a finding without a place is about; empty
    /// if there is none.
    pub home: String,
    /// The id of the role that owns what it is about.
    pub owner: Option<String>,
    /// Secondary places.
    pub also: Vec<Label>,
    /// How to fix it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates an error, which stops the build.
    pub fn error(code: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            span: span.into(),
            order: 0,
            subject: String::new(),
            home: String::new(),
            owner: None,
            also: Vec::new(),
            help: None,
        }
    }

    /// Creates a warning, which does not stop the build.
    pub fn warning(code: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }

    /// Sets the name that distinguishes it from other findings of the same check about the same subject.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Sets the file that it is about, if it has no place: a register is given as `registers/risks`.
    #[must_use]
    pub fn home(mut self, path: impl Into<String>) -> Self {
        self.home = path.into();
        self
    }

    /// Returns its place, or else the beginning of the file that it is about.
    pub fn place(&self, sources: &Sources) -> Option<Span> {
        let is_home = |path: &str| {
            let inside = |at: usize| at == 0 || path[..at].ends_with('/');
            let ends = |rest: &str| rest.is_empty() || rest.starts_with(['.', '/']);
            path.match_indices(&self.home).any(|(at, home)| inside(at) && ends(&path[at + home.len()..]))
        };
        let home = || sources.iter().find(|(_, file)| !self.home.is_empty() && is_home(&file.path));
        self.span.or_else(|| home().map(|(id, _)| Span::new(id, 0..0)))
    }

    /// Returns its place, or else the beginning of the file that it is about, or else of book.toml.
    pub fn place_or_book(&self, sources: &Sources) -> Option<Span> {
        let book = || sources.of_role(Role::Config).next().map(|(id, _)| Span::new(id, 0..0));
        self.place(sources).or_else(book)
    }

    /// Returns whether something could not be read because of it, so that other findings may be its consequences.
    pub fn is_cause(&self) -> bool {
        self.severity == Severity::Error && Reading::of(self.code).is_some_and(|reading| reading.is_cause)
    }

    /// Adds a secondary place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.also.push(Label { span, text: text.into() });
        self
    }

    /// Returns all its places.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        self.span.into_iter().chain(self.also.iter().map(|label| label.span))
    }
}

/// Result of a stage: a value, if there is one, and all diagnostics.
#[derive(Debug)]
pub struct Outcome<T> {
    /// `None` if an error prevented it.
    pub value: Option<T>,
    /// All diagnostics, sorted by [`sort`].
    pub diagnostics: Vec<Diagnostic>,
}

/// Whether any of them is an error.
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// Returns the files that could not be read in full, in order.
pub fn unread(diagnostics: &[Diagnostic]) -> impl Iterator<Item = FileId> {
    let causes = diagnostics.iter().filter(|diagnostic| diagnostic.is_cause());
    let files: BTreeSet<FileId> = causes.filter_map(|diagnostic| Some(diagnostic.span?.file)).collect();
    files.into_iter()
}

/// Sorts by path, place and code, and removes duplicates. Causes come first: what could not be read, and what was not
/// checked for that reason. Then come diagnostics without a place, in the order of the standard.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    let place = |d: &Diagnostic| d.span.map(|span| (sources.file(span.file).path.as_str(), span.start, span.end));
    diagnostics.sort_by(|a, b| {
        let places = place(a).cmp(&place(b));
        let orders = || if a.span.is_none() { a.order.cmp(&b.order) } else { std::cmp::Ordering::Equal };
        places.then_with(orders).then_with(|| a.code.cmp(b.code)).then_with(|| natural(&a.message, &b.message))
    });
    diagnostics.dedup();
    diagnostics.sort_by_key(|diagnostic| match diagnostic.code {
        _ if diagnostic.is_cause() => 0,
        reading::UNCHECKED_REFERENCE => 1,
        _ => 2,
    });
}

/// Displays "2 errors, 1 warning" or "no problems".
pub struct Count<'a>(pub &'a [Diagnostic]);

impl fmt::Display for Count<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |severity| self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        match (of(Severity::Error), of(Severity::Warning)) {
            (0, 0) => f.write_str("no problems"),
            (errors, 0) => f.write_str(&counted(errors, "error")),
            (0, warnings) => f.write_str(&counted(warnings, "warning")),
            (errors, warnings) => write!(f, "{}, {}", counted(errors, "error"), counted(warnings, "warning")),
        }
    }
}

/// Returns "1 file" or "2 files".
pub fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// Number of bytes of the longest name that somebody may have misspelt.
const LONGEST_NAME: usize = 400;

/// Returns the known name most similar to `wrong`, if one is similar enough.
pub fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Comparing costs the product of both lengths, in memory, too.
    if wrong.len() > LONGEST_NAME {
        return None;
    }
    let lower = wrong.to_lowercase();
    let near = |name: &&str| name.len().abs_diff(wrong.len()) <= 1 + name.len() / 4;
    known
        .into_iter()
        .filter(near)
        .map(|name| (strsim::damerau_levenshtein(&lower, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= 1 + name.chars().count().max(3) / 4)
        .min_by_key(|(distance, name)| (*distance, name.len()))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn a_slip_finds_the_name_and_another_word_does_not() {
        let known = ["classification", "controls", "clauses", "title"];
        assert_eq!(did_you_mean("contorls", known), Some("controls"));
        assert_eq!(did_you_mean("clasification", known), Some("classification"));
        assert_eq!(did_you_mean("budget", known), None);
        let long = "x".repeat(100_000);
        assert_eq!(did_you_mean(&long[1..], [long.as_str()]), None, "it would take 80 GB");
    }
}
