//! Parses TOML into a [`Table`].

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Node, Table, Value};
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

pub(super) fn read(text: &str, file: FileId, offset: usize) -> (Table, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, file, offset, diagnostics: Vec::new() };
    for error in errors {
        let span = reader.span(error.span().unwrap_or(0..0));
        let message = error.message().lines().next().unwrap_or("not TOML").to_owned();
        reader.diagnostics.push(Diagnostic::error("invalid-toml", span, message));
    }
    let span = reader.span(0..0);
    let table = reader.table(table.get_ref(), span);
    (table, reader.diagnostics)
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    offset: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start + self.offset..range.end + self.offset)
    }

    fn table(&mut self, table: &DeTable<'_>, span: Span) -> Table {
        let (mut entries, mut unread) = (Vec::new(), Vec::new());
        for (key, value) in table {
            let name = key.get_ref().to_string();
            match self.node(value) {
                Some(node) => entries.push((name, self.span(key.span()), node)),
                None => unread.push(name),
            }
        }
        entries.sort_by_key(|(_, span, _)| span.start);
        Table { span, entries, unread }
    }

    fn node(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Node> {
        let span = self.span(value.span());
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(_) | DeValue::Float(_) => self.number(&value.span(), span)?,
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(time) => self.date(time.date.map(|day| (day.year, day.month, day.day)), span)?,
            DeValue::Array(items) => Value::List(items.iter().filter_map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table, span)),
        };
        Some(Node { span, value })
    }

    fn number(&mut self, range: &Range<usize>, span: Span) -> Option<Value> {
        let digits = self.text[range.clone()].replace('_', "");
        let value = match digits.parse() {
            Ok(whole) => Some(Value::Integer(whole)),
            Err(_) => digits.parse().ok().map(Value::Float),
        };
        if value.is_none() {
            self.diagnostics.push(Diagnostic::error("wrong-type", span, "expected a decimal number"));
        }
        value
    }

    fn date(&mut self, day: Option<(u16, u8, u8)>, span: Span) -> Option<Value> {
        let date = day.and_then(|(year, month, day)| {
            let (year, month, day) = (year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
            jiff::civil::Date::new(year, month, day).ok()
        });
        match date {
            Some(date) => Some(Value::Date(date)),
            None => {
                // A date that the grammar rejects has already been reported.
                if self.diagnostics.iter().all(|known| known.span.is_none_or(|known| known.start != span.start)) {
                    self.diagnostics.push(Diagnostic::error("wrong-type", span, "not a valid date"));
                }
                None
            }
        }
    }
}
