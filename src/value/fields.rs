//! Typed access to the fields of a table. Fields that were never read are reported as unknown.

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::syntax::written_date;
use super::{Node, Table, Value};
use crate::diag::{Diagnostic, did_you_mean};
use crate::source::{Sources, Span, Spanned};

/// Reader of a table. Its methods report a value of the wrong type and return `None`.
pub struct Fields<'a> {
    table: &'a Table,
    /// The names of the tables that it is in and its own, as in a heading: `risk.waive`; empty for a whole file.
    path: String,
    sources: &'a Sources,
    asked: RefCell<BTreeSet<String>>,
    diagnostics: &'a RefCell<Vec<Diagnostic>>,
}

impl<'a> Fields<'a> {
    /// Creates a reader of `table` that adds problems to `diagnostics`.
    pub fn new(table: &'a Table, sources: &'a Sources, diagnostics: &'a RefCell<Vec<Diagnostic>>) -> Self {
        Self { table, path: String::new(), sources, asked: RefCell::default(), diagnostics }
    }

    /// Creates a reader of the table in a key.
    fn below(&self, key: &str, table: &'a Table) -> Fields<'a> {
        Fields { path: self.heading(key), ..Fields::new(table, self.sources, self.diagnostics) }
    }

    /// Returns the heading of the table in a key, without brackets.
    fn heading(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Returns the place of the table.
    pub fn span(&self) -> Span {
        self.table.span
    }

    /// Returns the keys of the table with their places.
    pub fn keys(&self) -> impl Iterator<Item = (&'a str, Span)> {
        self.table.entries.iter().map(|(key, span, _)| (key.as_str(), *span))
    }

    /// Reports a problem.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Returns the raw value of a key.
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.table.get(key)
    }

    /// Returns a text. A bare number is accepted as it is written (`version = 2.10`).
    pub fn text(&self, key: &str) -> Option<Spanned<String>> {
        self.text_of(self.node(key)?)
    }

    /// Returns a required text.
    pub fn required_text(&self, key: &str) -> Option<Spanned<String>> {
        self.require(key)?;
        self.text(key).filter(|text| {
            let empty = text.value.trim().is_empty();
            if empty {
                self.report(Diagnostic::error("missing-field", text.span, format!("`{key}` is empty")));
            }
            !empty
        })
    }

    /// Returns a list of texts. A single text counts as a list of one.
    pub fn texts(&self, key: &str) -> Vec<Spanned<String>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        match &node.value {
            Value::List(items) => items.iter().filter_map(|item| self.text_of(item)).collect(),
            _ => self.text_of(node).into_iter().collect(),
        }
    }

    /// Returns the values of a list. A value that is not a list counts as a list of one.
    pub fn list(&self, key: &str) -> Vec<&'a Node> {
        match self.node(key) {
            Some(Node { value: Value::List(items), .. }) => items.iter().collect(),
            node => node.into_iter().collect(),
        }
    }

    /// Returns a reader of a table among the values of a list.
    pub fn inner(&self, table: &'a Table) -> Fields<'a> {
        Fields::new(table, self.sources, self.diagnostics)
    }

    /// Returns the place of a key.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.keys().find(|(name, _)| *name == key).map(|(_, span)| span)
    }

    /// Returns a date.
    pub fn date(&self, key: &str) -> Option<Spanned<Date>> {
        let node = self.node(key)?;
        match &node.value {
            Value::Date(date) => Some(Spanned { value: *date, span: node.span }),
            Value::Text(text) if text.parse::<Date>().is_ok() => {
                text.parse().ok().map(|value| Spanned { value, span: node.span })
            }
            Value::Text(text) => {
                let help = written_date(text.trim()).unwrap_or_else(|| "write it as 2026-02-28".to_owned());
                self.wrong(node, "a date", &help)
            }
            _ => self.wrong(node, "a date", "write it as 2026-02-28"),
        }
    }

    /// Returns a number.
    pub fn number(&self, key: &str) -> Option<Spanned<f64>> {
        let node = self.node(key)?;
        match node.value {
            #[expect(clippy::cast_precision_loss, reason = "scores, ratings and percentages are small")]
            Value::Integer(whole) => Some(Spanned { value: whole as f64, span: node.span }),
            Value::Float(value) if value.is_finite() => Some(Spanned { value, span: node.span }),
            _ => self.wrong(node, "a number", "write it without quotes"),
        }
    }

    /// Returns a whole number within `range`.
    pub fn whole(&self, key: &str, range: std::ops::RangeInclusive<i64>) -> Option<Spanned<i64>> {
        let node = self.node(key)?;
        match node.value {
            Value::Integer(value) if range.contains(&value) => Some(Spanned { value, span: node.span }),
            _ => {
                let wanted = format!("a whole number from {} to {}", range.start(), range.end());
                self.wrong(node, &wanted, "write it without quotes")
            }
        }
    }

    /// Returns a duration, such as "12 months".
    pub fn duration(&self, key: &str) -> Option<Spanned<jiff::Span>> {
        let node = self.node(key)?;
        let span = match &node.value {
            Value::Text(text) => text.trim().parse::<jiff::Span>().ok().filter(|span| span.is_positive()),
            _ => None,
        };
        match span {
            Some(value) => Some(Spanned { value, span: node.span }),
            None => self.wrong(node, "an interval", "write it as \"12 months\", \"90 days\" or \"1 year\""),
        }
    }

    /// Returns a boolean.
    pub fn flag(&self, key: &str) -> Option<Spanned<bool>> {
        let node = self.node(key)?;
        match node.value {
            Value::Flag(value) => Some(Spanned { value, span: node.span }),
            _ => self.wrong(node, "true or false", "write it without quotes"),
        }
    }

    /// Returns one of `choices`, given as `(word, value)`.
    pub fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<Spanned<T>> {
        let text = self.text(key)?;
        let found = choices.iter().find(|(word, _)| *word == text.value);
        if let Some((_, value)) = found {
            return Some(Spanned { value: *value, span: text.span });
        }
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        self.report(unknown_choice(key, &text, &words));
        None
    }

    /// Returns a nested table.
    pub fn table(&self, key: &str) -> Option<Fields<'a>> {
        let node = self.node(key)?;
        match &node.value {
            Value::Table(table) => Some(self.below(key, table)),
            _ => self.wrong(node, "a table", "write its keys below a `[heading]` or in braces"),
        }
    }

    /// Returns the tables below `[[key]]` headings.
    pub fn tables(&self, key: &str) -> Vec<Fields<'a>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let help = || format!("write `[[{}]]` above each one", self.heading(key));
        let items = match &node.value {
            Value::List(items) => items,
            // A heading that is used twice has been reported.
            Value::Table(table) if table.broken => return Vec::new(),
            _ => {
                self.wrong::<()>(node, "a list of tables", &help());
                return Vec::new();
            }
        };
        items
            .iter()
            .filter_map(|item| match &item.value {
                Value::Table(table) => Some(self.below(key, table)),
                _ => self.wrong(item, "a table", &help()),
            })
            .collect()
    }

    /// Reports a missing key.
    pub fn require(&self, key: &str) -> Option<&'a Node> {
        let node = self.node(key);
        if node.is_none() && !self.table.broken && !self.table.unread.iter().any(|unread| unread == key) {
            let message = format!("`{key}` is missing");
            let help = format!("add `{key} = …`");
            self.report(Diagnostic::error("missing-field", self.table.span, message).help(help));
        }
        node
    }

    /// Returns whether the table has a key, even if its value could not be read.
    pub fn is_stated(&self, key: &str) -> bool {
        self.table.get(key).is_some() || self.table.unread.iter().any(|unread| unread == key)
    }

    /// Returns the keys that were never read, with their places and values.
    pub fn unknown(&self) -> Vec<(&'a str, Span, &'a Node)> {
        let asked = self.asked.borrow();
        let entries = self.table.entries.iter().map(|(name, span, node)| (name.as_str(), *span, node));
        entries.filter(|(name, ..)| !asked.contains(*name)).collect()
    }

    /// Reports each key that was never read.
    pub fn finish(self) {
        self.finish_with(|_, _| None);
    }

    /// Reports each key that was never read. `hint` may know better than the spelling what was meant by one.
    pub fn finish_with(self, hint: impl Fn(&str, &Node) -> Option<String>) {
        let known =
            || format!("known keys: {}", self.asked.borrow().iter().map(String::as_str).collect::<Vec<_>>().join(", "));
        self.report_unknown(hint, known);
    }

    /// Reports each key that was never read, with `help` about one that is not like any known key.
    pub fn finish_or(self, help: &str) {
        self.report_unknown(|_, _| None, || help.to_owned());
    }

    fn report_unknown(&self, hint: impl Fn(&str, &Node) -> Option<String>, otherwise: impl Fn() -> String) {
        if self.table.broken {
            return;
        }
        let asked = self.asked.borrow();
        let near = |name: &str| {
            let near = did_you_mean(name, asked.iter().map(String::as_str))?;
            Some(format!("did you mean `{near}`?"))
        };
        let unknown = self.unknown().into_iter();
        let unknown: Vec<_> =
            unknown.map(|(name, span, node)| (name, span, hint(name, node).or_else(|| near(name)))).collect();
        self.forget_missing(&unknown.iter().filter_map(|(.., meant)| meant.as_deref()).collect());
        for (name, span, meant) in unknown {
            let help = meant.unwrap_or_else(&otherwise);
            self.report(Diagnostic::error("unknown-key", span, format!("unknown key `{name}`")).help(help));
        }
    }

    /// Takes back that the keys in hints are missing: they are there under other names.
    fn forget_missing(&self, hints: &BTreeSet<&str>) {
        let is_meant = |found: &Diagnostic| {
            let key = found.message.strip_suffix(" is missing");
            key.is_some_and(|key| hints.contains(format!("did you mean {key}?").as_str()))
        };
        self.diagnostics.borrow_mut().retain(|found| {
            let is_missing = found.code == "missing-field" && found.span == Some(self.table.span);
            !(is_missing && is_meant(found))
        });
    }

    /// The text of a value.
    pub fn text_of(&self, node: &Node) -> Option<Spanned<String>> {
        match &node.value {
            Value::Text(text) => Some(Spanned { value: text.clone(), span: node.span }),
            Value::Integer(_) | Value::Float(_) => {
                Some(Spanned { value: self.sources.slice(node.span).to_owned(), span: node.span })
            }
            Value::List(_) => self.wrong(node, "text", "write one text in quotes, without the brackets"),
            _ => self.wrong(node, "text", "put it in quotes"),
        }
    }

    fn wrong<T>(&self, node: &Node, wanted: &str, help: &str) -> Option<T> {
        let message = format!("expected {wanted}, found {}", node.value.kind());
        self.report(Diagnostic::error("wrong-type", node.span, message).help(help.to_owned()));
        None
    }
}

/// Returns the diagnostic for a word that is not one of the choices.
pub fn unknown_choice(key: &str, text: &Spanned<String>, words: &[&str]) -> Diagnostic {
    let help = match did_you_mean(&text.value, words.iter().copied()) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("one of: {}", words.join(", ")),
    };
    let message = format!("`{}` is not a valid value for `{key}`", text.value);
    Diagnostic::error("unknown-choice", text.span, message).help(help)
}
