//! Indicators (9.1): what is measured, and whether it is measured and evaluated in time.
//!
//! The rule: from the latest value, or from the day on which measuring began, the next value is due after the interval
//! `measured-every`; a value is to be evaluated within `evaluated-every` of the evaluation before it, or of the first
//! value. The measurements of the objective that an indicator names are its values, too.

use jiff::Span;
use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind};
use super::{Objective, entries_of};
use crate::model::{Cells, Handbook, ResolvedReference};

reader! {
    /// An indicator.
    Indicator in "indicators" {
        MEASURE = "measure",
        METHOD = "method",
        MEASURED_EVERY = "measured-every",
        MEASURED_BY = "measured-by",
        EVALUATED_EVERY = "evaluated-every",
        EVALUATED_BY = "evaluated-by",
        FROM = "from",
        UNIT = "unit",
        ALARM = "alarm",
        BETTER = "better",
        OBJECTIVE = "objective",
        MEASUREMENTS = "measurements",
        EVALUATIONS = "evaluations",
        ENDED = "ended",
    }
}

/// An indicator as it is known on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Monitoring {
    /// The values up to that day with their days, the oldest first.
    pub values: Vec<(Date, f64)>,
    /// The day of the latest evaluation.
    pub evaluated: Option<Date>,
    /// The day by which the next value is due.
    pub next_value: Option<Date>,
    /// The day by which the values are to be evaluated next.
    pub next_evaluation: Option<Date>,
    /// Whether the latest value is past the alarm value.
    pub alarm: bool,
    /// The day on which measuring ended.
    pub ended: Option<Date>,
}

impl Monitoring {
    /// Returns the latest value with its day.
    pub fn latest(&self) -> Option<(Date, f64)> {
        self.values.last().copied()
    }

    /// Returns how the indicator stands on the day.
    pub fn state(&self, day: Date) -> State {
        let late = [self.next_value, self.next_evaluation].into_iter().flatten().filter(|due| *due < day).min();
        match (self.ended, late, self.latest()) {
            (Some(ended), ..) => StateKind::Closed.on(ended),
            (None, Some(due), _) => StateKind::Overdue.on(due),
            (None, None, None) => State { day: self.next_value, ..StateKind::Unmeasured.into() },
            (None, None, Some((at, _))) if self.alarm => StateKind::Alarm.on(at),
            (None, None, Some(_)) => State { day: self.next_value, ..StateKind::Current.into() },
        }
    }
}

impl<'a> Indicator<'a> {
    /// Name of the column of `evaluations` that says what the values mean.
    pub const CONCLUSION: &'static str = "conclusion";

    /// Returns what is known of the indicator on a day.
    pub fn monitoring(self, handbook: &'a Handbook, day: Date) -> Monitoring {
        let values = self.values(handbook, day);
        let evaluated = self.evaluations().map(|(on, _)| on).filter(|on| *on <= day).max();
        let ended = self.date(Self::ENDED).filter(|ended| *ended <= day);
        let after = |start: Option<Date>, field: &str| {
            let interval: Span = self.duration(field).filter(|_| ended.is_none())?;
            Some(start?.checked_add(interval).unwrap_or(Date::MAX))
        };
        let latest = values.last().copied();
        let next_value = after(latest.map(|(on, _)| on).or(self.date(Self::FROM)), Self::MEASURED_EVERY);
        let next_evaluation = after(evaluated.or(values.first().map(|(on, _)| *on)), Self::EVALUATED_EVERY);
        let past = |limit: f64, value: f64| match self.choices(Self::BETTER).first().map(String::as_str) {
            Some("higher") => value < limit,
            Some(_) => value > limit,
            None => false,
        };
        let alarm = self.number(Self::ALARM).zip(latest).is_some_and(|(limit, (_, value))| past(limit, value));
        Monitoring { values, evaluated, next_value, next_evaluation, alarm, ended }
    }

    /// Returns the unit of its values; empty if they have none.
    pub fn unit(self, handbook: &'a Handbook) -> &'a str {
        let own = self.text(Self::UNIT);
        own.or_else(|| self.objective(handbook)?.text(Objective::UNIT)).unwrap_or_default()
    }

    /// Returns the rows of the table of evaluations with their days, in the order of the register.
    pub fn evaluations(self) -> impl Iterator<Item = (Date, Cells<'a, ResolvedReference>)> {
        self.rows(Self::EVALUATIONS).filter_map(|(_, row)| Some((row.date("on")?, row)))
    }

    fn objective(self, handbook: &'a Handbook) -> Option<Objective<'a>> {
        Objective::of(handbook.record(entries_of(self.links(Self::OBJECTIVE)).next()?))
    }

    /// Returns its own values and those of its objective up to a day, the oldest first.
    fn values(self, handbook: &'a Handbook, day: Date) -> Vec<(Date, f64)> {
        let own = self.rows(Self::MEASUREMENTS);
        let own = own.filter_map(|(_, row)| Some((row.date("on")?, row.number("value")?)));
        let shared = self.objective(handbook).into_iter().flat_map(Objective::measurements);
        let mut values: Vec<(Date, f64)> = own.chain(shared.map(|taken| (taken.on, taken.value))).collect();
        values.retain(|(on, _)| *on <= day);
        values.sort_by_key(|(on, _)| *on);
        values
    }

    /// Returns how the indicator stands on a day.
    pub(super) fn state(self, handbook: &'a Handbook, day: Date) -> State {
        self.monitoring(handbook, day).state(day)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::fixture::{check, state, state_with};
    use crate::isms::StateKind::{Alarm, Closed, Current, Overdue, Unmeasured};

    #[test]
    fn an_indicator_stands_as_its_latest_value_says() {
        let indicator =
            |fields: &str| state("indicators", "indicator", &format!("measured-every = \"1 month\"\n{fields}"));
        let values = "measurements = [{ on = 2026-09-15, value = 4 }, { on = 2026-10-02, value = 9 }]\n";
        assert_eq!(indicator(values), (Current, Some(date(2026, 10, 15))));
        assert_eq!(indicator(&format!("alarm = 3\nbetter = \"lower\"\n{values}")), (Alarm, Some(date(2026, 9, 15))));
        assert_eq!(indicator(&format!("alarm = 4\nbetter = \"lower\"\n{values}")).0, Current);
        assert_eq!(indicator(&format!("alarm = 4\nbetter = \"higher\"\n{values}")).0, Current);
        assert_eq!(indicator(&format!("alarm = 5\nbetter = \"higher\"\n{values}")).0, Alarm);
        assert_eq!(indicator("measurements = [{ on = 2026-08-30, value = 4 }]"), (Overdue, Some(date(2026, 9, 30))));
        assert_eq!(indicator(""), (Unmeasured, None));
        assert_eq!(indicator("from = 2026-09-20"), (Unmeasured, Some(date(2026, 10, 20))));
        assert_eq!(indicator("ended = 2026-10-01"), (Closed, Some(date(2026, 10, 1))));
    }

    #[test]
    fn the_measurements_of_its_objective_are_its_values() {
        let objective = "//- content/registers/objectives.toml\n[[objective]]\nid = \"O-1\"\ntitle = \"O\"\ntarget = 1\ndue = 2027-01-01\nmeasurements = [{ on = 2026-09-15, value = 1 }]\n";
        let fields = "measured-every = \"1 month\"\nobjective = \"O-1\"\n";
        assert_eq!(state_with("indicators", "indicator", fields, objective), (Current, Some(date(2026, 10, 15))));
    }

    #[test]
    fn each_part_of_9_1_is_asked_for() {
        let all = "measure = \"M\"\nmethod = \"M\"\nmeasured-every = \"1 month\"\nmeasured-by = \"r\"\nevaluated-every = \"1 month\"\nevaluated-by = \"r\"\n";
        let indicator = |fields: &str| {
            format!("//- content/registers/indicators.toml\n[[indicator]]\nid = \"M-1\"\ntitle = \"M\"\n{fields}\n")
        };
        check("incomplete-entry", &indicator(all), &[]);
        for field in ["measure", "method", "measured-every", "measured-by", "evaluated-every", "evaluated-by"] {
            let without: Vec<&str> = all.lines().filter(|line| !line.starts_with(&format!("{field} "))).collect();
            let expected = format!(
                "warning content/registers/indicators.toml:2:6 M-1 does not determine all of 9.1: `{field}` is missing"
            );
            check("incomplete-entry", &indicator(&without.join("\n")), &[&expected]);
        }
    }
}
