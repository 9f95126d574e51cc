//! A waiver has expired, but the problem it waives is still there.
//!
//! Why: a waiver is for a limited time. Otherwise it hides a problem for good.
//!
//! Example: `until = 2026-06-30`, on 1 October 2026.
//!
//! Fix it: fix the problem, or renew the waiver with a new date. Until then the problem is reported as well.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "expired-waiver",
    level: Level::Warn,
    source: include_str!("expired_waiver.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const WAIVED: &str = "//- content/a.md\n+++\nstatus = \"approved\"\nreview-by = 2026-09-30\n[[waive]]\ncode = \"overdue-review\"\nreason = \"R\"\nuntil = 2026-12-31\n+++\n";

    #[test]
    fn a_waiver_ends() {
        check("expired-waiver", WAIVED, &[]);
        let expected = ["warning content/a.md:7:9 this waiver of `overdue-review` expired on 2026-09-30"];
        check("expired-waiver", &WAIVED.replace("2026-12-31", "2026-09-30"), &expected);
    }
}
