//! The latest value of an indicator is past its alarm value.
//!
//! Why: 9.1 requires the organisation to evaluate how well security and the management system perform. A value past the
//! limit that the organisation set itself asks for a decision.
//!
//! Example: `alarm = 0` and `better = "lower"`, and the latest measurement is 2.
//!
//! Fix it: record what is done in the register of actions, and measure again. The finding ends with a value within the limit.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Indicator;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "indicator-past-alarm",
    level: Level::Warn,
    source: include_str!("indicator_past_alarm.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for indicator in Indicator::all(&facts.handbook) {
        let monitoring = indicator.monitoring(&facts.handbook, facts.coverage.as_of);
        let Some((on, value)) = monitoring.latest().filter(|_| monitoring.alarm && monitoring.ended.is_none()) else {
            continue;
        };
        let message = format!("the value of {} on {on}, {value}, is past its alarm value", indicator.id());
        let finding = Diagnostic::warning(CHECK.code, indicator.span(Indicator::ALARM), message);
        let help = "record an action that answers it, and measure again".to_owned();
        report.add(Subject::Entry(indicator.ix), finding.help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    fn past_alarm(fields: &str, expected: &[&str]) {
        let head = "//- content/registers/indicators.toml\n[[indicator]]\nid = \"M-1\"\ntitle = \"M\"\nalarm = 3\n";
        check("indicator-past-alarm", &format!("{head}{fields}\n"), expected);
    }

    #[test]
    fn the_latest_value_counts_in_the_direction_that_is_better() {
        let value = |day: &str, value: u8| format!("{{ on = {day}, value = {value} }}");
        let fields =
            |better: &str, values: &[String]| format!("better = \"{better}\"\nmeasurements = [{}]", values.join(", "));
        let (old, new) = (value("2026-09-01", 2), value("2026-10-01", 4));
        let at = "warning content/registers/indicators.toml:4:9 the value of M-1 on";
        past_alarm(
            &fields("lower", &[old.clone(), new.clone()]),
            &[&format!("{at} 2026-10-01, 4, is past its alarm value")],
        );
        past_alarm(&fields("higher", &[old.clone(), new]), &[]);
        past_alarm(
            &fields("higher", std::slice::from_ref(&old)),
            &[&format!("{at} 2026-09-01, 2, is past its alarm value")],
        );
        past_alarm(&fields("lower", &[old, value("2026-10-02", 4)]), &[]);
        past_alarm(&fields("lower", &[value("2026-10-01", 3)]), &[]);
    }

    #[test]
    fn what_has_ended_or_was_never_measured_raises_no_alarm() {
        past_alarm("better = \"lower\"", &[]);
        past_alarm("better = \"lower\"\nended = 2026-10-01\nmeasurements = [{ on = 2026-09-01, value = 4 }]", &[]);
    }
}
