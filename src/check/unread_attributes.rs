//! Attributes of a heading stand where they are not read.
//!
//! Why: `{controls="A.5.1"}` claims a control only as the last thing on the line of a heading. Elsewhere the page shows the
//! braces, and the control has no text.
//!
//! Example: `## Leavers {#jml} {controls="A.5.18"}` (only the last pair is read), `## Leavers {#jml controls="A.5.18"`.
//!
//! Fix it: write all attributes in one pair of braces at the end of the heading.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "unread-attributes",
    level: Level::Warn,
    source: include_str!("unread_attributes.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn claims_that_are_not_read_are_reported() {
        check(
            "unread-attributes",
            "//- content/a.md\n## A {controls=\"A.5.1\"} ##\n## B {#b} {controls=\"A.5.2\"}\n## C {#c controls=\"A.5.3\"\n## D\n{clauses=\"9.1\"}\n",
            &[
                "warning content/a.md:1:6 only attributes at the end of a heading are read",
                "warning content/a.md:2:6 only attributes at the end of a heading are read",
                "warning content/a.md:3:6 these attributes are not closed",
                "warning content/a.md:5:1 attributes belong to a heading",
            ],
        );
    }

    #[test]
    fn other_braces_are_left_alone() {
        let text =
            "## A {#a controls=\"A.5.1\"}\n{x} `{controls=1}` the {controls} {#1}\n## For {name} only\n## `{#c}` x\n";
        check("unread-attributes", &format!("//- content/a.md\n{text}"), &[]);
    }
}
