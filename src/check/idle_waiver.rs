//! A waiver has no effect: the check finds nothing here, or does not exist.
//!
//! Why: a waiver that is left behind would hide the next real problem.
//!
//! Example: a waiver of `overdue-review` in a document that is not overdue.
//!
//! Fix it: remove the waiver.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "idle-waiver", level: Level::Warn, source: include_str!("idle_waiver.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const WAIVED: &str = "//- content/a.md\n+++\nstatus = \"approved\"\nreview-by = 2026-09-30\n[[waive]]\ncode = \"overdue-review\"\nreason = \"R\"\nuntil = 2026-12-31\n+++\n";

    #[test]
    fn a_waiver_waives_something() {
        check("idle-waiver", WAIVED, &[]);
        let expected =
            ["warning content/a.md:5:8 this waiver of `overdue-review` has no effect: nothing is found here"];
        check("idle-waiver", &WAIVED.replace("2026-09-30", "2026-12-30"), &expected);
    }
}
