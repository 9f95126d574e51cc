//! Communication (7.4): on what, when, with whom, how and, where the organisation decides so, by whom.

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind, next_deadline};

reader! {
    /// Something that is communicated, once or again and again.
    Communication in "communications" {
        ON = "on",
        WHEN = "when",
        WHOM = "whom",
        ROLES = "roles",
        PARTIES = "parties",
        HOW = "how",
        BY = "by",
        EVERY = "every",
        LAST = "last",
    }
}

impl Communication<'_> {
    /// Returns how the communication stands on a day: it counts unless its repetition or its review is late.
    ///
    /// One that is to be repeated and has not taken place by the day is open.
    pub(super) fn state(self, day: Date) -> State {
        let next = next_deadline(*self, day);
        let begun = self.duration(Self::EVERY).is_none() || self.date(Self::LAST).is_some_and(|last| last <= day);
        match self.overdue(day) {
            Some((due, _)) => StateKind::Overdue.on(due),
            None if begun => State { day: next, ..StateKind::Current.into() },
            None => State::due(next, day),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::fixture::{check, state};
    use crate::isms::StateKind::{Current, Open, Overdue};

    #[test]
    fn what_is_repeated_is_late_after_its_interval() {
        let communication = |fields: &str| state("communications", "communication", fields);
        assert_eq!(communication("when = \"After an incident\""), (Current, None));
        assert_eq!(communication("every = \"6 months\"\nlast = 2026-04-01"), (Current, Some(date(2026, 10, 1))));
        assert_eq!(communication("every = \"6 months\"\nlast = 2026-03-31"), (Overdue, Some(date(2026, 9, 30))));
        assert_eq!(communication("every = \"6 months\"\ndue = 2026-12-01"), (Open, Some(date(2026, 12, 1))));
        assert_eq!(communication("every = \"6 months\"\ndue = 2026-09-30"), (Overdue, Some(date(2026, 9, 30))));
        assert_eq!(communication("reviewed = 2025-09-30"), (Overdue, Some(date(2026, 9, 30))));
    }

    #[test]
    fn on_what_when_with_whom_and_how_are_asked_for_and_by_whom_is_not() {
        let communication = |fields: &str| {
            format!(
                "//- content/registers/communications.toml\n[[communication]]\nid = \"C-1\"\ntitle = \"C\"\n{fields}"
            )
        };
        let all = "on = \"O\"\nwhen = \"W\"\nhow = \"H\"\nwhom = \"X\"\n";
        check("incomplete-entry", &communication(all), &[]);
        for field in ["on", "when", "how"] {
            let without: String =
                all.lines().filter(|line| !line.starts_with(&format!("{field} "))).collect::<Vec<_>>().join("\n");
            let expected = format!(
                "warning content/registers/communications.toml:2:6 C-1 does not determine all of 7.4: `{field}` is missing"
            );
            check("incomplete-entry", &communication(&without), &[&expected]);
        }
        let expected = [
            "warning content/registers/communications.toml:2:6 C-1 does not say with whom: add one of whom, roles, parties",
        ];
        check("incomplete-entry", &communication("on = \"O\"\nwhen = \"W\"\nhow = \"H\"\n"), &expected);
        let expected = [
            "warning content/registers/communications.toml:2:6 C-1 is to be repeated, but neither `last` nor `due` says when",
        ];
        check("incomplete-entry", &communication(&format!("{all}every = \"1 month\"\n")), &expected);
        check("incomplete-entry", &communication(&format!("{all}every = \"1 month\"\nlast = 2026-09-15\n")), &[]);
    }
}
