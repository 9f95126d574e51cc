//! Search: handbook → index → the files of the browser, and the same answers in the terminal.
//!
//! ```text
//! Handbook
//!    │  pages      what is found, as plain text             `{search=false}` ends here
//!    │  analyse    words → terms: language, ids, synonyms   all that knows a language
//!    │  index      tantivy: one segment, read back as a lexicon
//!    ▼
//! Index
//!    ├─ query, rank     whole numbers only                  mirrored by browser/rank.js
//!    └─ export          small files, loaded as scripts
//! ```

mod analyse;
mod bits;
mod code;
mod excerpt;
mod export;
mod index;
mod kind;
mod language;
mod page;
mod pages;
mod query;
mod rank;
mod text;
mod weights;
mod words;

use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::assess::Assessed;
use crate::isms::Term;
use crate::model::Handbook;
use crate::site::SitePath;
use crate::wording::Wording;

use analyse::Synonym;
use index::Lexicon;
use page::Page;
use rank::{PageRank, Ranked};

/// The index of one handbook.
#[derive(Debug)]
pub struct Index {
    pages: Vec<Page>,
    ranks: Vec<PageRank>,
    sections: u32,
    lexicon: Lexicon,
    synonyms: Vec<Synonym>,
}

/// What a query found.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// The query as it was given.
    pub query: String,
    /// Words that nothing has, with what was read for them.
    pub corrected: Vec<Correction>,
    /// How many pages match.
    pub count: usize,
    /// How many of them have all words.
    pub complete: usize,
    /// The best of them.
    pub results: Vec<Hit>,
}

/// A word that was read as another.
#[derive(Debug, Serialize)]
pub struct Correction {
    /// As it was written.
    pub written: String,
    /// As it was read.
    pub read: String,
}

/// A page that was found.
#[derive(Debug, Serialize)]
pub struct Hit {
    /// The title.
    pub title: String,
    /// The path inside the site.
    pub path: String,
    /// Such as `policy`.
    pub kind: String,
    /// Such as `approved`.
    pub status: Option<String>,
    /// The role that answers for it.
    pub owner: Option<String>,
    /// The part of its text that shows why it was found.
    pub excerpt: String,
    /// Its best sections.
    pub sections: Vec<SectionHit>,
}

/// A section that was found.
#[derive(Debug, Serialize)]
pub struct SectionHit {
    /// The heading.
    pub heading: String,
    /// The path inside the site, with the anchor.
    pub path: String,
    /// The part of its text that shows why it was found.
    pub excerpt: String,
}

impl Index {
    /// Indexes a handbook.
    ///
    /// # Panics
    /// If tantivy cannot read what it has just written in memory, which no content brings about.
    pub fn new(assessed: &Assessed) -> Self {
        let pages = pages::pages(assessed);
        let synonyms = synonyms(&assessed.handbook);
        let analysed = analyse::analyse(&pages, &assessed.config.language, &synonyms);
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
        Self { pages, ranks, sections, lexicon, synonyms }
    }

    /// The files that a browser searches in.
    pub fn files(&self, words: &Wording) -> Vec<(SitePath, Vec<u8>)> {
        export::files(self, words)
    }

    /// The pages that match a query, of one kind or of all, the best first.
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

    /// The words that `kind` may be.
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

    /// All forms of the words that a query asks for.
    fn wanted(&self, query: &query::Query) -> FxHashSet<&str> {
        let terms: FxHashSet<u32> = query.words.iter().flat_map(|word| &word.terms).map(|(term, _)| *term).collect();
        let forms = self.lexicon.forms.iter().filter(|(_, of)| of.iter().any(|term| terms.contains(term)));
        forms.map(|(form, _)| form.as_str()).collect()
    }

    fn hit(&self, found: &Ranked, wanted: &FxHashSet<&str>) -> Hit {
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

/// Returns the abbreviations of the glossary.
fn synonyms(handbook: &Handbook) -> Vec<Synonym> {
    let terms = Term::all(handbook).filter(|term| term.schema().searchable);
    terms
        .filter_map(|term| {
            let abbreviation = term.text(Term::ABBREVIATION)?.to_owned();
            Some(Synonym { term: term.title().to_owned(), abbreviation })
        })
        .collect()
}
