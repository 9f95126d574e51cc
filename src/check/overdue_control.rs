//! A control was to be implemented by a day that has passed, and the SoA does not call it implemented.
//!
//! Why: a plan whose date has passed is no longer a reason for a control to be missing (6.1.3 e, 8.3).
//!
//! Example: A.8.12 has `implementation = "planned"` and `due = 2026-09-15`, on 1 October 2026.
//!
//! Fix it: implement the control and set `implementation`, or agree on a new date with its owner and give the reason. For
//! a planned control without `due`, the date is that of an open risk or action that names the control.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{Decision, Plan};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "overdue-control",
    level: Level::Warn,
    source: include_str!("overdue_control.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let (handbook, as_of) = (&facts.handbook, facts.coverage.as_of);
    for ladder in facts.coverage.ladders() {
        let Some(decision) = Decision::on(handbook, ladder.requirement) else { continue };
        let rest = || Plan::of_rest(handbook, ladder.requirement, as_of);
        let Some(plan) = ladder.plan.or_else(rest).filter(|plan| plan.overdue) else { continue };
        let Some(due) = plan.due else { continue };
        let id = handbook.catalog.label(ladder.requirement);
        let message = match &ladder.plan {
            Some(_) => format!("{id} was planned for {due}, but is not implemented"),
            None => format!("{id} was due on {due}, but is implemented only in part"),
        };
        let source = handbook.record(plan.source);
        let help = "implement it and set `implementation`, or agree on a new due date";
        let mut finding = Diagnostic::warning(CHECK.code, decision.span(Decision::DUE), message).help(help.to_owned());
        if source.ix != decision.ix {
            let place = decision.span(Decision::IMPLEMENTATION);
            finding.span = Some(place);
            finding = finding.also(source.span(Decision::DUE), "the due date");
        }
        report.add(Subject::Requirement(ladder.requirement), finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const SOA: &str = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.8.12\"\napplicable = true\nowner = \"it\"\nimplementation = \"planned\"\n";
    const ACTION: &str = "//- content/registers/actions.toml\n[[action]]\nid = \"AC-1\"\ntitle = \"A\"\nkind = \"improvement\"\nstatus = \"open\"\nowner = \"it\"\nopened = 2026-01-01\ncontrols = [\"A.8.12\"]\n";

    #[test]
    fn a_plan_is_overdue_on_the_day_after_its_last() {
        let own = |day: &str| format!("{SOA}due = {day}\n");
        let late = "warning content/registers/applicability.toml:6:7 A.8.12 was planned for 2026-09-30, but is not implemented";
        check("overdue-control", &own("2026-09-30"), &[late]);
        check("overdue-control", &own("2026-10-01"), &[]);
        check("overdue-control", &own("2027-03-01"), &[]);
        check("overdue-control", SOA, &[]);
        check("overdue-control", &own("2026-09-30").replace("planned", "implemented"), &[]);
        check("overdue-control", &own("2026-09-30").replace("true", "false\njustification = \"J\""), &[]);
    }

    #[test]
    fn the_day_of_an_action_counts_for_its_control() {
        let action = |day: &str| format!("{SOA}{ACTION}due = {day}\n");
        let late = "warning content/registers/applicability.toml:5:18 A.8.12 was planned for 2026-09-30, but is not implemented";
        check("overdue-control", &action("2026-09-30"), &[late]);
        check("overdue-control", &action("2026-10-01"), &[]);
        let own = format!("{SOA}due = 2027-01-01\n{ACTION}due = 2026-09-30\n");
        check("overdue-control", &own, &[]);
    }

    #[test]
    fn the_rest_of_a_partial_control_is_overdue_by_its_own_day_alone() {
        let partial = SOA.replace("planned", "partial");
        let late = "warning content/registers/applicability.toml:6:7 A.8.12 was due on 2026-09-30, but is implemented only in part";
        check("overdue-control", &format!("{partial}due = 2026-09-30\n"), &[late]);
        check("overdue-control", &format!("{partial}due = 2026-10-01\n"), &[]);
        check("overdue-control", &format!("{partial}{ACTION}due = 2026-09-30\n"), &[]);
    }
}
