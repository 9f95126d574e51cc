//! Values of entries as templates see them.

use serde::Serialize;

use super::{DateView, LinkView, View};
use crate::model::{EntryValue, Field, FieldKind, ResolvedReference, Row};
use crate::site::{dial_address, is_web_address};

/// A field of an entry. At most one of `text`, `html`, `date`, `table` and `links` is present.
#[derive(Debug, Default, Serialize)]
pub(crate) struct FieldView {
    /// The label.
    pub label: String,
    /// Plain text, a number, a choice.
    pub text: Option<String>,
    /// Markdown as HTML.
    pub html: Option<String>,
    /// A day.
    pub date: Option<DateView>,
    /// References, or the location of evidence.
    pub links: Vec<LinkView>,
    /// Rows inside the entry.
    pub table: Option<TableView>,
    /// A note, such as the day on which an interval ends.
    pub note: Option<String>,
}

/// A table inside an entry.
#[derive(Debug, Serialize)]
pub(crate) struct TableView {
    /// The column headers.
    pub columns: Vec<String>,
    /// A cell for each column; `None` if the row does not have the field.
    pub rows: Vec<Vec<Option<FieldView>>>,
}

impl View<'_> {
    /// Returns a value of an entry as its page shows it.
    pub(super) fn field(&self, field: &Field, value: &EntryValue<ResolvedReference>) -> FieldView {
        let mut shown = FieldView { label: field.label.clone(), ..FieldView::default() };
        match value {
            EntryValue::Text(text) if field.kind == FieldKind::Phone => {
                shown.links.push(LinkView { text: text.clone(), href: dial_address(text) });
            }
            EntryValue::Text(text) if is_web_address(text) => {
                shown.links.push(LinkView { text: text.clone(), href: Some(text.clone()) });
            }
            EntryValue::Text(text) => shown.text = Some(text.clone()),
            EntryValue::Markdown(prose) => shown.html = Some(self.prose.html(prose, self.on)),
            EntryValue::Date(date) => shown.date = Some(self.date(*date)),
            EntryValue::Number(number) => shown.text = Some(self.book.words.number(*number)),
            EntryValue::Choices(words) => {
                let titles: Vec<&str> = words.iter().map(|word| field.choice_title(word)).collect();
                shown.text = Some(titles.join(", "));
            }
            EntryValue::Texts(texts) => {
                let texts: Vec<&str> = texts.iter().map(|text| text.value.as_str()).collect();
                shown.text = Some(texts.join(", "));
            }
            EntryValue::Flag(flag) => {
                shown.text = Some(self.say(if *flag { "word.yes" } else { "word.no" }).to_owned());
            }
            EntryValue::Duration(span) => shown.text = Some(self.book.words.duration(&span.0)),
            EntryValue::References(links) => shown.links = self.links(links),
            EntryValue::File(link) => shown.links.push(self.link(link)),
            EntryValue::Table(rows) => shown.table = self.inner_table(field, rows),
        }
        shown
    }

    /// Returns the rows of a table inside an entry, with the columns that any of them fills.
    pub(super) fn inner_table(&self, field: &Field, rows: &[Row<ResolvedReference>]) -> Option<TableView> {
        let FieldKind::Table(columns) = &field.kind else { return None };
        let filled = |at: &usize| rows.iter().any(|row| row.values[*at].is_some());
        let shown: Vec<usize> = (0..columns.len()).filter(filled).collect();
        let cell = |row: &Row<ResolvedReference>, at: usize| {
            row.values[at].as_ref().map(|value| self.field(&columns[at], &value.value))
        };
        Some(TableView {
            columns: shown.iter().map(|at| columns[*at].label.clone()).collect(),
            rows: rows.iter().map(|row| shown.iter().map(|at| cell(row, *at)).collect()).collect(),
        })
    }
}
