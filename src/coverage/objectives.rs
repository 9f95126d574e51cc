//! How far an objective has come on a day.
//!
//! The rule: an objective is on track while its latest measurement is at least as good as the straight line from the value
//! at the start, on the day it was adopted, to the target, on the day it is due.

use jiff::civil::Date;

use crate::model::{Entry, Register, ResolvedReference};
use crate::source::Span;

/// What the measurements add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The latest measurement is as good as the target.
    Reached,
    /// It is as good as the line.
    OnTrack,
    /// It is worse than the line.
    Behind,
    /// The day has passed and the target is not reached.
    Missed,
    /// Nothing is measured yet, or nothing says where the line begins.
    Unmeasured,
}

/// A measurement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measurement {
    /// When.
    pub on: Date,
    /// What was read.
    pub value: f64,
    /// Where it stands in the file.
    pub span: Span,
}

/// An objective on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// What it adds up to.
    pub standing: Standing,
    /// The measurements up to that day, as they stand in the register.
    pub measurements: Vec<Measurement>,
    /// What the line asks for on the day of the latest measurement.
    pub expected: Option<f64>,
    /// The value at the start, with the day it was adopted.
    pub start: Option<(Date, f64)>,
    /// The target, with the day it is due.
    pub target: Option<(Date, f64)>,
}

impl Progress {
    /// The latest measurement.
    pub fn latest(&self) -> Option<Measurement> {
        self.measurements.iter().copied().max_by_key(|measurement| measurement.on)
    }
}

/// All measurements of an objective.
pub fn measurements(register: &Register<ResolvedReference>, entry: &Entry<ResolvedReference>) -> Vec<Measurement> {
    let rows = register.rows(entry, "measurements");
    rows.filter_map(|(span, row)| Some(Measurement { on: row.date("on")?, value: row.number("value")?, span }))
        .collect()
}

/// Where an objective stands on a day.
pub fn progress(register: &Register<ResolvedReference>, entry: &Entry<ResolvedReference>, as_of: Date) -> Progress {
    let pair = |date, number| Some((register.date(entry, date)?, register.number(entry, number)?));
    let (start, target) = (pair("adopted", "baseline"), pair("due", "target"));
    let measurements: Vec<_> = measurements(register, entry).into_iter().filter(|m| m.on <= as_of).collect();
    let mut progress = Progress { standing: Standing::Unmeasured, measurements, expected: None, start, target };
    let Some((due, goal)) = target else { return progress };
    let baseline = register.number(entry, "baseline");
    let lower = register.is(entry, "better", "lower") || baseline.is_some_and(|baseline| baseline > goal);
    let good = |value: f64, than: f64| if lower { value <= than } else { value >= than };
    let latest = progress.latest();
    progress.expected = start.zip(latest).map(|(start, latest)| line(start, (due, goal), latest.on));
    progress.standing = match (latest, progress.expected) {
        (Some(latest), _) if good(latest.value, goal) => Standing::Reached,
        _ if due < as_of => Standing::Missed,
        (Some(latest), Some(expected)) if good(latest.value, expected) => Standing::OnTrack,
        (Some(_), Some(_)) => Standing::Behind,
        _ => Standing::Unmeasured,
    };
    progress
}

/// The value of the straight line between two days on a day; before and after it the value at its end.
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
