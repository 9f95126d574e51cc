//! The parts of front matter that are not read, as data.

use crate::diag::Diagnostic;
use crate::model::{Detail, DetailValue};
use crate::source::{Sources, Span, Spanned};
use crate::value::{Fields, Node, Value, control_character};

/// Returns the keys that are not read. Of those that book.toml names, it is what no fact has.
pub(super) fn details(fields: &Fields<'_>, named: &[(&[String], bool)], sources: &Sources) -> Vec<Detail> {
    let unread = fields.unknown().into_iter().filter_map(|(name, span, node)| {
        let mut node = node.clone();
        let used = named.iter().filter(|(path, is_used)| *is_used && path.first().is_some_and(|key| key == name));
        let is_left = used.fold(true, |is_left, (path, _)| is_left && is_left_without(&mut node, &path[1..]));
        is_left.then(|| detail(name, span, &node, sources))
    });
    unread.collect()
}

/// Takes the value below some keys out of a value. Returns whether anything is left of it.
fn is_left_without(node: &mut Node, path: &[String]) -> bool {
    let Some((key, below)) = path.split_first() else { return false };
    let Value::Table(table) = &mut node.value else { return true };
    table.entries.retain_mut(|(name, _, node)| name != key || is_left_without(node, below));
    !table.entries.is_empty()
}

/// Returns a key that is not read, or whose value was not understood.
pub(super) fn detail(name: &str, span: Span, node: &Node, sources: &Sources) -> Detail {
    Detail { name: Spanned { value: name.to_owned(), span }, value: value(node, sources) }
}

/// Returns front matter that could not be read at all, as it is written; `None` if it holds nothing.
pub(super) fn unreadable(text: &str, span: Span) -> Option<Detail> {
    let text = text.trim();
    let name = Spanned { value: String::new(), span };
    (!text.is_empty()).then(|| Detail { name, value: DetailValue::Words(text.to_owned()) })
}

/// Reports the control characters in a value.
pub(super) fn control_characters(node: &Node) -> Vec<Diagnostic> {
    match &node.value {
        Value::Text(text) => control_character("this text", text, node.span).into_iter().collect(),
        Value::List(items) => items.iter().flat_map(control_characters).collect(),
        Value::Table(table) => table.entries.iter().flat_map(|(.., node)| control_characters(node)).collect(),
        _ => Vec::new(),
    }
}

fn value(node: &Node, sources: &Sources) -> DetailValue {
    match &node.value {
        Value::Text(text) => DetailValue::Words(text.clone()),
        Value::Integer(_) | Value::Float(_) | Value::Flag(_) | Value::Date(_) => {
            DetailValue::Words(sources.slice(node.span).to_owned())
        }
        Value::List(items) => DetailValue::List(items.iter().map(|item| value(item, sources)).collect()),
        Value::Table(table) => {
            let entries = table.entries.iter().map(|(name, _, node)| (name.clone(), value(node, sources)));
            DetailValue::Table(entries.collect())
        }
    }
}
