//! Characters in a value that a reader does not see.

use crate::diag::Diagnostic;
use crate::letters::{self, Use};
use crate::source::Span;

/// The code of the check.
const CODE: &str = "hidden-character";

/// Reports a control character in a text; `what` says what the text is.
pub fn control_character(what: &str, text: &str, span: Span) -> Option<Diagnostic> {
    letters::hidden(text, Use::Text).map(|found| finding(what, &found, span))
}

/// Reports any other hidden character in a name; `what` says what is named.
pub fn hidden_in_name(what: &str, name: &str, of: Use, span: Span) -> Option<Diagnostic> {
    if name.is_ascii() {
        return None;
    }
    let visible: String = name.chars().filter(|letter| !letter.is_control()).collect();
    letters::hidden(&visible, of).map(|found| finding(what, &found, span))
}

fn finding(what: &str, found: &letters::Hidden, span: Span) -> Diagnostic {
    let message = format!("{what} has {} in it: U+{:04X}", found.kind, u32::from(found.letter));
    let help = match found.kind {
        "a control character" => "delete it, or the escape that stands for it",
        _ => "delete it, and type the name again if it looks the same",
    };
    Diagnostic::error(CODE, span, message).help(help.to_owned())
}
