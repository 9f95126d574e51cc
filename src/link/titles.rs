//! Documents and entries by their titles, for fields that name one by its title instead of its id.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::model::{EntryIx, Identity, Subject};
use crate::parse::Draft;

/// The subjects of each title. They are gathered for the first field that needs them.
pub(super) struct Titles<'a> {
    draft: &'a Draft,
    by_title: OnceLock<FxHashMap<String, Vec<Subject>>>,
}

/// Number of documents, and of entries of each register, that are known by one title: more than one is one too many.
const MOST: usize = 5;

impl<'a> Titles<'a> {
    pub(super) fn new(draft: &'a Draft) -> Self {
        Self { draft, by_title: OnceLock::new() }
    }

    /// Returns what has a title, whatever the case of its letters; not all of it, if very much has it.
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
            let known = by_title.entry(key(title)).or_default();
            // Those of one register follow one another.
            let is_one_of_many = known.iter().rev().nth(MOST - 1).is_some_and(|early| are_alike(*early, subject));
            if !is_one_of_many {
                known.push(subject);
            }
        }
        by_title
    }
}

/// Returns whether two subjects are documents, or entries of one register.
fn are_alike(one: Subject, other: Subject) -> bool {
    match (one, other) {
        (Subject::Document(_), Subject::Document(_)) => true,
        (Subject::Entry(one), Subject::Entry(other)) => one.register == other.register,
        _ => false,
    }
}

fn key(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
