//! A risk is to be treated, but nobody has said by when.
//!
//! Why: 6.1.3 e) requires a treatment plan, and a plan without a day cannot be late. Such a risk stays open for ever.
//!
//! Example: `treatment = "reduce"` and `status = "open"` without `due`.
//!
//! Fix it: add `due` with the day on which the treatment is to be finished. Risks that are treated, accepted or closed,
//! and those whose treatment is `accept`, are exempt.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "risk-without-treatment-date",
    level: Level::Warn,
    source: include_str!("risk_without_treatment_date.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const RISK: &str = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 4\nimpact = 4\ntreatment = \"reduce\"\n";

    #[test]
    fn an_open_risk_says_by_when_it_is_treated() {
        let expected = ["warning content/registers/risks.toml:2:6 R-1 is open, but its treatment has no `due`"];
        check("risk-without-treatment-date", &format!("{RISK}status = \"open\"\n"), &expected);
        check("risk-without-treatment-date", RISK, &expected);
        check("risk-without-treatment-date", &format!("{RISK}due = 2030-01-01\n"), &[]);
        for status in ["treated", "accepted", "closed"] {
            check("risk-without-treatment-date", &format!("{RISK}status = \"{status}\"\n"), &[]);
        }
        check("risk-without-treatment-date", &RISK.replace("reduce", "accept"), &[]);
    }
}
