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

    #[test]
    fn periods_and_acceptances_do_not_end_before_they_begin() {
        let evidence = |from: &str, to: &str| {
            format!(
                "//- content/registers/evidence.toml\n[[evidence]]\nid = \"EV-1\"\ntitle = \"E\"\ncollected = 2026-07-01\ncovers-from = {from}\ncovers-to = {to}\n"
            )
        };
        let code = "dates-out-of-order";
        let expected = [
            "warning content/registers/evidence.toml:6:13 EV-1: `covers-to` (2026-03-31) is before `covers-from` (2026-06-30)",
        ];
        check(code, &evidence("2026-06-30", "2026-03-31"), &expected);
        check(code, &evidence("2026-03-31", "2026-03-31"), &[]);
        let risk = |until: &str| {
            format!(
                "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"x\"\nlikelihood = 1\nimpact = 1\ntreatment = \"accept\"\naccepted-on = 2026-06-18\naccepted-until = {until}\n"
            )
        };
        let expected = [
            "warning content/registers/risks.toml:10:18 R-1: `accepted-until` (2026-06-17) is before `accepted-on` (2026-06-18)",
        ];
        check(code, &risk("2026-06-17"), &expected);
        check(code, &risk("2026-06-18"), &[]);
        let objective = "//- content/registers/objectives.toml\n[[objective]]\nid = \"OBJ-1\"\ntitle = \"O\"\nadopted = 2026-06-18\ntarget = 1\ndue = 2026-06-17\n";
        let expected = [
            "warning content/registers/objectives.toml:6:7 OBJ-1: `due` (2026-06-17) is before `adopted` (2026-06-18)",
        ];
        check(code, objective, &expected);
    }
}
