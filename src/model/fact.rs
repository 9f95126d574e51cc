//! The facts about a document and their sources.

use crate::source::{FileId, Span, Spanned};

/// A fact about a document: a key of front matter that has a value, and where the value is from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fact {
    /// The key of front matter that it stands for, or `claims`.
    pub field: &'static str,
    /// The source.
    pub origin: Origin,
    /// The place of the value; the beginning of the file for its name and its folder.
    pub span: Span,
}

/// The source of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A key of front matter, with the keys above it: `meta.version`.
    FrontMatter(String),
    /// A heading: the first one, or for claims any.
    Heading,
    /// The name of the file.
    FileName,
    /// The folder of the file.
    Folder,
    /// A label in the text, as book.toml writes it.
    Label(String),
    /// A row of a table in the text.
    Row {
        /// The heading above the table.
        table: String,
        /// The column.
        column: String,
    },
    /// The section below a heading.
    Under(String),
    /// The register of documents.
    Register {
        /// Its file.
        file: FileId,
        /// The column.
        column: String,
    },
    /// A rule of book.toml that states the kind or the language.
    Rule,
    /// An assumption that a rule of book.toml makes where nothing states the fact.
    Assumed,
}

/// A fact that a document and the register of documents state differently.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Difference {
    /// The key of front matter.
    pub field: &'static str,
    /// The value in the document.
    pub here: Spanned<String>,
    /// The value in the register.
    pub listed: Spanned<String>,
}
