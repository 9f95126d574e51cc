//! Two footnotes of a document have the same name.
//!
//! Why: the page shows the first of them only.
//!
//! Example: `[^term]: Six years.` and further down `[^term]: Ten years.`.
//!
//! Fix it: give one of them another name, or remove it.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "duplicate-footnote",
    level: Level::Warn,
    source: include_str!("duplicate_footnote.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn the_second_text_is_reported() {
        check(
            "duplicate-footnote",
            "//- content/a.md\nOne[^a], two[^a].\n\n[^a]: Note.\n\n[^A]: Other\n    note.\n\n[^b]: B.\n",
            &["warning content/a.md:5:1 footnote `a` is defined twice: the page shows the first text only"],
        );
    }

    #[test]
    fn a_footnote_that_is_used_twice_is_sound() {
        check("duplicate-footnote", "//- content/a.md\nOne[^a], two[^a].\n\n[^a]: Note.\n", &[]);
    }
}
