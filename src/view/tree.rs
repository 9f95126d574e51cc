//! The documents as the navigation of a document's page shows them: a small kind as a whole, and of a large one those near
//! the page, so that no page carries the navigation of all others.

use rustc_hash::FxHashMap;

use super::document::by_kind;
use crate::assess::Assessed;
use crate::model::{DocIx, DocumentKind};
use crate::site::SitePath;

/// Maximum number of documents of a kind that are listed together.
const MOST: usize = 40;
/// Number of neighbouring pages that share a list, if their folder has more documents than are listed together. On each side,
/// the list goes on for half as many.
const STEP: usize = 20;
/// Maximum number of documents of all kinds that are listed on one page. In a larger handbook the other kinds are links.
const MOST_OF_ALL: usize = 120;

/// The documents by kind, and the place of each.
#[derive(Debug)]
pub(crate) struct DocumentTree {
    /// The kinds that have documents.
    pub branches: Vec<Branch>,
    /// Whether every page lists the documents of all small kinds.
    pub lists_others: bool,
    places: FxHashMap<SitePath, Place>,
}

/// The documents of a kind.
#[derive(Debug)]
pub(crate) struct Branch {
    /// The kind.
    pub kind: DocumentKind,
    /// The number of its documents.
    pub count: usize,
    /// What is listed together: the whole kind, the documents of a folder, or a part of these.
    pub runs: Vec<Vec<DocIx>>,
}

/// The place of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The number of its kind among the branches.
    pub branch: usize,
    /// The number of the run that its page lists.
    pub run: usize,
}

impl Branch {
    /// Returns the documents of a kind that is small enough to be listed as a whole.
    pub(crate) fn whole(&self) -> Option<&[DocIx]> {
        (self.count <= MOST).then(|| &*self.runs[0])
    }
}

impl DocumentTree {
    /// Sorts the documents of a book by kind.
    pub(crate) fn new(book: &Assessed) -> Self {
        let mut places = FxHashMap::default();
        let mut branches = Vec::new();
        for (kind, documents) in by_kind(book) {
            let count = documents.len();
            let mut runs = Vec::new();
            for folder in folders(book, documents) {
                // Folders with few documents have one run, in which every document has its place.
                let step = if folder.len() <= MOST { MOST } else { STEP };
                for (at, shared) in folder.chunks(step).enumerate() {
                    let place = Place { branch: branches.len(), run: runs.len() };
                    places.extend(shared.iter().map(|ix| (book.handbook.document(*ix).page.clone(), place)));
                    let start = (at * step).saturating_sub(STEP / 2);
                    let end = (at * step + step + STEP / 2).min(folder.len());
                    runs.push(folder[start..end].to_vec());
                }
            }
            branches.push(Branch { kind, count, runs });
        }
        let small = branches.iter().filter_map(Branch::whole).map(<[DocIx]>::len);
        Self { lists_others: small.sum::<usize>() <= MOST_OF_ALL, branches, places }
    }

    /// Returns the place of the document whose page is at a path.
    pub(crate) fn place(&self, page: &SitePath) -> Option<Place> {
        self.places.get(page).copied()
    }
}

/// Splits the documents of a large kind by folder; those of a small one stay together.
fn folders(book: &Assessed, documents: Vec<DocIx>) -> Vec<Vec<DocIx>> {
    if documents.len() <= MOST {
        return vec![documents];
    }
    let mut folders: Vec<(&str, Vec<DocIx>)> = Vec::new();
    let mut at: FxHashMap<&str, usize> = FxHashMap::default();
    for ix in documents {
        let path = book.handbook.document(ix).path.as_str();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let place = *at.entry(folder).or_insert(folders.len());
        if place == folders.len() {
            folders.push((folder, Vec::new()));
        }
        folders[place].1.push(ix);
    }
    folders.into_iter().map(|(_, documents)| documents).collect()
}
