//! An objective is past its due date and its target was not reached.
//!
//! Why: 6.2 requires objectives to be monitored and their results evaluated.
//!
//! Example: `due = 2026-06-30`, target 95, latest measurement 81, on 1 October 2026.
//!
//! Fix it: enter the measurement that reaches the target, or let the management review decide on a new objective.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{Objective, StateKind};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "missed-objective",
    level: Level::Warn,
    source: include_str!("missed_objective.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for objective in Objective::all(&facts.handbook) {
        let progress = objective.progress(facts.coverage.as_of);
        if let (StateKind::Missed, Some((due, target))) = (progress.kind, progress.target) {
            let reached = progress.latest().map_or_else(|| "none".to_owned(), |latest| latest.value.to_string());
            let message = format!(
                "{} missed its target of {target} by {due}: its latest measurement is {reached}",
                objective.id()
            );
            let span = objective.span(Objective::DUE);
            report.add(Subject::Entry(objective.ix), Diagnostic::warning(CHECK.code, span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_objective_is_reached_by_its_day() {
        let objective = |due: &str, value: &str| {
            format!(
                "//- content/registers/objectives.toml\n[[objective]]\nid = \"OBJ-1\"\ntitle = \"O\"\nbaseline = 76\nadopted = 2026-01-22\ntarget = 4\ndue = {due}\nmeasurements = [{{ on = 2026-06-30, value = {value} }}]\n"
            )
        };
        let expected = [
            "warning content/registers/objectives.toml:7:7 OBJ-1 missed its target of 4 by 2026-09-30: its latest measurement is 5",
        ];
        check("missed-objective", &objective("2026-09-30", "5"), &expected);
        check("missed-objective", &objective("2026-09-30", "4"), &[]);
        check("missed-objective", &objective("2026-10-01", "5"), &[]);
    }
}
