//! A deadline of a register entry has passed, such as a review, a planned audit or the end of a certificate.
//!
//! Why: plans that were not carried out are among the most common audit findings.
//!
//! Example: a tier 1 supplier that was last reviewed on 2025-03-31, on 1 October 2026.
//!
//! Fix it: do what is due and enter the date, or set a new date and give the reason. Deadlines are the `[[deadline]]`
//! tables of the register's schema; book.toml can add more with `[[register.deadline]]`.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "overdue-entry", level: Level::Warn, source: include_str!("overdue_entry.rs"), run: Run::Schemas };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const SUPPLIER: &str = "//- content/registers/suppliers.toml\n[[supplier]]\nid = \"SUP-1\"\ntitle = \"S\"\ntier = \"1\"\nservice = \"Cloud\"\n";

    #[test]
    fn a_review_counts_for_its_interval() {
        let supplier = |reviewed: &str, more: &str| format!("{SUPPLIER}reviewed = {reviewed}\n{more}");
        let expected = ["warning content/registers/suppliers.toml:6:12 the review of SUP-1 was due on 2026-09-30"];
        check("overdue-entry", &supplier("2025-09-30", ""), &expected);
        check("overdue-entry", &supplier("2025-10-01", ""), &[]);
        check("overdue-entry", &supplier("2025-09-30", "review-every = \"24 months\"\n"), &[]);
    }

    #[test]
    fn what_is_done_is_not_overdue() {
        let audit = "//- content/registers/audits.toml\n[[audit]]\nid = \"AUD-1\"\ntitle = \"A\"\nclauses = [\"4.1\"]\nplanned = 2026-09-30\n";
        let expected =
            ["warning content/registers/audits.toml:5:11 AUD-1 was planned for 2026-09-30 but has not been held"];
        check("overdue-entry", audit, &expected);
        check("overdue-entry", &format!("{audit}held-on = 2026-09-30\n"), &[]);
    }
}
