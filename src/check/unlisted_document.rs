//! A document is not in the register of documents that book.toml names for it.
//!
//! Why: an auditor takes the register of documents as the list of what is controlled (7.5.3). A document outside of it has no
//! stated version, owner or review.
//!
//! Example: `register = { file = "registers/Documents.csv", by = { "Doc ID" = "id" } }` in book.toml, and
//! `policies/keys.md` without a row.
//!
//! Fix it: add a row, or leave the path out of `match`. An index of a folder need not be listed. If no row belongs to any
//! document, that is one finding: `by` names a column that does not have the ids, titles or files.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "unlisted-document",
    level: Level::Warn,
    source: include_str!("unlisted_document.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const BOOK: &str = "//- book.toml\n[[documents]]\nmatch = \"policies/**\"\n\
        register = { file = \"registers/Documents.csv\", by = { \"Doc ID\" = \"id\" } }\n\
        //- content/policies/README.md\n# Policies\n//- content/other.md\n# Other\n";

    #[test]
    fn a_document_without_a_row_is_reported() {
        let register = "//- content/registers/Documents.csv\nDoc ID,Title\nP-1,Keys\n";
        let keys = "//- content/policies/P-1_keys.md\n# Keys\n";
        check("unlisted-document", &format!("{BOOK}{register}{keys}"), &[]);
        check(
            "unlisted-document",
            &format!("{BOOK}{register}{keys}//- content/policies/doors.md\n# Doors\n"),
            &["warning content/policies/doors.md:1:1 “Doors” is not in `registers/Documents.csv`"],
        );
    }

    #[test]
    fn a_register_of_none_of_the_documents_is_one_finding() {
        let register = "//- content/registers/Documents.csv\nDoc ID,Title\nX-1,Keys\nX-2,Doors\n";
        let documents = "//- content/policies/a.md\n# Keys\n//- content/policies/b.md\n# Doors\n";
        let found = ["warning book.toml:6:21 no row of `registers/Documents.csv` belongs to a document"];
        check("unlisted-document", &format!("{BOOK}{register}{documents}"), &found);
        check("absent-document", &format!("{BOOK}{register}{documents}"), &[]);
    }
}
