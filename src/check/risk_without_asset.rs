//! A risk names no asset.
//!
//! Why: some methods rate each risk for an asset. ISO/IEC 27001 has not required it since 2013, so this check is off
//! unless book.toml turns it on.
//!
//! Example: a risk without `assets`, and `risk-without-asset = "warn"` in book.toml.
//!
//! Fix it: add `assets = ["…"]`. Closed risks are exempt.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "risk-without-asset",
    level: Level::Allow,
    source: include_str!("risk_without_asset.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const RISK: &str = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 4\nimpact = 4\ntreatment = \"reduce\"\n";
    const ON: &str = "//- book.toml\n[checks]\nrisk-without-asset = \"warn\"\n";

    #[test]
    fn a_book_that_wants_it_hears_of_risks_without_assets() {
        let expected = ["warning content/registers/risks.toml:2:6 R-1 names no asset"];
        check("risk-without-asset", &format!("{ON}{RISK}"), &expected);
        check("risk-without-asset", &format!("{ON}{RISK}assets = []\n"), &expected);
        check("risk-without-asset", &format!("{ON}{RISK}status = \"closed\"\n"), &[]);
        check("risk-without-asset", RISK, &[]);
    }
}
