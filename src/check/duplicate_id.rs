//! An id is used twice: by two documents or entries, by two headings of a document, or by a document and a requirement.
//!
//! Why: a reference to it is ambiguous, so evidence and claims could go to the wrong place.
//!
//! Example: `R-004` in two files of the risk register.
//!
//! Fix it: change one of the ids. The id of a document is its file name unless its front matter sets `id`; of files of one
//! name, the id is as much of the path as tells them apart.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "duplicate-id", level: Level::Deny, source: include_str!("duplicate_id.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_id_stands_once() {
        let documents = "//- content/a.md\n+++\nid = \"x\"\n+++\nx\n//- content/b.md\n+++\nid = \"x\"\n+++\nx\n";
        check("duplicate-id", documents, &["error content/b.md:2:6 the id `x` is used twice"]);
        // An id that is only the name of a file takes its folder.
        check("duplicate-id", "//- content/a/x.md\nx\n//- content/b/x.md\nx\n", &[]);
        check("duplicate-id", "//- content/a/x.md\nx\n//- content/b/y.md\n## A\n## A\n", &[]);
    }
}
