//! A residual rating has a likelihood or an impact, and not both.
//!
//! Why: half a rating gives no score, so nobody can say whether what is left is within the criteria (6.1.2 e).
//!
//! Example: `residual-likelihood = 2` without `residual-impact`.
//!
//! Fix it: add the other one, or remove both until the treatment has been rated.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{self, Risk};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "half-residual-rating",
    level: Level::Warn,
    source: include_str!("half_residual_rating.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for risk in isms::risks(&facts.handbook) {
        let Some(lacks) = risk.half_rated() else { continue };
        let has = Risk::AFTER.into_iter().find(|field| *field != lacks).unwrap_or(lacks);
        let message = format!("{} has `{has}` but no `{lacks}`, so it has no residual score", risk.id());
        let finding = Diagnostic::warning(CHECK.code, risk.span(has), message).subject(lacks);
        report.add(Subject::Entry(risk.ix), finding.help(format!("add `{lacks} = …`")));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const RISK: &str = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 4\nimpact = 4\ntreatment = \"reduce\"\n";

    #[test]
    fn a_residual_rating_has_both_parts_or_none() {
        let code = "half-residual-rating";
        let at = "warning content/registers/risks.toml:9";
        check(code, RISK, &[]);
        check(code, &format!("{RISK}residual-likelihood = 2\nresidual-impact = 4\n"), &[]);
        let likelihood =
            format!("{at}:23 R-1 has `residual-likelihood` but no `residual-impact`, so it has no residual score");
        check(code, &format!("{RISK}residual-likelihood = 2\n"), &[&likelihood]);
        let impact =
            format!("{at}:19 R-1 has `residual-impact` but no `residual-likelihood`, so it has no residual score");
        check(code, &format!("{RISK}residual-impact = 2\n"), &[&impact]);
    }
}
