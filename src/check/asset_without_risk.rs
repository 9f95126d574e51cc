//! An asset is not named in any risk.
//!
//! Why: 6.1.2 requires the organisation to identify the risks in its scope. An asset that no risk names was forgotten,
//! or is not worth listing.
//!
//! Example: `AST-019` is not in the `assets` of any risk.
//!
//! Fix it: add the asset to a risk, or assess its risks.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "asset-without-risk",
    level: Level::Warn,
    source: include_str!("asset_without_risk.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_risk_names_the_asset() {
        let asset = "//- content/registers/assets.toml\n[[asset]]\nid = \"AST-1\"\ntitle = \"A\"\nkind = \"data\"\nowner = \"x\"\nconfidentiality = 1\nintegrity = 1\navailability = 1\n";
        check("asset-without-risk", asset, &["warning content/registers/assets.toml:2:6 no risk names AST-1"]);
        let risk = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 1\nimpact = 1\ntreatment = \"reduce\"\nassets = [\"AST-1\"]\n";
        check("asset-without-risk", &format!("{asset}{risk}"), &[]);
        // A text that names it considers nothing.
        check(
            "asset-without-risk",
            &format!("{asset}//- content/a.md\nAST-1\n"),
            &["warning content/registers/assets.toml:2:6 no risk names AST-1"],
        );
    }
}
