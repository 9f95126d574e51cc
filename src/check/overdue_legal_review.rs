//! The review of a legal requirement is overdue.
//!
//! Why: laws and contracts change without notice, and A.5.31 requires legal requirements to be kept up to date.
//!
//! Example: `reviewed = 2026-03-31` with `review-every = "3 months"`, on 1 October 2026.
//!
//! Fix it: check that the requirement and the way it is met are still correct, and enter the date.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "overdue-legal-review",
    level: Level::Warn,
    source: include_str!("overdue_legal_review.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_legal_requirement_is_looked_at_in_its_interval() {
        let law = |reviewed: &str| {
            format!(
                "//- content/registers/legal-requirements.toml\n[[requirement]]\nid = \"LR-1\"\ntitle = \"L\"\nkind = \"law\"\nasks = \"A\"\nreviewed = {reviewed}\nreview-every = \"3 months\"\n"
            )
        };
        let expected =
            ["warning content/registers/legal-requirements.toml:6:12 the review of LR-1 was due on 2026-09-30"];
        check("overdue-legal-review", &law("2026-06-30"), &expected);
        check("overdue-legal-review", &law("2026-07-01"), &[]);
    }
}
