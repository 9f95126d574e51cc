//! Cache of the stages: what one run leaves for the next.
//!
//! Each stage keeps its result with its input, and returns it again for the same input only. Most edits change the
//! words of one document, but nothing that linking, the coverage or another page depends on: its outline stays the
//! same.

use std::sync::Arc;

use index_vec::IndexVec;
use jiff::civil::Date;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::Progress;
use crate::approval::Bindings;
use crate::assess::Assessed;
use crate::catalog::Catalog;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::history::History;
use crate::model::{DocIx, Document, RawReference};
use crate::parse::Draft;
use crate::past::Past;
use crate::select::{Excluded, Selection};
use crate::source::{Role, SourceFile, Sources};
use crate::wording::Wording;
use crate::{check, link, parse, render, select};

/// Cache of all stages. It belongs to one book; other settings or catalogues empty it.
#[derive(Default)]
pub struct Cache {
    settings: Option<(Arc<Config>, Vec<SourceFile>)>,
    pub(super) catalog: Option<(Arc<Catalog>, Vec<Diagnostic>)>,
    pub(super) parsed: parse::Cache,
    pub(super) selected: select::Cache,
    past: Option<Arc<Past>>,
    linked: Option<Linked>,
    pub(super) findings: check::Cache,
    pub(super) rendered: render::Cache,
}

/// Input of linking and of the coverage, beside the selected documents and registers.
pub(super) struct Input<'a> {
    pub sources: &'a Sources,
    pub catalog: Arc<Catalog>,
    pub past: Arc<Past>,
    pub config: Arc<Config>,
    pub words: Arc<Wording>,
    pub as_of: Date,
}

/// A linked and measured book with what it was linked from, and the diagnostics of linking.
struct Linked {
    sources: Sources,
    documents: Documents,
    assessed: Assessed,
    diagnostics: Vec<Diagnostic>,
    /// Whether every file could be read in full.
    is_whole: bool,
}

/// The documents of a selection.
struct Documents {
    included: IndexVec<DocIx, Arc<Document<RawReference>>>,
    excluded: Vec<Excluded>,
}

impl Cache {
    /// Returns the shared settings. Other settings or catalogues than in the last run empty the cache.
    pub(super) fn settings(&mut self, sources: &Sources, config: &Config) -> Arc<Config> {
        let is_setting = |file: &&SourceFile| matches!(file.role, Role::Config | Role::Catalog);
        let files = || sources.iter().map(|(_, file)| file).filter(is_setting);
        match &self.settings {
            Some((known, before)) if **known == *config && files().eq(before) => known.clone(),
            _ => {
                let config = Arc::new(config.clone());
                *self = Self { settings: Some((config.clone(), files().cloned().collect())), ..Self::default() };
                config
            }
        }
    }

    /// Returns what the history says about documents, from the last run if that had the same history.
    pub(super) fn past(&mut self, history: &Arc<History>, config: &Arc<Config>) -> Arc<Past> {
        let known = self.past.take().filter(|past| Arc::ptr_eq(&past.history, history));
        self.past.insert(known.unwrap_or_else(|| Past::new(history, config).into())).clone()
    }

    /// Links a book and measures its coverage. If only words of documents have changed, only they are linked, and the
    /// coverage stays the very same.
    pub(super) fn link(
        &mut self,
        selection: Selection,
        input: Input<'_>,
        progress: Progress<'_>,
    ) -> (Assessed, Vec<Diagnostic>) {
        progress("linking");
        let has_all = |draft: &Draft, sources: &Sources| draft.unread.is_empty() && sources.missing().next().is_none();
        let is_whole = has_all(&selection.draft, input.sources);
        // References into what could not be read were not resolved, and what can be read now may be their target.
        let mut before = self.linked.take().filter(|before| before.is_whole && is_whole);
        let linked = match before.take_if(|before| before.accepts_words(&selection, &input)) {
            Some(mut linked) => {
                linked.assessed.words = input.words;
                linked
            }
            None => Linked { is_whole, ..Linked::new(before.as_ref(), selection, input, progress) },
        };
        let Linked { assessed, diagnostics, .. } = self.linked.insert(linked);
        (assessed.clone(), diagnostics.clone())
    }
}

impl Linked {
    /// Links a book of which more than words have changed.
    fn new(before: Option<&Self>, selection: Selection, input: Input<'_>, progress: Progress<'_>) -> Self {
        let Input { sources, catalog, past, config, words, as_of } = input;
        let documents = Documents::of(&selection);
        let before = before.map(|Self { sources, documents, assessed, diagnostics, .. }| link::Before {
            sources,
            documents: &documents.included,
            excluded: &documents.excluded,
            handbook: &assessed.handbook,
            diagnostics,
        });
        let (handbook, diagnostics) = link::link(selection, catalog, sources, &config, before);
        progress("measuring coverage");
        let bindings = Bindings::new(&handbook, sources);
        let assessed = Assessed::new(handbook.into(), bindings, past, words, as_of);
        Self { sources: sources.clone(), documents, assessed, diagnostics, is_whole: true }
    }

    /// Takes over new words of some documents. Returns false if more than words have changed, or if one of these
    /// documents has a problem.
    fn accepts_words(&mut self, selection: &Selection, input: &Input<'_>) -> bool {
        if input.as_of != self.assessed.coverage.as_of
            || !Arc::ptr_eq(&input.past, &self.assessed.past)
            || !same_but_for_words(&self.sources, input.sources, &input.config)
        {
            return false;
        }
        let now = Documents::of(selection);
        let Some(changed) = self.documents.with_other_words(&now) else { return false };
        let places = self.diagnostics.iter().flat_map(Diagnostic::places);
        if places.map(|span| span.file).any(|file| changed.iter().any(|(_, document)| document.file == file)) {
            return false;
        }
        if !changed.is_empty() {
            link::relink(Arc::make_mut(&mut self.assessed.handbook), &changed);
            self.compare_again(&changed, input);
        }
        self.documents = now;
        self.sources = input.sources.clone();
        true
    }

    /// Compares documents of which the words have changed with their approvals. Only if one is not as it was approved any more, or
    /// is again, is the coverage another one.
    fn compare_again(&mut self, changed: &[(DocIx, &Document<RawReference>)], input: &Input<'_>) {
        let Assessed { handbook, bindings, past, words, coverage, .. } = &self.assessed;
        let mut now = Bindings::clone(bindings);
        now.compare_again(handbook, input.sources, changed.iter().map(|(ix, _)| *ix));
        if now != **bindings {
            self.assessed = Assessed::new(handbook.clone(), now, past.clone(), words.clone(), coverage.as_of);
        }
    }
}

impl Documents {
    fn of(selection: &Selection) -> Self {
        Self { included: selection.draft.documents.clone(), excluded: selection.excluded.clone() }
    }

    /// Returns the documents of a later selection that have other words; `None` if more than words have changed.
    fn with_other_words<'a>(&self, now: &'a Self) -> Option<Vec<(DocIx, &'a Document<RawReference>)>> {
        let excluded = [self, now].map(|documents| documents.excluded.iter().map(|excluded| &excluded.document));
        let [before, after] = excluded.map(Iterator::collect::<Vec<_>>);
        changed(&before, &after)?;
        changed(&self.included.raw, &now.included.raw)
    }
}

/// Returns the documents that have other words than those before them; `None` if more than words have changed.
fn changed<'a, D: AsRef<Document<RawReference>>>(
    before: &[D],
    now: &'a [D],
) -> Option<Vec<(DocIx, &'a Document<RawReference>)>> {
    let pairs = before.iter().zip(now).map(|(before, now)| (before.as_ref(), now.as_ref()));
    let pairs = pairs.enumerate().map(|(at, pair)| (DocIx::from_usize(at), pair));
    let changed = pairs.filter(|(_, (before, now))| !std::ptr::eq(*before, *now));
    let same_outline = changed.map(|(ix, (before, now))| (outline(before) == outline(now)).then_some((ix, now)));
    (before.len() == now.len()).then(|| same_outline.collect())?
}

/// Hashes all of a document but its words and their places.
fn outline(document: &Document<RawReference>) -> u128 {
    let mut state = SipHasher13::new();
    document.hash_outline(&mut state);
    state.finish128().as_u128()
}

/// Whether two sets have the same files, and no table or attachment differs. Links do not depend on what the theme holds.
fn same_but_for_words(before: &Sources, now: &Sources, config: &Config) -> bool {
    let is_other = |file: &SourceFile| match file.role {
        Role::Register | Role::Attachment => true,
        Role::Document => config.is_table(config.inside_content(&file.path)),
        _ => false,
    };
    let [linked, others] = [before, now].map(|sources| sources.iter().filter(|(_, file)| is_other(file)));
    before.has_the_files_of(now) && linked.eq(others)
}
