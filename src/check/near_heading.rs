//! A line begins like a heading, but without a space behind the `#`.
//!
//! Why: it is an ordinary paragraph. It is in no list of contents, and nothing can link to it.
//!
//! Example: `##Scope`.
//!
//! Fix it: write `## Scope`; `\##` if it is not a heading.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "near-heading", level: Level::Warn, source: include_str!("near_heading.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_heading_without_a_space_is_reported() {
        check(
            "near-heading",
            "//- content/a.md\n##Scope\n\nWords\n###Below {#b}\n\n#A title\n",
            &[
                "warning content/a.md:1:1 a heading needs a space behind `##`",
                "warning content/a.md:4:1 a heading needs a space behind `###`",
                "warning content/a.md:6:1 a heading needs a space behind `#`",
            ],
        );
    }

    #[test]
    fn tags_numbers_and_code_are_left_alone() {
        let text = "#1 priority\n\n#isms #security\n\n#ISMS\n\n\\##x\n\n####\n\nWords ##x\n\n`##x`\n\n```\n##x\n```\n";
        check("near-heading", &format!("//- content/a.md\n{text}"), &[]);
    }
}
