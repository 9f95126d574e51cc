//! Planned changes to the management system (6.3).

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind};

reader! {
    /// A planned change.
    Change in "changes" {
        KIND = "kind",
        STATUS = "status",
        PURPOSE = "purpose",
        CONSEQUENCES = "consequences",
        OWNER = "owner",
        DECIDED_BY = "decided-by",
        DUE = "due",
        DONE_ON = "done-on",
        CHECK_BY = "check-by",
        CHECKED_ON = "checked-on",
        RESULT = "result",
    }
}

impl Change<'_> {
    /// Returns how the change stands on a day. It is closed once somebody has looked whether it worked, by that day.
    pub(super) fn state(self, day: Date) -> State {
        let by = |field: &str| self.date(field).filter(|at| *at <= day);
        let carried_out = self.is(Self::STATUS, "done") || self.is(Self::STATUS, "closed");
        if self.is(Self::STATUS, "declined") {
            return StateKind::Declined.into();
        }
        match (by(Self::CHECKED_ON), by(Self::DONE_ON)) {
            (Some(checked), _) if self.is(Self::STATUS, "closed") => StateKind::Closed.on(checked),
            (_, Some(done)) if carried_out => match self.date(Self::CHECK_BY) {
                Some(due) if due < day => StateKind::Overdue.on(due),
                _ => StateKind::Unchecked.on(done),
            },
            // Without a day, only the status says that it is carried out.
            (_, None) if carried_out && self.date(Self::DONE_ON).is_none() => StateKind::Unchecked.into(),
            _ => State::due(self.date(Self::DUE), day),
        }
    }
}
