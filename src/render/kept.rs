//! What is kept of one site for the next: pages whose views are the same need not be filled again.

use std::io;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Serialize;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::theme::Theme;
use super::{Filled, Input, Made};
use crate::diag::Diagnostic;
use crate::model::{DocIx, Document, Handbook, Link, ReferenceRole, Subject};
use crate::site::{Site, SitePath};
use crate::source::{FileId, Role, SourceFile};

/// The pages of one run, for the next one with the same settings.
#[derive(Default)]
pub struct Kept {
    theme: Option<Loaded>,
    /// What the pages were made of, but for the words of documents.
    outline: Option<u128>,
    documents: Vec<Arc<Document<Link>>>,
    /// The pages with digests of what filled them.
    pages: FxHashMap<SitePath, (Option<u128>, Arc<[u8]>)>,
    site: Site,
}

/// A theme and the book's own files that went into it.
struct Loaded {
    files: Vec<(FileId, SourceFile)>,
    theme: Arc<Theme>,
}

impl Kept {
    /// The theme, read again only if a file of it changed.
    pub(super) fn theme(&mut self, input: Input<'_>) -> (Option<Arc<Theme>>, Vec<Diagnostic>) {
        let files: Vec<(FileId, SourceFile)> =
            input.sources.of_role(Role::Theme).map(|(id, file)| (id, file.clone())).collect();
        match &self.theme {
            Some(before) if before.files == files => (Some(before.theme.clone()), Vec::new()),
            _ => {
                let (theme, diagnostics) = Theme::load(input.sources, input.config, input.words);
                let theme = theme.map(Arc::new);
                *self = Self { theme: theme.clone().map(|theme| Loaded { files, theme }), ..Self::default() };
                (theme, diagnostics)
            }
        }
    }

    /// The last site and the documents that have other words since, if nothing else changed.
    pub(super) fn but_for_words(&self, handbook: &Handbook, outline: u128) -> Option<(Site, Vec<DocIx>)> {
        (self.outline == Some(outline)).then(|| {
            let documents = (0u32..).map(DocIx).zip(handbook.documents.iter().zip(&self.documents));
            let changed = documents.filter(|(_, (now, before))| !Arc::ptr_eq(now, before)).map(|(ix, _)| ix);
            (self.site.clone(), changed.collect())
        })
    }

    /// The page at `path`, if it was filled with the same view.
    pub(super) fn page(&self, path: &SitePath, digest: u128) -> Option<Arc<[u8]>> {
        self.pages.get(path).filter(|(of, _)| *of == Some(digest)).map(|(_, bytes)| bytes.clone())
    }

    /// Keeps a site without faults.
    pub(super) fn keep(&mut self, made: &Made, handbook: &Handbook, outline: u128) {
        if self.outline != Some(outline) {
            self.pages.clear();
        }
        for Filled { path, digest, bytes } in &made.filled {
            self.pages.insert(path.clone(), (*digest, bytes.clone()));
        }
        self.outline = Some(outline);
        self.documents.clone_from(&handbook.documents);
        self.site = made.site.clone();
    }
}

/// The subjects whose pages show words of a document: itself, and the requirements that its sections claim.
pub(super) fn shown_on(handbook: &Handbook, document: DocIx) -> Vec<Subject> {
    let from = Subject::Document(document);
    let start = handbook.references.partition_point(|reference| reference.from < from);
    let own = handbook.references[start..].iter().take_while(|reference| reference.from == from);
    let claims = own.filter(|reference| reference.role == ReferenceRole::Claim).map(|reference| reference.to);
    claims.chain([from]).collect()
}

/// A digest of what fills a page.
pub(super) fn digest(template: &str, view: &impl Serialize) -> u128 {
    let mut digest = Digest(SipHasher13::new());
    // A view that cannot be written has no digest that another one has: filling it says what is wrong.
    if serde_json::to_writer(&mut digest, &(template, view)).is_err() {
        return 0;
    }
    digest.0.finish128().as_u128()
}

struct Digest(SipHasher13);

impl io::Write for Digest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        std::hash::Hasher::write(&mut self.0, bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
