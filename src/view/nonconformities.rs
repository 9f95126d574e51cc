//! Nonconformities and corrective actions (10.2): cause, correction, action, whether it worked, and what is overdue.

use super::report::Row;
use super::{Badge, ReportCell, ReportSection, Views};
use crate::model::{EntryIx, Subject};
use crate::site::SitePath;

impl Views<'_> {
    /// What is overdue first, then each nonconformity with its actions, then all other actions.
    pub(super) fn nonconformity_sections(&self, on: &SitePath) -> Vec<ReportSection> {
        let overdue = self.handbook.entries_of("actions").filter_map(|row| self.overdue_action(row, on)).collect();
        let columns = ["action", "due", "state", "owner"];
        let overdue = self.table_section("nonconformities.overdue", &columns, overdue, "nonconformities.none-overdue");

        let mut rows = Vec::new();
        for (ix, register, finding) in self.handbook.entries_of("findings") {
            if register.is(finding, "grade", "opportunity") {
                continue;
            }
            let actions = self.handbook.entries_about(Subject::Entry(ix), "actions");
            let head = || {
                [
                    self.entry_link(ix, on).into(),
                    self.cell_of(register, finding, "grade", on),
                    self.cell_of(register, finding, "status", on),
                ]
            };
            if actions.is_empty() {
                let none = Badge::new(self.say("nonconformities.no-action"), "✗", "bad");
                let mut row: Vec<ReportCell> = head().into();
                row.push(none.into());
                row.resize_with(8, ReportCell::default);
                rows.push(row);
            }
            for action in actions {
                let mut row: Vec<ReportCell> = head().into();
                row.extend(self.corrective(action, on));
                rows.push(row);
            }
        }
        let columns = ["finding", "grade", "status", "action", "cause", "correction", "plan", "effect"];
        let all = self.table_section("nonconformities.all", &columns, rows, "nonconformities.none");

        let actions = self.handbook.entries_of("actions").map(|(ix, register, action)| {
            vec![
                self.entry_link(ix, on).into(),
                self.cell_of(register, action, "kind", on),
                self.links_in(register, action, "answers", on).into(),
                self.links_in(register, action, "owner", on).into(),
                self.cell_of(register, action, "due", on),
                self.cell_of(register, action, "status", on),
            ]
        });
        let columns = ["action", "kind", "answers", "owner", "due", "status"];
        let actions =
            self.table_section("nonconformities.actions", &columns, actions.collect(), "nonconformities.none");
        vec![overdue, all, actions]
    }

    /// An action whose day, or the day of whose check, has passed.
    fn overdue_action(&self, (ix, register, action): Row<'_>, on: &SitePath) -> Option<Vec<ReportCell>> {
        let days =
            register.schema.deadlines.iter().filter_map(|deadline| Some((deadline.day(register, action)?, deadline)));
        let (day, deadline) = days.filter(|(day, _)| *day < self.coverage.as_of).min_by_key(|(day, _)| *day)?;
        Some(vec![
            self.entry_link(ix, on).into(),
            ReportCell::from(self.date(day)).note(deadline.label.clone()),
            self.due_badge(day).into(),
            self.links_in(register, action, "owner", on).into(),
        ])
    }

    fn corrective(&self, ix: EntryIx, on: &SitePath) -> [ReportCell; 5] {
        let (register, action) = self.handbook.entry(ix);
        let status = self.cell_of(register, action, "status", on).text;
        let result = self.cell_of(register, action, "result", on);
        let checked = register.date(action, "checked-on").map(|day| self.date(day).text);
        let effect = if checked.is_some() {
            result.note(checked)
        } else {
            Badge::new(self.say("nonconformities.unchecked"), "○", "open").into()
        };
        [
            ReportCell::from(self.entry_link(ix, on)).note(status),
            self.cell_of(register, action, "cause", on),
            self.cell_of(register, action, "correction", on),
            self.cell_of(register, action, "plan", on),
            effect,
        ]
    }
}
