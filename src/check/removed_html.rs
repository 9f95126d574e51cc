//! A page leaves out an element of raw HTML.
//!
//! Why: scripts, forms, frames and drawings cannot be part of a handbook that works without a network and cannot be
//! tampered with. What is in them is lost, or is only words.
//!
//! Example: `<svg>…</svg>`, `<iframe src="form.html"></iframe>`.
//!
//! Fix it: save a drawing as a file next to the document and show it as a picture; link to a form or a film.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "removed-html", level: Level::Warn, source: include_str!("removed_html.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn what_the_page_leaves_out_is_reported() {
        check(
            "removed-html",
            "//- content/a.md\nA <svg width=\"1\"><text>B</text></svg> c <button>d</button>.\n\n<form>\n<input>\n</form>\n\n<?php x ?>\n",
            &[
                "warning content/a.md:1:3 a page has no `<svg>`: it is left out with all that is in it",
                "warning content/a.md:1:41 a page has no `<button>`: it is left out, and the words in it stay",
                "warning content/a.md:3:1 a page has no `<form>`: it is left out, and the words in it stay",
                "warning content/a.md:7:1 the page leaves this out",
            ],
        );
    }

    #[test]
    fn what_the_page_keeps_is_not() {
        let text = "<details open><summary>A</summary>\n\n<p align=\"center\"><b>B</b><br></p>\n\n</details>\n\n\
                    x <!-- <svg> --> `<form>` <a name=\"c\"></a> <kbd>D</kbd>\n\n```\n<script>\n```\n";
        check("removed-html", &format!("//- content/a.md\n{text}"), &[]);
    }
}
