//! A line defines the label of a link, and no link has that label.
//!
//! Why: Markdown reads `[Deadline]: Friday` as the address of links with the label "Deadline". A line that was to be a
//! sentence is on no page.
//!
//! Example: `[Deadline]: Friday`.
//!
//! Fix it: write `\[Deadline]: Friday`, or remove the line. Definitions with the address of a page or a file are not
//! reported.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "unused-definition",
    level: Level::Warn,
    source: include_str!("unused_definition.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_sentence_that_is_read_as_a_definition_is_reported() {
        check(
            "unused-definition",
            "//- content/a.md\nWords.\n\n[Deadline]: Friday\n",
            &["warning content/a.md:3:1 this line defines the label `deadline`, which no link has: no page shows it"],
        );
    }

    #[test]
    fn used_labels_addresses_and_comments_are_left_alone() {
        let text = "[A] and [x][B]\n\n[a]: a\n[B]: b\n[c]: https://e.org\n[d]: d.md\n[//]: # (a comment)\n[e]: <>\n";
        check("unused-definition", &format!("//- content/a.md\n{text}//- content/a\nx\n//- content/b\nx\n"), &[]);
    }
}
