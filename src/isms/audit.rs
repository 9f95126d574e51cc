//! Audits and their programmes (9.2).

use jiff::civil::Date;

use super::entries_of;
use super::reader::reader;
use super::state::State;
use crate::catalog::ReqIx;
use crate::model::{Destination, EntryIx, ResolvedReference, Subject};

reader! {
    /// An audit.
    Audit in "audits" {
        KIND = "kind",
        PROGRAMME = "programme",
        PLANNED = "planned",
        HELD_ON = "held-on",
        AUDITOR = "auditor",
        CLAUSES = "clauses",
        CONTROLS = "controls",
        RESULT = "result",
    }
}

reader! {
    /// An audit programme: the audits of a period.
    AuditProgramme in "audit-programmes" {
        FROM = "from",
        TO = "to",
        APPROVED = "approved",
    }
}

impl<'a> Audit<'a> {
    /// Returns the day on which it was held, if that was by `day`.
    pub fn held(self, day: Date) -> Option<Date> {
        self.happened(Self::HELD_ON, day)
    }

    /// Returns the day on which it was held or is planned.
    pub fn day(self) -> Option<Date> {
        self.date(Self::HELD_ON).or(self.date(Self::PLANNED))
    }

    /// Returns the programme that it is a part of.
    pub fn programme(self) -> Option<EntryIx> {
        entries_of(self.links(Self::PROGRAMME)).next()
    }

    /// Returns whether it is an internal audit, which an audit programme must plan.
    pub fn is_internal(self) -> bool {
        !["certification", "customer", "supplier"].iter().any(|kind| self.is(Self::KIND, kind))
    }

    /// Returns the clauses and controls in its scope.
    pub fn scope(self) -> impl Iterator<Item = ReqIx> + use<'a> {
        let named = [Self::CLAUSES, Self::CONTROLS].into_iter().flat_map(move |field| self.links(field));
        named.filter_map(|link: &ResolvedReference| match link.to {
            Some(Destination::Subject(Subject::Requirement(ix))) => Some(ix),
            _ => None,
        })
    }

    /// Returns the state of the audit on a day.
    pub(super) fn state(self, day: Date) -> State {
        State::held(self.date(Self::HELD_ON), self.date(Self::PLANNED), day)
    }
}
