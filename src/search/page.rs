//! A page as search knows it: its facts, and its text by section.

use jiff::civil::Date;

use super::kind::Kind;
use super::weights::AS_GOOD_AS_ANY;
use crate::site::SitePath;
use crate::view::Badge;

/// A page as search knows it.
#[derive(Debug)]
pub(super) struct Page {
    pub path: SitePath,
    pub title: String,
    /// Ids by which people cite it; the first one is displayed.
    pub ids: Vec<String>,
    pub kind: Kind,
    pub status: Option<Badge>,
    /// Weight of its status; see `weights::standing`.
    pub standing: u32,
    /// Version and date of approval, if it is a document in force, so that it can be quoted.
    pub approval: Option<Approval>,
    /// Whether it is no longer in force, so that it is listed last.
    pub retired: bool,
    /// The role that owns it.
    pub owner: Option<String>,
    /// The roles it applies to.
    pub roles: Vec<String>,
    /// Themes of Annex A that it belongs or refers to.
    pub themes: Vec<String>,
    pub tags: Vec<String>,
    /// The text above the first heading, then the sections.
    pub parts: Vec<Passage>,
}

/// Version and date of approval of a document in force.
#[derive(Debug)]
pub(super) struct Approval {
    pub version: Option<String>,
    pub day: Option<Date>,
    /// Both as words of the book's language.
    pub words: String,
}

impl Page {
    /// Creates a page with only an address, a title and a kind.
    pub(super) fn new(path: SitePath, title: String, kind: Kind) -> Self {
        Self {
            path,
            title,
            ids: Vec::new(),
            kind,
            status: None,
            standing: AS_GOOD_AS_ANY,
            approval: None,
            retired: false,
            owner: None,
            roles: Vec::new(),
            themes: Vec::new(),
            tags: Vec::new(),
            parts: Vec::new(),
        }
    }
}

/// A section, or the text above the first one.
#[derive(Debug, Default)]
pub(super) struct Passage {
    /// The part of the address after `#`; empty for the page itself.
    pub anchor: String,
    pub heading: String,
    /// The clauses and controls that it claims.
    pub claims: Vec<String>,
    pub lines: Vec<Line>,
}

/// A sentence, a block, or any other text that is shown in one piece.
#[derive(Debug, PartialEq)]
pub(super) struct Line {
    pub role: Role,
    /// What an excerpt shows.
    pub shown: String,
    /// What is searched, if that is more than is shown.
    pub searched: Option<String>,
}

/// The part that a line may have in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is not quoted.
    Plain,
    /// It is a sentence that can be quoted.
    Quotable,
    /// It is an exception, which is quoted together with the sentence before it.
    Exception,
}

impl Role {
    /// Returns the character that precedes a line in the files for the browser.
    pub(super) fn mark(self) -> char {
        match self {
            Self::Plain => ' ',
            Self::Quotable => '>',
            Self::Exception => '+',
        }
    }
}

impl Line {
    pub(super) fn new(role: Role, shown: String) -> Self {
        Self { role, shown, searched: None }
    }
}

impl Passage {
    /// Creates a passage with only a text.
    pub(super) fn of(text: String) -> Self {
        let line = Line::new(Role::Plain, text);
        Self { lines: Some(line).filter(|line| !line.shown.is_empty()).into_iter().collect(), ..Self::default() }
    }

    /// Returns the text that excerpts are taken from.
    pub(super) fn shown(&self) -> String {
        self.lines.iter().map(|line| line.shown.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Returns the text that is searched.
    pub(super) fn searched(&self) -> String {
        let texts = self.lines.iter().map(|line| line.searched.as_ref().unwrap_or(&line.shown).as_str());
        texts.collect::<Vec<_>>().join(" ")
    }

    /// Returns the lines as the browser gets them, each after the mark of its role.
    pub(super) fn marked(&self) -> String {
        let lines =
            self.lines.iter().map(|line| format!("{}{}", line.role.mark(), line.shown.replace(['\n', '\r'], " ")));
        lines.collect::<Vec<_>>().join("\n")
    }
}
