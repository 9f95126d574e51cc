//! The owner of a risk has not approved its treatment plan.
//!
//! Why: 6.1.3 f) requires the risk owners' approval of the treatment plan.
//!
//! Example: a risk with `treatment = "reduce"` and without `plan-approved-by`, or with the approval of a role that is
//! neither its owner nor above its owner by `reports-to`.
//!
//! Fix it: have the owner approve the plan, and enter `plan-approved-by` and `plan-approved-on`. Risks that are
//! accepted without treatment, closed risks and opportunities are exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{self, Risk};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "plan-without-approval",
    level: Level::Warn,
    source: include_str!("plan_without_approval.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let day = facts.coverage.as_of;
    for risk in isms::risks_on(&facts.handbook, day).filter(|risk| risk.needs_plan()) {
        if let Err(why) = risk.plan_approved(&facts.handbook, day) {
            let field = [Risk::PLAN_APPROVED_BY, Risk::PLAN_APPROVED_ON].into_iter().find(|f| risk.value(f).is_some());
            let span = field.map_or(risk.entry.id.span, |field| risk.span(field));
            let message = format!("the treatment plan of {} is not approved: {why}", risk.id());
            let help =
                format!("enter who approved it and when: `{}`, `{}`", Risk::PLAN_APPROVED_BY, Risk::PLAN_APPROVED_ON);
            report.add(Subject::Entry(risk.ix), Diagnostic::warning(CHECK.code, span, message).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const RISK: &str = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"it\"\nlikelihood = 4\nimpact = 4\ntreatment = \"reduce\"\n";
    const ROLES: &str = "//- content/registers/roles.toml\n[[role]]\nid = \"it\"\ntitle = \"IT\"\nreports-to = \"ceo\"\n[[role]]\nid = \"ceo\"\ntitle = \"CEO\"\n[[role]]\nid = \"hr\"\ntitle = \"HR\"\n";

    #[test]
    fn the_owner_or_somebody_above_approves_the_plan() {
        let code = "plan-without-approval";
        let with = |by: &str, on: &str| format!("{ROLES}{RISK}plan-approved-by = \"{by}\"\nplan-approved-on = {on}\n");
        let says = |at: &str, why: &str| {
            format!("warning content/registers/risks.toml:{at} the treatment plan of R-1 is not approved: {why}")
        };
        check(code, RISK, &[&says("2:6", "nobody has approved it")]);
        check(code, &with("it", "2026-10-01"), &[]);
        check(code, &with("ceo", "2026-03-01"), &[]);
        let stranger = "HR approved it, who is neither the owner of the risk nor above";
        check(code, &with("hr", "2026-03-01"), &[&says("9:20", stranger)]);
        check(code, &with("it", "2026-10-02"), &[&says("9:20", "it is approved only from 2026-10-02 on")]);
        check(code, &format!("{RISK}plan-approved-by = \"it\"\n"), &[&says("9:20", "the day is missing")]);
        check(code, &format!("{RISK}plan-approved-on = 2026-03-01\n"), &[&says("9:20", "who did so is missing")]);
    }

    #[test]
    fn what_has_no_plan_needs_no_approval() {
        let code = "plan-without-approval";
        check(code, &RISK.replace("reduce", "accept"), &[]);
        check(code, &format!("{RISK}status = \"closed\"\n"), &[]);
        check(code, &format!("{RISK}kind = \"opportunity\"\n"), &[]);
        check(code, &RISK.replace("likelihood = 4\nimpact = 4\ntreatment = \"reduce\"", "kind = \"opportunity\""), &[]);
    }
}
