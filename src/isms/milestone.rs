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
        FIGURES = "figures",
    }
}

impl Milestone<'_> {
    /// Returns the planned day.
    pub fn due(self) -> Option<Date> {
        self.date(Self::DUE)
    }

    /// Returns the day on which it was held, as known on `day`.
    pub fn held(self, day: Date) -> Option<Date> {
        self.happened(Self::HELD_ON, day)
    }

    /// Returns whether it was held by a day.
    pub fn is_held(self, day: Date) -> bool {
        self.held(day).is_some()
    }

    /// Returns the state of the milestone on a day.
    pub(super) fn state(self, day: Date) -> State {
        State::held(self.date(Self::HELD_ON), self.due(), day)
    }
}
