//! A block of code or a comment has a beginning and no end.
//!
//! Why: it then goes on to the end of the document. Headings in it are read as code, their claims do not count, and nobody
//! sees what is in a comment.
//!
//! Example: three backticks on a line, and no second line with three backticks.
//!
//! Fix it: write the closing line where the block ends.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "unclosed-block",
    level: Level::Warn,
    source: include_str!("unclosed_block.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_block_that_swallows_the_rest_is_reported() {
        check(
            "unclosed-block",
            "//- content/a.md\n# A\n\n````sh\ncode\n```\n\n## Lost {controls=\"A.5.1\"}\n",
            &["warning content/a.md:3:1 the block of code that begins here does not end"],
        );
        check(
            "unclosed-block",
            "//- content/a.md\nA.\n\n<!-- a comment\n\nWords.\n",
            &[
                "warning content/a.md:3:1 the comment that begins here does not end: the page leaves out all that follows",
            ],
        );
    }

    #[test]
    fn closed_blocks_are_sound() {
        let text = "```\na\n```\n\n~~~~ x\n```\n~~~~~\n\n- ```\n  b\n  ```\n\n> ```\n> c\n> ```\n\n    d\n\n<!--\n\ne -->\n\n```\n```\n";
        check("unclosed-block", &format!("//- content/a.md\n{text}"), &[]);
    }
}
