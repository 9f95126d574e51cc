//! Documents and entries by their titles, for fields that name one by its title instead of its id.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::diag::Diagnostic;
use crate::model::{Destination, EntryIx, Identity, RawReference, Subject, TargetKind};
use crate::parse::Draft;

use super::resolve::{Resolved, Resolver};

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
    fn find(&self, title: &str) -> &[Subject] {
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

impl Resolver<'_> {
    /// Resolves a title in a field that takes targets of some kinds; `None` if none of them has it.
    pub(super) fn titled(&self, raw: &RawReference, title: &str, to: &[TargetKind]) -> Option<Resolved> {
        let fits = |subject: &&Subject| to.iter().any(|kind| self.is_of(**subject, kind));
        let found: Vec<Subject> = self.titles.find(title).iter().filter(fits).copied().collect();
        match found[..] {
            [] => None,
            [subject] => Some((Some(Destination::Subject(subject)), None)),
            [..] => {
                let message = format!("`{title}` is the title of {}", found.len());
                let ids: Vec<String> = found.iter().map(|subject| format!("`{}`", self.id_of(*subject))).collect();
                let help = format!("write the id of one: {}", ids.join(", "));
                Some((None, Some(Diagnostic::error("unknown-reference", raw.span, message).help(help).into())))
            }
        }
    }

    fn id_of(&self, subject: Subject) -> String {
        match subject {
            Subject::Document(ix) => self.draft.documents[ix].meta.id.value.clone(),
            Subject::Entry(ix) => self.draft.registers[ix.register].entries[ix.entry].id.value.clone(),
            Subject::Requirement(ix) => self.catalog.label(ix),
        }
    }
}
