//! Objectives: target, measurements as a small plot, and whether they are on track.

use jiff::civil::Date;

use super::{Plot, PlotDot, ReportCell, ReportSection, View, indicators};
use crate::isms::{Objective, Progress};

/// The size of a plot, and its margin.
const SIZE: [f64; 2] = [160.0, 48.0];
const MARGIN: f64 = 5.0;

/// Returns each objective with its progress, then indicators and planned changes.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let row = |objective: Objective<'_>| {
        let progress = objective.progress(view.book.coverage.as_of);
        let value = |number: f64| value(view, objective, number);
        let pair = |pair: Option<(Date, f64)>| {
            let cell = ReportCell::from(pair.map(|(_, number)| value(number)));
            cell.note(pair.map(|(day, _)| view.date(day).text))
        };
        let latest = progress.latest().map(|latest| (latest.on, latest.value));
        let expected = progress
            .expected
            .map(|expected| view.tell("objective-page.expected", &[("value", &value(rounded(&progress, expected)))]));
        vec![
            view.entry_link(objective.ix).into(),
            pair(progress.start),
            pair(progress.target),
            pair(latest),
            plot(view, objective).into(),
            ReportCell::from(view.state(&progress.state(), view.book.coverage.as_of)).note(expected),
            view.links_in(*objective, Objective::OWNER).into(),
        ]
    };
    let rows = Objective::all(&view.book.handbook).map(row).collect();
    let columns = ["objective", "start", "target", "latest", "course", "state", "owner"];
    let table = view.table_section("objective-page.all", &columns, rows, "objective-page.none");
    let objectives = ReportSection { text: Some(view.say("objective-page.rule").to_owned()), ..table };
    vec![objectives, indicators::section(view), indicators::changes(view)]
}

/// Returns a value of an objective with its unit.
fn value(view: &View<'_>, objective: Objective<'_>, number: f64) -> String {
    view.quantity(number, objective.unit())
}

/// Rounds a computed value of an objective to the decimals of what was written down: its values, or one.
fn rounded(progress: &Progress, computed: f64) -> f64 {
    let ends = progress.start.iter().chain(&progress.target).map(|(_, value)| *value);
    let written = ends.chain(progress.measurements.iter().map(|measurement| measurement.value));
    let decimals = written.map(|value| value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len()));
    let step = 10_f64.powi(i32::try_from(decimals.max().unwrap_or(1).clamp(1, 9)).unwrap_or(1));
    (computed * step).round() / step
}

/// Plots the measurements of an objective against the straight line from start to target; `None` if there are none.
pub(super) fn plot(view: &View<'_>, objective: Objective<'_>) -> Option<Plot> {
    let progress = objective.progress(view.book.coverage.as_of);
    let ends: Vec<(Date, f64)> = progress.start.into_iter().chain(progress.target).collect();
    let mut points: Vec<(Date, f64)> = progress.start.into_iter().collect();
    points.extend(progress.measurements.iter().map(|measurement| (measurement.on, measurement.value)));
    points.sort_by_key(|(day, _)| *day);
    if progress.measurements.is_empty() {
        return None;
    }
    let all = || ends.iter().chain(&points);
    let (first, last) = (all().map(|(day, _)| *day).min()?, all().map(|(day, _)| *day).max()?);
    let low = all().map(|(_, value)| *value).fold(f64::INFINITY, f64::min);
    let high = all().map(|(_, value)| *value).fold(f64::NEG_INFINITY, f64::max);
    let days = |from: Date, to: Date| f64::from((to - from).get_days());
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.5 };
    let place = |(day, value): &(Date, f64)| {
        let x = MARGIN + share(days(first, *day), days(first, last)) * (SIZE[0] - 2.0 * MARGIN);
        let y = SIZE[1] - MARGIN - share(value - low, high - low) * (SIZE[1] - 2.0 * MARGIN);
        (format!("{x:.1}"), format!("{y:.1}"))
    };
    let line = |points: &[(Date, f64)]| {
        let points = points.iter().map(place).map(|(x, y)| format!("{x},{y}"));
        points.collect::<Vec<_>>().join(" ")
    };
    let say = |(day, number): &(Date, f64)| {
        view.tell(
            "objective-page.point",
            &[("value", &value(view, objective, *number)), ("day", &view.date(*day).text)],
        )
    };
    let mut label = points.iter().map(say).collect::<Vec<_>>().join("; ");
    if let Some(target) = &progress.target {
        label.push_str("; ");
        label.push_str(&view.tell("objective-page.target-is", &[("point", &say(target))]));
    }
    Some(Plot {
        label,
        ideal: line(&ends),
        line: line(&points),
        dots: points.iter().map(place).map(|(x, y)| PlotDot { x, y }).collect(),
    })
}
