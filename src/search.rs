//! Search: builds an index from the handbook, exports it as files for the browser, and answers queries in the terminal.
//!
//! ```text
//! Handbook
//!    │  pages      searchable pages as plain text           `{search=false}` is skipped here
//!    │  analyse    words → terms: language, ids, synonyms   all language-specific code
//!    │  index      tantivy: one segment, read back as a lexicon
//!    ▼
//! Index
//!    ├─ query, rank     integers only                       mirrored by browser/rank.js
//!    └─ export          small files, fetched as text or run as scripts
//! ```

mod analyse;
mod code;
mod compounds;
mod excerpt;
mod export;
mod index;
mod kind;
mod language;
mod page;
mod pages;
mod query;
mod rank;
mod synonyms;
mod text;
mod weights;
mod words;

use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::assess::Assessed;
use crate::site::SitePath;
use crate::wording::Wording;

use index::Lexicon;
use page::Page;
use rank::{PageRank, Ranked};
use synonyms::{Synonym, synonyms};

/// The search index of one handbook.
#[derive(Debug)]
pub struct Index {
    pages: Vec<Page>,
    ranks: Vec<PageRank>,
    sections: u32,
    lexicon: Lexicon,
    synonyms: Vec<Synonym>,
}

/// The results of a query.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// The query as given.
    pub query: String,
    /// Words that no page has, with their corrections.
    pub corrected: Vec<Correction>,
    /// The number of matching pages.
    pub count: usize,
    /// The number of pages that have all words.
    pub complete: usize,
    /// The best results.
    pub results: Vec<Hit>,
}

/// A corrected word of the query.
#[derive(Debug, Serialize)]
pub struct Correction {
    /// The word as written.
    pub written: String,
    /// The correction that was searched for.
    pub read: String,
}

/// A page in the results.
#[derive(Debug, Serialize)]
pub struct Hit {
    /// The title.
    pub title: String,
    /// The path inside the site.
    pub path: String,
    /// The kind, such as `policy`.
    pub kind: String,
    /// The status, such as `approved`.
    pub status: Option<String>,
    /// The role that owns it.
    pub owner: Option<String>,
    /// The part of its text with the most matches.
    pub excerpt: String,
    /// Its best sections.
    pub sections: Vec<SectionHit>,
}

/// A section in the results.
#[derive(Debug, Serialize)]
pub struct SectionHit {
    /// The heading.
    pub heading: String,
    /// The path inside the site, with the anchor.
    pub path: String,
    /// The part of its text with the most matches.
    pub excerpt: String,
}

impl Index {
    /// Builds the index of a handbook.
    ///
    /// # Panics
    /// If tantivy cannot read the index that it has just written in memory. No content can cause this.
    pub fn new(assessed: &Assessed) -> Self {
        let pages = pages::pages(assessed);
        let mut synonyms = synonyms(assessed);
        let analysed = analyse::analyse(&pages, &assessed.config.language.value, &synonyms);
        let sections = u32::try_from(analysed.sections.len()).unwrap_or(u32::MAX);
        let mut first = 0;
        let ranks = pages.iter().map(|page| {
            let factor = weights::group(page.kind.group) * page.standing;
            let rank = PageRank { first, factor, retired: page.retired };
            first += u32::try_from(page.parts.len()).unwrap_or(u32::MAX);
            rank
        });
        let ranks = ranks.collect();
        let lexicon = index::lexicon(analysed).expect("an index in memory is written and read back without a disk");
        synonyms.retain(|synonym| Synonym::words(&synonym.said).all(|word| lexicon.has(&word)));
        Self { pages, ranks, sections, lexicon, synonyms }
    }

    /// Returns the files that search in the browser needs.
    pub fn files(&self, words: &Wording) -> Vec<(SitePath, Vec<u8>)> {
        export::files(self, words)
    }

    /// Returns the pages that match a query, of one kind or of all kinds, best first.
    pub fn search(&self, text: &str, kind: Option<&str>, limit: usize) -> Answer {
        let query = query::look_up(text, &self.lexicon);
        let mut ranked = rank::rank(&query, &self.lexicon, &self.ranks, self.sections);
        ranked.retain(|found| kind.is_none_or(|kind| self.is_of_kind(found.page, kind)));
        let wanted = self.wanted(&query);
        Answer {
            query: text.to_owned(),
            corrected: query.corrected.into_iter().map(|(written, read)| Correction { written, read }).collect(),
            count: ranked.len(),
            complete: ranked.iter().filter(|found| found.missing == 0).count(),
            results: ranked.iter().take(limit).map(|found| self.hit(found, &wanted)).collect(),
        }
    }

    /// Returns the accepted values of `kind`.
    pub fn kinds(&self) -> Vec<&str> {
        let words = self.pages.iter().flat_map(|page| [page.kind.group.word(), page.kind.word.as_str()]);
        let mut words: Vec<&str> = words.collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    fn is_of_kind(&self, page: usize, kind: &str) -> bool {
        let known = &self.pages[page].kind;
        known.word == kind || known.group.word() == kind
    }

    /// Returns all word forms that match a query, and those of the words that its own are synonyms of.
    fn wanted(&self, query: &query::Query) -> FxHashSet<String> {
        let terms: FxHashSet<u32> = query.words.iter().flat_map(|word| &word.terms).map(|(term, _)| *term).collect();
        let has_any = |of: &[u32]| of.iter().any(|term| terms.contains(term));
        let forms = self.lexicon.forms.iter().filter(|(_, of)| has_any(of)).map(|(form, _)| form.clone());
        let is_asked = |word: String| self.lexicon.form(&word).is_some_and(has_any);
        let asked = self.synonyms.iter().filter(|synonym| Synonym::words(&synonym.found_by).all(is_asked));
        forms.chain(asked.flat_map(|synonym| Synonym::words(&synonym.said))).collect()
    }

    fn hit(&self, found: &Ranked, wanted: &FxHashSet<String>) -> Hit {
        let page = &self.pages[found.page];
        let first = self.ranks[found.page].first;
        let excerpt = |text: &str| excerpt::excerpt(text, |form| wanted.contains(form));
        let section = |section: &u32| {
            let part = &page.parts[(section - first) as usize];
            SectionHit {
                heading: part.heading.clone(),
                path: format!("{}#{}", page.path, part.anchor),
                excerpt: excerpt(&part.text),
            }
        };
        Hit {
            title: page.title.clone(),
            path: page.path.to_string(),
            kind: page.kind.word.clone(),
            status: page.status.as_ref().map(|badge| badge.word.clone()),
            owner: page.owner.clone(),
            excerpt: page.parts.first().map_or_else(String::new, |part| excerpt(&part.text)),
            sections: found.sections.iter().map(section).collect(),
        }
    }
}
