//! Values of front matter as other tools write them: `Approved` for `approved`, one text for a list, a list for one name.
//! What can mean only one thing is read; anything else is left to be reported.

mod dates;
mod intervals;
mod numbers;

use std::ops::Range;

use crate::config::ValueRule;
use crate::diag::Diagnostic;
use crate::model::{Choice, Field, FieldKind};
use crate::source::{Sources, Span};
use crate::value::{Node, Table, Value};

use dates::Day;
use numbers::Number;

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

/// Returns the value of a cell or of a fact in a document as a field of this type is written, by a rule for such values; nothing
/// if it holds nothing. A text that cannot be read stays as it is, for the reader of the field to report; a date or a number with
/// two readings is reported here, and so is a list where one value is asked for, of which the first is returned.
pub(crate) fn convert(
    mut node: Node,
    field: &Field,
    rule: &ValueRule,
    sources: &Sources,
) -> (Option<Node>, Option<Diagnostic>) {
    let of_list = if takes_one(&field.kind) { take_first(field, &mut node) } else { None };
    let span = node.span;
    let mut items = items(node, field, rule, sources);
    for item in &mut items {
        as_shown(item, field, rule, sources);
    }
    items.retain_mut(|item| by_rule(item, field, rule));
    let is_list = items.len() != 1;
    let mut problem = None;
    if let [item] = &mut items[..] {
        rewrite(field, item, sources);
        problem = typed(item, field, rule);
    }
    let value = match items.pop() {
        _ if problem.is_some() => return (None, problem),
        Some(item) if !is_list => item.value,
        last => Value::List(items.into_iter().chain(last).collect()),
    };
    let mut node = Node { span, value };
    if is_list {
        rewrite(field, &mut node, sources);
    }
    let is_empty = is_blank(&node.value);
    ((!is_empty).then_some(node), of_list)
}

/// Returns the items of a list, or the one value.
pub(super) fn items(mut node: Node, field: &Field, rule: &ValueRule, sources: &Sources) -> Vec<Node> {
    if !takes_one(&field.kind) && matches!(node.value, Value::Text(_) | Value::List(_)) {
        part(&mut node, field, rule, sources);
    }
    match node.value {
        Value::List(items) => items,
        value => vec![Node { span: node.span, value }],
    }
}

/// Parts the texts of a list by the separators of its rule; by those that its type expects if it has none, so that each item is
/// read by the rule. A text that has a meaning as a whole is one item.
fn part(node: &mut Node, field: &Field, rule: &ValueRule, sources: &Sources) {
    if let Some(separators) = &rule.separators {
        let marks: Vec<&str> = separators.iter().map(String::as_str).collect();
        split(node, sources, |text| between(text, &marks));
        return;
    }
    let choices = match &field.kind {
        FieldKind::Choice { choices, .. } => &choices[..],
        FieldKind::Reference { .. } => &[],
        _ => return,
    };
    let is_whole = |text: &str| rule.meaning(text).is_some() || choices.iter().any(|choice| is_choice(text, choice));
    split(node, sources, |text| if is_whole(text) { Vec::new() } else { pieces(text, &[',', ';', '\n'], are_ids) });
}

/// Makes a text of a number, a day or a flag where words are asked for: `5.10` that a workbook shows is not 5.1.
fn as_shown(node: &mut Node, field: &Field, rule: &ValueRule, sources: &Sources) {
    let says_words = !rule.values.is_empty() || !rule.empty.is_empty();
    let is_value = match (&node.value, &field.kind) {
        (Value::Integer(_) | Value::Float(_), FieldKind::Number | FieldKind::Whole)
        | (Value::Flag(_), FieldKind::Flag) => !says_words,
        (Value::Date(_), FieldKind::Date) | (Value::Text(_) | Value::List(_) | Value::Table(_), _) => true,
        _ => false,
    };
    if !is_value {
        node.value = Value::Text(sources.slice(node.span).to_owned());
    }
}

/// Words that stand for nothing where a text of one's own is not asked for.
const NOTHING: [&str; 10] = ["-", "–", "—", "n/a", "na", "none", "k.a.", "k. a.", "entfällt", "keine"];

/// Returns whether a text stands for nothing in a field of some type. A field may have a choice with that name.
pub(super) fn is_nothing(text: &str, kind: &FieldKind) -> bool {
    let is_word = || NOTHING.iter().any(|word| word.eq_ignore_ascii_case(text));
    match kind {
        FieldKind::Text | FieldKind::Markdown | FieldKind::Texts => false,
        FieldKind::Choice { choices, .. } => is_word() && !choices.iter().any(|choice| is_choice(text, choice)),
        _ => is_word(),
    }
}

/// Applies the rule to one text. Returns whether something is left of it.
fn by_rule(node: &mut Node, field: &Field, rule: &ValueRule) -> bool {
    let Value::Text(text) = &mut node.value else { return true };
    if let Some(pattern) = rule.pattern.as_ref().filter(|_| rule.meaning(text).is_none()) {
        let found = pattern.captures(text).and_then(|found| found.get(1).or_else(|| found.get(0)));
        *text = found.map_or("", |found| found.as_str()).to_owned();
    }
    let bare = text.trim();
    if let Some(meaning) = rule.meaning(bare) {
        meaning.clone_into(text);
        return !text.is_empty();
    }
    if bare.is_empty() || is_nothing(bare, &field.kind) {
        return false;
    }
    let prefix = rule.prefix.as_deref().filter(|prefix| !starts_with(bare, prefix)).unwrap_or_default();
    if !prefix.is_empty() || bare.len() < text.len() {
        *text = format!("{prefix}{bare}");
    }
    true
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Reads a date or a number in a text. Returns the problem of one that has two readings.
fn typed(node: &mut Node, field: &Field, rule: &ValueRule) -> Option<Diagnostic> {
    let Value::Text(text) = &node.value else { return None };
    match &field.kind {
        FieldKind::Date => match dates::in_form(text, &rule.dates).map(Day::One).or_else(|| dates::day(text)) {
            Some(Day::One(day)) => node.value = Value::Date(day),
            Some(Day::Either(one, other)) => {
                let message = format!("`{}` is {one} or {other}", text.trim());
                let help = "write it as 2026-02-28, or say which it is in book.toml: `date = \"%d/%m/%Y\"`".to_owned();
                return Some(Diagnostic::error("wrong-type", node.span, message).help(help));
            }
            None => {}
        },
        FieldKind::Number | FieldKind::Whole => match numbers::number(text, rule.decimal) {
            Some(Number::One(number)) => node.value = Value::number(number),
            Some(Number::Either(one, other)) => {
                let message = format!("`{}` is {one} or {other}", text.trim());
                let help = "write it without a mark between thousands, or say in book.toml which mark is before the \
                    fraction: `decimal = \",\"`";
                return Some(Diagnostic::error("wrong-type", node.span, message).help(help.to_owned()));
            }
            None => {}
        },
        _ => {}
    }
    None
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
        FieldKind::Text | FieldKind::Texts | FieldKind::Phone => {
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
            each(node, &|node| {
                if let Value::Text(text) = &mut node.value
                    && let Some(choice) = choices.iter().find(|choice| is_choice(text, choice))
                {
                    choice.id.clone_into(text);
                }
            });
        }
        FieldKind::Duration => {
            if let Value::Text(text) = &mut node.value
                && let Some(length) = intervals::interval(text)
            {
                *text = length;
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
            if let Some(flag) = flag(&text.trim().to_lowercase(), field) {
                node.value = Value::Flag(flag);
            }
        }
        _ => {}
    }
}

/// Returns whether a word in small letters says yes or no: also the name of the field does, `not applicable`.
fn flag(word: &str, field: &Field) -> Option<bool> {
    let is_name = |word: &str| word == field.name || word == field.label.to_lowercase();
    match word {
        "true" | "yes" | "y" | "x" | "1" | "✓" | "✔" | "✔\u{fe0f}" | "✅" | "☑" | "☑\u{fe0f}" | "ja" | "wahr" => {
            Some(true)
        }
        "false" | "no" | "n" | "0" | "✗" | "✘" | "❌" | "☐" | "nein" | "falsch" => Some(false),
        name if is_name(name) => Some(true),
        other => {
            let name = ["not ", "non-", "nicht "].iter().find_map(|no| other.strip_prefix(no))?;
            is_name(name).then_some(false)
        }
    }
}

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

/// Returns whether a text is a choice in another spelling, `In Review` for `in-review`, or its title.
fn is_choice(text: &str, choice: &Choice) -> bool {
    let same = |a: u8, b: u8| a.eq_ignore_ascii_case(&b) || b == b'-' && matches!(a, b' ' | b'_');
    let (text, id, title) = (text.trim(), choice.id.as_str(), choice.title.as_str());
    let is_id = text.len() == id.len() && text.bytes().zip(id.bytes()).all(|(a, b)| same(a, b));
    let is_title =
        || text.eq_ignore_ascii_case(title) || !text.is_ascii() && text.to_lowercase() == title.to_lowercase();
    is_id || is_title()
}

/// Replaces each text by its pieces, in one list.
fn split(node: &mut Node, sources: &Sources, pieces: impl Fn(&str) -> Vec<Range<usize>>) {
    let items = match &node.value {
        Value::List(items) => items.clone(),
        _ => vec![node.clone()],
    };
    let parts = items.into_iter().flat_map(|item| {
        let found = match &item.value {
            Value::Text(text) => {
                // The place of the whole text, if no escapes make it differ from what is written.
                let start = sources.slice(item.span).find(text.as_str()).map(|at| item.span.start as usize + at);
                pieces(text).into_iter().map(|range| piece(text, range, start, item.span)).collect()
            }
            _ => Vec::new(),
        };
        if found.len() > 1 { found } else { vec![item] }
    });
    node.value = Value::List(parts.collect());
}

/// Returns a piece of a text with its place; that of the whole text if escapes make them differ.
fn piece(text: &str, range: Range<usize>, start: Option<usize>, whole: Span) -> Node {
    let span = start.map_or(whole, |at| Span::new(whole.file, at + range.start..at + range.end));
    Node { span, value: Value::Text(text[range].to_owned()) }
}

/// Returns the parts of a text between some strings.
fn between(text: &str, marks: &[&str]) -> Vec<Range<usize>> {
    let whole = vec![text];
    let parts = marks.iter().fold(whole, |parts, mark| parts.into_iter().flat_map(|part| part.split(mark)).collect());
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(|part| place(text, part)).collect()
}

/// Returns the place of a part of a text.
fn place(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}

/// Returns the parts of a text between some characters, and between blanks where `by_words` says so.
fn pieces(text: &str, marks: &[char], by_words: fn(&str) -> bool) -> Vec<Range<usize>> {
    let place = |part: &str| place(text, part);
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
