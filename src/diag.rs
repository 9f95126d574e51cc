//! What is wrong with the content, where, and how to fix it.
//!
//! A [`Diagnostic`] is a value: a stage collects them and goes on. Printers live in the folder beside this file;
//! they alone colour anything.

pub mod baseline;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod sarif;

use std::fmt;

use crate::id::natural;
use crate::source::{Sources, Span};

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is built; `--deny warnings` refuses it.
    Warning,
    /// The site is not built.
    Error,
}

/// A second place that matters, with what it has to do with the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A lowercase phrase, such as "first defined here".
    pub text: String,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The check's name in kebab-case, such as `unknown-reference`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// A lowercase phrase without a final period.
    pub message: String,
    /// Where; `None` is the book as a whole.
    pub span: Option<Span>,
    /// What has no place in a file comes in this order: that of the standard, which is the one to work in.
    pub order: u32,
    /// Identifies the finding within its file, whatever the message says: ids, then names of fields. If empty, the source
    /// text at `span` identifies it.
    pub subject: String,
    /// Other places that matter.
    pub also: Vec<Label>,
    /// How to fix it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem that stops the build.
    pub fn error(code: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            span: span.into(),
            order: 0,
            subject: String::new(),
            also: Vec::new(),
            help: None,
        }
    }

    /// A problem that the build survives.
    pub fn warning(code: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// With a hint.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }

    /// With the name that tells it apart from other findings of the same check about the same thing.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// With a second place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.also.push(Label { span, text: text.into() });
        self
    }

    /// All places that it names.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        self.span.into_iter().chain(self.also.iter().map(|label| label.span))
    }
}

/// The value, if there is one, and all that is wrong.
#[derive(Debug)]
pub struct Outcome<T> {
    /// `None` if an error stood in the way.
    pub value: Option<T>,
    /// All problems, in the order of [`sort`].
    pub diagnostics: Vec<Diagnostic>,
}

/// Whether one of them stops the build.
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// By path, then place, then code: the order in which a person would fix them. What stands nowhere comes first, from 4.1 on.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    let place = |d: &Diagnostic| d.span.map(|span| (sources.file(span.file).path.as_str(), span.start, span.end));
    diagnostics.sort_by(|a, b| {
        let places = place(a).cmp(&place(b));
        let orders = || if a.span.is_none() { a.order.cmp(&b.order) } else { std::cmp::Ordering::Equal };
        places.then_with(orders).then_with(|| a.code.cmp(b.code)).then_with(|| natural(&a.message, &b.message))
    });
    diagnostics.dedup();
}

/// "2 errors, 1 warning", or "no problems".
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

/// "1 file", "2 files".
pub fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// The known name that was probably meant by `wrong`.
pub fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
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
    }
}
