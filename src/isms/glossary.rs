//! Terms of the glossary.

use super::reader::reader;

reader! {
    /// A term.
    Term in "glossary" {
        ABBREVIATION = "abbreviation",
        DEFINITION = "definition",
    }
}
