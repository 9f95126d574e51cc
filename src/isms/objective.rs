//! Objectives (6.2): the progress of each on a day.
//!
//! The rule: an objective is on track while its latest measurement is at least as good as the straight line from the
//! initial value, on the day it was adopted, to the target, on the day it is due.

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind};
use crate::model::has_happened;
use crate::source::Span;

reader! {
    /// An objective.
    Objective in "objectives" {
        BASELINE = "baseline",
        ADOPTED = "adopted",
        TARGET = "target",
        BETTER = "better",
        UNIT = "unit",
        DUE = "due",
        MEASUREMENTS = "measurements",
        OWNER = "owner",
    }
}

/// A measurement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measurement {
    /// The day on which it was taken.
    pub on: Date,
    /// The value.
    pub value: f64,
    /// Its position in the file.
    pub span: Span,
}

/// The progress of an objective on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The kind of its state: reached, on track, behind, missed or unmeasured.
    pub kind: StateKind,
    /// The measurements up to that day, in the order of the register.
    pub measurements: Vec<Measurement>,
    /// The value of the line on the day of the latest measurement.
    pub expected: Option<f64>,
    /// The initial value, with the day on which the objective was adopted.
    pub start: Option<(Date, f64)>,
    /// The target, with the day on which it is due.
    pub target: Option<(Date, f64)>,
}

impl Progress {
    /// Returns the latest measurement.
    pub fn latest(&self) -> Option<Measurement> {
        self.measurements.iter().copied().max_by_key(|measurement| measurement.on)
    }
}

impl Progress {
    /// Returns the state of the objective, with the day since which it is reached or until which it is due.
    pub fn state(&self) -> State {
        let day = match self.kind {
            StateKind::Reached => self.latest().map(|latest| latest.on),
            _ => self.target.map(|(due, _)| due),
        };
        State { day, ..self.kind.into() }
    }
}

impl Objective<'_> {
    /// Returns all measurements, in the order of the register.
    pub fn measurements(self) -> Vec<Measurement> {
        let rows = self.rows(Self::MEASUREMENTS);
        rows.filter_map(|(span, row)| Some(Measurement { on: row.date("on")?, value: row.number("value")?, span }))
            .collect()
    }

    /// Returns the unit of its values; empty if there is none.
    pub fn unit(&self) -> &str {
        self.text(Self::UNIT).unwrap_or_default()
    }

    /// Returns the progress of the objective on a day.
    pub fn progress(self, day: Date) -> Progress {
        let pair = |date, number| Some((self.date(date)?, self.number(number)?));
        let start = pair(Self::ADOPTED, Self::BASELINE).filter(|(adopted, _)| has_happened(*adopted, day));
        let target = pair(Self::DUE, Self::TARGET);
        let measurements: Vec<_> = self.measurements().into_iter().filter(|m| has_happened(m.on, day)).collect();
        let mut progress = Progress { kind: StateKind::Unmeasured, measurements, expected: None, start, target };
        let Some((due, goal)) = target else { return progress };
        let baseline = self.number(Self::BASELINE);
        let lower = self.is(Self::BETTER, "lower") || baseline.is_some_and(|baseline| baseline > goal);
        let good = |value: f64, than: f64| if lower { value <= than } else { value >= than };
        let latest = progress.latest();
        progress.expected = start.zip(latest).map(|(start, latest)| line(start, (due, goal), latest.on));
        progress.kind = match (latest, progress.expected) {
            (Some(latest), _) if good(latest.value, goal) => StateKind::Reached,
            _ if due < day => StateKind::Missed,
            (Some(latest), Some(expected)) if good(latest.value, expected) => StateKind::OnTrack,
            (Some(_), Some(_)) => StateKind::Behind,
            _ => StateKind::Unmeasured,
        };
        progress
    }

    /// Returns the state of the objective on a day.
    pub(super) fn state(self, day: Date) -> State {
        self.progress(day).state()
    }
}

/// Returns the value on a day of the straight line between two days; before and after them, the value at that end.
fn line((from, low): (Date, f64), (to, high): (Date, f64), on: Date) -> f64 {
    let days = |a: Date, b: Date| f64::from((b - a).get_days());
    let length = days(from, to);
    if length <= 0.0 {
        return high;
    }
    low + (high - low) * (days(from, on) / length).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::line;

    #[test]
    fn the_line_is_straight_and_ends_where_it_ends() {
        let (start, end) = ((date(2026, 1, 1), 100.0), (date(2026, 1, 11), 0.0));
        assert_eq!(
            [-5, 0, 5, 10, 20].map(|day| line(start, end, date(2026, 1, 1) + jiff::Span::new().days(day))),
            [100.0, 100.0, 50.0, 0.0, 0.0]
        );
    }
}
