//! The values of an indicator were not evaluated in the interval.
//!
//! Why: 9.1 requires the organisation to determine when the results are analysed and evaluated, and by whom. A number at
//! which nobody looks changes nothing.
//!
//! Example: `evaluated-every = "3 months"`, the first measurement is of 31 March, and there is no evaluation on 1 October
//! 2026.
//!
//! Fix it: add a row to `evaluations` with the day and the conclusion.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Indicator;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "overdue-evaluation",
    level: Level::Warn,
    source: include_str!("overdue_evaluation.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let as_of = facts.coverage.as_of;
    for indicator in Indicator::all(&facts.handbook) {
        let due = indicator.monitoring(&facts.handbook, as_of).next_evaluation;
        let Some(due) = due.filter(|due| *due < as_of) else { continue };
        let message = format!("the values of {} were to be evaluated by {due}", indicator.id());
        let finding = Diagnostic::warning(CHECK.code, indicator.span(Indicator::EVALUATED_EVERY), message);
        let help = "add a row to `evaluations` that says what they mean".to_owned();
        report.add(Subject::Entry(indicator.ix), finding.help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    fn indicator(measured: &str, evaluated: &str) -> String {
        format!(
            "//- content/registers/indicators.toml\n[[indicator]]\nid = \"M-1\"\ntitle = \"M\"\nevaluated-every = \"3 months\"\nmeasurements = [{measured}]\nevaluations = [{evaluated}]\n"
        )
    }

    #[test]
    fn values_are_evaluated_in_time() {
        let [old, new] = ["2026-06-30", "2026-07-01"].map(|day| format!("{{ on = {day}, value = 1 }}"));
        let at = |day: &str| format!("{{ on = {day}, conclusion = \"Good.\" }}");
        let late =
            ["warning content/registers/indicators.toml:4:19 the values of M-1 were to be evaluated by 2026-09-30"];
        check("overdue-evaluation", &indicator(&old, ""), &late);
        check("overdue-evaluation", &indicator(&new, ""), &[]);
        check("overdue-evaluation", &indicator(&old, &at("2026-07-01")), &[]);
        check("overdue-evaluation", &indicator(&old, &at("2026-10-01")), &[]);
        check("overdue-evaluation", &indicator(&old, &at("2026-10-02")), &late);
    }

    #[test]
    fn where_nothing_is_measured_there_is_nothing_to_evaluate() {
        check("overdue-evaluation", &indicator("", ""), &[]);
    }
}
