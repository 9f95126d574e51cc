//! A block is marked as another tool marks it, and the page shows the marks.
//!
//! Why: `:::note` is not Markdown, and GitHub's alerts have neither a title nor names of your own: the page shows a
//! quotation that begins with `[!note]`.
//!
//! Example: `> [!NOTE] Please read`, `> [!INFO]`, `:::warning`, `!!! note`, `=== "Tab"`, `%% comment %%`, `[[toc]]`, a table
//! between lines such as `+---+---+`, and shortcodes, each once for a document.
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
    fn blocks_of_other_tools_are_reported() {
        check(
            "foreign-block",
            "//- content/a.md\n!!! note \"Title\"\n\n    Words\n\n??? tip\n    Words\n\n=== \"Tab\"\n\n    Words\n\n%% one %%\n\n%%\ntwo\n%%\n\n\
             +---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+\n\n[[_TOC_]]\n\n\
             {{< ref \"b.md\" >}} {{< ref \"c.md\" >}} {{% note %}}x{{% /note %}}\n",
            &[
                "warning content/a.md:1:1 `!!!` does not begin a block here: what is indented below it is shown as code",
                "warning content/a.md:5:1 `???` does not begin a block here: what is indented below it is shown as code",
                "warning content/a.md:8:1 `===` does not begin a tab here: what is indented below it is shown as code",
                "warning content/a.md:12:1 `%%` does not begin a comment here: the page shows it",
                "warning content/a.md:18:1 `+---` does not begin a table here: the page shows it as it is written",
                "warning content/a.md:24:3 `[[_TOC_]]` makes no table of contents: the page has one of its own",
                "warning content/a.md:26:1 `ref` is a shortcode of another tool: the page shows it as it is written",
                "warning content/a.md:26:39 `note` is a shortcode of another tool: the page shows it as it is written",
            ],
        );
    }

    #[test]
    fn exclamations_questions_and_sums_are_sound() {
        check(
            "foreign-block",
            "//- content/a.md\n!!!\n\n??? \"why\"\n\n+49 30 1234\n\n=== x\n\n% of all\n\nA text\n+---+\n\n[[toc]]\n//- content/toc.md\n# All\n",
            &[],
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
