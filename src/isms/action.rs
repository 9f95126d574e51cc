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
        CONTROLS = "controls",
        STATUS = "status",
        OWNER = "owner",
        OPENED = "opened",
        DUE = "due",
        EFFORT = "effort",
        BENEFIT = "benefit",
        CORRECTION = "correction",
        CAUSE = "cause",
        PLAN = "plan",
        DONE_ON = "done-on",
        CHECKED_ON = "checked-on",
        RESULT = "result",
    }
}

impl Action<'_> {
    /// Returns whether nothing is left to do on a day: it is closed by then, or it was decided not to do it.
    pub fn is_over(self, day: Date) -> bool {
        self.is_on(Self::STATUS, "closed", day) || self.is_declined()
    }

    /// Returns whether it removes the cause of a nonconformity.
    pub fn is_corrective(self) -> bool {
        self.is(Self::KIND, "corrective")
    }

    /// Returns whether it was done by a day. One whose status says so, without a day, is taken at its word.
    pub fn is_done(self, day: Date) -> bool {
        let says_so = self.is(Self::STATUS, "done") || self.is(Self::STATUS, "closed");
        self.date(Self::DONE_ON).map_or(says_so, |_| self.happened(Self::DONE_ON, day).is_some())
    }

    /// Returns whether its effect was checked by a day, and the result is written down.
    pub fn is_checked(self, day: Date) -> bool {
        let checked = self.happened(Self::CHECKED_ON, day).is_some();
        let is_checked = self.date(Self::CHECKED_ON).map_or(self.is(Self::STATUS, "closed"), |_| checked);
        is_checked && self.is_done(day) && self.has_text(Self::RESULT)
    }

    /// Returns whether it was opened by a day. One that does not say when always was.
    fn is_known_on(self, day: Date) -> bool {
        self.date(Self::OPENED).is_none() || self.happened(Self::OPENED, day).is_some()
    }

    /// Returns whether it is still to be carried out on a day: it is not done by then, and was not declined.
    pub fn is_to_be_done(self, day: Date) -> bool {
        !self.is_over(day) && !self.is_on(Self::STATUS, "done", day)
    }

    fn is_declined(self) -> bool {
        self.is(Self::STATUS, "declined")
    }

    /// Returns the state of the action on a day, from the dates in the register.
    pub fn state_on(self, day: Date) -> State {
        let by = |field: &str| self.happened(field, day);
        match (by(Self::CHECKED_ON), by(Self::DONE_ON)) {
            (Some(checked), _) => StateKind::Done.on(checked),
            (None, Some(done)) => StateKind::Unchecked.on(done),
            _ if self.is_declined() => StateKind::Declined.into(),
            _ => State::due(self.date(Self::DUE), day),
        }
    }

    /// Returns how the action stands on a day, by its status on it and its deadlines.
    pub(super) fn state(self, day: Date) -> State {
        if self.is_on(Self::STATUS, "closed", day) {
            StateKind::Closed.into()
        } else if self.is_declined() {
            StateKind::Declined.into()
        } else if let Some((due, _)) = self.overdue(day) {
            StateKind::Overdue.on(due)
        } else if self.is_on(Self::STATUS, "done", day) {
            State { day: self.happened(Self::DONE_ON, day), ..StateKind::Unchecked.into() }
        } else {
            State::due(self.date(Self::DUE), day)
        }
    }
}

/// Returns the actions at work on a day that name a requirement, or a clause that it is a part of.
pub fn actions_on(handbook: &Handbook, requirement: ReqIx, day: Date) -> Vec<EntryIx> {
    let chain = handbook.catalog.chain(requirement);
    let named = chain.flat_map(|ix| Action::about(handbook, Subject::Requirement(ix)));
    let at_work = named.filter(|action| action.is_known_on(day) && !action.is_over(day));
    let mut actions: Vec<EntryIx> = at_work.map(|action| action.ix).collect();
    actions.sort();
    actions.dedup();
    actions
}
