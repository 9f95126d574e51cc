//! What pages show of things that they are not about, as digests: a document's page whose own text and surroundings
//! look the same need not be made again.

use std::hash::{Hash, Hasher};

use siphasher::sip128::{Hasher128, SipHasher13};

use super::Input;
use crate::catalog::ReqIx;
use crate::coverage::Figures;
use crate::model::{Destination, DocIx, EntryIx, ReferenceRole, Subject};

/// The digests of all things of one handbook on one day.
pub(super) struct Faces<'a> {
    figures: Figures<'a>,
    documents: Vec<u64>,
    /// By register.
    entries: Vec<Vec<u64>>,
    requirements: Vec<u64>,
    /// What every document's page may show.
    common: u64,
}

impl<'a> Faces<'a> {
    pub(super) fn new(input: Input<'a>) -> Self {
        let Input { handbook, coverage, config, .. } = input;
        let figures = Figures { handbook, coverage, config };
        let documents = handbook
            .documents()
            .map(|(_, document)| face(|state| (&document.page, &document.meta, &document.sections).hash(state)));
        let entries = handbook
            .registers
            .iter()
            .map(|register| register.entries.iter().map(|entry| face(|state| entry.hash(state))).collect::<Vec<_>>());
        let requirements = handbook.catalog.requirements().map(|(ix, _)| face(|state| coverage.ladder(ix).hash(state)));
        let entries: Vec<Vec<u64>> = entries.collect();
        let glossary = handbook.register("glossary").map(|(at, _)| &entries[at as usize]);
        let common = face(|state| (coverage.as_of, glossary).hash(state));
        Self { figures, documents: documents.collect(), requirements: requirements.collect(), entries, common }
    }

    /// Stands for all that the page of a document shows: its own text, and the faces of what it leads to, of what leads
    /// to it, and of its neighbours.
    pub(super) fn document(&self, ix: DocIx, neighbours: [Option<DocIx>; 2]) -> u128 {
        let document = self.figures.handbook.document(ix);
        let mut state = SipHasher13::new();
        document.hash_outline(&mut state);
        document.prose.text().hash(&mut state);
        let to = document.references().filter_map(|link| self.figures.handbook.subject(link.to.as_ref()?));
        let from = self.figures.handbook.referrers(Subject::Document(ix));
        let from = from.filter(|reference| reference.role == ReferenceRole::Mention).map(|reference| reference.from);
        let neighbours = neighbours.into_iter().flatten().map(Subject::Document);
        for subject in to.chain(from).chain(neighbours) {
            (subject, self.of(subject)).hash(&mut state);
        }
        for link in &document.prose.references {
            if let Some(Destination::Figure(named)) = &link.to {
                self.figures.number(named).hash(&mut state);
            }
        }
        self.common.hash(&mut state);
        state.finish128().as_u128()
    }

    fn of(&self, subject: Subject) -> u64 {
        match subject {
            Subject::Document(DocIx(at)) => self.documents[at as usize],
            Subject::Entry(EntryIx { register, entry }) => self.entries[register as usize][entry as usize],
            Subject::Requirement(ReqIx(at)) => self.requirements[at as usize],
        }
    }
}

fn face(add: impl FnOnce(&mut SipHasher13)) -> u64 {
    let mut state = SipHasher13::new();
    add(&mut state);
    state.finish()
}
