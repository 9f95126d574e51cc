//! The history of a book in git, as plain data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

/// The history of the files of a book: the commits along the first parents that changed one of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// How much of it is known.
    pub state: HistoryState,
    /// The ids of the newest commits, of which there are several if parts of the book lie in repositories of their own.
    pub heads: Vec<String>,
    /// The commits that changed a file of the book, the newest first.
    pub commits: Vec<Commit>,
    /// The texts that files had, by their paths in the book, the newest first. Deleted files are among them.
    pub files: BTreeMap<String, Vec<Revision>>,
    /// The files of the newest commits, by their paths in the book.
    pub tracked: BTreeSet<String>,
}

/// How much of a history is known. If parts of a book lie in repositories of their own, the last of these that applies to one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum HistoryState {
    /// Nobody asked for it, or book.toml turns it off.
    #[default]
    Off,
    /// The book is in no repository.
    NoRepository,
    /// The repository has no commits.
    NoCommits,
    /// It is whole.
    Whole,
    /// It is a shallow clone: what was before this day is not known.
    Shallow(Date),
    /// The repository belongs to somebody else, so that it is not read.
    ForeignOwner,
    /// It cannot be read any further, for this reason.
    Unreadable(String),
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its id in hexadecimal digits.
    pub id: String,
    /// The day on which it was committed, where the committer was.
    pub day: Date,
    /// The author's name.
    pub author: String,
    /// The first line of its message.
    pub subject: String,
    /// Who approved it, as the trailers `Approved-by:` of its message say.
    pub approved_by: Vec<String>,
    /// Whether it carries a signature, which nobody has verified.
    pub signed: bool,
}

/// A text that a file had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Index of the commit that brought it.
    pub commit: usize,
    /// The text; `None` if the commit removed the file, or if what it brought is not text.
    pub text: Option<Arc<str>>,
}

impl Commit {
    /// Returns the first digits of its id.
    pub fn short_id(&self) -> &str {
        short(&self.id)
    }
}

/// Returns the first digits of the id of a commit.
fn short(id: &str) -> &str {
    id.get(..10).unwrap_or(id)
}

impl History {
    /// Returns the texts that the file at a path in the book had, the newest first.
    pub fn revisions(&self, path: &str) -> &[Revision] {
        self.files.get(path).map_or(&[], |revisions| revisions)
    }

    /// Returns whether any of it is known.
    pub fn is_readable(&self) -> bool {
        matches!(self.state, HistoryState::Whole | HistoryState::Shallow(_))
    }

    /// Returns the first digits of the id of the newest commit.
    pub fn head(&self) -> Option<&str> {
        self.heads.first().map(|id| short(id))
    }
}
