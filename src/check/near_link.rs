//! Words are nearly a link, and the page shows them as they are written.
//!
//! Why: a link that Markdown does not recognise leads nowhere, and no check of links looks at it.
//!
//! Example: `[Leave](my docs/leave.md)`, `[Leave] (leave.md)`, `[Leave][lv]` without a line `[lv]: leave.md`, `[[leave]`.
//!
//! Fix it: as the help of each finding says. Put the words in backticks if they are not to be a link.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "near-link", level: Level::Warn, source: include_str!("near_link.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn what_was_to_be_a_link_is_reported() {
        let text =
            "[a](my docs/b.md) [c]  (b.md)\n[d][e] [f][] [[b] and\n\n[g](b.md\n\nh](b.md) (i)[b.md] ![j](my p.png)\n";
        check(
            "near-link",
            &format!("//- content/a.md\n{text}//- content/b.md\n# B\n"),
            &[
                "warning content/a.md:1:1 an address with a space in it is not a link",
                "warning content/a.md:1:19 this is not a link: there is a space before the address",
                "warning content/a.md:2:1 there is no definition of `[e]`",
                "warning content/a.md:2:8 there is no definition of `[f]`",
                "warning content/a.md:2:14 this link is not closed by `]]`",
                "warning content/a.md:4:1 the address of this link is not closed",
                "warning content/a.md:6:2 this link has no `[` before its words",
                "warning content/a.md:6:10 the brackets of this link are the wrong way round",
                "warning content/a.md:6:21 an address with a space in it is not a link",
            ],
        );
    }

    #[test]
    fn links_and_brackets_of_other_kinds_are_not() {
        let text = "- [x] done (b.md)\n- [ ] (b.md)\n\n[a](b.md) [b](<my docs/c.md>) [[b]] [c] [1][2] m[i][j] f[0](x, y) [d]\n\
                    `[e](my b.md)` \\[f](my b.md) [g] (and so on) [h](see b) [^n] int[][] [b.md](b.md) [sic] (see above)\n\n\
                    [c]: b.md\n\n[^n]: Note.\n\n```\n[h](my b.md)\n```\n";
        let files = "//- content/b.md\n# B\n//- content/my docs/c.md\n# C\n";
        check("near-link", &format!("//- content/a.md\n{text}{files}"), &[]);
    }
}
