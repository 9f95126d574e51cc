//! A page as search knows it: its facts, and its text by section.

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
    pub text: String,
}
