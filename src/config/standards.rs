//! The standards that a handbook is about: the `[[standard]]` tables.

use crate::catalog::{ALWAYS, BUILT_IN, Named, Rung, StandardFile, StandardRole};
use crate::diag::{Diagnostic, did_you_mean};
use crate::source::Spanned;
use crate::value::Fields;

/// Reads the `[[standard]]` tables.
pub(super) fn read_standards(fields: &Fields<'_>) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for standard in fields.tables("standard") {
        let named = read_standard(&standard);
        if let Some(named) = named {
            if all.iter().any(|other| is_same(&other.file, &named.file)) {
                let message = "this standard is named twice".to_owned();
                standard.report(Diagnostic::error("duplicate-id", standard.span(), message));
            }
            all.push(named);
        }
        standard.finish();
    }
    let is_first = |named: &Named| matches!(&named.file, StandardFile::Program(id) if id.value == ALWAYS[0]);
    let gives_up = |named: &Named| is_first(named) && named.role.is_some_and(|role| role != StandardRole::Certified);
    if let Some(StandardFile::Program(id)) = all.iter().find(|named| gives_up(named)).map(|named| &named.file)
        && all.iter().all(|named| named.role != Some(StandardRole::Certified))
    {
        let help = "give the standard that the organisation is or will be certified against `role = \"certified\"`";
        let message = "the handbook is not about any standard to be certified against".to_owned();
        fields.report(Diagnostic::error("invalid-value", id.span, message).help(help.to_owned()));
    }
    all
}

/// Returns whether a book is compared with other standards than those that it is certified against.
pub(super) fn measures(standards: &[Named]) -> bool {
    standards.iter().any(|named| named.role.is_none_or(|role| role == StandardRole::Measured))
}

fn is_same(a: &StandardFile, b: &StandardFile) -> bool {
    match (a, b) {
        (StandardFile::Program(a), StandardFile::Program(b)) | (StandardFile::Book(a), StandardFile::Book(b)) => {
            a.value == b.value
        }
        _ => false,
    }
}

fn read_standard(fields: &Fields<'_>) -> Option<Named> {
    let role = fields.choice("role", &StandardRole::ALL);
    let (parts, texts) = (fields.node("parts").map(|_| fields.texts("parts")), fields.text("texts"));
    if let (Some(texts), Some(file)) = (&texts, fields.text("file"))
        && texts.value == file.value
    {
        let message = "`texts` is another file than `file`".to_owned();
        fields.report(Diagnostic::error("invalid-value", texts.span, message));
    }
    let file = match (fields.text("id"), fields.text("file")) {
        (_, Some(file)) => StandardFile::Book(file),
        (Some(id), None) => StandardFile::Program(known(id, fields)?),
        (None, None) => {
            let help = "name one that ships with the program by its `id`, or the `file` of your own".to_owned();
            let message = "a standard needs `id` or `file`".to_owned();
            fields.report(Diagnostic::error("missing-field", fields.span(), message).help(help));
            return None;
        }
    };
    if let (StandardFile::Program(id), Some(role)) = (&file, &role)
        && id.value == ALWAYS[1]
        && role.value != StandardRole::Retired
    {
        let message = format!("`{}` is an earlier edition: its role is `retired`", id.value);
        fields.report(Diagnostic::error("invalid-value", role.span, message));
    }
    let role = role.map(|role| role.value);
    let usual = match &file {
        StandardFile::Program(id) if id.value == ALWAYS[0] => StandardRole::Certified,
        _ => StandardRole::Measured,
    };
    Some(Named {
        file,
        role,
        parts,
        required: Rung::required(fields, "required", role.unwrap_or(usual) == StandardRole::Certified),
        texts,
    })
}

/// Returns the id if a standard of the program has it.
fn known(id: Spanned<String>, fields: &Fields<'_>) -> Option<Spanned<String>> {
    if BUILT_IN.iter().any(|standard| standard.id == id.value) {
        return Some(id);
    }
    let ids = BUILT_IN.iter().map(|standard| standard.id);
    let message = format!("no standard `{}` ships with the program", id.value);
    let help = match did_you_mean(&id.value, ids.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known: {}; name a file of your own with `file`", ids.collect::<Vec<_>>().join(", ")),
    };
    fields.report(Diagnostic::error("invalid-value", id.span, message).help(help));
    None
}
