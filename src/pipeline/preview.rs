//! The preview: a planned site, of which each file is made when it is asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::{Cache, assess, if_sound};
use crate::assess::Assessed;
use crate::config::Config;
use crate::diag::{Diagnostic, Outcome};
use crate::export;
use crate::model::Subject;
use crate::render::{self, Plan};
use crate::search::Index;
use crate::site::SitePath;
use crate::source::Sources;

/// A planned site.
#[derive(Debug)]
pub struct Preview {
    plan: Plan,
    assessed: Assessed,
    sources: Sources,
    /// Calendar feeds, sitemap.xml and robots.txt, made when the first of them is asked for.
    feeds: OnceLock<Files>,
    /// The search index and the exports, made when the first of their files is asked for: they cost as much as many
    /// pages.
    search_and_exports: OnceLock<Files>,
}

type Files = BTreeMap<SitePath, Arc<[u8]>>;

/// The folders of the search index and the exports.
const SEARCH_AND_EXPORTS: [&str; 3] = ["search/", "downloads/", "data/"];

/// Assesses and plans a book as of a day: the same site as that of `build`, but sooner, because whatever has not
/// changed is taken from the cache, and nothing is made before it is asked for.
pub fn preview(sources: &Sources, config: &Config, as_of: Date, cache: &mut Cache) -> Outcome<Preview> {
    let assessed = assess(sources, config, as_of, &|_| {}, cache);
    if_sound(sources, assessed, |assessed| {
        let Outcome { value: plan, diagnostics } = render::plan(&assessed, sources, &mut cache.rendered);
        let preview = plan.map(|plan| {
            let (feeds, search_and_exports) = (OnceLock::new(), OnceLock::new());
            Preview { plan, assessed, sources: sources.clone(), feeds, search_and_exports }
        });
        Outcome { value: preview, diagnostics }
    })
}

impl Preview {
    /// Returns the paths of all pages.
    pub fn pages(&self) -> impl Iterator<Item = &SitePath> {
        self.plan.pages()
    }

    /// Whether another site is known to have the same pages at the same paths, without comparing them.
    pub fn has_the_pages_of(&self, other: &Self) -> bool {
        self.plan.has_the_pages_of(&other.plan)
    }

    /// Returns the paths of its assets and attachments.
    pub fn files(&self) -> impl Iterator<Item = &SitePath> {
        self.plan.files()
    }

    /// Whether there is such a page, asset or attachment.
    pub fn has(&self, path: &SitePath) -> bool {
        self.plan.has(path)
    }

    /// Returns a file of the site.
    ///
    /// # Errors
    /// If the template of a page has a fault.
    pub fn get(&self, path: &SitePath) -> Result<Option<Arc<[u8]>>, Diagnostic> {
        if let Some(file) = self.plan.get(path, &self.assessed) {
            return file.map(Some);
        }
        let is_late = || SEARCH_AND_EXPORTS.iter().any(|folder| path.as_str().starts_with(folder));
        let late = || is_late().then(|| self.search_and_exports().get(path))?;
        Ok(if path.is_page() { None } else { self.feeds().get(path).or_else(late).cloned() })
    }

    /// Returns a file with which an open page goes on searching, if anybody has searched this site. Those in a folder
    /// change their names with their content.
    pub fn searched_in(&self, path: &SitePath) -> Option<Arc<[u8]>> {
        let follows = path.as_str().strip_prefix("search/").is_some_and(|rest| rest.contains('/'));
        self.search_and_exports.get().filter(|_| follows)?.get(path).cloned()
    }

    /// Returns the files of the book, in which faults have their places.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Returns the path of the file of the document at a path, in the book.
    pub fn file_of(&self, path: &SitePath) -> Option<&str> {
        match self.plan.subject(path)? {
            Subject::Document(ix) => Some(&self.sources.file(self.assessed.handbook.document(ix).file).path),
            _ => None,
        }
    }

    /// Returns the name of the thing that a page is about.
    pub fn name(&self, path: &SitePath) -> Option<String> {
        Some(self.assessed.handbook.name(self.plan.subject(path)?))
    }

    /// Whether the search index has been made.
    pub fn is_searched(&self) -> bool {
        self.search_and_exports.get().is_some()
    }

    fn feeds(&self) -> &Files {
        self.feeds.get_or_init(|| shared(self.plan.feeds(&self.assessed)).collect())
    }

    fn search_and_exports(&self) -> &Files {
        self.search_and_exports.get_or_init(|| {
            let assessed = &self.assessed;
            let search = || Index::new(assessed).files(&assessed.words);
            let (search, exports) = rayon::join(search, || export::files(assessed));
            shared(search).chain(shared(exports)).collect()
        })
    }
}

fn shared(files: Vec<(SitePath, Vec<u8>)>) -> impl Iterator<Item = (SitePath, Arc<[u8]>)> {
    files.into_iter().map(|(path, bytes)| (path, bytes.into()))
}
