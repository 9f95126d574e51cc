//! A link names a file that does not exist, or an address that a handbook cannot link to.
//!
//! Why: the link leads nowhere, and an address such as `javascript:` could run code in the reader's browser.
//!
//! Example: `[plan](../plans/continuity.md)`, where the file has another name.
//!
//! Fix it: correct the path, which is relative to the file with the link. Web addresses start with `https:`, `http:`,
//! `mailto:` or `tel:`.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "broken-link", level: Level::Deny, source: include_str!("broken_link.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_path_must_lead_to_a_file() {
        check(
            "broken-link",
            "//- content/a.md\n[x](b.md)\n",
            &["error content/a.md:1:5 there is no file `b.md` in the content folder"],
        );
        check(
            "broken-link",
            "//- content/a.md\n[x](b.md) [y](https://e.org) [z](mailto:a@e.org)\n//- content/b.md\nx\n",
            &[],
        );
    }

    #[test]
    fn an_address_that_acts_is_refused() {
        check(
            "broken-link",
            "//- content/a.md\n[x](javascript:alert)\n",
            &["error content/a.md:1:5 `javascript:alert` is not an address that a handbook can link to"],
        );
    }
}
