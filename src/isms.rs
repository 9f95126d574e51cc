//! The rules of an ISMS: the meaning of the fields of the built-in registers, and the state of an entry on a day.
//!
//! A reader for each register gives the fields their meaning: [`Risk`] knows which score counts, [`Evidence`] when it
//! is valid, [`Action`] when it is over. Pages, checks, counts, exports and the calendar ask these readers and decide
//! nothing themselves. Only this module names the fields of the built-in registers; a test compares the names with the
//! schemas.

mod acceptance;
mod action;
mod addressing;
mod approval;
mod asset;
mod audit;
mod certificate;
mod change;
mod clause;
mod communication;
mod context;
mod decision;
mod documented;
mod evidence;
mod exception;
mod figures;
mod finding;
mod glossary;
mod incident;
mod indicator;
mod mapping;
mod milestone;
mod objective;
mod plan;
mod processing;
mod reader;
mod review;
mod risk;
mod role;
mod standing;
mod state;
mod supplier;
mod training;

pub use acceptance::{Acceptance, Residual};
pub use action::{Action, actions_on};
pub use addressing::{addresses, names};
pub use approval::{Approval, ApprovalOf};
pub use asset::Asset;
pub use audit::{Audit, AuditProgramme};
pub use certificate::Certificate;
pub use change::Change;
pub use clause::registers_of;
pub use communication::Communication;
pub use context::{InterestedParty, Interface, Issue, LegalRequirement, PartyRequirement};
pub use decision::{Decision, Implementation, reporting};
pub use documented::is_documented;
pub use evidence::Evidence;
pub use exception::Exception;
pub use figures::{Figure, figures};
pub use finding::{Finding, open_nonconformities};
pub use glossary::{Glossary, Seen, Term};
pub use incident::Incident;
pub use indicator::{Indicator, Monitoring};
pub use mapping::{Mapping, Verdict};
pub use milestone::Milestone;
pub use objective::{Measurement, Objective, Progress};
pub use plan::Plan;
pub use processing::ProcessingActivity;
pub use review::{ManagementReview, Period};
pub use risk::{Risk, is_opportunity, open_risks, opportunities, rated, risks, risks_about, risks_on, score};
pub use role::{
    OWNER, Role, answerable, binds_alone, binds_everybody, everybody, is_for_all_staff, is_held_by, is_or_is_above,
    is_same_person, owner, owner_id, owner_ids,
};
pub use standing::{Days, Standing, in_force, standing};
pub use state::{DayOfState, State, StateKind};
pub use supplier::Supplier;
pub use training::{Competence, Training};

use jiff::civil::Date;

use crate::config::Config;
use crate::model::{Deadline, Destination, EntryIx, Handbook, Record, ResolvedReference, Subject};

/// Number of days before a deadline from which it counts as due soon.
pub const DUE_SOON_DAYS: i32 = 30;

/// Returns the state of an entry on a day; `None` for an entry of a register without states, such as roles or terms.
///
/// The state of an entry in a register of the book's own follows from the deadlines of its schema. An entry with a
/// deadline that has passed is overdue, unless its state says something worse, or that nothing is left to do.
pub fn state(handbook: &Handbook, record: Record<'_>, config: &Config, day: Date) -> Option<State> {
    let state = state_by_register(handbook, record, config, day)?;
    if state.kind.is_settled() || state.kind.is_bad() {
        return Some(state);
    }
    Some(record.overdue(day).map_or(state, |(due, _)| State::overdue(due)))
}

/// Returns the deadlines of an entry that are not met by a day, each with its own day; none once nothing is left to do.
pub fn deadlines<'a>(
    handbook: &Handbook,
    record: Record<'a>,
    config: &Config,
    day: Date,
) -> impl Iterator<Item = (Date, &'a Deadline)> {
    let mut open = record.deadlines(day).peekable();
    let is_due = open.peek().is_some();
    let settled = is_due && state(handbook, record, config, day).is_some_and(|state| state.kind.is_settled());
    open.filter(move |_| !settled)
}

fn state_by_register(handbook: &Handbook, record: Record<'_>, config: &Config, day: Date) -> Option<State> {
    Some(match record.register.schema.name.as_str() {
        Risk::REGISTER => Risk::of(record)?.state(handbook, &config.risk, day),
        Action::REGISTER => Action::of(record)?.state(day),
        Evidence::REGISTER => Evidence::of(record)?.state(handbook, config, day),
        Audit::REGISTER => Audit::of(record)?.state(day),
        Finding::REGISTER => Finding::of(record)?.state(day),
        ManagementReview::REGISTER => ManagementReview::of(record)?.state(day),
        Objective::REGISTER => Objective::of(record)?.state(day),
        Milestone::REGISTER => Milestone::of(record)?.state(day),
        Supplier::REGISTER => Supplier::of(record)?.state(day),
        Incident::REGISTER => Incident::of(record)?.state(day),
        Exception::REGISTER => Exception::of(record)?.state(day),
        Training::REGISTER => Training::of(record)?.state(day),
        Change::REGISTER => Change::of(record)?.state(day),
        Communication::REGISTER => Communication::of(record)?.state(day),
        Indicator::REGISTER => Indicator::of(record)?.state(handbook, day),
        Mapping::REGISTER => Mapping::of(record)?.state(handbook, day),
        Certificate::REGISTER => Certificate::of(record)?.state(day),
        Interface::REGISTER => Interface::of(record)?.state(day),
        ProcessingActivity::REGISTER => ProcessingActivity::of(record)?.state(day),
        _ => State::due(Some(state::next_deadline(record, day)?), day),
    })
}

/// Returns the entry that a reference leads to; `None` for any other target.
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
