//! Communication (7.4): on what, when, with whom, how and, where the organisation decides so, by whom.

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind, next_deadline};

reader! {
    /// Something that is communicated, once or again and again.
    Communication in "communications" {
        ON = "on",
        WHEN = "when",
        WHOM = "whom",
        ROLES = "roles",
        PARTIES = "parties",
        HOW = "how",
        BY = "by",
        EVERY = "every",
        LAST = "last",
    }
}

impl Communication<'_> {
    /// Returns how the communication stands on a day: it counts unless its repetition or its review is late.
    ///
    /// One that is to be repeated and has not taken place by the day is open.
    pub(super) fn state(self, day: Date) -> State {
        let next = next_deadline(*self);
        let begun = self.duration(Self::EVERY).is_none() || self.date(Self::LAST).is_some_and(|last| last <= day);
        match self.overdue(day) {
            Some((due, _)) => StateKind::Overdue.on(due),
            None if begun => State { day: next, ..StateKind::Current.into() },
            None => State::due(next, day),
        }
    }
}
