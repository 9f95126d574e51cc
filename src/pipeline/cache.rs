//! What is kept from one build of a book to the next, so that the next is sooner.
//!
//! A stage's result is kept with what it was made of, and taken again only for the same. Most edits change the words of
//! one document and nothing that another page, the coverage or linking could know of it; the [`outline`] tells.

use std::hash::Hash;
use std::sync::Arc;

use jiff::civil::Date;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::{Checked, judged, linked};
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
    parsed: parse::Kept,
    linked: Option<Linked>,
    found: check::Kept,
    pub(super) theme: render::Kept,
}

/// A linked book and what it was linked from.
struct Linked {
    outline: u128,
    draft: Vec<Arc<Document<RawReference>>>,
    handbook: Arc<Handbook>,
    coverage: Arc<Coverage>,
    diagnostics: Vec<Diagnostic>,
}

impl Cache {
    /// Links and checks a book.
    pub(super) fn checked(&mut self, sources: &Sources, config: &Config, as_of: Date) -> Checked {
        self.renew(sources, config);
        let (draft, mut diagnostics) = parse::parse(sources, config, Some(&mut self.parsed));
        let outline = outline(sources, &draft, as_of);
        let linked = match self.linked.take().and_then(|before| before.with_words_of(&draft, outline)) {
            Some(linked) => linked,
            None => Linked::new(draft, outline, sources, config, as_of),
        };
        diagnostics.extend(linked.diagnostics.iter().cloned());
        let (handbook, coverage) = (linked.handbook.clone(), linked.coverage.clone());
        self.linked = Some(linked);
        let facts = Facts { handbook: &handbook, coverage: &coverage, config };
        let diagnostics = judged(&facts, diagnostics, Some(&mut self.found));
        Checked { handbook, coverage, diagnostics }
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
}

impl Linked {
    fn new(draft: Draft, outline: u128, sources: &Sources, config: &Config, as_of: Date) -> Self {
        let documents = draft.documents.clone();
        let (handbook, diagnostics) = linked(draft, sources, config, &|_| {});
        let coverage = Arc::new(coverage(&handbook, config, as_of));
        Self { outline, draft: documents, handbook: Arc::new(handbook), coverage, diagnostics }
    }

    /// The same with other words in some documents; `None` if more than words changed, or if a problem stands there.
    fn with_words_of(mut self, draft: &Draft, outline: u128) -> Option<Self> {
        if self.outline != outline {
            return None;
        }
        let pairs = (0u32..).map(DocIx).zip(draft.documents.iter().zip(&self.draft));
        let changed = pairs.filter(|(_, (now, before))| !Arc::ptr_eq(now, before));
        let changed: Vec<(DocIx, &Document<RawReference>)> = changed.map(|(ix, (now, _))| (ix, now.as_ref())).collect();
        let places = self.diagnostics.iter().flat_map(Diagnostic::places);
        if places.map(|span| span.file).any(|file| changed.iter().any(|(_, document)| document.file == file)) {
            return None;
        }
        if !changed.is_empty() {
            link::relink(Arc::make_mut(&mut self.handbook), &changed);
            self.draft.clone_from(&draft.documents);
        }
        Some(self)
    }
}

/// Stands for all that goes into a build but settings, the theme, the bytes of attachments, and the words of documents.
fn outline(sources: &Sources, draft: &Draft, as_of: Date) -> u128 {
    let mut state = SipHasher13::new();
    as_of.hash(&mut state);
    for (_, file) in sources.iter() {
        (&file.path, file.role).hash(&mut state);
        if file.role == Role::Register {
            file.bytes().hash(&mut state);
        }
    }
    for document in draft.documents.iter().chain(&draft.left_out) {
        document.hash_outline(&mut state);
    }
    state.finish128().as_u128()
}
