//! Draft → [`Handbook`]: ids are unique, and each reference is resolved or reported.

mod addresses;
mod again;
mod anchor;
mod attachments;
mod called;
mod file_name;
mod folders;
mod held_back;
mod hint;
mod ids;
mod linker;
mod meant;
mod mention;
mod named;
mod path;
mod portable;
mod problem;
mod resolve;
mod titled;
mod titles;
mod unpublished;
mod unread;

use std::collections::BTreeMap;
use std::sync::Arc;

use index_vec::IndexVec;
use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::id::natural;
use crate::model::{DocIx, Document, EntryIx, Handbook, Linked, RawReference, Register};
use crate::select::Selection;
use crate::source::{FileId, Sources};

use again::Unchanged;
use attachments::Wanted;
use hint::Hints;
use linker::{Collected, Linker, Links};
use resolve::Resolver;

pub use again::Before;

/// Links the whole set. With the result of linking `before` with the same settings and catalogue, documents that cannot
/// have changed are taken from there.
pub fn link(
    mut selection: Selection,
    catalog: Arc<Catalog>,
    sources: &Sources,
    config: &Config,
    before: Option<Before<'_>>,
) -> (Handbook, Vec<Diagnostic>) {
    for register in &mut selection.draft.registers {
        register.entries.sort_by(|a, b| natural(&a.id.value, &b.id.value));
    }
    let (ids, mut diagnostics) = ids::collect(&mut selection.draft, &catalog);
    let Selection { draft, .. } = &selection;
    diagnostics.extend(addresses::collisions(draft, sources));
    let resolver = Resolver::new(&selection, &catalog, ids, sources, config);

    let unchanged = before.and_then(|before| Unchanged::new(before, &selection, sources));
    let documents: Vec<_> = draft.documents.iter_enumerated().collect();
    let linked: Vec<_> = documents
        .into_par_iter()
        .map(|(ix, document)| {
            unchanged.as_ref().and_then(|unchanged| unchanged.find(ix)).unwrap_or_else(|| {
                let (document, found) = Linker::run(Links::Resolved(&resolver), |linker| linker.document(ix, document));
                (Arc::new(document), found)
            })
        })
        .collect();
    let mut documents = IndexVec::with_capacity(linked.len());
    let mut references = Vec::with_capacity(linked.iter().map(|(_, found)| found.references.len()).sum());
    let (mut wanted, mut folders, mut unpublished) = (Wanted::default(), BTreeMap::new(), Vec::new());
    let mut hints = Hints::new(&resolver);
    let mut take = |found: Collected| {
        diagnostics.extend(found.problems.into_iter().map(|problem| hints.complete(problem)));
        references.extend(found.references);
        for (file, place) in found.others.files {
            wanted.linked.entry(file).or_insert(place);
        }
        for (folder, place) in found.others.folders {
            folders.entry(folder).or_insert(place);
        }
        unpublished.extend(found.others.unpublished);
    };
    for (document, found) in linked {
        documents.push(document);
        take(found);
    }
    let mut registers = IndexVec::with_capacity(draft.registers.len());
    for (register_ix, register) in draft.registers.iter_enumerated() {
        let entries: Vec<_> = register.entries.iter_enumerated().collect();
        let linked: Vec<_> = entries
            .into_par_iter()
            .map(|(at, entry)| {
                let ix = EntryIx { register: register_ix, entry: at };
                Linker::run(Links::Resolved(&resolver), |linker| linker.entry(ix, entry, register, &resolver))
            })
            .collect();
        let mut entries = IndexVec::with_capacity(linked.len());
        for (entry, found) in linked {
            entries.push(entry);
            take(found);
        }
        registers.push(Register { schema: register.schema.clone(), entries, files: register.files.clone() });
    }
    let mut folders = folders::pages(&folders, draft, sources, config, &wanted.linked);
    let along = folders.iter().flat_map(|folder| folder.files.iter().map(|file| (*file, folder.span)));
    wanted.along = along.filter(|(file, _)| !wanted.linked.contains_key(file)).collect();
    let is_referred = |file| wanted.linked.contains_key(&file) || wanted.along.contains_key(&file);
    diagnostics.extend(unread::files(sources, config, is_referred, &selection.excluded, &resolver));
    let decided = attachments::decide(&wanted, sources, config);
    let attachments = decided.copied;
    let is_copied = |file: &FileId| attachments.binary_search_by_key(file, |attachment| attachment.file).is_ok();
    folders.iter_mut().for_each(|folder| folder.files.retain(is_copied));
    diagnostics.extend(decided.diagnostics);
    unpublished.extend(decided.unpublished);
    diagnostics.extend(unpublished::note(unpublished));
    diagnostics.extend(portable::unportable(draft, &catalog, (&attachments, &folders), sources));
    let (registers, ids) = (registers.into(), resolver.into_ids().into());
    let left_out = selection.excluded.iter().map(|excluded| excluded.document.path.clone()).collect();
    let elsewhere = decided.elsewhere;
    let place = folders::place_of("", sources, config);
    let linked =
        Linked { catalog, documents, registers, attachments, elsewhere, folders, place, left_out, references, ids };
    held_back::count(&mut diagnostics);
    (Handbook::new(linked), diagnostics)
}

/// Links changed documents again if only their words and the places of their references differ: each reference resolves
/// to the same destination as before.
pub fn relink(handbook: &mut Handbook, changed: &[(DocIx, &Document<RawReference>)]) {
    for (ix, document) in changed {
        let before = handbook.documents[*ix].clone();
        let links = Links::Known(before.references().collect::<Vec<_>>().into_iter());
        let (document, found) = Linker::run(links, |linker| linker.document(*ix, document));
        handbook.replace(*ix, document, found.references);
    }
}
