//! The state of an entry on a day, with the same kinds for all registers.

use jiff::civil::Date;

use super::DUE_SOON_DAYS;
use crate::model::{Record, has_happened};
use crate::wording::Phrase;

/// The state of an entry on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Its kind.
    pub kind: StateKind,
    /// The day since which, or until which, it is in that state.
    pub day: Option<Date>,
    /// The reason, if kind and day do not explain it.
    pub reason: Option<Phrase>,
}

/// The kind of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StateKind {
    /// Something was due on a day that has passed.
    Overdue,
    /// Its validity has ended.
    Expired,
    /// It does not count for a time.
    Suspended,
    /// It was taken away.
    Withdrawn,
    /// Its subject has changed since.
    Stale,
    /// The target was not reached by the due date.
    Missed,
    /// It has neither a date nor a status.
    Undated,
    /// It is due within thirty days.
    DueSoon,
    /// Its latest value is one at which somebody must act.
    Alarm,
    /// Progress is worse than planned.
    Behind,
    /// Nothing is measured yet.
    Unmeasured,
    /// It is to be done, and is not overdue.
    Open,
    /// It is planned for a later day.
    Planned,
    /// Progress is as planned or better.
    OnTrack,
    /// It is valid.
    Current,
    /// It is accepted, and the acceptance is valid.
    Accepted,
    /// It is done, but its effectiveness is not checked yet.
    Unchecked,
    /// It was held.
    Held,
    /// It is done.
    Done,
    /// The target is reached.
    Reached,
    /// It was decided not to do it.
    Declined,
    /// It is closed.
    Closed,
    /// Its validity has ended, and something newer has taken its place.
    Replaced,
}

/// The meaning of the day of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOfState {
    /// The state began after it, or on it.
    Since,
    /// The event took place on it.
    On,
    /// The state ends after it.
    Until,
    /// Something is due or planned for it.
    Due,
}

impl StateKind {
    /// Returns its word in exports for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Withdrawn => "withdrawn",
            Self::Stale => "stale",
            Self::Missed => "missed",
            Self::Undated => "undated",
            Self::DueSoon => "due-soon",
            Self::Alarm => "alarm",
            Self::Behind => "behind",
            Self::Unmeasured => "unmeasured",
            Self::Open => "open",
            Self::Planned => "planned",
            Self::OnTrack => "on-track",
            Self::Current => "current",
            Self::Accepted => "accepted",
            Self::Unchecked => "unchecked",
            Self::Held => "held",
            Self::Done => "done",
            Self::Reached => "reached",
            Self::Declined => "declined",
            Self::Closed => "closed",
            Self::Replaced => "replaced",
        }
    }

    /// Returns whether somebody must act now.
    pub fn is_bad(self) -> bool {
        matches!(
            self,
            Self::Overdue
                | Self::Expired
                | Self::Suspended
                | Self::Withdrawn
                | Self::Stale
                | Self::Missed
                | Self::Undated
                | Self::Alarm
        )
    }

    /// Returns whether nothing is left to do, so that no deadline counts any more.
    pub fn is_settled(self) -> bool {
        matches!(
            self,
            Self::Withdrawn | Self::Held | Self::Done | Self::Reached | Self::Declined | Self::Closed | Self::Replaced
        )
    }

    /// Returns the meaning of its day.
    pub fn day_means(self) -> DayOfState {
        match self {
            Self::Overdue | Self::Expired | Self::Suspended | Self::Withdrawn | Self::Stale | Self::Alarm => {
                DayOfState::Since
            }
            Self::Held | Self::Done | Self::Unchecked | Self::Reached | Self::Declined | Self::Closed => DayOfState::On,
            Self::Current | Self::Accepted | Self::Replaced => DayOfState::Until,
            Self::Missed
            | Self::Undated
            | Self::DueSoon
            | Self::Behind
            | Self::Unmeasured
            | Self::Open
            | Self::Planned
            | Self::OnTrack => DayOfState::Due,
        }
    }

    /// Returns the state of this kind, since or until a day.
    pub(super) fn on(self, day: Date) -> State {
        State { day: Some(day), ..self.into() }
    }
}

impl From<StateKind> for State {
    fn from(kind: StateKind) -> Self {
        Self { kind, day: None, reason: None }
    }
}

impl State {
    /// Returns the state of something that has been overdue since a day.
    pub fn overdue(since: Date) -> Self {
        StateKind::Overdue.on(since)
    }

    /// Returns the state of something open with an optional deadline.
    pub(super) fn due(deadline: Option<Date>, day: Date) -> Self {
        let soon = day.checked_add(jiff::Span::new().days(DUE_SOON_DAYS)).unwrap_or(Date::MAX);
        match deadline {
            None => StateKind::Open.into(),
            Some(due) if due < day => StateKind::Overdue.on(due),
            Some(due) if due <= soon => StateKind::DueSoon.on(due),
            Some(due) => StateKind::Open.on(due),
        }
    }

    /// Returns the state of an event: an audit, a review, a milestone.
    pub(super) fn held(held: Option<Date>, planned: Option<Date>, day: Date) -> Self {
        match (held.filter(|held| has_happened(*held, day)), planned) {
            (Some(held), _) => StateKind::Held.on(held),
            (None, Some(planned)) if planned < day => StateKind::Overdue.on(planned),
            (None, Some(planned)) => StateKind::Planned.on(planned),
            (None, None) => held.map_or_else(|| StateKind::Undated.into(), |held| StateKind::Planned.on(held)),
        }
    }

    /// Returns the state of something that is kept up until it ends, and that has reviews.
    pub(super) fn kept(ended: Option<Date>, overdue: Option<Date>, next: Option<Date>, day: Date) -> Self {
        match (ended.filter(|ended| *ended <= day), overdue) {
            (Some(ended), _) => StateKind::Closed.on(ended),
            (None, Some(due)) => StateKind::Overdue.on(due),
            (None, None) => State { day: next, ..StateKind::Current.into() },
        }
    }
}

/// Returns the first day on which a deadline of the schema falls, past or not, that is not met by `day`.
pub(super) fn next_deadline(record: Record<'_>, day: Date) -> Option<Date> {
    record.deadlines(day).map(|(day, _)| day).min()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::StateKind::*;
    use crate::fixture::state as of;

    const RISK: &str = "category = \"own\"\nowner = \"r\"\nlikelihood = 2\nimpact = 3\ntreatment = \"reduce\"\n";

    #[test]
    fn a_risk_is_open_until_it_is_treated_accepted_or_closed() {
        let risk = |fields: &str| of("risks", "risk", &format!("{RISK}{fields}"));
        assert_eq!(risk("status = \"open\"\ndue = 2027-01-01"), (Open, Some(date(2027, 1, 1))));
        assert_eq!(risk("status = \"open\"\ndue = 2026-10-20"), (DueSoon, Some(date(2026, 10, 20))));
        assert_eq!(risk("status = \"open\"\ndue = 2026-10-01"), (DueSoon, Some(date(2026, 10, 1))));
        assert_eq!(risk("status = \"open\"\ndue = 2026-09-30"), (Overdue, Some(date(2026, 9, 30))));
        assert_eq!(risk("status = \"treated\"\ndue = 2026-09-30"), (Done, None));
        assert_eq!(risk("status = \"closed\"\ndue = 2026-09-30"), (Closed, None));
        let accepted = "status = \"accepted\"\naccepted-on = 2026-02-01\naccepted-by = \"r\"\n";
        assert_eq!(risk(&format!("{accepted}accepted-until = 2027-02-01")), (Accepted, Some(date(2027, 2, 1))));
        assert_eq!(risk(&format!("{accepted}accepted-until = 2026-09-30")), (Expired, Some(date(2026, 9, 30))));
        assert_eq!(risk(&format!("{accepted}accepted-score = 9")), (Stale, None));
        let severe = format!("{RISK}{accepted}").replace("likelihood = 2\nimpact = 3", "likelihood = 5\nimpact = 5");
        assert_eq!(of("risks", "risk", &severe).0, Open, "nobody may accept what must be treated");
    }

    #[test]
    fn evidence_counts_from_the_day_it_was_collected_to_the_end_of_its_validity() {
        let evidence = |fields: &str| of("evidence", "evidence", fields);
        let valid = "valid = \"6 months\"";
        assert_eq!(evidence(&format!("collected = 2026-04-01\n{valid}")), (Current, Some(date(2026, 10, 1))));
        assert_eq!(evidence(&format!("collected = 2026-03-31\n{valid}")), (Expired, Some(date(2026, 9, 30))));
        assert_eq!(evidence(&format!("collected = 2026-10-02\n{valid}")), (Planned, Some(date(2026, 10, 2))));
    }

    #[test]
    fn what_is_held_on_a_day_is_planned_overdue_or_held() {
        for (register, head, planned) in [
            ("audits", "audit", "planned"),
            ("management-reviews", "review", "planned"),
            ("milestones", "milestone", "due"),
        ] {
            let entry = |fields: &str| of(register, head, fields);
            assert_eq!(entry(&format!("{planned} = 2026-10-01")), (Planned, Some(date(2026, 10, 1))), "{register}");
            assert_eq!(entry(&format!("{planned} = 2026-09-30")), (Overdue, Some(date(2026, 9, 30))), "{register}");
            let held = format!("{planned} = 2026-09-01\nheld-on = 2026-09-20");
            assert_eq!(entry(&held), (Held, Some(date(2026, 9, 20))), "{register}");
        }
        assert_eq!(of("audits", "audit", "held-on = 2026-11-01"), (Planned, Some(date(2026, 11, 1))));
    }

    #[test]
    fn an_action_is_done_only_once_its_effect_is_checked() {
        let fields = |status: &str, rest: &str| {
            format!(
                "kind = \"corrective\"\nowner = \"r\"\nopened = 2026-01-01\ndue = 2026-09-30\nstatus = \"{status}\"\n{rest}"
            )
        };
        let action = |status: &str, rest: &str| of("actions", "action", &fields(status, rest));
        assert_eq!(action("doing", ""), (Overdue, Some(date(2026, 9, 30))));
        assert_eq!(action("done", "done-on = 2026-09-01"), (Unchecked, Some(date(2026, 9, 1))));
        assert_eq!(action("done", "done-on = 2026-08-01\ncheck-by = 2026-09-15"), (Overdue, Some(date(2026, 9, 15))));
        assert_eq!(action("closed", ""), (Closed, None));
        assert_eq!(action("declined", ""), (Declined, None));
    }

    #[test]
    fn other_entries_stand_as_their_days_say() {
        assert_eq!(of("exceptions", "exception", "status = \"active\"\nuntil = 2026-09-30").0, Expired);
        assert_eq!(of("exceptions", "exception", "status = \"active\"\nuntil = 2026-10-01").0, Current);
        assert_eq!(of("suppliers", "supplier", "contract-until = 2026-09-30").0, Expired);
        assert_eq!(of("training", "training", "due = 2026-09-30").0, Overdue);
        assert_eq!(of("training", "training", "due = 2026-09-30\ndone-on = 2026-09-29").0, Done);
        assert_eq!(of("incidents", "incident", "closed = 2026-10-02").0, Open);
        assert_eq!(of("incidents", "incident", "closed = 2026-10-01").0, Closed);
        let finding = "audit = \"A\"\ngrade = \"minor\"\nseen = \"x\"\nstatus = \"closed\"\n";
        assert_eq!(of("findings", "finding", &format!("{finding}closed = 2026-10-02")).0, Open);
        assert_eq!(of("findings", "finding", finding).0, Closed);
    }

    #[test]
    fn a_status_holds_only_from_the_day_that_goes_with_it() {
        let action = |rest: &str| {
            let head = "kind = \"corrective\"\nowner = \"r\"\nopened = 2026-01-01\ndue = 2026-12-01\n";
            of("actions", "action", &format!("{head}{rest}"))
        };
        let due = (Open, Some(date(2026, 12, 1)));
        assert_eq!(action("status = \"done\"\ndone-on = 2026-10-02"), due);
        assert_eq!(action("status = \"closed\"\ndone-on = 2026-10-02\nchecked-on = 2026-10-03"), due);
        let unchecked = (Unchecked, Some(date(2026, 9, 1)));
        assert_eq!(action("status = \"closed\"\ndone-on = 2026-09-01\nchecked-on = 2026-10-02"), unchecked);
        assert_eq!(action("status = \"closed\"\ndone-on = 2026-09-01\nchecked-on = 2026-10-01").0, Closed);

        let risk = |rest: &str| of("risks", "risk", &format!("{RISK}status = \"accepted\"\ndue = 2026-09-01\n{rest}"));
        assert_eq!(risk("accepted-by = \"r\"\naccepted-on = 2026-10-02"), (Overdue, Some(date(2026, 9, 1))));
        assert_eq!(risk("accepted-by = \"r\"\naccepted-on = 2026-10-01").0, Accepted);

        let exception = |rest: &str| of("exceptions", "exception", &format!("until = 2027-01-01\n{rest}"));
        assert_eq!(exception("status = \"ended\"\nended = 2026-10-02").0, Current);
        assert_eq!(exception("status = \"ended\"\nended = 2026-10-01").0, Closed);
        assert_eq!(exception("status = \"active\"\napproved = 2026-10-02"), (Planned, Some(date(2026, 10, 2))));
        assert_eq!(exception("status = \"active\"\napproved = 2026-10-01").0, Current);
    }

    #[test]
    fn a_review_that_is_to_come_moves_no_deadline() {
        let supplier = |reviewed: &str| of("suppliers", "supplier", &format!("reviewed = {reviewed}"));
        assert_eq!(supplier("2026-10-01"), (Current, Some(date(2027, 10, 1))));
        assert_eq!(supplier("2026-10-02"), (Current, None));
    }

    #[test]
    fn an_objective_that_is_reached_has_no_deadline_left() {
        let fields = "baseline = 10\nadopted = 2026-01-01\ntarget = 0\ndue = 2026-09-30\n";
        let objective = |rows: &str| of("objectives", "objective", &format!("{fields}{rows}"));
        let measured = |value: u8| format!("[[objective.measurements]]\non = 2026-08-01\nvalue = {value}");
        assert_eq!(objective(&measured(0)), (Reached, Some(date(2026, 8, 1))));
        assert_eq!(objective(&measured(5)), (Missed, Some(date(2026, 9, 30))));
    }
}
