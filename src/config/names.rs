//! The names of the book and of its organisation, which stand on every page.

use crate::diag::Diagnostic;
use crate::letters::Use;
use crate::value::{Fields, Value, control_character, hidden_in_name};

/// Reports what no reader sees in the names of the book and of its organisation.
pub(super) fn hidden_in_names(book: &Fields<'_>) -> Vec<Diagnostic> {
    let names = ["title", "organisation"].into_iter().filter_map(|key| Some((key, book.node(key)?)));
    let hidden = names.flat_map(|(key, node)| {
        let Value::Text(name) = &node.value else { return Vec::new() };
        let hidden = hidden_in_name(&format!("the {key}"), name, Use::Title, node.span);
        hidden.into_iter().chain(control_character("this text", name, node.span)).collect()
    });
    hidden.collect()
}
