//! Finds the documents that an edit cannot have affected, so that they are not linked again.

use std::sync::Arc;

use index_vec::IndexVec;
use rustc_hash::FxHashSet;

use super::linker::{Collected, Others};
use crate::catalog::Found;
use crate::diag::Diagnostic;
use crate::model::{
    Destination, DocIx, Document, Entry, EntryIx, Handbook, Identity, RawReference, RawTarget, Register,
    ResolvedReference, Subject,
};
use crate::select::{Excluded, Selection};
use crate::source::{FileId, Sources};

/// The result of an earlier run of linking, and its input.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// Its files.
    pub sources: &'a Sources,
    /// Its documents before they were linked.
    pub documents: &'a IndexVec<DocIx, Arc<Document<RawReference>>>,
    /// The documents that were excluded from it.
    pub excluded: &'a [Excluded],
    /// The linked book.
    pub handbook: &'a Handbook,
    /// The problems that linking found.
    pub diagnostics: &'a [Diagnostic],
}

/// The documents whose references resolve to the same targets, with the same names, as before.
pub(super) struct Unchanged<'a> {
    before: Before<'a>,
    /// By document.
    same: IndexVec<DocIx, bool>,
}

impl<'a> Unchanged<'a> {
    /// Finds them; `None` if any id, path or file has changed, because then any reference may have another target.
    pub(super) fn new(before: Before<'a>, selection: &Selection, sources: &Sources) -> Option<Self> {
        if !before.has_the_names_of(selection, sources) {
            return None;
        }
        let Selection { draft, .. } = selection;
        let faulty: FxHashSet<FileId> =
            before.diagnostics.iter().flat_map(Diagnostic::places).map(|span| span.file).collect();
        let own = |(a, b): (&Arc<Document<_>>, &Arc<Document<_>>)| Arc::ptr_eq(a, b) && !faulty.contains(&a.file);
        let own: IndexVec<DocIx, bool> = before.documents.iter().zip(&draft.documents).map(own).collect();
        let retitled = before.handbook.all_records().filter(|record| {
            let now = draft.registers[record.ix.register].entries.get(record.ix.entry);
            now.is_some_and(|entry| entry.title != record.title())
        });
        let retitled: FxHashSet<EntryIx> = retitled.map(|record| record.ix).collect();
        let changed = |link: &ResolvedReference| match &link.to {
            Some(
                Destination::Subject(Subject::Document(ix)) | Destination::Section(ix, _) | Destination::Anchor(ix, _),
            ) => !own[*ix],
            Some(Destination::Subject(Subject::Entry(ix))) => retitled.contains(ix),
            _ => false,
        };
        let catalog = &before.handbook.catalog;
        let pairs = || before.documents.iter().zip(&draft.documents);
        let is_retitled = |(a, b): (&Arc<Document<_>>, &Arc<Document<_>>)| a.meta.title != b.meta.title;
        let any_title = !retitled.is_empty() || pairs().any(is_retitled);
        // A title that changed may be one that another document names, or that it has in common with another.
        let names_title = |document: &Document<RawReference>| {
            let is_id = |id: &str| before.handbook.find(id).is_some() || catalog.find(id) != Found::Nothing;
            let is_title = |raw: &RawReference| matches!(&raw.target, RawTarget::Id { id, .. } if !is_id(id));
            any_title && document.references().any(is_title)
        };
        let named: Vec<bool> = draft.documents.iter().map(|document| names_title(document)).collect();
        let same =
            |(document, own): (&Arc<Document<ResolvedReference>>, &bool)| *own && !document.references().any(changed);
        let same = before.handbook.documents.iter().zip(&own).map(same);
        let same = same.zip(named).map(|(same, is_named)| same && !is_named).collect();
        Some(Self { before, same })
    }

    /// Returns a document as it was linked before, with its references, files and folders.
    pub(super) fn find(&self, ix: DocIx) -> Option<(Arc<Document<ResolvedReference>>, Collected)> {
        if !self.same[ix] {
            return None;
        }
        let handbook = self.before.handbook;
        let document = handbook.documents[ix].clone();
        let mut others = Others::default();
        document.references().for_each(|link| others.note(link));
        let found = Collected { others, references: handbook.references_of(ix).to_vec(), problems: Vec::new() };
        Some((document, found))
    }
}

impl Before<'_> {
    /// Whether all files, documents and entries have the same paths and ids in the same order.
    fn has_the_names_of(&self, selection: &Selection, sources: &Sources) -> bool {
        let document = |a: &Arc<Document<_>>, b: &Arc<Document<_>>| {
            Arc::ptr_eq(a, b) || (a.path == b.path && a.meta.id.value == b.meta.id.value)
        };
        let register = |old: &Register<ResolvedReference>, new: &Register<RawReference>| {
            let same = |a: &Entry<ResolvedReference>, b: &Entry<RawReference>| a.id.value == b.id.value;
            // Entries about controls are not referred to themselves.
            old.schema.identity == Identity::Control || alike(&old.entries.raw, &new.entries.raw, same)
        };
        let Selection { draft, excluded } = selection;
        self.sources.has_the_files_of(sources)
            && alike(&self.documents.raw, &draft.documents.raw, document)
            && alike(self.excluded, excluded, |a, b| Arc::ptr_eq(&a.document, &b.document))
            && alike(&self.handbook.registers.raw, &draft.registers.raw, register)
    }
}

/// Whether two lists are of one length, and each pair is alike.
fn alike<A, B>(a: &[A], b: &[B], pair: impl Fn(&A, &B) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| pair(a, b))
}
