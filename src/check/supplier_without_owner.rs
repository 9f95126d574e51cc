//! A supplier has no owner.
//!
//! Why: without an internal owner nobody reads the supplier's notices, and contracts renew themselves.
//!
//! Example: an entry without `owner`.
//!
//! Fix it: add `owner = "…"`, a role.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "supplier-without-owner",
    level: Level::Warn,
    source: include_str!("supplier_without_owner.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn somebody_answers_for_a_supplier() {
        let supplier = "//- content/registers/suppliers.toml\n[[supplier]]\nid = \"SUP-1\"\ntitle = \"S\"\ntier = \"3\"\nservice = \"Plants\"\n";
        check(
            "supplier-without-owner",
            supplier,
            &["warning content/registers/suppliers.toml:2:6 SUP-1 has no `owner`"],
        );
        check("supplier-without-owner", &format!("{supplier}owner = \"it\"\n"), &[]);
    }
}
