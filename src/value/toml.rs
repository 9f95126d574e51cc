//! Parses TOML into a [`Table`].

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Node, Table, Value, syntax};
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

pub(super) fn read(text: &str, file: FileId, offset: usize) -> (Table, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let errors: Vec<_> = errors
        .iter()
        .map(|error| (error.span().unwrap_or(0..0), error.message().lines().next().unwrap_or("not TOML")))
        .collect();
    let mut reader = Reader { text, file, offset, unread: Vec::new(), diagnostics: Vec::new() };
    let span = reader.span(0..0);
    if let Some(marker) = syntax::merge_conflict(text, !errors.is_empty()) {
        let empty = Table { span, entries: Vec::new(), unread: Vec::new(), broken: true };
        return (empty, vec![syntax::conflict(reader.span(marker))]);
    }
    for fault in syntax::faults(text, &errors) {
        let span = reader.span(fault.range);
        reader.diagnostics.push(Diagnostic::error("invalid-toml", span, fault.message).help(fault.help));
    }
    reader.unread = errors.into_iter().map(|(range, _)| range).collect();
    let table = reader.table(table.get_ref(), span);
    (table, reader.diagnostics)
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    offset: usize,
    /// The places where the text is not TOML.
    unread: Vec<Range<usize>>,
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
        Table { span, entries, unread, broken: !self.unread.is_empty() }
    }

    fn node(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Node> {
        let span = self.span(value.span());
        let value = match value.get_ref() {
            DeValue::Array(items) if self.is_cut_off(items, value.span()) => return None,
            DeValue::Array(items) => Value::List(items.iter().filter_map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table, span)),
            // What the parser makes of such a line is a guess.
            _ if self.is_guess(value.span()) => return None,
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(_) | DeValue::Float(_) => self.number(&value.span(), span)?,
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(time) => self.date(time.date.map(|day| (day.year, day.month, day.day)), span)?,
        };
        Some(Node { span, value })
    }

    /// Whether a list in brackets has an error in it; then it may have swallowed what comes after it.
    fn is_cut_off(&self, items: &[Spanned<DeValue<'_>>], list: Range<usize>) -> bool {
        let is_headings = items.first().is_some_and(|item| matches!(item.get_ref(), DeValue::Table(_)));
        !is_headings && self.unread.iter().any(|error| list.start <= error.start && error.start <= list.end)
    }

    /// Whether a line of the value has an error.
    fn is_guess(&self, value: Range<usize>) -> bool {
        if self.unread.is_empty() {
            return false;
        }
        let start = self.text[..value.start].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[value.end..].find('\n').map_or(self.text.len(), |at| value.end + at);
        self.unread.iter().any(|error| start <= error.start && error.start <= end)
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
        if date.is_none() {
            self.diagnostics.push(Diagnostic::error("wrong-type", span, "not a valid date"));
        }
        date.map(Value::Date)
    }
}
