//! A residual risk above the acceptable score has not been accepted.
//!
//! Why: 6.1.3 f) requires the risk owner to accept the residual risks.
//!
//! Example: a residual score of 12 with `[risk] acceptable = 8`, without `accepted-by`.
//!
//! Fix it: treat the risk further, or have it accepted: `accepted-by`, `accepted-on`, `accepted-until`. Closed risks
//! are exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::open_risks;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "unaccepted-residual-risk",
    level: Level::Warn,
    source: include_str!("unaccepted_residual_risk.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for risk in open_risks(&facts.handbook) {
        let Some(left) = risk.score_left() else { continue };
        if left > facts.config.risk.acceptable && !risk.is_accepted(facts.coverage.as_of) {
            let acceptable = facts.config.risk.acceptable;
            let message =
                format!("{} has a residual score of {left}, above {acceptable}, which nobody has accepted", risk.id());
            report.add(Subject::Entry(risk.ix), Diagnostic::warning(CHECK.code, risk.entry.span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const RISK: &str = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 4\nimpact = 4\ntreatment = \"reduce\"\n";

    #[test]
    fn what_is_left_is_acceptable_or_accepted() {
        let expected = [
            "warning content/registers/risks.toml:2:6 R-1 has a residual score of 16, above 8, which nobody has accepted",
        ];
        check("unaccepted-residual-risk", RISK, &expected);
        check("unaccepted-residual-risk", &format!("{RISK}accepted-by = \"ceo\"\n"), &[]);
        check("unaccepted-residual-risk", &format!("{RISK}residual-likelihood = 2\nresidual-impact = 4\n"), &[]);
        check("unaccepted-residual-risk", &format!("{RISK}status = \"closed\"\n"), &[]);
    }
}
