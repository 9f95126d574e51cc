//! A management review was held and has no conclusion.
//!
//! Why: 9.3.1 requires top management to review whether the management system is suitable, adequate and effective.
//! Minutes that do not say so show that people met.
//!
//! Example: `held-on` without `conclusion`.
//!
//! Fix it: add `conclusion = "…"`.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "review-without-conclusion",
    level: Level::Warn,
    source: include_str!("review_without_conclusion.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_review_says_what_it_concluded() {
        let review = "//- content/registers/management-reviews.toml\n[[review]]\nid = \"MR-1\"\ntitle = \"R\"\n";
        let held = format!("{review}held-on = 2026-06-01\n");
        let expected = ["warning content/registers/management-reviews.toml:2:6 MR-1 was held but has no `conclusion`"];
        check("review-without-conclusion", &held, &expected);
        check("review-without-conclusion", &format!("{held}conclusion = \"\"\n"), &expected);
        check("review-without-conclusion", &format!("{held}conclusion = \"Effective.\"\n"), &[]);
        check("review-without-conclusion", &format!("{review}planned = 2026-12-01\n"), &[]);
    }
}
