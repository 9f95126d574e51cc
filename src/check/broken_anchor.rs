//! A link names a section that the document does not have.
//!
//! Why: the link opens the top of a long document instead of the intended section.
//!
//! Example: `[[access-control-policy#leavers]]`, where the heading has `{#jml}`.
//!
//! Fix it: correct the part after `#`, or give the heading that anchor: `## Leavers {#leavers}`.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "broken-anchor", level: Level::Deny, source: include_str!("broken_anchor.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_section_must_exist() {
        check(
            "broken-anchor",
            "//- content/a.md\n# T\n[x](#nowhere) [y](#t)\n",
            &["error content/a.md:2:5 `T` has no section `#nowhere`"],
        );
    }
}
