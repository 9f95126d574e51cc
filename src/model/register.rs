//! Registers and their entries.

use index_vec::IndexVec;

use super::cells::{Cells, Values};
use super::document::Waiver;
use super::reference::RowIx;
use super::schema::Schema;
use crate::site::Address;
use crate::source::{Span, Spanned};

/// A row of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<R> {
    /// The id.
    pub id: Spanned<String>,
    /// The title; for an entry about a control, the control's.
    pub title: String,
    /// Where it stands: on a page of its own, or on that of the control that it is about.
    pub page: Address,
    /// The place of the table's head.
    pub span: Span,
    /// The values, in the order of the schema's fields.
    pub values: Values<R>,
    /// Checks that are set aside here.
    pub waivers: Vec<Waiver<R>>,
}

/// A table of entries.
#[derive(Debug, Clone, PartialEq)]
pub struct Register<R> {
    /// What it holds.
    pub schema: Schema,
    /// The rows, in the natural order of their ids.
    pub entries: IndexVec<RowIx, Entry<R>>,
}

impl<R> Register<R> {
    /// Whether the field at a place has a name.
    pub fn is_field(&self, at: Option<u32>, name: &str) -> bool {
        at.is_some_and(|at| self.schema.field(name) == Some(at as usize))
    }

    /// The fields of an entry with their values.
    pub fn cells<'a>(&'a self, entry: &'a Entry<R>) -> Cells<'a, R> {
        Cells::new(&self.schema.fields, &entry.values)
    }
}

/// A number as a step of a scale; `None` if it is none.
pub fn rating(number: f64) -> Option<u32> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range and whole, as tested")]
    ((1.0..=1000.0).contains(&number) && number.fract() == 0.0).then_some(number as u32)
}
