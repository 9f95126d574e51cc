//! The data model of a handbook: documents, registers and the references between them.
//!
//! A type that holds references is generic in them: they are [`RawReference`]s after parsing, and
//! [`ResolvedReference`]s after linking. So a document with unresolved references and a resolved one have different
//! types.

mod braces;
mod cells;
mod day;
mod detail;
mod document;
mod fact;
mod field;
mod handbook;
mod named_count;
mod placeholder;
mod prose;
mod record;
mod reference;
mod register;
mod rule;
mod schema;
mod text;

pub use braces::{Braced, Braces};
pub use cells::{Cells, EntryValue, Row, Values, rating};
pub use day::has_happened;
pub use detail::{Detail, DetailValue};
pub use document::{ChangeNote, Document, DocumentKind, DocumentStatus, Heading, Meta, Section, Waiver};
pub use fact::{Difference, Fact, Origin};
pub use field::{Choice, Field, FieldKind, Since, TargetKind, read_fields};
pub use handbook::{Attachment, Folder, Handbook, Linked, Reference};
pub use named_count::{Counted, NamedCount, Part};
pub use placeholder::Placeholders;
pub use prose::{
    Element, Elements, Plain, Prose, RawHtml, Token, Tokens, begins_block, code_language, ends_block, is_diagram,
    is_inline, one_line, plain,
};
pub use record::Record;
pub use reference::{
    AnchorIx, Destination, DocIx, EntryIx, RawReference, RawTarget, ReferenceRole, RegisterIx, ResolvedReference,
    RowIx, SectionIx, Spelling, Subject,
};
pub use register::{Entry, Register, RegisterColumn, RegisterFile};
pub use rule::{Condition, Deadline, Demand, Interval, Rule};
pub use schema::{Identity, Schema, read_schema};
pub use text::{Cell, Text, find_in, first_digit, sentence};
