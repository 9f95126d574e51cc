//! Nonconformities and corrective actions (10.2): cause, correction, action, effectiveness, and overdue items.

use super::{Badge, CaseView, Fact, ReportCell, ReportSection, View};
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

    let mut all = view.report_section("nonconformities.all");
    all.cases = Finding::all(&view.book.handbook).filter(|f| !f.is_opportunity()).map(|f| case(view, f)).collect();
    all.none = all.cases.is_empty().then(|| view.say("nonconformities.none").to_owned());

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

/// Returns a nonconformity with its actions, from the cause to whether each was effective (10.2).
fn case(view: &View<'_>, finding: Finding<'_>) -> CaseView {
    let fact = |key: &str, value: ReportCell| Fact { label: view.say(key).to_owned(), value };
    let steps = |action: Action<'_>| {
        let checked = action.happened(Action::CHECKED_ON, view.book.coverage.as_of).map(|day| view.date(day).text);
        let effect = match &checked {
            Some(_) => view.cell_of(*action, Action::RESULT).note(checked),
            None => view.say("nonconformities.unchecked").into(),
        };
        let plan = view.cell_of(*action, Action::PLAN);
        vec![
            fact("column.cause", view.cell_of(*action, Action::CAUSE)),
            fact("column.correction", view.cell_of(*action, Action::CORRECTION)),
            fact(
                "column.action",
                ReportCell::from(view.entry_link(action.ix))
                    .below(plan)
                    .note(view.cell_of(*action, Action::STATUS).text),
            ),
            fact("column.effect", effect),
        ]
    };
    let mut actions: Vec<_> = Action::about(&view.book.handbook, Subject::Entry(finding.ix)).map(steps).collect();
    if actions.is_empty() {
        let none = Badge::new(view.say("nonconformities.no-action"), "✗", "bad");
        actions.push(vec![fact("column.action", none.into())]);
    }
    CaseView {
        link: view.entry_link(finding.ix),
        state: view.state_of(*finding),
        grade: view.cell_of(*finding, Finding::GRADE),
        actions,
    }
}
