//! Cells that do not say what their fields ask for.

use crate::diag::Diagnostic;
use crate::model::{Field, FieldKind};
use crate::source::Spanned;
use crate::value::{Node, Value, unknown_choice, words};

/// Reports a value that the pattern of its column does not match.
pub(super) fn no_match(node: &Node, pattern: &str) -> Diagnostic {
    let message = format!("`{}` does not match the pattern `{pattern}`", words(node));
    let help = "correct the cell, or let the pattern match it; `empty` names words that stand for nothing".to_owned();
    Diagnostic::error("wrong-type", node.span, message).help(help)
}

/// Reports a text that is not what the type of its field asks for.
pub(super) fn not_of_type(node: &Node, field: &Field) -> Option<Diagnostic> {
    let Value::Text(text) = &node.value else { return None };
    let text = text.trim();
    let (wanted, meaning) = match &field.kind {
        FieldKind::Date => ("a date", "2026-02-28"),
        FieldKind::Number | FieldKind::Whole => ("a number", "3"),
        FieldKind::Flag => ("yes or no", "true"),
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
        "correct the cell, or say in book.toml what it stands for: `values = {{ \"{text}\" = \"{meaning}\" }}`, or `empty` if \
         for nothing"
    );
    Some(Diagnostic::error("wrong-type", node.span, message).help(help))
}
