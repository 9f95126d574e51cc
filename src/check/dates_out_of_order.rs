//! Two dates of an entry are in the wrong order.
//!
//! Why: an action cannot be done before it was opened. One of the dates is wrong, and so is everything calculated from
//! it.
//!
//! Example: `opened = 2026-05-06` with `done-on = 2026-04-30`.
//!
//! Fix it: correct the wrong date.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "dates-out-of-order",
    level: Level::Warn,
    source: include_str!("dates_out_of_order.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn days_do_not_run_backwards() {
        let programme = |from: &str, to: &str| {
            format!(
                "//- content/registers/audit-programmes.toml\n[[programme]]\nid = \"AP-1\"\ntitle = \"P\"\nfrom = {from}\nto = {to}\n"
            )
        };
        let expected = [
            "warning content/registers/audit-programmes.toml:5:6 AP-1: `to` (2026-01-01) is before `from` (2026-12-31)",
        ];
        check("dates-out-of-order", &programme("2026-12-31", "2026-01-01"), &expected);
        check("dates-out-of-order", &programme("2026-01-01", "2026-01-01"), &[]);
    }
}
