//! Nothing refers to a footnote.
//!
//! Why: a footnote without a mark in the text is on no page.
//!
//! Example: `[^court]: Unless a court asks for it.`, and no `[^court]` in the text.
//!
//! Fix it: set the mark where the note belongs, or remove the note.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "unused-footnote",
    level: Level::Warn,
    source: include_str!("unused_footnote.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_note_without_a_mark_is_reported() {
        check(
            "unused-footnote",
            "//- content/a.md\nOne[^a].\n\n[^a]: Note.\n\n[^b]: Lost.\n",
            &["warning content/a.md:5:1 nothing refers to footnote `b`: no page shows it"],
        );
    }

    #[test]
    fn a_mark_in_a_heading_a_table_or_another_case_is_one() {
        let text = "## H[^h]\n\n| a[^T] |\n|---|\n\n[^h]: Note.\n\n[^t]: Note[^n].\n\n[^n]: Note.\n";
        check("unused-footnote", &format!("//- content/a.md\n{text}"), &[]);
    }
}
