//! The kinds of pages, used for filtering and ranking.

/// The kind of a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Kind {
    pub group: Group,
    /// The id, such as `policy`, for commands.
    pub word: String,
    /// The title, such as "Policy".
    pub title: String,
}

/// A group of kinds with the same weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Group {
    Document,
    Requirement,
    Entry,
    /// A list or a report.
    Overview,
}

impl Group {
    /// Returns the word that `--kind` accepts for all kinds of the group.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Requirement => "requirement",
            Self::Entry => "entry",
            Self::Overview => "overview",
        }
    }
}
