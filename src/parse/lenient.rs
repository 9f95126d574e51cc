//! Values of front matter as other tools write them: `Approved` for `approved`, one text for a list, a list for one name.
//! What can mean only one thing is read; anything else is left to be reported.

use std::ops::Range;

use crate::diag::Diagnostic;
use crate::model::{Field, FieldKind};
use crate::source::{Sources, Span};
use crate::value::{Node, Table, Value};

/// Rewrites the values of known keys in the form that their types have, and removes those that hold nothing. Returns what
/// was left out.
pub(super) fn as_meant(table: &mut Table, schema: &[Field], sources: &Sources) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    table.entries.retain_mut(|(name, _, node)| {
        let Some(field) = schema.iter().find(|field| field.name == *name) else { return true };
        if takes_one(&field.kind) {
            problems.extend(take_first(field, node));
        }
        rewrite(field, node, sources);
        !is_blank(&node.value)
    });
    problems
}

fn takes_one(kind: &FieldKind) -> bool {
    !matches!(
        kind,
        FieldKind::Texts
            | FieldKind::Table(_)
            | FieldKind::Choice { many: true, .. }
            | FieldKind::Reference { many: true, .. }
    )
}

/// Replaces a list by its first value where one is asked for. Of several days or choices, nobody knows which one counts.
fn take_first(field: &Field, node: &mut Node) -> Option<Diagnostic> {
    let name = &field.name;
    let Value::List(items) = &mut node.value else { return None };
    let (span, count) = (node.span, items.len());
    let may_be_several = matches!(field.kind, FieldKind::Text | FieldKind::Reference { .. });
    let is_nested = items.iter().any(|item| matches!(item.value, Value::List(_) | Value::Table(_)));
    if count == 0 || is_nested || count > 1 && !may_be_several {
        return None;
    }
    *node = items.swap_remove(0);
    let message = format!("`{name}` has one value, and this is a list: only the first is read");
    let help = "write one text in quotes, without the brackets".to_owned();
    (count > 1).then(|| Diagnostic::warning("wrong-type", span, message).help(help))
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}

fn rewrite(field: &Field, node: &mut Node, sources: &Sources) {
    match &field.kind {
        FieldKind::Text | FieldKind::Texts => {
            // Keywords are often one text; a sentence or an address may have commas of its own.
            let parted = field.name == "tags" && matches!(node.value, Value::Text(_));
            if parted {
                split(node, sources, |text| pieces(text, &[','], |_| false));
            }
            written(node, sources);
        }
        FieldKind::Reference { many: true, .. } => {
            written(node, sources);
            split(node, sources, |text| pieces(text, &[',', ';'], are_ids));
        }
        FieldKind::Reference { many: false, .. } => written(node, sources),
        FieldKind::Choice { choices, .. } => {
            let ids: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
            each(node, &|node| {
                if let Value::Text(text) = &mut node.value
                    && let Some(id) = choice(text, &ids)
                {
                    id.clone_into(text);
                }
            });
        }
        FieldKind::Duration => {
            if let Value::Text(text) = &mut node.value
                && let Some((_, length)) = INTERVALS.iter().find(|(word, _)| text.trim().eq_ignore_ascii_case(word))
            {
                (*length).clone_into(text);
            }
        }
        FieldKind::Whole => {
            if let Value::Text(text) = &node.value
                && let Ok(whole) = text.trim().parse()
            {
                node.value = Value::Integer(whole);
            }
        }
        FieldKind::Flag => {
            let Value::Text(text) = &node.value else { return };
            match text.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" => node.value = Value::Flag(true),
                "false" | "no" => node.value = Value::Flag(false),
                _ => {}
            }
        }
        _ => {}
    }
}

/// Words for intervals, and their lengths.
const INTERVALS: [(&str, &str); 11] = [
    ("annual", "1 year"),
    ("annually", "1 year"),
    ("yearly", "1 year"),
    ("every year", "1 year"),
    ("jährlich", "1 year"),
    ("semi-annually", "6 months"),
    ("halbjährlich", "6 months"),
    ("quarterly", "3 months"),
    ("vierteljährlich", "3 months"),
    ("monthly", "1 month"),
    ("monatlich", "1 month"),
];

/// Applies a change to a value, or to each value of a list.
fn each(node: &mut Node, change: &impl Fn(&mut Node)) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| each(item, change)),
        _ => change(node),
    }
}

/// Makes a text of a date or a flag where a text is asked for.
fn written(node: &mut Node, sources: &Sources) {
    each(node, &|node| {
        if matches!(node.value, Value::Date(_) | Value::Flag(_)) {
            node.value = Value::Text(sources.slice(node.span).to_owned());
        }
    });
}

/// Returns the choice that a text is in another spelling: `In Review` for `in-review`.
fn choice<'a>(text: &str, ids: &[&'a str]) -> Option<&'a str> {
    let same = |a: char, b: char| a.eq_ignore_ascii_case(&b) || b == '-' && matches!(a, ' ' | '_');
    let is_it = |id: &&&str| {
        let text = text.trim();
        text.chars().count() == id.chars().count() && text.chars().zip(id.chars()).all(|(a, b)| same(a, b))
    };
    ids.iter().find(is_it).copied()
}

/// Replaces each text by its pieces, in one list.
fn split(node: &mut Node, sources: &Sources, pieces: impl Fn(&str) -> Vec<Range<usize>>) {
    let items = match &node.value {
        Value::List(items) => items.clone(),
        _ => vec![node.clone()],
    };
    let parts = items.into_iter().flat_map(|item| {
        let found = match &item.value {
            Value::Text(text) => pieces(text).into_iter().map(|range| piece(text, range, item.span, sources)).collect(),
            _ => Vec::new(),
        };
        if found.len() > 1 { found } else { vec![item] }
    });
    node.value = Value::List(parts.collect());
}

/// Returns a piece of a text with its place; that of the whole text if escapes make them differ.
fn piece(text: &str, range: Range<usize>, whole: Span, sources: &Sources) -> Node {
    let at = sources.slice(whole).find(text).map(|at| whole.start as usize + at);
    let span = at.map_or(whole, |at| Span::new(whole.file, at + range.start..at + range.end));
    Node { span, value: Value::Text(text[range].to_owned()) }
}

/// Returns the parts of a text between some characters, and between blanks where `by_words` says so.
fn pieces(text: &str, marks: &[char], by_words: fn(&str) -> bool) -> Vec<Range<usize>> {
    let place = |part: &str| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.len()
    };
    let parts = text.split(marks).map(str::trim).filter(|part| !part.is_empty());
    let words = parts.flat_map(|part| match by_words(part) {
        true => part.split_whitespace().map(place).collect::<Vec<_>>(),
        false => vec![place(part)],
    });
    words.collect()
}

/// Returns whether each word of a text is an id with a number, as `A.5.1` or `9.2` is.
fn are_ids(text: &str) -> bool {
    let is_id = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphanumeric())
            && word.contains('.')
            && word.contains(|c: char| c.is_ascii_digit())
    };
    text.split_whitespace().all(is_id)
}
