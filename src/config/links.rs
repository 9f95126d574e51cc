//! Addresses in book.toml: for the reader's editor, for confirming that a document was read, of the published site.

use crate::diag::Diagnostic;
use crate::site::{BaseUrl, is_web_address};
use crate::source::Spanned;
use crate::value::Fields;

/// Reads the link to the reader's editor; a scheme that the browser itself would run is reported.
pub(super) fn read_editor(link: Spanned<String>, fields: &Fields<'_>) -> Option<String> {
    let scheme = link.value.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    let known = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if known && !matches!(scheme.as_str(), "javascript" | "data" | "vbscript") && link.value.contains("{path}") {
        return Some(link.value);
    }
    let message = format!("`{}` is not a valid editor link", link.value);
    let help = "write it like `vscode://file/{path}:{line}:{column}`".to_owned();
    fields.report(Diagnostic::error("invalid-name", link.span, message).help(help));
    None
}

/// Reads the address for confirming that a document was read.
pub(super) fn read_confirm(pattern: &Spanned<String>, fields: &Fields<'_>) -> Option<String> {
    let known = ["{document}", "{version}", "{role}"];
    let rest = known.iter().fold(pattern.value.clone(), |rest, place| rest.replace(place, ""));
    if is_web_address(&pattern.value)
        && !rest.contains(['{', '}', '"', '<', '>'])
        && !rest.contains(char::is_whitespace)
    {
        return Some(pattern.value.clone());
    }
    let message = format!("`{}` is not a valid address for `confirm-reading`", pattern.value);
    let help = "start it with `https://`; it may contain `{document}`, `{version}` and `{role}`";
    fields.report(Diagnostic::error("invalid-name", pattern.span, message).help(help.to_owned()));
    None
}

/// Reads the URL of the published site.
pub(super) fn read_base_url(address: &Spanned<String>, fields: &Fields<'_>) -> Option<BaseUrl> {
    let report = |help: &str| {
        let message = format!("`{}` is not a valid address for a site", address.value);
        fields.report(Diagnostic::error("invalid-name", address.span, message).help(help.to_owned()));
    };
    address.value.parse().map_err(report).ok()
}
