//! Nonconformities and corrective actions (10.2): cause, correction, action, effectiveness, and overdue items.

use super::{Badge, ReportCell, ReportSection, View};
use crate::assess::Assessed;
use crate::isms::{self, Action, Finding};
use crate::model::Subject;

/// Returns the open nonconformities and the overdue actions, then each nonconformity with its actions, then all other actions.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let overdue = Action::all(&view.book.handbook).filter_map(|action| overdue_action(view, action)).collect();
    let columns = ["action", "due", "state", "owner"];
    let overdue = view.table_section("nonconformities.overdue", &columns, overdue, "nonconformities.none-overdue");

    let today = view.book.coverage.as_of;
    let open = isms::open_nonconformities(&view.book.handbook, today).map(|finding| {
        vec![
            view.entry_link(finding.ix).into(),
            view.state_of(*finding),
            view.cell_of(*finding, Finding::GRADE),
            view.many(Action::about(&view.book.handbook, Subject::Entry(finding.ix)).map(|action| action.ix).collect()),
        ]
    });
    let columns = ["finding", "state", "grade", "actions"];
    let open = view.table_section("nonconformities.open", &columns, open.collect(), "nonconformities.none-open");

    let mut rows = Vec::new();
    for finding in Finding::all(&view.book.handbook).filter(|finding| !finding.is_opportunity()) {
        let head = || {
            [
                view.entry_link(finding.ix).into(),
                view.cell_of(*finding, Finding::GRADE),
                view.cell_of(*finding, Finding::STATUS),
            ]
        };
        let before = rows.len();
        for action in Action::about(&view.book.handbook, Subject::Entry(finding.ix)) {
            let mut row: Vec<ReportCell> = head().into();
            row.extend(corrective(view, action));
            rows.push(row);
        }
        if rows.len() == before {
            let none = Badge::new(view.say("nonconformities.no-action"), "✗", "bad");
            let mut row: Vec<ReportCell> = head().into();
            row.push(none.into());
            row.resize_with(8, ReportCell::default);
            rows.push(row);
        }
    }
    let columns = ["finding", "grade", "status", "action", "cause", "correction", "plan", "effect"];
    let all = view.table_section("nonconformities.all", &columns, rows, "nonconformities.none");

    let actions = Action::all(&view.book.handbook).map(|action| {
        vec![
            view.entry_link(action.ix).into(),
            view.cell_of(*action, Action::KIND),
            view.links_in(*action, Action::ANSWERS).into(),
            view.links_in(*action, Action::OWNER).into(),
            view.cell_of(*action, Action::DUE),
            view.cell_of(*action, Action::STATUS),
        ]
    });
    let columns = ["action", "kind", "answers", "owner", "due", "status"];
    let actions = view.table_section("nonconformities.actions", &columns, actions.collect(), "nonconformities.none");
    vec![open, overdue, all, actions]
}

/// Returns the row of an action that is overdue, or whose effectiveness check is.
fn overdue_action(view: &View<'_>, action: Action<'_>) -> Option<Vec<ReportCell>> {
    let Assessed { handbook, config, coverage, .. } = view.book;
    let day = coverage.as_of;
    let passed = isms::deadlines(handbook, *action, config, day).filter(|(due, _)| *due < day);
    let (day, deadline) = passed.min_by_key(|(due, _)| *due)?;
    Some(vec![
        view.entry_link(action.ix).into(),
        ReportCell::from(view.date(day)).note(deadline.label.clone()),
        view.overdue(day).into(),
        view.links_in(*action, Action::OWNER).into(),
    ])
}

fn corrective(view: &View<'_>, action: Action<'_>) -> [ReportCell; 5] {
    let status = view.cell_of(*action, Action::STATUS).text;
    let checked = action.happened(Action::CHECKED_ON, view.book.coverage.as_of).map(|day| view.date(day).text);
    let effect = if checked.is_some() {
        view.cell_of(*action, Action::RESULT).note(checked)
    } else {
        view.say("nonconformities.unchecked").into()
    };
    [
        ReportCell::from(view.entry_link(action.ix)).note(status),
        view.cell_of(*action, Action::CAUSE),
        view.cell_of(*action, Action::CORRECTION),
        view.cell_of(*action, Action::PLAN),
        effect,
    ]
}
