//! The measurements of an objective are not in date order, two have the same date, or one is from before it was adopted.
//!
//! Why: the latest measurement decides whether the objective is on track. A wrong date makes an old value look new,
//! and a value from before the objective shows nothing of what was done for it.
//!
//! Example: a measurement of 2026-06-30 below one of 2026-09-30.
//!
//! Fix it: correct the date or move the row. The value before the objective belongs in `baseline`.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Objective;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "measurement-out-of-order",
    level: Level::Warn,
    source: include_str!("measurement_out_of_order.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for objective in Objective::all(&facts.handbook) {
        if let Some(adopted) = objective.date(Objective::ADOPTED) {
            for early in objective.measurements().iter().filter(|measurement| measurement.on < adopted) {
                let message = format!("{}: {} is before it was adopted on {adopted}", objective.id(), early.on);
                let finding = Diagnostic::warning(CHECK.code, early.span, message)
                    .subject(early.on.to_string())
                    .also(objective.span(Objective::ADOPTED), "adopted here")
                    .help("correct one of the dates, or give the value in `baseline`".to_owned());
                report.add(Subject::Entry(objective.ix), finding);
            }
        }
        for pair in objective.measurements().windows(2) {
            let [before, after] = pair else { continue };
            if after.on <= before.on {
                let message = format!("{}: {} is listed after {}", objective.id(), after.on, before.on);
                let finding = Diagnostic::warning(CHECK.code, after.span, message)
                    .subject(after.on.to_string())
                    .also(before.span, "the previous row")
                    .help("sort the rows by date".to_owned());
                report.add(Subject::Entry(objective.ix), finding);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn measurements_run_from_old_to_new() {
        let objective = |second: &str| {
            format!(
                "//- content/registers/objectives.toml\n[[objective]]\nid = \"OBJ-1\"\ntitle = \"O\"\ntarget = 9\ndue = 2026-12-18\n[[objective.measurements]]\non = 2026-06-30\nvalue = 3\n[[objective.measurements]]\non = {second}\nvalue = 4\n"
            )
        };
        let code = "measurement-out-of-order";
        let at = "warning content/registers/objectives.toml:9:1 OBJ-1:";
        check(code, &objective("2026-03-31"), &[&format!("{at} 2026-03-31 is listed after 2026-06-30")]);
        check(code, &objective("2026-06-30"), &[&format!("{at} 2026-06-30 is listed after 2026-06-30")]);
        check(code, &objective("2026-09-30"), &[]);
    }

    #[test]
    fn a_measurement_is_not_from_before_the_objective() {
        let objective = |adopted: &str| {
            format!(
                "//- content/registers/objectives.toml\n[[objective]]\nid = \"OBJ-1\"\ntitle = \"O\"\nadopted = {adopted}\ntarget = 9\ndue = 2026-12-18\n[[objective.measurements]]\non = 2026-06-30\nvalue = 3\n"
            )
        };
        let code = "measurement-out-of-order";
        let expected =
            ["warning content/registers/objectives.toml:7:1 OBJ-1: 2026-06-30 is before it was adopted on 2026-07-01"];
        check(code, &objective("2026-07-01"), &expected);
        check(code, &objective("2026-06-30"), &[]);
    }
}
