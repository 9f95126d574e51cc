//! A heading is more than one level below the one before it.
//!
//! Why: readers who hear the page, and the list of contents, go by the levels: a part seems to be missing.
//!
//! Example: `#### Leavers` below `## Access`.
//!
//! Fix it: use the next level.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "heading-level-jump",
    level: Level::Warn,
    source: include_str!("heading_level_jump.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_level_that_is_left_out_is_reported() {
        check(
            "heading-level-jump",
            "//- content/a.md\n# A\n## B\n#### C\n#### D\n# E\n### F\n",
            &[
                "warning content/a.md:3:1 a heading of level 4 follows one of level 2",
                "warning content/a.md:6:1 a heading of level 3 follows one of level 1",
            ],
        );
    }

    #[test]
    fn the_first_level_and_the_way_back_are_free() {
        check("heading-level-jump", "//- content/a.md\n+++\ntitle = \"T\"\n+++\n### A\n#### B\n## C\n# D\n", &[]);
    }
}
