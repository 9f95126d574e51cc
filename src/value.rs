//! Plain data with places, from TOML or YAML.
//!
//! book.toml, front matter, registers and catalogues are first parsed into a [`Table`] and then read field by field
//! through [`Fields`]. So all problems of a file are reported in one run, and a schema does not depend on the format
//! of the file.

mod csv;
mod fields;
mod grid;
mod hidden;
mod json;
mod quoted;
mod syntax;
mod toml;
mod workbook;
mod yaml;

use jiff::civil::Date;

use crate::diag::Diagnostic;
use crate::source::{FileId, Role, SourceFile, Span, letter_of};

pub use csv::{MOST_CELLS, MOST_ROWS, csv};
pub use fields::{Fields, unknown_choice};
pub use grid::{Grid, GridRow, Head, is_blank, words};
pub use hidden::{control_character, hidden_in_name};
pub use json::json;
pub use quoted::quoted;
pub use syntax::conflict;
pub use workbook::{grids, refused, without_value};
pub use yaml::yaml;

/// A value in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its place.
    pub span: Span,
    /// The value itself.
    pub value: Value,
}

/// The types of values that both formats have.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// A boolean.
    Flag(bool),
    /// A date.
    Date(Date),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

impl Value {
    /// Returns a number, as a whole one if it is.
    pub fn number(number: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and small enough to be exact")]
        match number.fract() == 0.0 && number.abs() < 9e15 {
            true => Self::Integer(number as i64),
            false => Self::Float(number),
        }
    }

    /// Returns the name of its type, for messages.
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
    /// The place of the table's heading.
    pub span: Span,
    /// Key, place of the key, value.
    pub entries: Vec<(String, Span, Node)>,
    /// Keys whose values could not be read; these have been reported.
    pub unread: Vec<String>,
    /// Whether a fault of its file may have cut keys off; it has been reported.
    pub broken: bool,
}

impl Table {
    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|(name, ..)| name == key).map(|(.., node)| node)
    }
}

/// Format of a file or of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// TOML: all registers, and front matter between `+++`.
    Toml,
    /// YAML: front matter between `---`.
    Yaml,
}

/// Parses a whole file of TOML like [`read`].
pub fn read_file(id: FileId, file: &SourceFile) -> (Table, Vec<Diagnostic>) {
    match file.text() {
        Some(text) => read(Format::Toml, text, id, 0),
        None => {
            let empty = Table { span: Span::new(id, 0..0), entries: Vec::new(), unread: Vec::new(), broken: true };
            (empty, vec![not_text(id, file)])
        }
    }
}

/// Returns the error of a file that is not UTF-8.
pub fn not_text(id: FileId, file: &SourceFile) -> Diagnostic {
    let bytes = file.bytes();
    let valid = match std::str::from_utf8(bytes) {
        Err(error) => error.valid_up_to(),
        Ok(text) => text.len(),
    };
    let (line, column) = file.line_column(valid);
    let letter = bytes.get(valid).copied().and_then(letter_of).filter(|_| !bytes.contains(&0));
    let message = match letter {
        Some(letter) => format!("this file is not UTF-8: in Windows-1252, line {line}, column {column} is `{letter}`"),
        None => format!("this file is not UTF-8: invalid byte at line {line}, column {column}"),
    };
    let help = match is_toml(&file.path) || file.role != Role::Register {
        true => "save it as UTF-8",
        false => {
            "save it as UTF-8, or say what it is in book.toml: `encoding = \"windows-1252\"` below its `[[register]]`"
        }
    };
    Diagnostic::error("invalid-utf8", Span::new(id, 0..0), message).help(help.to_owned())
}

fn is_toml(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("toml"))
}

/// Parses `text`, which starts at byte `offset` of `file`. Returns everything that could be read, and the problems.
pub fn read(format: Format, text: &str, file: FileId, offset: usize) -> (Table, Vec<Diagnostic>) {
    match format {
        Format::Toml => toml::read(text, file, offset),
        Format::Yaml => yaml::read(text, file, offset),
    }
}
