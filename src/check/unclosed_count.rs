//! Two opening braces are not closed on the same line.
//!
//! Why: a named count such as `{{ covered controls }}` is only read if both ends are on one line. The page shows the braces
//! instead of a number.
//!
//! Example: `Of {{ controls` at the end of a line.
//!
//! Fix it: write `}}` on the same line, or put the braces in backticks.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "unclosed-count",
    level: Level::Warn,
    source: include_str!("unclosed_count.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn braces_without_an_end_are_reported() {
        check(
            "unclosed-count",
            "//- content/a.md\nOf {{ controls and {{ covered\ncontrols }}\n",
            &[
                "warning content/a.md:1:4 `{{` is not closed by `}}` on the same line",
                "warning content/a.md:1:20 `{{` is not closed by `}}` on the same line",
            ],
        );
    }

    #[test]
    fn counts_code_and_escaped_braces_are_sound() {
        check("unclosed-count", "//- content/a.md\n{{ controls }} `{{ x` \\{{ y and {{ 1\n", &[]);
    }
}
