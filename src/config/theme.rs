//! Settings of the theme.

use crate::diag::Diagnostic;
use crate::source::Spanned;
use crate::value::Fields;

/// Reads the colour of links and marks; an invalid colour is reported.
pub(super) fn read_colour(colour: &Spanned<String>, fields: &Fields<'_>) -> Option<String> {
    let digits = colour.value.strip_prefix('#').unwrap_or_default();
    if matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Some(colour.value.clone());
    }
    let message = format!("`{}` is not a colour", colour.value);
    let help = "write `#rrggbb`, such as `#1d4f7c`".to_owned();
    fields.report(Diagnostic::error("invalid-name", colour.span, message).help(help));
    None
}
