//! Competences and training (7.2).

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind};

reader! {
    /// A competence that a role requires.
    Competence in "competences" {
        ABILITY = "ability",
    }
}

reader! {
    /// A training.
    Training in "training" {
        KIND = "kind",
        DUE = "due",
        DONE_ON = "done-on",
        EVIDENCE = "evidence",
    }
}

impl Training<'_> {
    /// Returns the day on which it was held by `today`, or is due.
    pub fn day(self, today: Date) -> Option<Date> {
        self.happened(Self::DONE_ON, today).or(self.date(Self::DUE))
    }

    /// Returns the state of the training on a day.
    pub(super) fn state(self, day: Date) -> State {
        match self.happened(Self::DONE_ON, day) {
            Some(done) => StateKind::Done.on(done),
            None => State::due(self.date(Self::DUE), day),
        }
    }
}
