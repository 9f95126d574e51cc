//! The SoA calls a control planned, but nobody has planned by when, or who answers for it.
//!
//! Why: the Statement of Applicability may list controls that are not implemented yet, but the treatment plan must say
//! what is still to be done (6.1.3 d and e). Auditors accept "planned" only with an owner and a date.
//!
//! Example: A.8.12 has `implementation = "planned"` without `due`, and no open risk or action that names it has one.
//!
//! Fix it: add `owner` and `due` to the control in registers/applicability.toml, or name the control in `controls` of an
//! open risk or action that has a due date. The due date of the control itself comes first, then the earliest of the
//! risks, then the earliest of the actions.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::catalog::Rung;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{self, Decision};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "planned-without-plan",
    level: Level::Warn,
    source: include_str!("planned_without_plan.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for ladder in facts.coverage.ladders() {
        let Some(plan) = &ladder.plan else { continue };
        let Some(decision) = Decision::on(&facts.handbook, ladder.requirement) else { continue };
        let id = facts.handbook.catalog.label(ladder.requirement);
        let mut add = |what: &str, message: String, help: &str| {
            let span = decision.span(Decision::IMPLEMENTATION);
            let finding = Diagnostic::warning(CHECK.code, span, message).subject(what).help(help.to_owned());
            report.add(Subject::Requirement(ladder.requirement), finding);
        };
        if plan.due.is_none() {
            let help = "add `due` to it, or name it in `controls` of an open risk or action with a due date";
            add(Decision::DUE, format!("{id} is planned, but has no due date"), help);
        }
        let owned = ladder.step(Rung::Owned).is_some_and(|step| step.state.is_ok());
        if !owned && isms::owner(facts.handbook.record(plan.source)).is_none() {
            add(isms::OWNER, format!("{id} is planned, but has no owner"), "add `owner` to it");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const PLANNED: &str = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.8.12\"\napplicable = true\nimplementation = \"planned\"\n";
    const OWNED: &str = "owner = \"it\"\n";
    const RISK: &str = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"it\"\nlikelihood = 1\nimpact = 1\ntreatment = \"reduce\"\nstatus = \"open\"\ncontrols = [\"A.8.12\"]\n";
    const NO_DATE: &str = "warning content/registers/applicability.toml:4:18 A.8.12 is planned, but has no due date";

    #[test]
    fn a_plan_has_a_day() {
        let planned = format!("{PLANNED}{OWNED}");
        check("planned-without-plan", &planned, &[NO_DATE]);
        check("planned-without-plan", &format!("{planned}due = 2027-03-01\n"), &[]);
        check("planned-without-plan", &format!("{planned}{RISK}due = 2027-03-01\n"), &[]);
        let treated = RISK.replace("\"open\"", "\"treated\"");
        check("planned-without-plan", &format!("{planned}{treated}due = 2027-03-01\n"), &[NO_DATE]);
        check("planned-without-plan", &format!("{planned}{RISK}"), &[NO_DATE]);
    }

    #[test]
    fn a_plan_has_an_owner() {
        let no_owner = "warning content/registers/applicability.toml:4:18 A.8.12 is planned, but has no owner";
        check("planned-without-plan", &format!("{PLANNED}due = 2027-03-01\n"), &[no_owner]);
        check("planned-without-plan", &format!("{PLANNED}{RISK}due = 2027-03-01\n"), &[]);
        let claimed = "//- content/a.md\n+++\nowner = \"it\"\n+++\n## A {controls=\"A.8.12\"}\nText.\n";
        check("planned-without-plan", &format!("{PLANNED}due = 2027-03-01\n{claimed}"), &[]);
    }

    #[test]
    fn only_what_is_planned_and_applies_needs_a_plan() {
        for implementation in ["partial", "implemented"] {
            check("planned-without-plan", &PLANNED.replace("planned", implementation), &[]);
        }
        check("planned-without-plan", &PLANNED.replace("true", "false\njustification = \"J\""), &[]);
        check("planned-without-plan", &format!("{PLANNED}{OWNED}due = 2026-09-30\n"), &[]);
    }

    #[test]
    fn a_book_that_does_not_require_implementation_hears_of_it_all_the_same() {
        let book = "//- book.toml\n[coverage]\ncontrols = [\"decided\"]\n";
        check("planned-without-plan", &format!("{book}{PLANNED}{OWNED}"), &[NO_DATE]);
    }
}
