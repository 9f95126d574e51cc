//! A block is marked as another tool marks it, and the page shows the marks.
//!
//! Why: `:::note` is not Markdown, and GitHub's alerts have neither a title nor names of your own: the page shows a
//! quotation that begins with `[!note]`.
//!
//! Example: `> [!NOTE] Please read`, `> [!INFO]`, `:::warning`.
//!
//! Fix it: write `> [!NOTE]` on a line of its own, and the text below it. The names are NOTE, TIP, IMPORTANT, WARNING and
//! CAUTION.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "foreign-block", level: Level::Warn, source: include_str!("foreign_block.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn marks_of_other_tools_are_reported() {
        check(
            "foreign-block",
            "//- content/a.md\n> [!note] Title\n> Words\n\n> [!info]\n> Words\n\n:::tip\nWords\n:::\n",
            &[
                "warning content/a.md:1:3 an alert has no title: the page shows a quotation",
                "warning content/a.md:4:3 there is no such alert: the page shows a quotation",
                "warning content/a.md:7:1 `:::` does not begin a block here: the page shows it as it is written",
            ],
        );
    }

    #[test]
    fn alerts_definitions_and_smileys_are_sound() {
        check(
            "foreign-block",
            "//- content/a.md\n> [!NOTE]\n> Words\n\n> Words [!x]\n\nTerm\n: Definition\n\n:smile: :::\n\n> [link](a.md)\n",
            &[],
        );
    }
}
