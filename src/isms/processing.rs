//! Records of processing activities (GDPR Article 30).

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, next_deadline};

reader! {
    /// A processing activity.
    ProcessingActivity in "processing" {
        ENDED = "ended",
    }
}

impl ProcessingActivity<'_> {
    /// Returns how the activity stands on a day: it counts until it ends, unless its review is late.
    pub(super) fn state(self, day: Date) -> State {
        State::kept(self.date(Self::ENDED), self.overdue(day).map(|(due, _)| due), next_deadline(*self), day)
    }
}
