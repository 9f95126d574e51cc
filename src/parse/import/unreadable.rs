//! Cells that do not say what their fields ask for.

use super::control::control_number;
use crate::config::ValueRule;
use crate::diag::Diagnostic;
use crate::model::{Field, FieldKind};
use crate::parse::lenient::{is_nothing, items};
use crate::source::{Sources, Spanned};
use crate::value::{Node, Value, unknown_choice, words};

/// Reports a value, or the first item of a list, that the pattern of its column does not match.
pub(super) fn unmatched(node: &Node, field: &Field, rule: &ValueRule, sources: &Sources) -> Option<Diagnostic> {
    let pattern = rule.pattern.as_ref()?;
    let items = items(node.clone(), field, rule, sources);
    let is_read = |text: &str| {
        pattern.is_match(text) || rule.meaning(text).is_some() || text.is_empty() || is_nothing(text, &field.kind)
    };
    let unmatched = items.iter().find(|item| !is_read(&words(item)))?;
    let message = format!("`{}` does not match the pattern `{pattern}`", words(unmatched));
    let help = "correct the cell, or let the pattern match it; `empty` names words that stand for nothing".to_owned();
    Some(Diagnostic::error("wrong-type", unmatched.span, message).help(help))
}

/// Reports words that are not the id of a control.
pub(super) fn not_a_control(node: &Node) -> Option<Diagnostic> {
    let text = words(node);
    if control_number(&text).is_some() || !text.contains(' ') {
        return None;
    }
    let message = format!("`{text}` is not the id of a control");
    let help =
        format!("correct it; if the row is not an entry, say so in book.toml: `empty = [\"{text}\"]` for this column");
    Some(Diagnostic::error("invalid-name", node.span, message).help(help))
}

/// Reports a text that is not what the type of its field asks for.
pub(super) fn not_of_type(node: &Node, field: &Field) -> Option<Diagnostic> {
    let Value::Text(text) = &node.value else { return None };
    let text = text.trim();
    let wanted = match &field.kind {
        FieldKind::Date => "a date",
        FieldKind::Number | FieldKind::Whole => "a number",
        FieldKind::Flag => "yes or no",
        FieldKind::Choice { choices, many: false } if choices.iter().all(|choice| choice.id != text) => {
            let known: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
            let word = Spanned { value: text.to_owned(), span: node.span };
            let found = unknown_choice(&field.name, &word, &known);
            let help =
                format!("{}; `values` in book.toml says what another word stands for", found.help.unwrap_or_default());
            return Some(Diagnostic { help: Some(help), ..found });
        }
        _ => return None,
    };
    let message = format!("`{text}` is not {wanted}");
    let help = format!(
        "correct the cell, or say in book.toml what it stands for: `values = {{ \"{text}\" = \"…\" }}`, or `empty` if \
         for nothing"
    );
    Some(Diagnostic::error("wrong-type", node.span, message).help(help))
}
