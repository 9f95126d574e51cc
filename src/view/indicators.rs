//! Indicators and planned changes: what is measured and how it stands (9.1), and what changes in the ISMS (6.3).

use jiff::civil::Date;

use super::{ReportCell, ReportSection, View};
use crate::isms::{Change, Indicator, Monitoring};

/// Returns each indicator with its latest value, its evaluation, and who does both.
pub(super) fn section(view: &View<'_>) -> ReportSection {
    let day = view.book.coverage.as_of;
    let row = |indicator: Indicator<'_>| {
        let monitoring = indicator.monitoring(&view.book.handbook, day);
        let measured = indicator.text(Indicator::MEASURE).map(str::to_owned);
        vec![
            ReportCell::from(view.entry_link(indicator.ix)).note(measured),
            view.cell_of(*indicator, Indicator::MEASURED_EVERY)
                .below(view.links_in(*indicator, Indicator::MEASURED_BY)),
            latest(view, indicator, &monitoring),
            view.cell_of(*indicator, Indicator::EVALUATED_EVERY)
                .below(view.links_in(*indicator, Indicator::EVALUATED_BY)),
            evaluation(view, indicator, day),
            view.state(&monitoring.state(day), day).into(),
        ]
    };
    let rows = Indicator::all(&view.book.handbook).map(row).collect();
    let columns =
        ["indicator", "measured-every/measured-by", "latest", "evaluated-every/evaluated-by", "evaluation", "state"];
    let table = view.table_section("objective-page.indicators", &columns, rows, "objective-page.none-indicators");
    ReportSection { text: Some(view.say("objective-page.indicators-are").to_owned()), ..table }
}

/// Returns the indicators as they stood on the day of a management review (9.3.2 d).
pub(super) fn on_day(view: &View<'_>, day: Date) -> ReportSection {
    let row = |indicator: Indicator<'_>| {
        let monitoring = indicator.monitoring(&view.book.handbook, day);
        vec![
            view.entry_link(indicator.ix).into(),
            latest(view, indicator, &monitoring),
            evaluation(view, indicator, day),
            view.state(&monitoring.state(day), day).into(),
        ]
    };
    let rows = Indicator::all(&view.book.handbook).map(row).collect();
    let columns = ["indicator", "latest", "evaluation", "state"];
    view.table_section("reviews.indicators", &columns, rows, "objective-page.none-indicators")
}

/// Returns the planned changes with the decision and the result of each.
pub(super) fn changes(view: &View<'_>) -> ReportSection {
    let row = |change: Change<'_>| {
        vec![
            ReportCell::from(view.entry_link(change.ix)).below(view.cell_of(*change, Change::KIND)),
            view.cell_of(*change, Change::PURPOSE),
            ReportCell::from(view.links_in(*change, Change::OWNER)).below(view.links_in(*change, Change::DECIDED_BY)),
            view.state_of(*change).below(view.cell_of(*change, Change::DUE)),
            view.cell_of(*change, Change::RESULT),
        ]
    };
    let rows = Change::all(&view.book.handbook).map(row).collect();
    let columns = ["change/kind", "purpose", "owner/decided-by", "state/due", "result"];
    view.table_section("objective-page.changes", &columns, rows, "objective-page.none-changes")
}

/// Returns the latest value with its day.
fn latest(view: &View<'_>, indicator: Indicator<'_>, monitoring: &Monitoring) -> ReportCell {
    let unit = indicator.unit(&view.book.handbook);
    let value = |(_, value): (Date, f64)| view.quantity(value, unit);
    let latest = monitoring.latest();
    ReportCell::from(latest.map(value)).note(latest.map(|(day, _)| view.date(day).text))
}

/// Returns the latest evaluation up to a day, with its day.
fn evaluation(view: &View<'_>, indicator: Indicator<'_>, day: Date) -> ReportCell {
    let latest = indicator.evaluations().filter(|(on, _)| *on <= day).max_by_key(|(on, _)| *on);
    let Some((on, row)) = latest else { return ReportCell::default() };
    view.cell_in(row, Indicator::CONCLUSION).note(view.date(on).text)
}
