//! A reference names an id that does not exist.
//!
//! Why: the reference leads nowhere, and a claim on a control that does not exist does not count.
//!
//! Example: `[[R-099]]`, where the register has no such risk; `controls = ["A.5.99"]`; `A.5.99` in the text.
//!
//! Fix it: correct the id; the hint names the most similar one. A plain mention in the text is reported, as a warning,
//! only if it must be a slip.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "unknown-reference",
    level: Level::Deny,
    source: include_str!("unknown_reference.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_misspelt_id_is_an_error_and_a_mention_a_warning() {
        check(
            "unknown-reference",
            "//- content/a.md\n[[A.5.99]] and A.5.98\n",
            &["error content/a.md:1:3 unknown id `A.5.99`", "warning content/a.md:1:16 unknown id `A.5.98`"],
        );
    }

    #[test]
    fn code_addresses_and_other_peoples_numbers_are_left_alone() {
        let sound =
            "`A.5.99` https://e.org/A.5.99 section 5.99 of the contract, clause 12.3 of the lease, CVE-2026-1\n";
        check("unknown-reference", &format!("//- content/a.md\n{sound}"), &[]);
    }
}
