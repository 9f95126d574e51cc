//! An objective has no plan.
//!
//! Why: 6.2 requires the organisation to determine what will be done, with which resources, by whom, by when, and how
//! the result is evaluated. An objective without a plan is a wish.
//!
//! Example: an objective without `plan`.
//!
//! Fix it: add `plan = "…"`.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "objective-without-plan",
    level: Level::Warn,
    source: include_str!("objective_without_plan.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_objective_says_how_it_is_reached() {
        let objective = "//- content/registers/objectives.toml\n[[objective]]\nid = \"O-1\"\ntitle = \"O\"\nadopted = 2026-01-01\ndue = 2026-12-31\n";
        let expected = ["warning content/registers/objectives.toml:2:6 O-1 has no `plan`"];
        check("objective-without-plan", objective, &expected);
        check("objective-without-plan", &format!("{objective}plan = \"\"\n"), &expected);
        check("objective-without-plan", &format!("{objective}plan = \"Keys for all in May\"\n"), &[]);
    }
}
