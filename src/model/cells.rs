//! Field values, and access to them by field name.

use std::borrow::Cow;

use jiff::civil::Date;

use super::day::has_happened;
use super::field::{Choice, Field, FieldKind};
use super::prose::Prose;
use crate::source::{Span, Spanned};

/// A value of a field. Its type follows from the schema.
#[derive(Debug, Clone, PartialEq)]
pub enum EntryValue<R> {
    /// Plain text, or a web address.
    Text(String),
    /// Plain texts, each with its position.
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
    /// A calendar interval.
    Duration(jiff::SpanFieldwise),
    /// References.
    References(Vec<R>),
    /// A file next to the register.
    File(R),
    /// Rows of a table inside the entry, such as the measurements of an objective.
    Table(Vec<Row<R>>),
}

impl<R> EntryValue<R> {
    /// Returns whether it holds nothing: blanks, or a list or a table without entries.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Texts(texts) => texts.iter().all(|text| text.value.trim().is_empty()),
            Self::Markdown(prose) => prose.text().trim().is_empty(),
            Self::Choices(choices) => choices.is_empty(),
            Self::References(links) => links.is_empty(),
            Self::Table(rows) => rows.is_empty(),
            Self::Date(_) | Self::Number(_) | Self::Flag(_) | Self::Duration(_) | Self::File(_) => false,
        }
    }
}

/// Values of an entry or a row, in the order of the fields.
pub type Values<R> = Vec<Option<Spanned<EntryValue<R>>>>;

/// A row of a table inside an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<R> {
    /// The position of its `[[head]]`.
    pub span: Span,
    /// The values, in the order of the table's fields.
    pub values: Values<R>,
}

/// The fields of an entry, of a row inside it, or of front matter, with their values.
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
    /// Pairs fields with their values, which must be in the same order.
    pub fn new(fields: &'a [Field], values: &'a [Option<Spanned<EntryValue<R>>>]) -> Self {
        Self { fields, values }
    }

    /// Returns the value of a field with its position.
    pub fn spanned(self, field: &str) -> Option<&'a Spanned<EntryValue<R>>> {
        let at = self.fields.iter().position(|known| known.name == field)?;
        self.values.get(at)?.as_ref()
    }

    /// Returns the value of a field.
    pub fn value(self, field: &str) -> Option<&'a EntryValue<R>> {
        self.spanned(field).map(|value| &value.value)
    }

    /// Returns the result of `get` for a field, with the position of the value.
    pub fn placed<T>(self, field: &str, get: impl FnOnce(Self, &str) -> Option<T>) -> Option<Spanned<T>> {
        Some(Spanned { value: get(self, field)?, span: self.spanned(field)?.span })
    }

    /// Returns the plain text in a field, or the source of Markdown.
    pub fn text(self, field: &str) -> Option<&'a str> {
        match self.value(field)? {
            EntryValue::Text(text) => Some(text),
            EntryValue::Markdown(prose) => Some(prose.text()),
            _ => None,
        }
    }

    /// Returns whether a field has a value with anything in it: more than blanks, an empty list or an empty table.
    pub fn is_filled(self, field: &str) -> bool {
        self.value(field).is_some_and(|value| !value.is_blank())
    }

    /// Returns the names of the required fields that have no value, unless another field has the choice with which they may be
    /// absent.
    pub fn open_fields(self) -> impl Iterator<Item = &'a str> {
        let is_exempt = move |field: &Field| {
            field.required_unless.as_ref().is_some_and(|(key, choice)| self.choices(key).contains(choice))
        };
        let required = self.fields.iter().filter(|field| field.required);
        required.filter(move |field| !self.is_filled(&field.name) && !is_exempt(field)).map(|field| field.name.as_str())
    }

    /// Returns the day in a field.
    pub fn date(self, field: &str) -> Option<Date> {
        match self.value(field)? {
            EntryValue::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// Returns whether a field is the date of something that has not happened as long as the date has not come.
    pub(super) fn is_day_of_an_event(self, field: &str) -> bool {
        self.fields.iter().find(|known| known.name == field).is_some_and(Field::is_day_of_an_event)
    }

    /// Returns the day in a field, if what it is the day of has happened by `day`.
    pub fn happened(self, field: &str, day: Date) -> Option<Date> {
        self.date(field).filter(|on| has_happened(*on, day))
    }

    /// Returns the days after `day` in fields that say when something happened, each with the name of the field and its
    /// place. Rows of tables are looked through, too.
    pub fn days_after(self, day: Date) -> Vec<(&'a str, Span, Date)> {
        let mut found = Vec::new();
        for (field, value) in self.filled() {
            match &field.kind {
                FieldKind::Date if field.happened == Some(true) => {
                    let late = self.date(&field.name).filter(|on| !has_happened(*on, day));
                    found.extend(late.map(|on| (field.name.as_str(), value.span, on)));
                }
                FieldKind::Table(_) => {
                    found.extend(self.rows(&field.name).flat_map(|(_, row)| row.days_after(day)));
                }
                _ => {}
            }
        }
        found
    }

    /// Returns the number in a field.
    pub fn number(self, field: &str) -> Option<f64> {
        match self.value(field)? {
            EntryValue::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Returns the whole number in a field.
    pub fn whole(self, field: &str) -> Option<i64> {
        #[expect(clippy::cast_possible_truncation, reason = "the schema says that it is whole")]
        self.number(field).map(|number| number as i64)
    }

    /// Returns the plain texts in a field.
    pub fn texts(self, field: &str) -> &'a [Spanned<String>] {
        match self.value(field) {
            Some(EntryValue::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// Returns whether a flag is true; `None` if it has no value.
    pub fn flag(self, field: &str) -> Option<bool> {
        match self.value(field)? {
            EntryValue::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// Returns the ids of the choices in a field.
    pub fn choices(self, field: &str) -> &'a [String] {
        match self.value(field) {
            Some(EntryValue::Choices(words)) => words,
            _ => &[],
        }
    }

    /// Returns the id of the first choice in a field that held on a day: the one that is written there, or the one before
    /// it as long as the days since which it holds have not come.
    pub fn choice_on(self, field: &str, day: Date) -> Option<&'a str> {
        let mut held = self.choices(field).first()?.as_str();
        let FieldKind::Choice { choices, .. } = &self.fields.iter().find(|known| known.name == field)?.kind else {
            return Some(held);
        };
        // Each step goes to another choice, unless the schema goes in circles.
        for _ in choices {
            let choice = choices.iter().find(|choice| choice.id == held);
            let Some(since) = choice.and_then(|choice: &Choice| choice.since.as_ref()) else { break };
            let mut days = since.fields.iter().filter_map(|field| self.date(&field.value));
            if days.all(|on| has_happened(on, day)) {
                break;
            }
            held = &since.before.value;
        }
        Some(held)
    }

    /// Returns the value of a field as it stood on a day: a choice that holds only from a later day gives way to the one
    /// before it.
    pub fn value_on(self, field: &str, day: Date) -> Option<Cow<'a, EntryValue<R>>>
    where
        R: Clone,
    {
        let value = self.value(field)?;
        match (value, self.choice_on(field, day)) {
            (EntryValue::Choices(ids), Some(held)) if ids.len() == 1 && ids[0] != held => {
                Some(Cow::Owned(EntryValue::Choices(vec![held.to_owned()])))
            }
            _ => Some(Cow::Borrowed(value)),
        }
    }

    /// Returns the interval in a field.
    pub fn duration(self, field: &str) -> Option<jiff::Span> {
        match self.value(field)? {
            EntryValue::Duration(span) => Some(span.0),
            _ => None,
        }
    }

    /// Returns the rows of a table in a field, with their positions.
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

    /// Returns the references in a field.
    pub fn references(self, field: &str) -> &'a [R] {
        match self.value(field) {
            Some(EntryValue::References(references)) => references,
            _ => &[],
        }
    }

    /// Returns the fields that have a value.
    pub fn filled(self) -> impl Iterator<Item = (&'a Field, &'a Spanned<EntryValue<R>>)> {
        self.fields.iter().zip(self.values).filter_map(|(field, value)| Some((field, value.as_ref()?)))
    }
}

/// Returns a number as a step of a scale; `None` if it is not one.
pub fn rating(number: f64) -> Option<u32> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range and whole, as tested")]
    ((1.0..=1000.0).contains(&number) && number.fract() == 0.0).then_some(number as u32)
}
