//! Two documents or entries have the same id, two headings of a document the same anchor, or an id is that of a requirement.
//!
//! Why: a reference to it could mean either, so evidence and claims would go to the wrong one.
//!
//! Example: `R-004` in two files of the risks register.
//!
//! Fix it: give one of them another id; a document's id is its file's name unless its front matter says otherwise.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "duplicate-id", level: Level::Deny, source: include_str!("duplicate_id.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_id_stands_once() {
        let documents = "//- content/a/x.md\nx\n//- content/b/x.md\nx\n";
        check("duplicate-id", documents, &["error content/b/x.md:1:1 the id `x` is taken"]);
        check("duplicate-id", "//- content/a/x.md\nx\n//- content/b/y.md\n## A\n## A\n", &[]);
    }
}
