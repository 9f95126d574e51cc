//! Ids are unique over everything: documents, entries, requirements.

use rustc_hash::FxHashMap;

use crate::catalog::{Catalog, Found};
use crate::diag::Diagnostic;
use crate::model::{EntryIx, Identity, Subject};
use crate::parse::Draft;
use crate::source::Span;

/// Returns the subject of each id. If two have the same id, the second one is reported and, if it is an entry, removed.
pub(super) fn collect(draft: &mut Draft, catalog: &Catalog) -> (FxHashMap<String, Subject>, Vec<Diagnostic>) {
    let mut ids = FxHashMap::default();
    let mut places: FxHashMap<String, Span> = FxHashMap::default();
    let mut diagnostics = Vec::new();
    let mut take = |key: String, id: &str, span: Span| {
        if let Some(first) = places.get(&key) {
            let message = format!("the id `{id}` is used twice");
            let help = "change one of the ids".to_owned();
            diagnostics
                .push(Diagnostic::error("duplicate-id", span, message).also(*first, "first defined here").help(help));
            return false;
        }
        // Ids of further standards are so many that some book has each of them: there, the book's own comes first.
        if key == id && catalog.find(id) != Found::Nothing && !catalog.is_further(id) {
            let message = format!("`{id}` is the id of a requirement");
            let help =
                "choose another id; `prefix` in book.toml puts something before those of an imported table".to_owned();
            diagnostics.push(Diagnostic::error("duplicate-id", span, message).help(help));
            return false;
        }
        places.insert(key, span);
        true
    };
    // The first of two is the one whose path is first, whatever their titles are.
    for (ix, document) in draft.documents_by_path() {
        let id = &document.meta.id;
        // A file that is only called `5.1.md` leaves the id to the requirement.
        if !document.meta.has_own_id && catalog.find(&id.value) != Found::Nothing {
            continue;
        }
        if take(id.value.clone(), &id.value, id.span) {
            ids.insert(id.value.clone(), Subject::Document(ix));
        }
    }
    for (ix, register) in draft.registers.iter_mut_enumerated() {
        let (name, identity) = (register.schema.name.clone(), register.schema.identity);
        register.entries.retain(|entry| {
            let id = &entry.id;
            let key = match identity {
                Identity::Own => id.value.clone(),
                // Entries about controls have the ids of the controls, which are unique in the register only.
                Identity::Control => format!("{name} {}", id.value),
            };
            take(key, &id.value, id.span)
        });
        if identity == Identity::Own {
            let subject = |entry| Subject::Entry(EntryIx { register: ix, entry });
            ids.extend(register.entries.iter_enumerated().map(|(at, entry)| (entry.id.value.clone(), subject(at))));
        }
    }
    (ids, diagnostics)
}
