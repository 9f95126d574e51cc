//! Information security incidents (A.5.24 to A.5.28).

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind};

reader! {
    /// An incident.
    Incident in "incidents" {
        NOTICED = "noticed",
        CLOSED = "closed",
    }
}

impl Incident<'_> {
    /// Returns the state of the incident on a day.
    pub(super) fn state(self, day: Date) -> State {
        match self.happened(Self::CLOSED, day) {
            Some(closed) => StateKind::Closed.on(closed),
            None => State { day: self.date(Self::NOTICED), ..StateKind::Open.into() },
        }
    }
}
