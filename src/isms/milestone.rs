//! Milestones on the way to certification.

use jiff::civil::Date;

use super::reader::reader;
use super::state::State;

reader! {
    /// A milestone: an audit of the certification body, or a step before it.
    Milestone in "milestones" {
        KIND = "kind",
        DUE = "due",
        HELD_ON = "held-on",
        OWNER = "owner",
        RESULT = "result",
    }
}

impl Milestone<'_> {
    /// Returns the planned day.
    pub fn due(self) -> Option<Date> {
        self.date(Self::DUE)
    }

    /// Returns whether it was held by a day.
    pub fn is_held(self, day: Date) -> bool {
        self.date(Self::HELD_ON).is_some_and(|held| held <= day)
    }

    /// Returns the state of the milestone on a day.
    pub(super) fn state(self, day: Date) -> State {
        State::held(self.date(Self::HELD_ON), self.due(), day)
    }
}
