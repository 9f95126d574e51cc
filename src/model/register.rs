//! Registers and their entries.

use index_vec::IndexVec;

use super::cells::{Cells, Values};
use super::document::Waiver;
use super::reference::RowIx;
use super::schema::Schema;
use crate::site::Address;
use crate::source::{FileId, Span, Spanned};

/// An entry of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<R> {
    /// The id.
    pub id: Spanned<String>,
    /// The title; for an entry about a control, the control's.
    pub title: String,
    /// Its page, or its anchor on the page of its control.
    pub page: Address,
    /// The position of its id, or of its `[[head]]` if it has none.
    pub span: Span,
    /// The values, in the order of the schema's fields.
    pub values: Values<R>,
    /// Checks that it is exempt from for a time.
    pub waivers: Vec<Waiver<R>>,
}

/// A register: entries with one schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Register<R> {
    /// The schema.
    pub schema: Schema,
    /// The entries, in the natural order of their ids.
    pub entries: IndexVec<RowIx, Entry<R>>,
    /// The files that they are from, in order.
    pub files: Vec<RegisterFile>,
}

/// A file with entries of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterFile {
    /// The file.
    pub file: FileId,
    /// Its path below the content folder.
    pub path: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The columns of a table of another tool; `None` for a file in clausebook's own form.
    pub columns: Option<Vec<RegisterColumn>>,
    /// Number of entries.
    pub entries: usize,
}

/// A column of a table of another tool.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterColumn {
    /// The name.
    pub name: String,
    /// The letter by which spreadsheets call it; empty for a key.
    pub letter: String,
    /// The place of the name.
    pub span: Span,
    /// The names of the fields that are read from it.
    pub fields: Vec<String>,
}

impl<R> Register<R> {
    /// Returns the path of the file in which an entry is added: the first that it has, or the one that it would have.
    pub fn path(&self) -> String {
        self.files.first().map_or_else(|| format!("registers/{}.toml", self.schema.name), |file| file.path.clone())
    }

    /// Returns whether the field with this index has this name.
    pub fn is_field(&self, at: Option<u32>, name: &str) -> bool {
        at.is_some_and(|at| self.schema.field(name) == Some(at as usize))
    }

    /// Returns the fields of an entry with their values.
    pub fn cells<'a>(&'a self, entry: &'a Entry<R>) -> Cells<'a, R> {
        Cells::new(&self.schema.fields, &entry.values)
    }
}
