//! An objective says neither how it is measured nor why it cannot be.
//!
//! Why: 6.2 b) requires objectives to be measurable if practicable. Without a measure nobody can say whether it was
//! reached.
//!
//! Example: an objective without `measure`.
//!
//! Fix it: add `measure = "…"`; or `not-measurable = "…"` with the reason, and leave `target` out.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "objective-without-measure",
    level: Level::Warn,
    source: include_str!("objective_without_measure.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    use crate::fixture::findings;

    #[test]
    fn an_objective_is_measured_or_says_why_not() {
        let objective = "//- content/registers/objectives.toml\n[[objective]]\nid = \"O-1\"\ntitle = \"O\"\nadopted = 2026-01-01\ndue = 2026-12-31\n";
        let expected =
            ["warning content/registers/objectives.toml:2:6 O-1 says neither how it is measured nor why it cannot be"];
        check("objective-without-measure", objective, &expected);
        check("objective-without-measure", &format!("{objective}measure = \"Share of keys\"\n"), &[]);
        let unmeasurable = format!("{objective}not-measurable = \"One event, once.\"\n");
        check("objective-without-measure", &unmeasurable, &[]);
        // Nor does it need a value to begin with and one to reach.
        check("incomplete-entry", &unmeasurable, &[]);
        assert_eq!(findings("incomplete-entry", objective).len(), 2);
    }
}
