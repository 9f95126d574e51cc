//! The rules of an ISMS: what the entries of the built-in registers say, and how each of them stands on a day.
//!
//! A reader per register gives the fields their meaning: [`Risk`] knows which score counts, [`Evidence`] until when it
//! is in date, [`Action`] when it is over. Pages, checks, counts, exports and the calendar ask these readers and
//! decide nothing themselves. This is also the only place where the fields of the built-in registers are named; a test
//! compares the names with the schemas.

mod action;
mod asset;
mod audit;
mod context;
mod decision;
mod evidence;
mod exception;
mod finding;
mod glossary;
mod incident;
mod milestone;
mod objective;
mod reader;
mod review;
mod risk;
mod role;
mod state;
mod supplier;
mod training;

pub use action::{Action, actions_on};
pub use asset::Asset;
pub use audit::{Audit, AuditProgramme};
pub use context::{InterestedParty, Issue, LegalRequirement, PartyRequirement};
pub use decision::{Decision, Implementation};
pub use evidence::Evidence;
pub use exception::Exception;
pub use finding::Finding;
pub use glossary::Term;
pub use incident::Incident;
pub use milestone::Milestone;
pub use objective::{Measurement, Objective, Progress};
pub use review::{ManagementReview, Period};
pub use risk::{Acceptance, Risk, open_risks, rated, score};
pub use role::{OWNER, Role, answerable, binds, everybody, is_for_all_staff, owner};
pub use state::{State, StateKind, state};
pub use supplier::Supplier;
pub use training::{Competence, Training};

use crate::model::{Destination, EntryIx, ResolvedReference, Subject};

/// Number of days before a deadline from which it counts as due soon.
pub const DUE_SOON_DAYS: i32 = 30;

/// Returns the entry that a reference leads to; `None` if it leads to anything else.
pub fn entry_of(link: &ResolvedReference) -> Option<EntryIx> {
    match link.to {
        Some(Destination::Subject(Subject::Entry(ix))) => Some(ix),
        _ => None,
    }
}

/// Returns the entries that references lead to.
pub fn entries_of(links: &[ResolvedReference]) -> impl Iterator<Item = EntryIx> + '_ {
    links.iter().filter_map(entry_of)
}
