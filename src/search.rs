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
mod grammar;
mod index;
mod kind;
mod language;
mod page;
mod pages;
mod query;
mod rank;
mod sentences;
mod synonyms;
mod text;
mod wanted;
mod weights;
mod words;

use serde::Serialize;

use crate::assess::Assessed;
use crate::site::SitePath;
use crate::wording::Wording;

use grammar::Grammar;
use index::Lexicon;
use page::{Page, Passage};
use rank::{PageRank, Ranked};
use synonyms::{Synonym, synonyms};
use wanted::{Alias, Wanted, aliases};

/// The search index of one handbook.
#[derive(Debug)]
pub struct Index {
    pages: Vec<Page>,
    ranks: Vec<PageRank>,
    sections: u32,
    lexicon: Lexicon,
    aliases: Vec<Alias>,
    /// Whether the language has compounds.
    compounds: bool,
    /// First words of queries that ask for more than one sentence.
    explaining: &'static [&'static str],
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
    /// A sentence that has all words of the query.
    pub quotation: Option<Quotation>,
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

/// A sentence of a document in force, word for word, with the exceptions that follow it.
#[derive(Debug, Serialize)]
pub struct Quotation {
    /// The sentence.
    pub text: String,
    /// The title of its document.
    pub title: String,
    /// The heading of its section; empty above the first one.
    pub heading: String,
    /// The path inside the site, with the anchor.
    pub path: String,
    /// The version of the document.
    pub version: Option<String>,
    /// The day of its approval, such as `2026-03-01`.
    pub approved: Option<String>,
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
        let aliases = aliases(&synonyms, &lexicon);
        let compounds = compounds::has_compounds(&assessed.config.language.value);
        let explaining = Grammar::of(&assessed.config.language.value).map_or(&[][..], |grammar| grammar.explaining);
        Self { pages, ranks, sections, lexicon, aliases, compounds, explaining }
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
        let wanted = Wanted::new(&query, &self.lexicon, &self.aliases, self.compounds);
        Answer {
            query: text.to_owned(),
            corrected: query.corrected.into_iter().map(|(written, read)| Correction { written, read }).collect(),
            count: ranked.len(),
            complete: ranked.iter().filter(|found| found.missing == 0).count(),
            quotation: ranked
                .first()
                .filter(|_| !self.asks_for_more(text))
                .and_then(|found| self.quotation(found, &wanted)),
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

    /// Returns whether a query asks for more than one sentence.
    fn asks_for_more(&self, text: &str) -> bool {
        let words: Vec<String> = words::runs(text).take(2).map(|run| words::fold(run.text)).collect();
        (0..=words.len()).any(|count| self.explaining.contains(&words[..count].join(" ").as_str()))
    }

    /// Returns the sections of a result that are shown: the best ones, or else the text above the first one.
    fn shown(&self, found: &Ranked) -> impl Iterator<Item = &Passage> {
        let page = &self.pages[found.page];
        let first = self.ranks[found.page].first;
        let sections = if found.sections.is_empty() { vec![first] } else { found.sections.clone() };
        sections.into_iter().filter_map(move |section| page.parts.get((section - first) as usize))
    }

    /// Returns the sentence of the first page that has all words of a query, if one of the sections that are shown has one.
    fn quotation(&self, found: &Ranked, wanted: &Wanted<'_>) -> Option<Quotation> {
        let page = &self.pages[found.page];
        let approval = page.approval.as_ref()?;
        let (part, text) = self.shown(found).find_map(|part| Some((part, wanted.answer(part)?)))?;
        let anchor = if part.anchor.is_empty() { String::new() } else { format!("#{}", part.anchor) };
        Some(Quotation {
            text,
            title: page.title.clone(),
            heading: part.heading.clone(),
            path: format!("{}{anchor}", page.path),
            version: approval.version.clone(),
            approved: approval.day.map(|day| day.to_string()),
        })
    }

    fn hit(&self, found: &Ranked, wanted: &Wanted<'_>) -> Hit {
        let page = &self.pages[found.page];
        let first = self.ranks[found.page].first;
        let excerpt = |text: &str| excerpt::excerpt(text, |form| wanted.has(form));
        let section = |section: &u32| {
            let part = &page.parts[(section - first) as usize];
            SectionHit {
                heading: part.heading.clone(),
                path: format!("{}#{}", page.path, part.anchor),
                excerpt: excerpt(&part.shown()),
            }
        };
        Hit {
            title: page.title.clone(),
            path: page.path.to_string(),
            kind: page.kind.word.clone(),
            status: page.status.as_ref().map(|badge| badge.word.clone()),
            owner: page.owner.clone(),
            excerpt: page.parts.first().map_or_else(String::new, |part| excerpt(&part.shown())),
            sections: found.sections.iter().map(section).collect(),
        }
    }
}
