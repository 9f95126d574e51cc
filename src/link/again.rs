//! Finds the documents that an edit cannot have affected, so that they are not linked again.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::linker::Found;
use crate::diag::Diagnostic;
use crate::model::{
    Destination, DocIx, Document, Entry, EntryIx, Handbook, Identity, RawReference, Register, ResolvedReference,
    Subject,
};
use crate::select::{Excluded, Selection};
use crate::source::{FileId, Sources};

/// A linked book, what it was linked from, and what was wrong with it.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// Its files.
    pub sources: &'a Sources,
    /// Its documents before they were linked.
    pub documents: &'a [Arc<Document<RawReference>>],
    /// The documents that were excluded from it.
    pub excluded: &'a [Excluded],
    /// The linked book.
    pub handbook: &'a Handbook,
    /// What linking found.
    pub diagnostics: &'a [Diagnostic],
}

/// The documents of a book that lead where they led before, under the same words.
pub(super) struct Unchanged<'a> {
    before: Before<'a>,
    /// By document.
    same: Vec<bool>,
}

impl<'a> Unchanged<'a> {
    /// Finds them; none if anything has another name or place than before, for then any reference can mean another thing.
    pub(super) fn new(before: Before<'a>, selection: &Selection, sources: &Sources) -> Option<Self> {
        if !before.has_the_names_of(selection, sources) {
            return None;
        }
        let Selection { draft, .. } = selection;
        let faulty: FxHashSet<FileId> =
            before.diagnostics.iter().flat_map(Diagnostic::places).map(|span| span.file).collect();
        let own = |(a, b): (&Arc<Document<_>>, &Arc<Document<_>>)| Arc::ptr_eq(a, b) && !faulty.contains(&a.file);
        let own: Vec<bool> = before.documents.iter().zip(&draft.documents).map(own).collect();
        let mut retitled: FxHashSet<EntryIx> = FxHashSet::default();
        for (register, (old, new)) in (0u32..).zip(before.handbook.registers.iter().zip(&draft.registers)) {
            let entries = (0u32..).zip(old.entries.iter().zip(&new.entries));
            let other = entries.filter(|(_, (old, new))| old.title != new.title);
            retitled.extend(other.map(|(entry, _)| EntryIx { register, entry }));
        }
        let changed = |link: &ResolvedReference| match &link.to {
            Some(Destination::Subject(Subject::Document(ix)) | Destination::Section(ix, _)) => !own[ix.0 as usize],
            Some(Destination::Subject(Subject::Entry(ix))) => retitled.contains(ix),
            _ => false,
        };
        let same =
            |(document, own): (&Arc<Document<ResolvedReference>>, &bool)| *own && !document.references().any(changed);
        let same = before.handbook.documents.iter().zip(&own).map(same).collect();
        Some(Self { before, same })
    }

    /// A document as it was linked before, with what came of that.
    pub(super) fn find(&self, ix: DocIx) -> Option<(Arc<Document<ResolvedReference>>, Found)> {
        if !self.same[ix.0 as usize] {
            return None;
        }
        let handbook = self.before.handbook;
        let document = handbook.documents[ix.0 as usize].clone();
        let files = document.references().filter_map(|link| match link.to {
            Some(Destination::Attachment(file)) => Some(file),
            _ => None,
        });
        let found =
            Found { files: files.collect(), references: handbook.references_of(ix).to_vec(), diagnostics: Vec::new() };
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
            old.schema.identity == Identity::Control || alike(&old.entries, &new.entries, same)
        };
        let Selection { draft, excluded } = selection;
        self.sources.has_the_files_of(sources)
            && alike(self.documents, &draft.documents, document)
            && alike(self.excluded, excluded, |a, b| Arc::ptr_eq(&a.document, &b.document))
            && alike(&self.handbook.registers, &draft.registers, register)
    }
}

/// Whether two lists are of one length, and each pair is alike.
fn alike<A, B>(a: &[A], b: &[B], pair: impl Fn(&A, &B) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| pair(a, b))
}
