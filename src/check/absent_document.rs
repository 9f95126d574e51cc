//! The register of documents has a row for a document that the book does not have, or a second row for one.
//!
//! Why: the document may be lost, renamed or kept elsewhere; the register promises it to whoever looks for it (7.5.3).
//!
//! Example: the row `P-7, Visitors` in `registers/Documents.csv`, and no file with that id.
//!
//! Fix it: correct the id, the title or the path in the row, add the document, or remove the row.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "absent-document",
    level: Level::Warn,
    source: include_str!("absent_document.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const BOOK: &str = "//- book.toml\n[[documents]]\nmatch = \"**\"\n\
        register = { file = \"registers/Documents.csv\", by = { File = \"file\", Title = \"title\" } }\n\
        //- content/policies/keys.md\n# Keys\n//- content/doors.md\n# Doors and gates\n";

    #[test]
    fn a_row_without_a_document_is_reported() {
        let register = "//- content/registers/Documents.csv\nDocuments of Case Ltd,\nTitle,File\nKeys,isms/policies/Keys.docx\n\
            doors AND gates,\nVisitors,visitors.md\n,\n";
        check(
            "absent-document",
            &format!("{BOOK}{register}"),
            &["warning content/registers/Documents.csv:5:1 `registers/Documents.csv` lists “Visitors, visitors.md”, \
               which is not a document of this book"],
        );
        check("absent-document", &format!("{BOOK}{}", register.replace("Visitors,visitors.md\n", "")), &[]);
        check(
            "absent-document",
            &format!("{BOOK}{}", register.replace("Visitors,visitors.md\n", "Locks,isms/policies/Keys.docx\n")),
            &[
                "warning content/registers/Documents.csv:5:1 `registers/Documents.csv` lists “Locks, isms/policies/Keys.docx” a \
               second time, and this row is not read",
            ],
        );
    }
}
