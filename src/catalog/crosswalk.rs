//! Crosswalks: which requirements of two standards concern the same subject, and who says so.
//!
//! A pair says where to look. It never says that one requirement satisfies another.

use super::ReqIx;

index_vec::define_index_type! {
    /// Index of a pair in its catalogue.
    pub struct PairIx = u32;
}

/// The id that stands for pairs that the organisation made itself, without a crosswalk.
pub const OWN_PAIR: &str = "own";

/// A set of pairs of one source, with one confidence and one relation.
#[derive(Debug, Clone, PartialEq)]
pub struct Crosswalk {
    /// Its id, which a confirmation names. A pair that comes to mean something else is moved to another crosswalk, so that what was
    /// confirmed about it lapses.
    pub id: String,
    /// Index of the standard whose file has it.
    pub standard: usize,
    /// Who published it, and when.
    pub source: String,
    /// How far its pairs can be relied on.
    pub confidence: Confidence,
    /// How the requirements of a pair relate, if its source says so.
    pub relation: Option<Relation>,
}

/// A requirement and one of another standard that concerns the same subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The requirement of the standard that the crosswalk belongs to.
    pub from: ReqIx,
    /// The requirement of the other standard.
    pub to: ReqIx,
    /// Index of its crosswalk in the catalogue.
    pub crosswalk: usize,
}

/// How far the pairs of a crosswalk can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Published by the owner of a standard, or read alike by all sources.
    High,
    /// Read alike by most sources.
    MediumHigh,
    /// One published source, or two independent readings.
    Medium,
    /// Sources that are alike by chance in part.
    LowMedium,
    /// One reading.
    Low,
}

impl Confidence {
    /// Word and value.
    pub const ALL: [(&'static str, Self); 5] = [
        ("high", Self::High),
        ("medium-high", Self::MediumHigh),
        ("medium", Self::Medium),
        ("low-medium", Self::LowMedium),
        ("low", Self::Low),
    ];

    /// Returns the word for data files and exports.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

/// How the requirements of a pair relate, as the publisher of the crosswalk sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Both ask for the same level.
    SameLevel,
    /// The other standard asks for more.
    TheirsHigher,
    /// The other standard asks for less.
    TheirsLower,
}

impl Relation {
    /// Word and value.
    pub const ALL: [(&'static str, Self); 3] =
        [("same-level", Self::SameLevel), ("theirs-higher", Self::TheirsHigher), ("theirs-lower", Self::TheirsLower)];

    /// Returns the word for data files and exports.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}
