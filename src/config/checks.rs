//! The strictness of the checks: the `[checks]` table.

use crate::model::Placeholders;
use crate::source::Spanned;
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
}

/// The settings of the checks.
#[derive(Debug, Clone, PartialEq)]
pub struct Checks {
    /// Levels of checks that differ from their defaults.
    pub levels: Vec<(Spanned<String>, Level)>,
    /// Words that mark unfinished text. Words in capitals are matched exactly, others in any case.
    pub placeholders: Placeholders,
}

impl Checks {
    /// Returns the level that book.toml sets for a check.
    pub fn level(&self, code: &str) -> Option<Level> {
        self.levels.iter().find(|(known, _)| known.value == code).map(|(_, level)| *level)
    }
}

/// Reads the `[checks]` table. Each key except `placeholders` is the code of a check; whether that check exists is not
/// known here.
pub(super) fn read_checks(fields: &Fields<'_>) -> Checks {
    let mut checks = Checks { levels: Vec::new(), placeholders: Placeholders::new(PLACEHOLDERS) };
    let Some(table) = fields.table("checks") else { return checks };
    if table.node("placeholders").is_some() {
        checks.placeholders = Placeholders::new(table.texts("placeholders").into_iter().map(|text| text.value));
    }
    for (code, span) in table.keys().filter(|(code, _)| *code != "placeholders") {
        if let Some(level) = table.choice(code, &Level::ALL) {
            checks.levels.push((Spanned { value: code.to_owned(), span }, level.value));
        }
    }
    checks
}
