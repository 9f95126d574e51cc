//! The kinds of pages, by which results are filtered and weighed.

/// The kind of a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Kind {
    pub group: Group,
    /// Such as `policy`, for a command.
    pub word: String,
    /// Such as "Policy", for people.
    pub title: String,
}

/// A group of kinds, which have a weight in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Group {
    Document,
    Requirement,
    Entry,
    /// A list or a report over all of them.
    Overview,
}

impl Group {
    /// The word that `--kind` accepts for all kinds of the group.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Requirement => "requirement",
            Self::Entry => "entry",
            Self::Overview => "overview",
        }
    }
}
