//! Two things would stand at the same address of the site.
//!
//! Why: one of them would be lost; on a disk that ignores case, so would one of two files that differ in case only.
//!
//! Example: `Access Control.md` and `access-control.md` in one folder; an alias that is the address of a page.
//!
//! Mend it: rename one of the files, or change the id or the alias.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "colliding-address",
    level: Level::Deny,
    source: include_str!("colliding_address.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_address_belongs_to_one_page() {
        let same = "//- content/A b.md\n+++\nid = \"one\"\n+++\n//- content/a-b.md\nx\n";
        check(
            "colliding-address",
            same,
            &["error content/a-b.md:1:1 two pages would have the address `documents/a-b.html`"],
        );
    }
}
