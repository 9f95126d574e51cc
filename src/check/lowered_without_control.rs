//! A risk to be reduced has a lower score after treatment but names no control.
//!
//! Why: 6.1.3 b) requires the controls that the treatment needs. Without one, nothing explains the lower score.
//!
//! Example: `treatment = "reduce"` and a lower residual score, without `controls`.
//!
//! Fix it: name the controls, or correct the residual score. Risks that are avoided or shared are exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{self, Risk};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "lowered-without-control",
    level: Level::Warn,
    source: include_str!("lowered_without_control.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for risk in isms::risks(&facts.handbook) {
        let lowered = risk
            .score_before(&facts.config.risk)
            .zip(risk.score_after(&facts.config.risk))
            .is_some_and(|(before, after)| after < before);
        if lowered && risk.is_reduced() && risk.links(Risk::CONTROLS).is_empty() {
            let message = format!("{} has a lower score after treatment but names no control", risk.id());
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
    fn a_lower_score_comes_from_a_control() {
        let risk = format!("{RISK}residual-likelihood = 1\nresidual-impact = 4\n");
        let expected =
            ["warning content/registers/risks.toml:9:23 R-1 has a lower score after treatment but names no control"];
        check("lowered-without-control", &risk, &expected);
        check("lowered-without-control", &format!("{risk}controls = [\"A.5.18\"]\n"), &[]);
        check("lowered-without-control", &risk.replace("reduce", "share"), &[]);
    }
}
