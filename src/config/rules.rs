//! How strict a book is: the scale of its risks, the rungs it requires, the levels of its checks.

use jiff::SpanFieldwise;

use crate::source::Spanned;

/// The scale on which likelihood and impact are rated.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskScale {
    /// What each step of likelihood is called, from 1 up.
    pub likelihood: Vec<String>,
    /// What each step of impact is called, from 1 up.
    pub impact: Vec<String>,
    /// A score (likelihood × impact) up to which a risk is acceptable.
    pub acceptable: u32,
    /// A score from which a risk is high.
    pub high: u32,
}

impl Default for RiskScale {
    fn default() -> Self {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        Self {
            likelihood: words(&["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]),
            impact: words(&["Negligible", "Minor", "Moderate", "Major", "Severe"]),
            acceptable: 8,
            high: 15,
        }
    }
}

impl RiskScale {
    /// Low up to the acceptable score, high from the high one, medium between.
    pub fn band(&self, score: u32) -> &'static str {
        match score {
            _ if score <= self.acceptable => "low",
            _ if score >= self.high => "high",
            _ => "medium",
        }
    }
}

/// A step of the ladder that leads from nothing to a covered requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// The SoA says whether it applies.
    Decided,
    /// A document in force claims it.
    Documented,
    /// A role answers for it.
    Owned,
    /// The reason for including it holds.
    Justified,
    /// Evidence in date shows it.
    Evidenced,
    /// An audit of this cycle looked at it.
    Assessed,
}

impl Rung {
    /// Word and value, from the lowest rung up.
    pub const ALL: [(&'static str, Self); 6] = [
        ("decided", Self::Decided),
        ("documented", Self::Documented),
        ("owned", Self::Owned),
        ("justified", Self::Justified),
        ("evidenced", Self::Evidenced),
        ("assessed", Self::Assessed),
    ];

    /// The word in book.toml and on the pages.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

/// What must hold for a requirement to be covered.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageRules {
    /// Required rungs of a control that is decided in the SoA.
    pub controls: Vec<Rung>,
    /// Required rungs of every other requirement.
    pub clauses: Vec<Rung>,
    /// How long evidence counts that does not say so itself.
    pub evidence_valid: SpanFieldwise,
    /// How far back the present audit cycle reaches.
    pub audit_cycle: SpanFieldwise,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing: the check does not run.
    Allow,
    /// A warning.
    Warn,
    /// An error.
    Deny,
}

impl Level {
    /// Word and value.
    pub const ALL: [(&'static str, Self); 3] = [("allow", Self::Allow), ("warn", Self::Warn), ("deny", Self::Deny)];

    /// The word in book.toml.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

/// The settings of the checks.
#[derive(Debug, Clone, PartialEq)]
pub struct Checks {
    /// Levels of checks that differ from their own.
    pub levels: Vec<(Spanned<String>, Level)>,
    /// What stands in a text that is not finished. In capitals it is looked for as it is, else in any case.
    pub placeholders: Vec<String>,
}
