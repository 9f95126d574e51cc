//! An entry together with its register; every stage after linking reads entries in this form.

use jiff::civil::Date;

use super::cells::{Cells, EntryValue};
use super::field::FieldKind;
use super::reference::{EntryIx, ResolvedReference};
use super::register::{Entry, Register};
use super::rule::Deadline;
use super::schema::Schema;
use crate::source::Span;

/// An entry of the linked handbook, with its index and its register.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// Its index in the handbook.
    pub ix: EntryIx,
    /// The register that it is in.
    pub register: &'a Register<ResolvedReference>,
    /// The entry itself.
    pub entry: &'a Entry<ResolvedReference>,
}

impl<'a> Record<'a> {
    /// Returns the id.
    pub fn id(self) -> &'a str {
        &self.entry.id.value
    }

    /// Returns the title.
    pub fn title(self) -> &'a str {
        &self.entry.title
    }

    /// Returns the schema of its register.
    pub fn schema(self) -> &'a Schema {
        &self.register.schema
    }

    /// Returns the fields with their values.
    pub fn cells(self) -> Cells<'a, ResolvedReference> {
        self.register.cells(self.entry)
    }

    /// Returns the value of a field.
    pub fn value(self, field: &str) -> Option<&'a EntryValue<ResolvedReference>> {
        self.cells().value(field)
    }

    /// Returns the plain text of a field, or its source if it holds Markdown.
    pub fn text(self, field: &str) -> Option<&'a str> {
        self.cells().text(field)
    }

    /// Returns whether a field has words: more than blanks.
    pub fn has_text(self, field: &str) -> bool {
        self.text(field).is_some_and(|text| !text.trim().is_empty())
    }

    /// Returns the day in a field.
    pub fn date(self, field: &str) -> Option<Date> {
        self.cells().date(field)
    }

    /// Returns the day in a field, if what it is the day of has happened by `day`.
    pub fn happened(self, field: &str, day: Date) -> Option<Date> {
        self.cells().happened(field, day)
    }

    /// Returns the number in a field.
    pub fn number(self, field: &str) -> Option<f64> {
        self.cells().number(field)
    }

    /// Returns whether a flag is true; `None` if it has no value.
    pub fn flag(self, field: &str) -> Option<bool> {
        self.cells().flag(field)
    }

    /// Returns the ids of the choices in a field.
    pub fn choices(self, field: &str) -> &'a [String] {
        self.cells().choices(field)
    }

    /// Returns whether a choice field has the choice `id`.
    pub fn is(self, field: &str, id: &str) -> bool {
        self.choices(field).iter().any(|choice| choice == id)
    }

    /// Returns whether a choice field had the choice `id` on a day.
    pub fn is_on(self, field: &str, id: &str, day: Date) -> bool {
        self.cells().choice_on(field, day) == Some(id)
    }

    /// Returns the first choice in a field: its index among the choices, and its title.
    pub fn choice(self, field: &str) -> Option<(usize, &'a str)> {
        let chosen = self.choices(field).first()?;
        let field = &self.schema().fields[self.schema().field(field)?];
        let FieldKind::Choice { choices, .. } = &field.kind else { return None };
        let at = choices.iter().position(|choice| choice.id == *chosen)?;
        Some((at, choices[at].title.as_str()))
    }

    /// Returns all choices in a field, each as its place among the choices and its title.
    pub fn choice_titles(self, field: &str) -> Vec<(usize, &'a str)> {
        let Some(at) = self.schema().field(field) else { return Vec::new() };
        let FieldKind::Choice { choices, .. } = &self.schema().fields[at].kind else { return Vec::new() };
        let known = choices.iter().enumerate().filter(|(_, choice)| self.is(field, &choice.id));
        known.map(|(at, choice)| (at, choice.title.as_str())).collect()
    }

    /// Returns the interval in a field.
    pub fn duration(self, field: &str) -> Option<jiff::Span> {
        self.cells().duration(field)
    }

    /// Returns the references in a field.
    pub fn links(self, field: &str) -> &'a [ResolvedReference] {
        self.cells().references(field)
    }

    /// Returns the rows of a table inside the entry, each with its position.
    pub fn rows(self, field: &str) -> impl Iterator<Item = (Span, Cells<'a, ResolvedReference>)> + use<'a> {
        self.cells().rows(field)
    }

    /// Returns the position of the value of a field, or of the entry if the field has no value.
    pub fn span(self, field: &str) -> Span {
        self.cells().spanned(field).map_or(self.entry.span, |value| value.span)
    }

    /// Returns the deadlines of the schema that apply to the entry and are not met by a day, each with its own day.
    pub fn deadlines(self, day: Date) -> impl Iterator<Item = (Date, &'a Deadline)> {
        let deadlines = self.register.schema.deadlines.iter();
        deadlines.filter_map(move |deadline| Some((deadline.day(self.cells(), day)?, deadline)))
    }

    /// Returns the first of these deadlines that has passed on a day.
    pub fn overdue(self, day: Date) -> Option<(Date, &'a Deadline)> {
        self.deadlines(day).filter(|(due, _)| *due < day).min_by_key(|(due, _)| *due)
    }
}
