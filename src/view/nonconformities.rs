//! Nonconformities and corrective actions (10.2): cause, correction, action, whether it worked, and what is overdue.

use super::{Badge, ReportCell, ReportSection, Views};
use crate::isms::{Action, Finding};
use crate::model::Subject;
use crate::site::SitePath;

impl Views<'_> {
    /// What is overdue first, then each nonconformity with its actions, then all other actions.
    pub(super) fn nonconformity_sections(&self, on: &SitePath) -> Vec<ReportSection> {
        let overdue = Action::all(self.handbook).filter_map(|action| self.overdue_action(action, on)).collect();
        let columns = ["action", "due", "state", "owner"];
        let overdue = self.table_section("nonconformities.overdue", &columns, overdue, "nonconformities.none-overdue");

        let mut rows = Vec::new();
        for finding in Finding::all(self.handbook).filter(|finding| !finding.is_opportunity()) {
            let head = || {
                [
                    self.entry_link(finding.ix, on).into(),
                    self.cell_of(*finding, Finding::GRADE, on),
                    self.cell_of(*finding, Finding::STATUS, on),
                ]
            };
            let before = rows.len();
            for action in Action::about(self.handbook, Subject::Entry(finding.ix)) {
                let mut row: Vec<ReportCell> = head().into();
                row.extend(self.corrective(action, on));
                rows.push(row);
            }
            if rows.len() == before {
                let none = Badge::new(self.say("nonconformities.no-action"), "✗", "bad");
                let mut row: Vec<ReportCell> = head().into();
                row.push(none.into());
                row.resize_with(8, ReportCell::default);
                rows.push(row);
            }
        }
        let columns = ["finding", "grade", "status", "action", "cause", "correction", "plan", "effect"];
        let all = self.table_section("nonconformities.all", &columns, rows, "nonconformities.none");

        let actions = Action::all(self.handbook).map(|action| {
            vec![
                self.entry_link(action.ix, on).into(),
                self.cell_of(*action, Action::KIND, on),
                self.links_in(*action, Action::ANSWERS, on).into(),
                self.links_in(*action, Action::OWNER, on).into(),
                self.cell_of(*action, Action::DUE, on),
                self.cell_of(*action, Action::STATUS, on),
            ]
        });
        let columns = ["action", "kind", "answers", "owner", "due", "status"];
        let actions =
            self.table_section("nonconformities.actions", &columns, actions.collect(), "nonconformities.none");
        vec![overdue, all, actions]
    }

    /// An action whose day, or the day of whose check, has passed.
    fn overdue_action(&self, action: Action<'_>, on: &SitePath) -> Option<Vec<ReportCell>> {
        let (day, deadline) = action.overdue(self.coverage.as_of)?;
        Some(vec![
            self.entry_link(action.ix, on).into(),
            ReportCell::from(self.date(day)).note(deadline.label.clone()),
            self.due_badge(day).into(),
            self.links_in(*action, Action::OWNER, on).into(),
        ])
    }

    fn corrective(&self, action: Action<'_>, on: &SitePath) -> [ReportCell; 5] {
        let status = self.cell_of(*action, Action::STATUS, on).text;
        let checked = action.date(Action::CHECKED_ON).map(|day| self.date(day).text);
        let effect = if checked.is_some() {
            self.cell_of(*action, Action::RESULT, on).note(checked)
        } else {
            Badge::new(self.say("nonconformities.unchecked"), "○", "open").into()
        };
        [
            ReportCell::from(self.entry_link(action.ix, on)).note(status),
            self.cell_of(*action, Action::CAUSE, on),
            self.cell_of(*action, Action::CORRECTION, on),
            self.cell_of(*action, Action::PLAN, on),
            effect,
        ]
    }
}
