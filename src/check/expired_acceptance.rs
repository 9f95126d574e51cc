//! The acceptance of a risk has expired.
//!
//! Why: circumstances change, so an acceptance is valid for a limited time. After that the risk is no longer accepted.
//!
//! Example: `accepted-until = 2026-06-30`, on 1 October 2026.
//!
//! Fix it: reassess the risk, then accept it again or treat it. Closed risks are exempt.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "expired-acceptance",
    level: Level::Warn,
    source: include_str!("expired_acceptance.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const RISK: &str = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 4\nimpact = 4\ntreatment = \"reduce\"\n";

    #[test]
    fn an_acceptance_counts_until_its_last_day() {
        let risk = |until: &str| format!("{RISK}accepted-by = \"ceo\"\naccepted-until = {until}\n");
        let expected = ["warning content/registers/risks.toml:10:18 the acceptance of R-1 expired on 2026-09-30"];
        check("expired-acceptance", &risk("2026-09-30"), &expected);
        check("expired-acceptance", &risk("2026-10-01"), &[]);
    }
}
