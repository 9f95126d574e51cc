//! Findings of audits (9.2, 10.2): nonconformities, and opportunities for improvement.

use jiff::civil::Date;

use super::entries_of;
use super::reader::reader;
use super::state::{State, StateKind};
use crate::model::{EntryIx, Handbook};

reader! {
    /// A finding.
    Finding in "findings" {
        AUDIT = "audit",
        GRADE = "grade",
        STATUS = "status",
        CLAUSES = "clauses",
        CONTROLS = "controls",
        DOCUMENTS = "documents",
        SEEN = "seen",
        FOUND = "found",
        DUE = "due",
        REVIEW = "review",
        CLOSED = "closed",
    }
}

/// Returns the nonconformities that are open on a day.
pub fn open_nonconformities(handbook: &Handbook, day: Date) -> impl Iterator<Item = Finding<'_>> {
    Finding::all(handbook).filter(move |finding| finding.is_nonconformity_on(day))
}

impl Finding<'_> {
    /// Returns whether it is an opportunity for improvement, which is not a nonconformity.
    pub fn is_opportunity(self) -> bool {
        self.is(Self::GRADE, "opportunity")
    }

    /// Returns whether it is about a management review.
    pub fn is_on(self, review: EntryIx) -> bool {
        entries_of(self.links(Self::REVIEW)).any(|ix| ix == review)
    }

    /// Returns whether it is a nonconformity that is open on a day.
    pub fn is_nonconformity_on(self, day: Date) -> bool {
        !self.is_opportunity() && self.is_open_on(day)
    }

    /// Returns whether it is a major nonconformity.
    pub fn is_major(self) -> bool {
        self.is(Self::GRADE, "major")
    }

    /// Returns whether it was found by a day. A finding without a date counts as not yet found.
    pub fn is_known_on(self, day: Date) -> bool {
        self.happened(Self::FOUND, day).is_some()
    }

    /// Returns whether it was found by a day. One without a day is taken to have been found: what is open must not be
    /// hidden.
    pub fn was_found_by(self, day: Date) -> bool {
        self.date(Self::FOUND).is_none_or(|found| found <= day)
    }

    /// Returns the day on which it was closed, if that was by `day`.
    pub fn closed_by(self, day: Date) -> Option<Date> {
        self.happened(Self::CLOSED, day)
    }

    /// Returns whether it is open on a day. A closed finding without a closing date counts as closed on every day.
    pub fn is_open_on(self, day: Date) -> bool {
        let undated = self.is(Self::STATUS, "closed") && self.date(Self::CLOSED).is_none();
        self.closed_by(day).is_none() && !undated
    }

    /// Returns the state of the finding on a day.
    pub fn state(self, day: Date) -> State {
        match self.closed_by(day) {
            Some(closed) => StateKind::Closed.on(closed),
            None if self.is_open_on(day) => State::due(self.date(Self::DUE), day),
            None => StateKind::Closed.into(),
        }
    }
}
