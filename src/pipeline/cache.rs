//! What is kept from one build of a book to the next, so that the next is sooner.
//!
//! A stage's result is kept with what it was made of, and taken again only for the same. Most edits change the words of
//! one document and nothing that another page, the coverage or linking could know of it: its outline stays.

use std::sync::Arc;

use jiff::civil::Date;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::{Checked, judged};
use crate::catalog::{self, Catalog};
use crate::check::{self, Facts};
use crate::config::Config;
use crate::coverage::{Coverage, coverage};
use crate::diag::Diagnostic;
use crate::model::{DocIx, Document, Handbook, RawReference};
use crate::parse::{self, Draft};
use crate::source::{Role, SourceFile, Sources};
use crate::{link, render};

/// What is kept. It belongs to one book; other settings or catalogues empty it.
#[derive(Default)]
pub struct Cache {
    settings: Option<(Config, Vec<SourceFile>)>,
    catalog: Option<(Arc<Catalog>, Vec<Diagnostic>)>,
    parsed: parse::Kept,
    linked: Option<Linked>,
    found: check::Kept,
    pub(super) laid_out: render::Kept,
}

/// A book, read, and the day for which it is looked at.
#[derive(Clone, Copy)]
struct Input<'a> {
    sources: &'a Arc<Sources>,
    config: &'a Config,
    as_of: Date,
}

/// A linked book and what it was linked from.
struct Linked {
    /// Counts how often more than words changed.
    linking: u64,
    sources: Arc<Sources>,
    as_of: Date,
    draft: Documents,
    handbook: Arc<Handbook>,
    coverage: Arc<Coverage>,
    diagnostics: Vec<Diagnostic>,
}

/// The documents of a draft.
struct Documents {
    all: Vec<Arc<Document<RawReference>>>,
    left_out: Vec<Arc<Document<RawReference>>>,
}

impl Cache {
    /// Links and checks a book, and gives the number of the linking: while that is the same, nothing changed but the words
    /// of documents, what attachments hold, and the theme.
    pub(super) fn checked(&mut self, sources: &Arc<Sources>, config: &Config, as_of: Date) -> (Checked, u64) {
        self.renew(sources, config);
        let (draft, mut diagnostics) = parse::parse(sources, config, Some(&mut self.parsed));
        let input = Input { sources, config, as_of };
        let mut before = self.linked.take();
        let linked = match before.take_if(|before| before.takes_words_of(&draft, input)) {
            Some(linked) => linked,
            None => self.linked(before.as_ref(), draft, input),
        };
        let (handbook, coverage, linking) = (linked.handbook.clone(), linked.coverage.clone(), linked.linking);
        diagnostics.extend(linked.diagnostics.iter().cloned());
        self.linked = Some(linked);
        let facts = Facts { handbook: &handbook, coverage: &coverage, config };
        let diagnostics = judged(&facts, diagnostics, Some(&mut self.found));
        (Checked { handbook, coverage, diagnostics }, linking)
    }

    /// Empties the cache if it is of other settings.
    fn renew(&mut self, sources: &Sources, config: &Config) {
        let settings = |file: &&SourceFile| matches!(file.role, Role::Config | Role::Catalog);
        let files = || sources.iter().map(|(_, file)| file).filter(settings);
        let same = |(known, before): &(Config, Vec<SourceFile>)| known == config && files().eq(before);
        if !self.settings.as_ref().is_some_and(same) {
            *self = Self { settings: Some((config.clone(), files().cloned().collect())), ..Self::default() };
        }
    }

    /// Links a book of which more than words changed.
    fn linked(&mut self, before: Option<&Linked>, draft: Draft, input: Input<'_>) -> Linked {
        let Input { sources, config, as_of } = input;
        let read = || {
            let (catalog, problems) = catalog::read(sources);
            (catalog.into(), problems)
        };
        let (catalog, mut diagnostics) = self.catalog.get_or_insert_with(read).clone();
        let documents = Documents::of(&draft);
        let known = before.map(Linked::for_linking);
        let (handbook, problems) = link::link(draft, catalog, sources, config, known);
        diagnostics.extend(problems);
        let coverage = Arc::new(coverage(&handbook, config, as_of));
        let (sources, handbook) = (sources.clone(), handbook.into());
        let linking = before.map_or(0, |before| before.linking + 1);
        Linked { linking, sources, as_of, draft: documents, handbook, coverage, diagnostics }
    }
}

impl Linked {
    fn for_linking(&self) -> link::Before<'_> {
        let Self { sources, draft: Documents { all, left_out }, handbook, diagnostics, .. } = self;
        link::Before { sources, documents: all, left_out, handbook, diagnostics }
    }

    /// Takes up other words in some documents; not if more than words changed, or if a problem stands there.
    fn takes_words_of(&mut self, draft: &Draft, input: Input<'_>) -> bool {
        if input.as_of != self.as_of || !same_but_for_documents(&self.sources, input.sources) {
            return false;
        }
        let now = Documents::of(draft);
        let Some(changed) = self.draft.with_other_words(&now) else { return false };
        let places = self.diagnostics.iter().flat_map(Diagnostic::places);
        if places.map(|span| span.file).any(|file| changed.iter().any(|(_, document)| document.file == file)) {
            return false;
        }
        if !changed.is_empty() {
            link::relink(Arc::make_mut(&mut self.handbook), &changed);
        }
        self.draft = now;
        self.sources = input.sources.clone();
        true
    }
}

impl Documents {
    fn of(draft: &Draft) -> Self {
        Self { all: draft.documents.clone(), left_out: draft.left_out.clone() }
    }

    /// The documents of a later draft that have other words; `None` if more than words changed.
    fn with_other_words<'a>(&self, now: &'a Self) -> Option<Vec<(DocIx, &'a Document<RawReference>)>> {
        let changed = |before: &[Arc<Document<_>>], now: &'a [Arc<Document<_>>]| {
            let pairs = (0u32..).map(DocIx).zip(before.iter().zip(now));
            let changed = pairs.filter(|(_, (before, now))| !Arc::ptr_eq(before, now));
            let outlined = changed.map(|(ix, (a, b))| (outline(a) == outline(b)).then_some((ix, b.as_ref())));
            (before.len() == now.len()).then(|| outlined.collect::<Option<Vec<_>>>())?
        };
        changed(&self.left_out, &now.left_out)?;
        changed(&self.all, &now.all)
    }
}

/// Stands for all of a document but its words and their places.
fn outline(document: &Document<RawReference>) -> u128 {
    let mut state = SipHasher13::new();
    document.hash_outline(&mut state);
    state.finish128().as_u128()
}

/// Whether two sets have the same files, and no register differs. What attachments and the theme hold goes into no link.
fn same_but_for_documents(before: &Sources, now: &Sources) -> bool {
    let [registers, others] = [before, now].map(|sources| sources.of_role(Role::Register));
    before.has_the_files_of(now) && registers.eq(others)
}
