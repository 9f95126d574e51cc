//! A risk has a higher score after treatment than before.
//!
//! Why: treatment does not increase a risk, so one of the ratings is wrong.
//!
//! Example: `likelihood = 2`, `impact = 2`, `residual-likelihood = 3`, `residual-impact = 2`.
//!
//! Fix it: correct the wrong rating.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{self, Risk};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "residual-above-inherent",
    level: Level::Warn,
    source: include_str!("residual_above_inherent.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for risk in isms::risks(&facts.handbook) {
        if let (Some(before), Some(after)) =
            (risk.score_before(&facts.config.risk), risk.score_after(&facts.config.risk))
            && after > before
        {
            let message = format!("{} scores {after} after treatment but {before} before", risk.id());
            let span = risk.span(Risk::RESIDUAL_LIKELIHOOD);
            report.add(Subject::Entry(risk.ix), Diagnostic::warning(CHECK.code, span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const RISK: &str = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 4\nimpact = 4\ntreatment = \"reduce\"\n";

    #[test]
    fn treatment_makes_no_risk_worse() {
        let risk = |likelihood: u32| format!("{RISK}residual-likelihood = {likelihood}\nresidual-impact = 4\n");
        let expected = ["warning content/registers/risks.toml:9:23 R-1 scores 20 after treatment but 16 before"];
        check("residual-above-inherent", &risk(5), &expected);
        check("residual-above-inherent", &risk(4), &[]);
        check("residual-above-inherent", RISK, &[]);
    }
}
