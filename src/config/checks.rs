//! The strictness of the checks: the `[checks]` table.

use crate::diag::reading::Reading;
use crate::diag::{Diagnostic, Severity};
use crate::model::Placeholders;
use crate::source::{Role, Sources, Spanned};
use crate::value::Fields;

/// Words that mark unfinished text, unless book.toml sets its own.
const PLACEHOLDERS: &[&str] = &[
    "[COMPANY]",
    "[COMPANY NAME]",
    "[ORGANISATION]",
    "[ORGANIZATION]",
    "[NAME]",
    "[DATE]",
    "[ROLE]",
    "[FIRMA]",
    "[UNTERNEHMEN]",
    "[DATUM]",
    "[ROLLE]",
    "tbd",
    "tbc",
    "TODO",
    "todo:",
    "fixme",
    "XXX",
    "lorem ipsum",
    "to be determined",
    "to be defined",
    "insert text here",
];

/// The level of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The check does not run.
    Allow,
    /// A warning.
    Warn,
    /// An error.
    Deny,
}

impl Level {
    /// Words and values.
    pub const ALL: [(&'static str, Self); 3] = [("allow", Self::Allow), ("warn", Self::Warn), ("deny", Self::Deny)];

    /// Returns the word for book.toml.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    /// Returns the severity of findings with this level; `None` if there are none.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Warn => Some(Severity::Warning),
            Self::Deny => Some(Severity::Error),
        }
    }
}

/// The settings of the checks.
#[derive(Debug, Clone, PartialEq)]
pub struct Checks {
    /// Levels of checks that differ from their defaults.
    pub levels: Vec<(Spanned<String>, Level)>,
    /// Words that mark unfinished text. Words in capitals are matched exactly, others in any case.
    pub placeholders: Placeholders,
    /// The file of the findings that are known, relative to book.toml.
    pub baseline: Option<Spanned<String>>,
}

impl Checks {
    /// Returns the level that book.toml sets for a check or a problem of reading.
    pub fn level(&self, code: &str) -> Option<Level> {
        self.levels.iter().find(|(known, _)| known.value == code).map(|(_, level)| *level)
    }

    /// Applies the levels of book.toml to problems of reading in the content. Those in book.toml and in catalogues stay
    /// errors: what decides about the rest has to be whole.
    pub fn set_levels(&self, diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
        let is_fixed = |diagnostic: &Diagnostic| match diagnostic.span.map(|span| sources.file(span.file).role) {
            Some(Role::Config | Role::Catalog) => true,
            // A misspelt field of a register would lose what it says; only front matter has keys of other tools.
            Some(Role::Register) => diagnostic.code == "unknown-key",
            _ => false,
        };
        let level = |diagnostic: &Diagnostic| {
            let has_level = Reading::of(diagnostic.code).is_some_and(|reading| !reading.is_final);
            self.level(diagnostic.code).filter(|_| has_level && !is_fixed(diagnostic))
        };
        let set = |diagnostic: Diagnostic| match level(&diagnostic) {
            None => Some(diagnostic),
            Some(level) => level.severity().map(|severity| Diagnostic { severity, ..diagnostic }),
        };
        diagnostics.into_iter().filter_map(set).collect()
    }
}

/// Keys of `[checks]` that are not codes.
const SETTINGS: [&str; 2] = ["placeholders", "baseline"];

/// Reads the `[checks]` table. Each key except the [`SETTINGS`] is the code of a finding; whether it exists is not known
/// here.
pub(super) fn read_checks(fields: &Fields<'_>) -> Checks {
    let mut checks = Checks { levels: Vec::new(), placeholders: Placeholders::new(PLACEHOLDERS), baseline: None };
    let Some(table) = fields.table("checks") else { return checks };
    if table.node("placeholders").is_some() {
        checks.placeholders = Placeholders::new(table.texts("placeholders").into_iter().map(|text| text.value));
    }
    checks.baseline = table.text("baseline");
    for (code, span) in table.keys().filter(|(code, _)| !SETTINGS.contains(code)) {
        if let Some(level) = table.choice(code, &Level::ALL) {
            checks.levels.push((Spanned { value: code.to_owned(), span }, level.value));
        }
    }
    checks
}
