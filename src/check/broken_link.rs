//! A link names a file that is not there, or an address that a handbook does not link to.
//!
//! Why: the reader ends nowhere; an address such as `javascript:` could act on their behalf.
//!
//! Example: `[plan](../plans/continuity.md)` where the file has another name.
//!
//! Fix it: correct the path, which counts from the file that holds the link. Web addresses begin with `https:`, `http:`,
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
