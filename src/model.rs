//! The handbook's nouns: documents, registers and the references between them.
//!
//! A type that holds references is generic in them: while a file is parsed they are [`RawReference`]s, after linking
//! they are [`ResolvedReference`]s. So a document with unresolved references and a resolved one are different types.

mod document;
mod handbook;
mod named_count;
mod prose;
mod record;
mod register;
mod rule;
mod schema;
mod text;

pub use document::{Document, DocumentKind, DocumentStatus, Heading, Meta, Section, Waiver};
pub use handbook::{Attachment, Handbook, Linked, Reference, Subject};
pub use named_count::{Counted, NamedCount, Part};
pub use prose::{Prose, Token, Tokens, begins_block, ends_block};
pub use record::Record;
pub use register::{Cells, Entry, EntryValue, Register, Row, Values, rating};
pub use rule::{Condition, Deadline, Demand, Interval, Rule};
pub use schema::{Choice, Field, FieldKind, Identity, Schema, TargetKind, read_fields, read_schema};
pub use text::{CODE, Text, find_in};

use crate::source::{FileId, Span};

/// A reference as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RawReference {
    /// Where.
    pub span: Span,
    /// To what.
    pub target: RawTarget,
    /// Whether the text says that it addresses the target, or only names it.
    pub role: ReferenceRole,
}

/// What a claim and a mention have in common, and what sets them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferenceRole {
    /// "This text addresses that requirement."
    Claim,
    /// The text names it.
    Mention,
}

/// The ways to write a reference.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RawTarget {
    /// An id, with or without an anchor: a wikilink, a front matter list or a register field.
    Id {
        /// The id.
        id: String,
        /// What follows `#`.
        anchor: Option<String>,
    },
    /// An id in prose, which is left alone if nothing has it.
    Mention(String),
    /// A path relative to the file that holds the link; empty for the file itself.
    Path {
        /// Percent-decoded.
        path: String,
        /// What follows `#`.
        anchor: Option<String>,
    },
    /// A number that is counted in the handbook, by its name.
    NamedCount(String),
    /// A picture from another host, which a handbook does not load.
    Remote(String),
    /// A scheme that a handbook does not link to, such as `javascript:`.
    Unsafe(String),
}

/// A resolved reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedReference {
    /// Where it was written.
    pub span: Span,
    /// The words that name the target where the text has none of its own.
    pub text: String,
    /// `None` if nothing was found, which has been reported.
    pub to: Option<Destination>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A document, an entry or a requirement.
    Subject(Subject),
    /// A section of a document: the place of its heading in the document's list.
    Section(DocIx, u32),
    /// A file that is copied.
    Attachment(FileId),
    /// A number, which leads to the page of what is counted.
    NamedCount(NamedCount),
}

/// The place of a document in its [`Handbook`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocIx(pub u32);

/// The place of an entry: its register, its place therein.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryIx {
    /// The register's place in the handbook.
    pub register: u32,
    /// The entry's place in the register.
    pub entry: u32,
}
