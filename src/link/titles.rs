//! Documents and entries by their titles, for fields that name one by its title instead of its id.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::model::{EntryIx, Identity, Subject};
use crate::parse::Draft;

/// What has each title. It is gathered for the first field that needs it.
pub(super) struct Titles<'a> {
    draft: &'a Draft,
    by_title: OnceLock<FxHashMap<String, Vec<Subject>>>,
}

impl<'a> Titles<'a> {
    pub(super) fn new(draft: &'a Draft) -> Self {
        Self { draft, by_title: OnceLock::new() }
    }

    /// Returns what has a title, whatever the case of its letters.
    pub(super) fn find(&self, title: &str) -> &[Subject] {
        self.by_title.get_or_init(|| self.by_title()).get(&key(title)).map_or(&[], Vec::as_slice)
    }

    fn by_title(&self) -> FxHashMap<String, Vec<Subject>> {
        let documents = self.draft.documents.iter_enumerated();
        let documents = documents.map(|(ix, document)| (document.meta.title.as_str(), Subject::Document(ix)));
        let registers = self.draft.registers.iter_enumerated();
        let own = registers.filter(|(_, register)| register.schema.identity == Identity::Own);
        let entries = own.flat_map(|(register, found)| {
            let subject = move |entry| Subject::Entry(EntryIx { register, entry });
            found.entries.iter_enumerated().map(move |(at, entry)| (entry.title.as_str(), subject(at)))
        });
        let mut by_title: FxHashMap<String, Vec<Subject>> = FxHashMap::default();
        for (title, subject) in documents.chain(entries) {
            by_title.entry(key(title)).or_default().push(subject);
        }
        by_title
    }
}

fn key(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
