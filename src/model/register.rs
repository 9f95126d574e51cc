//! Registers and their entries.

use index_vec::IndexVec;
use jiff::civil::Date;

use super::document::Waiver;
use super::prose::Prose;
use super::reference::RowIx;
use super::schema::{Field, FieldKind, Schema};
use crate::site::Address;
use crate::source::{Span, Spanned};

/// A value of a field, of the type that the schema gives the field.
#[derive(Debug, Clone, PartialEq)]
pub enum EntryValue<R> {
    /// Plain text, or a web address.
    Text(String),
    /// Plain texts, each with its place.
    Texts(Vec<Spanned<String>>),
    /// Markdown.
    Markdown(Prose<R>),
    /// A day.
    Date(Date),
    /// A number.
    Number(f64),
    /// Ids of choices.
    Choices(Vec<String>),
    /// True or false.
    Flag(bool),
    /// An interval of the calendar.
    Duration(jiff::SpanFieldwise),
    /// References.
    References(Vec<R>),
    /// A file beside the register.
    File(R),
    /// Rows of a table inside the entry, such as the measurements of an objective.
    Table(Vec<Row<R>>),
}

/// The values of an entry or of a row, in the order of their fields.
pub type Values<R> = Vec<Option<Spanned<EntryValue<R>>>>;

/// A row of a table inside an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<R> {
    /// The place of its head.
    pub span: Span,
    /// The values, in the order of the table's fields.
    pub values: Values<R>,
}

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

/// Fields with the values that an entry, or a row inside it, has for them.
#[derive(Debug)]
pub struct Cells<'a, R> {
    fields: &'a [Field],
    values: &'a [Option<Spanned<EntryValue<R>>>],
}

impl<R> Clone for Cells<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Cells<'_, R> {}

impl<'a, R> Cells<'a, R> {
    /// Pairs fields with their values, which are in the same order.
    pub fn new(fields: &'a [Field], values: &'a [Option<Spanned<EntryValue<R>>>]) -> Self {
        Self { fields, values }
    }

    /// The value of a field with its place.
    pub fn spanned(self, field: &str) -> Option<&'a Spanned<EntryValue<R>>> {
        let at = self.fields.iter().position(|known| known.name == field)?;
        self.values.get(at)?.as_ref()
    }

    /// The value of a field.
    pub fn value(self, field: &str) -> Option<&'a EntryValue<R>> {
        self.spanned(field).map(|value| &value.value)
    }

    /// What `get` returns for a field, with the place of its value.
    pub fn placed<T>(self, field: &str, get: impl FnOnce(Self, &str) -> Option<T>) -> Option<Spanned<T>> {
        Some(Spanned { value: get(self, field)?, span: self.spanned(field)?.span })
    }

    /// The plain text of a field.
    pub fn text(self, field: &str) -> Option<&'a str> {
        match self.value(field)? {
            EntryValue::Text(text) => Some(text),
            EntryValue::Markdown(prose) => Some(prose.text()),
            _ => None,
        }
    }

    /// The day in a field.
    pub fn date(self, field: &str) -> Option<Date> {
        match self.value(field)? {
            EntryValue::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The number in a field.
    pub fn number(self, field: &str) -> Option<f64> {
        match self.value(field)? {
            EntryValue::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The whole number in a field.
    pub fn whole(self, field: &str) -> Option<i64> {
        #[expect(clippy::cast_possible_truncation, reason = "the schema says that it is whole")]
        self.number(field).map(|number| number as i64)
    }

    /// The plain texts in a field.
    pub fn texts(self, field: &str) -> &'a [Spanned<String>] {
        match self.value(field) {
            Some(EntryValue::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// Whether a field is true.
    pub fn flag(self, field: &str) -> Option<bool> {
        match self.value(field)? {
            EntryValue::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The words chosen in a field.
    pub fn choices(self, field: &str) -> &'a [String] {
        match self.value(field) {
            Some(EntryValue::Choices(words)) => words,
            _ => &[],
        }
    }

    /// The interval in a field.
    pub fn duration(self, field: &str) -> Option<jiff::Span> {
        match self.value(field)? {
            EntryValue::Duration(span) => Some(span.0),
            _ => None,
        }
    }

    /// The rows of a table in a field, with their places.
    pub fn rows(self, field: &str) -> impl Iterator<Item = (Span, Self)> + use<'a, R> {
        let fields = match self.fields.iter().find(|known| known.name == field).map(|field| &field.kind) {
            Some(FieldKind::Table(fields)) => fields.as_slice(),
            _ => &[],
        };
        let rows = match self.value(field) {
            Some(EntryValue::Table(rows)) => rows.as_slice(),
            _ => &[],
        };
        rows.iter().map(move |row| (row.span, Self { fields, values: &row.values }))
    }

    /// The references in a field.
    pub fn references(self, field: &str) -> &'a [R] {
        match self.value(field) {
            Some(EntryValue::References(references)) => references,
            _ => &[],
        }
    }

    /// The fields that have a value.
    pub fn filled(self) -> impl Iterator<Item = (&'a Field, &'a Spanned<EntryValue<R>>)> {
        self.fields.iter().zip(self.values).filter_map(|(field, value)| Some((field, value.as_ref()?)))
    }

    /// Every field, with its value if it has one.
    pub fn all(self) -> impl Iterator<Item = (&'a Field, Option<&'a Spanned<EntryValue<R>>>)> {
        self.fields.iter().zip(self.values).map(|(field, value)| (field, value.as_ref()))
    }
}

impl<R> Register<R> {
    /// Whether the field at a place has a name.
    pub fn is_field(&self, at: Option<u32>, name: &str) -> bool {
        at.is_some_and(|at| self.schema.field(name) == Some(at as usize))
    }

    /// The fields of an entry with their values.
    pub fn cells<'a>(&'a self, entry: &'a Entry<R>) -> Cells<'a, R> {
        Cells { fields: &self.schema.fields, values: &entry.values }
    }

    /// The rows of a table inside an entry, with their places.
    pub fn rows<'a>(
        &'a self,
        entry: &'a Entry<R>,
        field: &str,
    ) -> impl Iterator<Item = (Span, Cells<'a, R>)> + use<'a, R> {
        self.cells(entry).rows(field)
    }

    /// The place of a field's value, else of the entry.
    pub fn span(&self, entry: &Entry<R>, field: &str) -> Span {
        self.cells(entry).spanned(field).map_or(entry.span, |value| value.span)
    }

    /// The value of an entry's field.
    pub fn value<'a>(&'a self, entry: &'a Entry<R>, field: &str) -> Option<&'a EntryValue<R>> {
        self.cells(entry).value(field)
    }

    /// The plain text of a field.
    pub fn text<'a>(&'a self, entry: &'a Entry<R>, field: &str) -> Option<&'a str> {
        self.cells(entry).text(field)
    }

    /// The day in a field.
    pub fn date(&self, entry: &Entry<R>, field: &str) -> Option<Date> {
        self.cells(entry).date(field)
    }

    /// The number in a field.
    pub fn number(&self, entry: &Entry<R>, field: &str) -> Option<f64> {
        self.cells(entry).number(field)
    }

    /// The product of two ratings, such as likelihood and impact; `None` if one is missing or no whole number above 0.
    pub fn score(&self, entry: &Entry<R>, likelihood: &str, impact: &str) -> Option<u32> {
        Some(rating(self.number(entry, likelihood)?)? * rating(self.number(entry, impact)?)?)
    }

    /// Whether a field is true.
    pub fn flag(&self, entry: &Entry<R>, field: &str) -> Option<bool> {
        self.cells(entry).flag(field)
    }

    /// The words chosen in a field.
    pub fn choices<'a>(&'a self, entry: &'a Entry<R>, field: &str) -> &'a [String] {
        self.cells(entry).choices(field)
    }

    /// Whether a word is chosen in a field.
    pub fn is(&self, entry: &Entry<R>, field: &str, word: &str) -> bool {
        self.choices(entry, field).iter().any(|chosen| chosen == word)
    }

    /// The interval in a field.
    pub fn duration(&self, entry: &Entry<R>, field: &str) -> Option<jiff::Span> {
        self.cells(entry).duration(field)
    }

    /// The references in a field.
    pub fn references<'a>(&'a self, entry: &'a Entry<R>, field: &str) -> &'a [R] {
        self.cells(entry).references(field)
    }
}

/// A number as a step of a scale; `None` if it is none.
pub fn rating(number: f64) -> Option<u32> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range and whole, as tested")]
    ((1.0..=1000.0).contains(&number) && number.fract() == 0.0).then_some(number as u32)
}

impl Field {
    /// What a person reads for a word of a choice field.
    pub fn choice_title<'a>(&'a self, word: &'a str) -> &'a str {
        match &self.kind {
            FieldKind::Choice { choices, .. } => {
                choices.iter().find(|choice| choice.id == word).map_or(word, |choice| choice.title.as_str())
            }
            _ => word,
        }
    }
}
