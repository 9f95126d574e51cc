//! The documented information that the standard requires, and where the handbook holds it.

use super::{OnDay, Place, Proof};
use crate::catalog::{DocumentedInformation, DocumentedKind, RecordState, ReqIx, Standard};
use crate::isms::{self, Evidence};
use crate::model::{Destination, DocumentKind, Record, Subject};
use crate::wording::Phrase;

/// One item and what holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Holding {
    /// The place of the item in the standard's list.
    pub item: usize,
    /// The clause that asks for it.
    pub clause: ReqIx,
    /// Whether the item stands for all others.
    pub umbrella: bool,
    /// The proofs that it is held, or a phrase that says why it is not.
    pub state: Result<Vec<Proof>, Phrase>,
    /// Whether nobody can tell if it was held on an earlier day. Then `state` says why, and that is not a gap.
    pub unknown: bool,
}

impl Holding {
    /// Returns whether it is known that nothing holds it.
    pub fn is_missing(&self) -> bool {
        self.state.is_err() && !self.unknown
    }

    /// Whether its clause can be covered: an umbrella adds nothing to the items that it stands for.
    pub(super) fn counts_as_held(&self) -> bool {
        self.umbrella || self.state.is_ok()
    }
}

/// Looks for each item of the standards in force.
pub(super) fn holdings(on: OnDay<'_>) -> Vec<Holding> {
    let in_force = on.handbook.catalog.standards.iter().filter(|standard| !standard.is_retired());
    in_force.flat_map(|standard| of_standard(on, standard)).collect()
}

fn of_standard(on: OnDay<'_>, standard: &Standard) -> Vec<Holding> {
    let mut holdings: Vec<Holding> = standard
        .documented
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let state = on.holders(item);
            let unknown = state.is_err() && on.is_held_by_later_documents(item);
            let state = if unknown { Err(Phrase::said("coverage.not-known")) } else { state };
            Holding { item: at, clause: item.clause, umbrella: item.kind == DocumentedKind::Umbrella, state, unknown }
        })
        .collect();
    let missing = holdings.iter().filter(|holding| !holding.umbrella && holding.is_missing()).count();
    let unknown = holdings.iter().any(|holding| !holding.umbrella && holding.unknown);
    for (holding, item) in holdings.iter_mut().zip(&standard.documented) {
        // The item on what the standard itself asks for hangs on all others; the one on what the organisation adds
        // is held by whatever it added.
        let asks_for_all = item.part.as_deref() == Some("a)");
        if holding.umbrella && asks_for_all && missing > 0 {
            holding.state = Err(Phrase::counted("coverage.others-missing", missing));
        } else if holding.umbrella && asks_for_all && unknown {
            (holding.state, holding.unknown) = (Err(Phrase::said("coverage.not-known")), true);
        }
    }
    holdings
}

/// Returns the key of the text that says that no entry is in a state.
fn unfinished_key(state: RecordState) -> &'static str {
    match state {
        RecordState::Decided => "coverage.none-decided",
        RecordState::Approved => "coverage.none-approved",
        RecordState::Rated => "coverage.none-rated",
        RecordState::Treated => "coverage.none-treated",
        RecordState::Adopted => "coverage.none-adopted",
        RecordState::Measured => "coverage.none-measured",
        RecordState::Evidenced => "coverage.none-evidenced",
        RecordState::Reviewed => "coverage.none-reviewed",
        RecordState::Held => "coverage.none-held",
        RecordState::Concluded => "coverage.none-concluded",
        RecordState::Done => "coverage.none-done",
        RecordState::Checked => "coverage.none-checked",
    }
}

impl OnDay<'_> {
    fn holders(&self, item: &DocumentedInformation) -> Result<Vec<Proof>, Phrase> {
        let mut proofs: Vec<Proof> = item.registers.iter().filter_map(|name| self.register(name, item.state)).collect();
        let in_a_register = item.registers.iter().any(|name| self.handbook.register(name).is_some());
        let why = match item.kind {
            DocumentedKind::Umbrella => {
                let mut documents = self.handbook.documents();
                if !documents.any(|(_, document)| document.is_in_force(self.as_of) && document.written) {
                    return Err(Phrase::said("coverage.nothing-in-force"));
                }
                return Ok(vec![Proof { text: Phrase::said("coverage.all-documents"), place: Some(Place::Documents) }]);
            }
            DocumentedKind::Document if in_a_register => "coverage.empty-register",
            DocumentedKind::Document => {
                proofs.extend(self.documents(item.clause, |_| true));
                "coverage.no-document-for-clause"
            }
            DocumentedKind::Record => {
                proofs.extend(self.evidence(item.clause));
                proofs.extend(self.documents(item.clause, |kind| kind == DocumentKind::Record));
                "coverage.no-evidence-for-clause"
            }
        };
        let unfinished = || item.registers.iter().find_map(|name| self.unfinished(name, item.state?));
        if proofs.is_empty() { Err(unfinished().unwrap_or_else(|| Phrase::said(why))) } else { Ok(proofs) }
    }

    /// Returns whether a document that could hold an item was approved only after an earlier day.
    fn is_held_by_later_documents(&self, item: &DocumentedInformation) -> bool {
        let in_a_register = item.registers.iter().any(|name| self.handbook.register(name).is_some());
        let can_hold = |kind: DocumentKind| match item.kind {
            DocumentedKind::Umbrella => false,
            DocumentedKind::Document => !in_a_register,
            DocumentedKind::Record => kind == DocumentKind::Record,
        };
        let claims = self.handbook.claims(Subject::Requirement(item.clause));
        let mut documents = claims.filter_map(|reference| match reference.from {
            Subject::Document(ix) => Some(self.handbook.document(ix)),
            _ => None,
        });
        documents.any(|document| can_hold(document.meta.kind) && self.is_unknown(document))
    }

    /// Returns a register, if any of its entries is in a state.
    fn register(&self, name: &str, state: Option<RecordState>) -> Option<Proof> {
        let (_, register) = self.handbook.register(name)?;
        let in_state = |record: &Record<'_>| {
            state.is_none_or(|state| isms::is_documented(self.handbook, self.config, *record, state, self.as_of))
        };
        let count = self.handbook.records(name).filter(in_state).count();
        let title = Phrase::Content(register.schema.title.clone());
        let text = Phrase::Said("coverage.register-entries", vec![("register", title), ("n", Phrase::count(count))]);
        let place = Some(Place::Register(name.to_owned()));
        (count > 0).then_some(Proof { text, place })
    }

    /// Returns that no entry of a register is in a state; `None` if it has no entries at all.
    fn unfinished(&self, name: &str, state: RecordState) -> Option<Phrase> {
        let (_, register) = self.handbook.register(name)?;
        let title = Phrase::Content(register.schema.title.clone());
        (!register.entries.is_empty()).then(|| Phrase::Said(unfinished_key(state), vec![("register", title)]))
    }

    fn documents(&self, clause: ReqIx, wanted: impl Fn(DocumentKind) -> bool) -> Vec<Proof> {
        let mut found: Vec<Proof> = Vec::new();
        for reference in self.handbook.claims(Subject::Requirement(clause)) {
            let Subject::Document(ix) = reference.from else { continue };
            let document = self.handbook.document(ix);
            let counts = document.is_in_force(self.as_of) && document.is_written(reference.section);
            if counts && wanted(document.meta.kind) {
                let to = match reference.section {
                    Some(at) => Destination::Section(ix, at),
                    None => Destination::Subject(reference.from),
                };
                let text = Phrase::Content(document.meta.title.clone());
                if found.iter().all(|proof| proof.text != text) {
                    found.push(Proof { text, place: Some(Place::At(to)) });
                }
            }
        }
        found
    }

    fn evidence(&self, clause: ReqIx) -> Vec<Proof> {
        Evidence::about(self.handbook, Subject::Requirement(clause))
            .filter(|evidence| evidence.is_in_date(self.config, self.as_of))
            .map(|evidence| Proof::entry(*evidence))
            .collect()
    }
}
