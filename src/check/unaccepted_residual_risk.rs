//! What is left of a risk is not accepted as its band asks.
//!
//! Why: 6.1.3 f) requires the risk owners to accept the residual risks, all of them. The bands of book.toml say how:
//! `within-criteria` with the approval of the plan or by name, `owner` and `role:ID` by name, `treat` not at all.
//!
//! Example: a residual score of 12 in a band with `asks = "role:ceo"`, without `accepted-by`.
//!
//! Fix it: treat the risk further, or have it accepted: `accepted-by`, `accepted-on`, `accepted-until`. Closed risks
//! are exempt, and so is what must be treated while an approved plan is on its way and in time.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::{Asks, Level};
use crate::diag::Diagnostic;
use crate::isms::{self, Residual, Risk};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "unaccepted-residual-risk",
    level: Level::Warn,
    source: include_str!("unaccepted_residual_risk.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let (scale, day) = (&facts.config.risk, facts.coverage.as_of);
    for risk in isms::risks_on(&facts.handbook, day) {
        let Residual::Missing(why) = risk.residual(&facts.handbook, scale, day) else { continue };
        let Some((score, band)) = risk.score_left(scale).zip(risk.band_left(scale)) else { continue };
        let message = format!("{} has a residual score of {score} (band `{}`): {why}", risk.id(), band.id);
        let accept = format!("`{}` and `{}`", Risk::ACCEPTED_BY, Risk::ACCEPTED_ON);
        let by_owner = matches!(band.asks, Asks::WithinCriteria | Asks::Owner);
        if by_owner && risk.accepted_without_authority(&facts.handbook).is_some() {
            continue; // `acceptance-without-authority` reports it.
        }
        let help = match &band.asks {
            Asks::WithinCriteria => format!(
                "record the owner's approval of the plan in `{}` and `{}`, or of the rating in {accept}",
                Risk::PLAN_APPROVED_BY,
                Risk::PLAN_APPROVED_ON
            ),
            Asks::Owner => format!("treat it further, or record who accepts it in {accept}"),
            Asks::Role(role) => format!("treat it further, or record that `{}` accepts it in {accept}", role.value),
            Asks::Treat => format!(
                "treat it further, and rate what is left in `{}` and `{}`",
                Risk::RESIDUAL_LIKELIHOOD,
                Risk::RESIDUAL_IMPACT
            ),
        };
        let finding = Diagnostic::warning(CHECK.code, risk.entry.span, message).help(help);
        report.add(Subject::Entry(risk.ix), finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const RISK: &str = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 4\nimpact = 3\ntreatment = \"reduce\"\n";
    const AT: &str = "warning content/registers/risks.toml:2:6 R-1 has a residual score of";

    #[test]
    fn what_is_left_is_accepted_as_its_band_asks() {
        let code = "unaccepted-residual-risk";
        check(code, RISK, &[&format!("{AT} 12 (band `medium`): nobody has accepted it")]);
        let accepted = "accepted-by = \"ceo\"\naccepted-on = 2026-09-01\n";
        check(code, &format!("{RISK}{accepted}"), &[]);
        check(
            code,
            &format!("{RISK}accepted-by = \"ceo\"\n"),
            &[&format!("{AT} 12 (band `medium`): the day is missing")],
        );
        let small = format!("{RISK}residual-likelihood = 2\nresidual-impact = 2\n");
        check(code, &small, &[&format!("{AT} 4 (band `low`): nobody has accepted it")]);
        check(code, &format!("{small}plan-approved-by = \"x\"\nplan-approved-on = 2026-10-01\n"), &[]);
        let severe = RISK.replace("impact = 3", "impact = 5");
        let must = format!("{AT} 20 (band `high`): its band asks for treatment, and nobody may accept it");
        check(code, &format!("{severe}{accepted}"), &[&must]);
    }

    #[test]
    fn closed_risks_later_ones_and_opportunities_need_no_acceptance() {
        let code = "unaccepted-residual-risk";
        check(code, &format!("{RISK}status = \"closed\"\n"), &[]);
        check(code, &format!("{RISK}identified = 2026-10-02\n"), &[]);
        check(code, &format!("{RISK}kind = \"opportunity\"\n"), &[]);
        check(
            code,
            &format!("{RISK}kind = \"risk\"\nidentified = 2026-10-01\n"),
            &[&format!("{AT} 12 (band `medium`): nobody has accepted it")],
        );
    }
}
