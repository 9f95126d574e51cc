//! Actions (10.1, 10.2): whether an action is over, and its state on a day.

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind};
use crate::catalog::ReqIx;
use crate::model::{EntryIx, Handbook, Subject};

reader! {
    /// A corrective action, or another action.
    Action in "actions" {
        KIND = "kind",
        ANSWERS = "answers",
        STATUS = "status",
        OWNER = "owner",
        DUE = "due",
        EFFORT = "effort",
        BENEFIT = "benefit",
        CORRECTION = "correction",
        CAUSE = "cause",
        PLAN = "plan",
        DONE_ON = "done-on",
        CHECKED_ON = "checked-on",
        RESULT = "result",
        OPENED = "opened",
    }
}

impl Action<'_> {
    /// Returns whether nothing is left to do: the action is closed or declined.
    pub fn is_over(self) -> bool {
        self.is(Self::STATUS, "closed") || self.is_declined()
    }

    /// Returns whether it removes the cause of a nonconformity.
    pub fn is_corrective(self) -> bool {
        self.is(Self::KIND, "corrective")
    }

    /// Returns whether it was done by a day. One whose status says so, without a day, is taken at its word.
    pub fn is_done(self, day: Date) -> bool {
        let says_so = self.is(Self::STATUS, "done") || self.is(Self::STATUS, "closed");
        self.date(Self::DONE_ON).map_or(says_so, |done| done <= day)
    }

    /// Returns whether its effect was checked by a day, and the result is written down.
    pub fn is_checked(self, day: Date) -> bool {
        let checked = self.date(Self::CHECKED_ON).map_or(self.is(Self::STATUS, "closed"), |checked| checked <= day);
        checked && self.is_done(day) && self.has_text(Self::RESULT)
    }

    fn is_declined(self) -> bool {
        self.is(Self::STATUS, "declined")
    }

    /// Returns the state of the action on a day, from the dates in the register.
    pub fn state_on(self, day: Date) -> State {
        let by = |field: &str| self.date(field).filter(|at| *at <= day);
        match (by(Self::CHECKED_ON), by(Self::DONE_ON)) {
            (Some(checked), _) => StateKind::Done.on(checked),
            (None, Some(done)) => StateKind::Unchecked.on(done),
            _ if self.is_declined() => StateKind::Declined.into(),
            _ => State::due(self.date(Self::DUE), day),
        }
    }

    /// Returns the current state of the action, from its status and its deadlines.
    pub(super) fn state(self, day: Date) -> State {
        if self.is(Self::STATUS, "closed") {
            StateKind::Closed.into()
        } else if self.is_declined() {
            StateKind::Declined.into()
        } else if let Some((due, _)) = self.overdue(day) {
            StateKind::Overdue.on(due)
        } else if self.is(Self::STATUS, "done") {
            State { day: self.date(Self::DONE_ON), ..StateKind::Unchecked.into() }
        } else {
            State::due(self.date(Self::DUE), day)
        }
    }
}

/// Returns the actions that refer to a requirement or to a clause that contains it, and are not over.
pub fn actions_on(handbook: &Handbook, requirement: ReqIx) -> Vec<EntryIx> {
    let chain = handbook.catalog.chain(requirement);
    let named = chain.flat_map(|ix| Action::about(handbook, Subject::Requirement(ix)));
    let mut actions: Vec<EntryIx> = named.filter(|action| !action.is_over()).map(|action| action.ix).collect();
    actions.sort();
    actions.dedup();
    actions
}
