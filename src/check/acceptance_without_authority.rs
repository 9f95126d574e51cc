//! A risk was accepted by somebody who is neither its owner nor above the owner.
//!
//! Why: 6.1.3 f) requires the risk owner to accept what remains. Who has no say over a risk cannot accept it for those
//! who have.
//!
//! Example: `owner = "it-lead"` and `accepted-by = "people-lead"`, who reports to somebody else.
//!
//! Fix it: have the owner accept the risk, or somebody whom the owner reports to. Roles say in `reports-to` who that
//! is, and one person may hold several of them. Closed risks are exempt. Where the band of the score names a role that
//! accepts, or asks for treatment, `unaccepted-residual-risk` says so instead.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::{Asks, Level};
use crate::diag::Diagnostic;
use crate::isms::{Risk, open_risks};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "acceptance-without-authority",
    level: Level::Warn,
    source: include_str!("acceptance_without_authority.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for risk in open_risks(&facts.handbook) {
        let asks = risk.band_left(&facts.config.risk).map(|band| &band.asks);
        if matches!(asks, Some(Asks::Role(_) | Asks::Treat)) {
            continue;
        }
        let Some(by) = risk.accepted_without_authority(&facts.handbook) else { continue };
        let by = facts.handbook.record(by).id();
        let message = format!("{} was accepted by `{by}`, who is neither its owner nor above the owner", risk.id());
        let finding = Diagnostic::warning(CHECK.code, risk.span(Risk::ACCEPTED_BY), message)
            .help("have the owner accept it, or say in `reports-to` of the roles who is above the owner".to_owned());
        report.add(Subject::Entry(risk.ix), finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{ROLES, check};

    #[track_caller]
    fn accepted_by(role: &str, expected: &[&str]) {
        let risk = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 2\nimpact = 2\ntreatment = \"reduce\"\n";
        let risk = risk.replace("\"x\"", "\"it\"");
        check("acceptance-without-authority", &format!("{ROLES}{risk}accepted-by = \"{role}\"\n"), expected);
    }

    #[test]
    fn the_owner_and_those_above_may_accept() {
        for role in ["it", "cto", "ceo", "dpo"] {
            accepted_by(role, &[]);
        }
    }

    #[test]
    fn nobody_else_may() {
        for role in ["hr", "staff"] {
            let expected = format!(
                "warning content/registers/risks.toml:9:15 R-1 was accepted by `{role}`, who is neither its owner nor above the owner"
            );
            accepted_by(role, &[&expected]);
        }
    }

    #[test]
    fn roles_that_report_to_each_other_come_to_an_end() {
        let circle = ROLES.replace("holder = \"Ada\"", "holder = \"Ada\"\nreports-to = \"it\"");
        let risk = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 2\nimpact = 2\ntreatment = \"reduce\"\n";
        let risk = format!("{circle}{risk}accepted-by = \"hr\"\n").replace("\"x\"", "\"it\"");
        check("acceptance-without-authority", &risk.replace("\"hr\"\n", "\"ceo\"\n"), &[]);
        check("acceptance-without-authority", &risk.replace("accepted-by", "status = \"closed\"\naccepted-by"), &[]);
    }
}
