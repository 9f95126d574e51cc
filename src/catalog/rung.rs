//! The rungs of the ladder from an undecided to a covered requirement.

use crate::diag::Diagnostic;
use crate::value::{Fields, unknown_choice};

/// A rung of the ladder from an undecided to a covered requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// The SoA has a decision on it.
    Decided,
    /// A document in force claims it.
    Documented,
    /// A role owns it.
    Owned,
    /// The reason for including it is valid.
    Justified,
    /// The SoA says that it is implemented.
    Implemented,
    /// Valid evidence supports it.
    Evidenced,
    /// An audit of this cycle covers it.
    Assessed,
}

impl Rung {
    /// Words and values, from the lowest rung up.
    pub const ALL: [(&'static str, Self); 7] = [
        ("decided", Self::Decided),
        ("documented", Self::Documented),
        ("owned", Self::Owned),
        ("justified", Self::Justified),
        ("implemented", Self::Implemented),
        ("evidenced", Self::Evidenced),
        ("assessed", Self::Assessed),
    ];

    /// Returns the word for book.toml and the pages.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    /// The rungs of a requirement that no Statement of Applicability decides on.
    pub const UNDECIDED: [Self; 4] = [Self::Documented, Self::Owned, Self::Evidenced, Self::Assessed];

    /// Reads the rungs that a standard requires. Where no Statement of Applicability decides, only some exist; without any,
    /// everything would be covered.
    pub fn required(fields: &Fields<'_>, key: &'static str, decides: bool) -> Option<Vec<Self>> {
        let node = fields.node(key)?;
        let rungs = Self::list(fields, key);
        let fits = |rung: &Self| decides || Self::UNDECIDED.contains(rung);
        let has_unknown = rungs.len() < fields.list(key).len();
        if !has_unknown && (rungs.is_empty() || !rungs.iter().all(fits)) {
            let known = Self::ALL.iter().filter(|(_, rung)| fits(rung)).map(|(word, _)| format!("`{word}`"));
            let message =
                format!("`{key}` of this standard needs at least one of {}", known.collect::<Vec<_>>().join(", "));
            let help = (!decides)
                .then(|| "the others are for controls on which a Statement of Applicability decides".to_owned());
            fields.report(Diagnostic::error("invalid-value", node.span, message).help(help));
        }
        Some(rungs)
    }

    /// Reads a list of rungs, and returns them from the lowest up.
    pub fn list(fields: &Fields<'_>, key: &'static str) -> Vec<Self> {
        let mut rungs = Vec::new();
        for word in fields.texts(key) {
            match Self::ALL.iter().find(|(known, _)| *known == word.value) {
                Some((_, rung)) => rungs.push(*rung),
                None => fields.report(unknown_choice(key, &word, &Self::ALL.map(|(word, _)| word))),
            }
        }
        rungs.sort();
        rungs
    }
}
