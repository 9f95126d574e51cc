//! Plain data with places: what TOML and YAML have in common.
//!
//! book.toml, front matter, registers and catalogues are all read into a [`Table`] first and from there, field by
//! field, through [`Fields`]. So each of them reports every problem of a file at once, each at its place, and a
//! register's schema does not know which format its file has.

mod fields;
mod toml;
mod yaml;

use jiff::civil::Date;

use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

pub use fields::{Fields, unknown_choice};

/// A key or a value that a file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// The values that the formats have in common.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Flag(bool),
    /// A day.
    Date(Date),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

impl Value {
    /// The kind, as a message names it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(_) | Self::Float(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// Keys with their values, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The place of the table's head.
    pub span: Span,
    /// Key, place of the key, value.
    pub entries: Vec<(String, Span, Node)>,
    /// Keys that are there with a value that cannot be read, which has been reported.
    pub unread: Vec<String>,
}

impl Table {
    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|(name, ..)| name == key).map(|(.., node)| node)
    }
}

/// How front matter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Between `+++`, and in all registers.
    Toml,
    /// Between `---`.
    Yaml,
}

/// Reads `text`, which begins at byte `offset` of `file`. Returns everything that could be read, and all problems.
pub fn read(format: Format, text: &str, file: FileId, offset: usize) -> (Table, Vec<Diagnostic>) {
    match format {
        Format::Toml => toml::read(text, file, offset),
        Format::Yaml => yaml::read(text, file, offset),
    }
}
