//! References between documents, entries and requirements: as they are written, and resolved.

use super::named_count::NamedCount;
use crate::catalog::ReqIx;
use crate::source::{FileId, Span};

/// A reference as written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RawReference {
    /// The position.
    pub span: Span,
    /// The target as named.
    pub target: RawTarget,
    /// Whether the text claims the target, or only mentions it.
    pub role: ReferenceRole,
}

/// Whether a reference claims its target or only mentions it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferenceRole {
    /// "This text addresses that requirement."
    Claim,
    /// The text names it.
    Mention,
}

/// How sure it is that words in prose mean an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// They are the id: `A.5.15`. If nothing has it, that is a mistake.
    Exact,
    /// They are another way to write it: `A 5.15`, `control 5.15`. If nothing has it, they are something else.
    Loose,
    /// They may be a number of another standard, of which the text speaks, too. Only a requirement in force is meant.
    Unsure,
}

/// The ways to write a reference.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RawTarget {
    /// An id, with or without an anchor: a wikilink, a front matter list or a register field.
    Id {
        /// The id.
        id: String,
        /// The part after `#`.
        anchor: Option<String>,
    },
    /// An id in prose, which stays plain text if there is no such id.
    Mention {
        /// The id.
        id: String,
        /// How sure it is that the words mean it.
        spelling: Spelling,
    },
    /// A path relative to the file that holds the link; empty for the file itself.
    Path {
        /// Percent-decoded.
        path: String,
        /// The part after `#`.
        anchor: Option<String>,
    },
    /// A number that is counted in the handbook, by its name.
    NamedCount(String),
    /// An image on another host, which a handbook does not load.
    Remote(String),
    /// An address with a scheme that is not allowed, such as `javascript:`.
    Unsafe(String),
}

/// A resolved reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedReference {
    /// The position.
    pub span: Span,
    /// Name of the target, for a link without text of its own.
    pub text: String,
    /// `None` if the target was not found, which has been reported.
    pub to: Option<Destination>,
}

/// The target of a resolved reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A document, an entry or a requirement.
    Subject(Subject),
    /// A section of a document.
    Section(DocIx, SectionIx),
    /// Another anchor in a document.
    Anchor(DocIx, AnchorIx),
    /// A file that may be copied to the site.
    Attachment(FileId),
    /// A folder without an index, by its path in the content folder; it has a page that lists it.
    Folder(String),
    /// An address outside of the site: of the repository, or one that book.toml routes a link to.
    Address(String),
    /// A file or folder that is there, but that the site does not have, by its path in the repository.
    Unpublished(String),
    /// A named count; it links to the page that lists the counted things.
    NamedCount(NamedCount),
}

index_vec::define_index_type! {
    /// Index of a document in its handbook.
    pub struct DocIx = u32;
}

index_vec::define_index_type! {
    /// Index of a section in its document.
    pub struct SectionIx = u32;
}

index_vec::define_index_type! {
    /// Index of an anchor in raw HTML in its document.
    pub struct AnchorIx = u32;
}

index_vec::define_index_type! {
    /// Index of a register in its handbook.
    pub struct RegisterIx = u32;
}

index_vec::define_index_type! {
    /// Index of an entry in its register.
    pub struct RowIx = u32;
}

/// Index of an entry in its handbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryIx {
    /// Index of the register.
    pub register: RegisterIx,
    /// Index of the entry in the register.
    pub entry: RowIx,
}

/// Anything that can refer and be referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A document.
    Document(DocIx),
    /// A register's entry.
    Entry(EntryIx),
    /// A clause or a control.
    Requirement(ReqIx),
}
