//! An indicator was not measured in its interval, or never.
//!
//! Why: 9.1 requires the organisation to determine when monitoring and measuring are performed, and to have evidence of
//! the results.
//!
//! Example: `measured-every = "1 month"`, and the latest measurement is of 15 August, on 1 October 2026.
//!
//! Fix it: enter the measurement, or the interval that is kept. An indicator that is new says `from` which day it is
//! measured; one that is given up says in `ended` since when. The measurements of the objective that it names count.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Indicator;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "overdue-measurement",
    level: Level::Warn,
    source: include_str!("overdue_measurement.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let as_of = facts.coverage.as_of;
    for indicator in Indicator::all(&facts.handbook) {
        let monitoring = indicator.monitoring(&facts.handbook, as_of);
        if monitoring.ended.is_some() {
            continue;
        }
        let id = indicator.id();
        let message = match (monitoring.next_value, monitoring.latest()) {
            (Some(due), _) if due < as_of => format!("a measurement of {id} was due on {due}"),
            (None, None) => format!("{id} has never been measured"),
            _ => continue,
        };
        let finding = Diagnostic::warning(CHECK.code, indicator.span(Indicator::MEASURED_EVERY), message);
        let help = "add a row to `measurements`, or set `from` to the day on which measuring begins".to_owned();
        report.add(Subject::Entry(indicator.ix), finding.help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    fn indicator(more: &str) -> String {
        format!(
            "//- content/registers/indicators.toml\n[[indicator]]\nid = \"M-1\"\ntitle = \"M\"\nmeasured-every = \"1 month\"\n{more}"
        )
    }

    #[test]
    fn a_value_counts_for_the_interval() {
        let measured = |day: &str| indicator(&format!("measurements = [{{ on = {day}, value = 1 }}]\n"));
        let late = ["warning content/registers/indicators.toml:4:18 a measurement of M-1 was due on 2026-09-30"];
        check("overdue-measurement", &measured("2026-08-30"), &late);
        check("overdue-measurement", &measured("2026-09-01"), &[]);
        check("overdue-measurement", &measured("2026-10-01"), &[]);
    }

    #[test]
    fn a_value_of_a_later_day_is_not_there_yet() {
        let never = ["warning content/registers/indicators.toml:4:18 M-1 has never been measured"];
        check("overdue-measurement", &indicator("measurements = [{ on = 2026-10-02, value = 1 }]\n"), &never);
        check("overdue-measurement", &indicator(""), &never);
    }

    #[test]
    fn a_new_indicator_has_its_first_interval_and_a_former_one_has_none() {
        check("overdue-measurement", &indicator("from = 2026-09-01\n"), &[]);
        check("overdue-measurement", &indicator("from = 2026-11-01\n"), &[]);
        check("overdue-measurement", &indicator("ended = 2026-10-01\n"), &[]);
        let late = ["warning content/registers/indicators.toml:4:18 a measurement of M-1 was due on 2026-09-30"];
        check("overdue-measurement", &indicator("from = 2026-08-30\n"), &late);
        let never = ["warning content/registers/indicators.toml:4:18 M-1 has never been measured"];
        check("overdue-measurement", &indicator("ended = 2026-10-02\n"), &never);
    }

    #[test]
    fn the_measurements_of_its_objective_are_its_own() {
        let objective = |day: &str| {
            format!(
                "{}//- content/registers/objectives.toml\n[[objective]]\nid = \"O-1\"\ntitle = \"O\"\ntarget = 1\ndue = 2027-01-01\nmeasurements = [{{ on = {day}, value = 1 }}]\n",
                indicator("objective = \"O-1\"\n")
            )
        };
        check("overdue-measurement", &objective("2026-09-15"), &[]);
        let late = ["warning content/registers/indicators.toml:4:18 a measurement of M-1 was due on 2026-09-15"];
        check("overdue-measurement", &objective("2026-08-15"), &late);
    }
}
