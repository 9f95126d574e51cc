//! Exceptions: approved deviations from a rule, for a limited time.

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind};

reader! {
    /// An exception.
    Exception in "exceptions" {
        STATUS = "status",
        APPROVED = "approved",
        UNTIL = "until",
    }
}

impl Exception<'_> {
    /// Returns the state of the exception on a day.
    pub(super) fn state(self, day: Date) -> State {
        let approved = self.date(Self::APPROVED);
        match self.date(Self::UNTIL) {
            _ if self.is(Self::STATUS, "refused") => StateKind::Declined.into(),
            _ if self.is_on(Self::STATUS, "ended", day) => StateKind::Closed.into(),
            _ if approved.is_some() && self.happened(Self::APPROVED, day).is_none() => {
                State { day: approved, ..StateKind::Planned.into() }
            }
            Some(until) if until < day => StateKind::Expired.on(until),
            until => State { day: until, ..StateKind::Current.into() },
        }
    }
}
