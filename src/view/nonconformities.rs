//! Nonconformities and corrective actions (10.2): cause, correction, action, effectiveness, and overdue items.

use super::{Badge, ReportCell, ReportSection, View};
use crate::isms::{Action, Finding};
use crate::model::Subject;

/// Returns the overdue items, then each nonconformity with its actions, then all other actions.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let overdue = Action::all(&view.book.handbook).filter_map(|action| overdue_action(view, action)).collect();
    let columns = ["action", "due", "state", "owner"];
    let overdue = view.table_section("nonconformities.overdue", &columns, overdue, "nonconformities.none-overdue");

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
    vec![overdue, all, actions]
}

/// Returns the row of an action that is overdue, or whose effectiveness check is.
fn overdue_action(view: &View<'_>, action: Action<'_>) -> Option<Vec<ReportCell>> {
    let (day, deadline) = action.overdue(view.book.coverage.as_of)?;
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
