//! Which entries say that something is done about a requirement that they name.

use super::{
    Action, Audit, AuditProgramme, Change, Exception, Finding, Incident, InterestedParty, Issue, LegalRequirement,
    Mapping, Milestone, Risk, Term,
};
use crate::catalog::ReqIx;
use crate::model::{Destination, EntryValue, Handbook, Record, Subject};

/// The registers whose entries ask for something, judge it, or are still to be dealt with.
const ASK_OR_JUDGE: [&str; 14] = [
    Action::REGISTER,
    Audit::REGISTER,
    AuditProgramme::REGISTER,
    Change::REGISTER,
    Exception::REGISTER,
    Finding::REGISTER,
    Incident::REGISTER,
    InterestedParty::REGISTER,
    Issue::REGISTER,
    LegalRequirement::REGISTER,
    Mapping::REGISTER,
    Milestone::REGISTER,
    Risk::REGISTER,
    Term::REGISTER,
];

/// Returns whether an entry names a requirement, or one that it is a part of, in one of its fields. Words in its texts only mention it.
pub fn names(handbook: &Handbook, record: Record<'_>, requirement: ReqIx) -> bool {
    let is_named = |subject: Subject| matches!(subject, Subject::Requirement(ix) if handbook.catalog.chain(requirement).any(|part| part == ix));
    let links = record.cells().filled().filter_map(|(_, value)| match &value.value {
        EntryValue::References(links) => Some(links),
        _ => None,
    });
    let mut targets = links.flatten().filter_map(|link| match link.to {
        Some(Destination::Subject(subject)) => Some(subject),
        _ => None,
    });
    targets.any(is_named)
}

/// Returns whether an entry says in one of its fields that something is done about a requirement, or one that it is a part of.
pub fn addresses(handbook: &Handbook, record: Record<'_>, requirement: ReqIx) -> bool {
    !ASK_OR_JUDGE.contains(&record.register.schema.name.as_str()) && names(handbook, record, requirement)
}
