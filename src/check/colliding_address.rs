//! Two pages or files would have the same address on the site.
//!
//! Why: one would overwrite the other. On a disk that ignores case, so would two files whose names differ only in case.
//!
//! Example: `Access Control.md` and `access-control.md` in one folder, or an alias that is the address of a page, such
//! as `soa.html`.
//!
//! Fix it: rename one of the files, or change the id or the alias.

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
    fn a_page_of_the_program_keeps_its_address() {
        let alias = "//- content/a.md\n+++\naliases = [\"soa.html\", \"old.html\"]\n+++\n# A\n";
        let message = "is the address of a generated page";
        check("colliding-address", alias, &[&format!("error content/a.md:2:12 `soa.html` {message}")]);
        let entry = "//- content/registers/roles.toml\n[[role]]\nid = \"index\"\ntitle = \"Lead\"\n";
        let place = "content/registers/roles.toml:2:6";
        check("colliding-address", entry, &[&format!("error {place} `registers/roles/index.html` {message}")]);
    }

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
