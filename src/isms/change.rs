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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::fixture::{check, state};
    use crate::isms::StateKind::{Closed, Declined, Open, Overdue, Unchecked};

    #[test]
    fn a_change_is_closed_once_somebody_has_looked_whether_it_worked() {
        let change = |status: &str, rest: &str| {
            state("changes", "change", &format!("status = \"{status}\"\ndue = 2026-09-30\n{rest}"))
        };
        assert_eq!(change("planned", ""), (Overdue, Some(date(2026, 9, 30))));
        assert_eq!(change("done", "done-on = 2026-10-01"), (Unchecked, Some(date(2026, 10, 1))));
        assert_eq!(change("done", "done-on = 2026-10-02").0, Overdue, "a day to come has not happened");
        let done = "done-on = 2026-09-01\ncheck-by = 2026-09-30\n";
        assert_eq!(change("done", done), (Overdue, Some(date(2026, 9, 30))));
        let checked = |day: &str| change("closed", &format!("{done}checked-on = {day}"));
        assert_eq!(checked("2026-10-01"), (Closed, Some(date(2026, 10, 1))));
        assert_eq!(checked("2026-10-02"), (Overdue, Some(date(2026, 9, 30))));
        assert_eq!(change("closed", "").0, Unchecked, "nobody has looked whether it worked");
        assert_eq!(change("declined", ""), (Declined, None));
        assert_eq!(state("changes", "change", "status = \"proposed\"\ndue = 2027-02-01").0, Open);
    }

    fn change(status: &str, more: &str) -> String {
        format!(
            "//- content/registers/changes.toml\n[[change]]\nid = \"CH-1\"\ntitle = \"C\"\nstatus = \"{status}\"\nowner = \"r\"\npurpose = \"P\"\n{more}"
        )
    }

    #[test]
    fn a_change_is_planned_before_it_is_carried_out() {
        let plan = "consequences = \"C\"\nresources = \"R\"\ndecided-on = 2026-09-01\ndue = 2026-12-01\n";
        let expected = [
            "warning content/registers/changes.toml:2:6 CH-1 is not planned before it is carried out: `decided-by` is missing",
        ];
        check("incomplete-entry", &change("doing", plan), &expected);
        check("incomplete-entry", &change("doing", &format!("{plan}decided-by = \"r\"\n")), &[]);
        check("incomplete-entry", &change("proposed", ""), &[]);
        check("overdue-entry", &change("doing", plan), &[]);
        let late = ["warning content/registers/changes.toml:7:7 CH-1 was due on 2026-09-30"];
        check("overdue-entry", &change("doing", "due = 2026-09-30\n"), &late);
        check("overdue-entry", &change("done", "due = 2026-09-30\ndone-on = 2026-09-29\n"), &[]);
    }
}
