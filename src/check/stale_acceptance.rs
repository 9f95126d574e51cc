//! A risk was accepted at a different score than it has today.
//!
//! Why: whoever accepted a score of 8 has not accepted a score of 12.
//!
//! Example: `accepted-score = 8`, but the residual score is now 12.
//!
//! Fix it: have the current score accepted and enter `accepted-by`, `accepted-on` and `accepted-score`. Without
//! `accepted-score`, a rating (`rated`) after the acceptance makes it stale. Closed risks are exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{Risk, open_risks};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "stale-acceptance",
    level: Level::Warn,
    source: include_str!("stale_acceptance.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for risk in open_risks(&facts.handbook) {
        if let Some(why) = risk.stale_acceptance(facts.coverage.as_of) {
            let message = format!("the acceptance of {} is stale: {why}", risk.id());
            let span = risk.span(Risk::ACCEPTED_ON);
            report.add(Subject::Entry(risk.ix), Diagnostic::warning(CHECK.code, span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const RISK: &str = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 3\nimpact = 4\ntreatment = \"accept\"\n";

    #[test]
    fn an_acceptance_is_of_the_score_that_the_risk_has() {
        let risk = |more: &str| format!("{RISK}accepted-on = 2026-06-18\n{more}");
        let at = "warning content/registers/risks.toml:9:15 the acceptance of R-1 is stale:";
        let code = "stale-acceptance";
        check(code, &risk("accepted-score = 8\n"), &[&format!("{at} accepted at a score of 8, now 12")]);
        check(code, &risk("accepted-score = 12\nrated = 2026-09-01\n"), &[]);
        check(code, &risk("rated = 2026-09-01\n"), &[&format!("{at} the risk was rated again on 2026-09-01")]);
        check(code, &risk("rated = 2026-06-18\n"), &[]);
        check(code, &format!("{RISK}rated = 2026-09-01\n"), &[]);
        check(code, &risk("accepted-score = 8\nstatus = \"closed\"\n"), &[]);
    }
}
