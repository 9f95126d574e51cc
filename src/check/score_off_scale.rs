//! A likelihood or an impact is not on the scale in book.toml.
//!
//! Why: scores are compared with the risk criteria (6.1.2 a), which is impossible for a rating outside the scale.
//!
//! Example: `likelihood = 7` on a scale of five steps, or `impact = 2.5`.
//!
//! Fix it: use a whole number from 1 to the number of steps in `[risk] likelihood` or `impact`.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{self, Risk};
use crate::model::{Subject, rating};

pub(super) const CHECK: Check = Check {
    code: "score-off-scale",
    level: Level::Deny,
    source: include_str!("score_off_scale.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let scale = &facts.config.risk;
    let fields = [
        (Risk::LIKELIHOOD, &scale.likelihood),
        (Risk::IMPACT, &scale.impact),
        (Risk::RESIDUAL_LIKELIHOOD, &scale.likelihood),
        (Risk::RESIDUAL_IMPACT, &scale.impact),
    ];
    for risk in isms::risks(&facts.handbook) {
        for (field, steps) in fields {
            let Some(number) = risk.number(field) else { continue };
            if rating(number).is_none_or(|step| step as usize > steps.len()) {
                let message = format!("{number} is not on the {field} scale of 1 to {}", steps.len());
                let span = risk.span(field);
                report.add(Subject::Entry(risk.ix), Diagnostic::error(CHECK.code, span, message).subject(field));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const RISK: &str = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 4\nimpact = 4\ntreatment = \"reduce\"\n";

    #[test]
    fn a_rating_is_a_step_of_the_scale() {
        let expected = ["error content/registers/risks.toml:6:14 7 is not on the likelihood scale of 1 to 5"];
        check("score-off-scale", &RISK.replace("likelihood = 4", "likelihood = 7"), &expected);
        let expected = ["error content/registers/risks.toml:7:10 2.5 is not on the impact scale of 1 to 5"];
        check("score-off-scale", &RISK.replace("impact = 4", "impact = 2.5"), &expected);
        check("score-off-scale", RISK, &[]);
        let wide = "//- book.toml\n[risk]\nlikelihood = [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\"]\n";
        check("score-off-scale", &format!("{wide}{}", RISK.replace("likelihood = 4", "likelihood = 7")), &[]);
    }
}
