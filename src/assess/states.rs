//! The state of an entry, and what falls due, in the words of the book.

use jiff::civil::Date;

use super::Assessed;
use crate::coverage::DueKind;
use crate::isms::{self, DayOfState, State, StateKind};
use crate::model::Record;

impl Assessed {
    /// Returns the state of an entry on the day of the book; `None` for an entry of a register without states.
    pub fn state_of(&self, record: Record<'_>) -> Option<State> {
        isms::state(&self.handbook, record, &self.config, self.coverage.as_of)
    }

    /// Returns the word for a state on a day, such as "overdue by 6 days".
    pub fn state_word(&self, state: &State, day: Date) -> String {
        match state.kind {
            StateKind::Overdue => {
                let days = state.day.map_or(0, |since| (day - since).get_days());
                self.words.counted("state.overdue", i64::from(days))
            }
            kind => self.words.say(&format!("state.{}", kind.word())).to_owned(),
        }
    }

    /// Returns the day of a state with its meaning, such as "since 30 March 2026".
    pub fn day_of_state(&self, state: &State) -> Option<String> {
        let day = self.words.date(state.day?);
        let key = match state.kind.day_means() {
            DayOfState::Since => "state.since-day",
            DayOfState::On => "state.on-day",
            DayOfState::Until => "state.until-day",
            DayOfState::Due => "state.due-day",
        };
        Some(self.words.fill(key, &[("day", &day)]))
    }

    /// Returns the text for a kind of due item.
    pub(crate) fn due_word<'a>(&'a self, what: &'a DueKind) -> &'a str {
        match what {
            DueKind::Deadline { label, .. } => label,
            DueKind::Review => self.words.say("calendar.review"),
            DueKind::Measurement => self.words.say("calendar.measurement"),
            DueKind::Evaluation => self.words.say("calendar.evaluation"),
            DueKind::Evidence => self.words.say("calendar.evidence"),
            DueKind::Implementation => self.words.say("calendar.implementation"),
            DueKind::Waiver => self.words.say("calendar.waiver"),
        }
    }
}
