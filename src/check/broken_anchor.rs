//! A link names a section that its document does not have.
//!
//! Why: the reader lands at the top of a long text instead of at the rule that was meant.
//!
//! Example: `[[access-control-policy#leavers]]` where the heading has `{#jml}`.
//!
//! Fix it: correct what follows `#`, or give the heading that anchor: `## Leavers {#leavers}`.

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
