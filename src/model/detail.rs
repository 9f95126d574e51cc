//! What front matter says and clausebook does not read: kept as data, and shown with the document on demand.

use crate::source::Spanned;

/// A key of front matter that is not read, or whose value was not understood, with its value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Detail {
    /// The key, with its place.
    pub name: Spanned<String>,
    /// The value.
    pub value: DetailValue,
}

/// A value as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DetailValue {
    /// A text, a number, a date or a flag.
    Words(String),
    /// A list.
    List(Vec<DetailValue>),
    /// A table, in the order of the file.
    Table(Vec<(String, DetailValue)>),
}
