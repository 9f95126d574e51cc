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
    /// Ids by which people cite it; the first one is shown.
    pub ids: Vec<String>,
    pub kind: Kind,
    pub status: Option<Badge>,
    /// Weight of its status; see `weights::standing`.
    pub standing: u32,
    /// Whether it is no longer in force, so that it comes last.
    pub retired: bool,
    /// The role that answers for it.
    pub owner: Option<String>,
    /// The roles it binds.
    pub roles: Vec<String>,
    /// Themes of Annex A to which it belongs or refers.
    pub themes: Vec<String>,
    pub tags: Vec<String>,
    /// The text above the first heading, then the sections.
    pub parts: Vec<Passage>,
}

impl Page {
    /// A page with nothing but an address, a title and a kind.
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
    /// The clauses and controls that it addresses.
    pub claims: Vec<String>,
    pub text: String,
}
