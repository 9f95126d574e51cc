//! Registers and their entries.

use jiff::civil::Date;

use super::{Field, FieldKind, Prose, Schema, Waiver};
use crate::site::Address;
use crate::source::{Span, Spanned};

/// A value of a field, of the type that the schema gives the field.
#[derive(Debug, Clone, PartialEq)]
pub enum EntryValue<R> {
    /// Plain text; a link, too.
    Text(String),
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
    pub values: Vec<Option<Spanned<EntryValue<R>>>>,
    /// Checks that are set aside here.
    pub waivers: Vec<Waiver<R>>,
}

/// A table of entries.
#[derive(Debug, Clone, PartialEq)]
pub struct Register<R> {
    /// What it holds.
    pub schema: Schema,
    /// The rows, in the natural order of their ids.
    pub entries: Vec<Entry<R>>,
}

impl<R> Register<R> {
    /// Whether the field at a place has a name.
    pub fn is_field(&self, at: Option<u32>, name: &str) -> bool {
        at.is_some_and(|at| self.schema.field(name) == Some(at as usize))
    }

    /// The place of a field's value, else of the entry.
    pub fn span(&self, entry: &Entry<R>, field: &str) -> Span {
        let value = self.schema.field(field).and_then(|at| entry.values.get(at)?.as_ref());
        value.map_or(entry.span, |value| value.span)
    }

    /// The value of an entry's field.
    pub fn value<'a>(&self, entry: &'a Entry<R>, field: &str) -> Option<&'a EntryValue<R>> {
        let at = self.schema.field(field)?;
        entry.values.get(at)?.as_ref().map(|value| &value.value)
    }

    /// The plain text of a field.
    pub fn text<'a>(&self, entry: &'a Entry<R>, field: &str) -> Option<&'a str> {
        match self.value(entry, field)? {
            EntryValue::Text(text) => Some(text),
            EntryValue::Markdown(prose) => Some(prose.text()),
            _ => None,
        }
    }

    /// The day in a field.
    pub fn date(&self, entry: &Entry<R>, field: &str) -> Option<Date> {
        match self.value(entry, field)? {
            EntryValue::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The number in a field.
    pub fn number(&self, entry: &Entry<R>, field: &str) -> Option<f64> {
        match self.value(entry, field)? {
            EntryValue::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The product of two ratings, such as likelihood and impact; `None` if one is missing or no whole number above 0.
    pub fn score(&self, entry: &Entry<R>, likelihood: &str, impact: &str) -> Option<u32> {
        Some(rating(self.number(entry, likelihood)?)? * rating(self.number(entry, impact)?)?)
    }

    /// Whether a field is true.
    pub fn flag(&self, entry: &Entry<R>, field: &str) -> Option<bool> {
        match self.value(entry, field)? {
            EntryValue::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The words chosen in a field.
    pub fn choices<'a>(&self, entry: &'a Entry<R>, field: &str) -> &'a [String] {
        match self.value(entry, field) {
            Some(EntryValue::Choices(words)) => words,
            _ => &[],
        }
    }

    /// The interval in a field.
    pub fn duration(&self, entry: &Entry<R>, field: &str) -> Option<jiff::Span> {
        match self.value(entry, field)? {
            EntryValue::Duration(span) => Some(span.0),
            _ => None,
        }
    }

    /// The references in a field.
    pub fn references<'a>(&self, entry: &'a Entry<R>, field: &str) -> &'a [R] {
        match self.value(entry, field) {
            Some(EntryValue::References(references)) => references,
            _ => &[],
        }
    }

    /// The fields that an entry has, with their values.
    pub fn filled<'a>(&'a self, entry: &'a Entry<R>) -> impl Iterator<Item = (&'a Field, &'a Spanned<EntryValue<R>>)> {
        self.schema.fields.iter().zip(&entry.values).filter_map(|(field, value)| Some((field, value.as_ref()?)))
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
