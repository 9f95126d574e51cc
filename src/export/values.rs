//! Values of entries as JSON: what is in a field, and what a reference leads to.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::number_value;
use crate::assess::Assessed;
use crate::catalog::RequirementKind;
use crate::model::{EntryValue, Field, FieldKind, ResolvedReference, Row, Subject};
use crate::pages::PageId;

/// A reference: the id of its target, its text, its page.
#[derive(Serialize)]
pub(super) struct ReferenceJson<'a> {
    id: Option<String>,
    text: &'a str,
    page: Option<String>,
}

/// Returns the value of a field.
pub(super) fn value_json(assessed: &Assessed, field: &Field, value: &EntryValue<ResolvedReference>) -> Value {
    let one = matches!(field.kind, FieldKind::Choice { many: false, .. } | FieldKind::Reference { many: false, .. });
    let list = |mut values: Vec<Value>| if one { values.pop().unwrap_or_default() } else { Value::from(values) };
    match value {
        EntryValue::Text(text) => text.as_str().into(),
        EntryValue::Texts(texts) => texts.iter().map(|text| text.value.as_str()).collect(),
        EntryValue::Markdown(prose) => prose.text().into(),
        EntryValue::Date(date) => date.to_string().into(),
        EntryValue::Number(number) => number_value(*number),
        EntryValue::Choices(ids) => list(ids.iter().map(|id| id.as_str().into()).collect()),
        EntryValue::Flag(flag) => (*flag).into(),
        EntryValue::Duration(span) => span.0.to_string().into(),
        EntryValue::References(links) => list(links.iter().map(|link| json!(reference_json(assessed, link))).collect()),
        EntryValue::File(link) => json!(reference_json(assessed, link)),
        EntryValue::Table(rows) => rows.iter().map(|row| row_json(assessed, field, row)).collect(),
    }
}

/// Returns a row of a table inside an entry.
fn row_json(assessed: &Assessed, field: &Field, row: &Row<ResolvedReference>) -> Value {
    let FieldKind::Table(columns) = &field.kind else { return Value::Null };
    let pairs = columns.iter().zip(&row.values);
    let values = pairs.filter_map(|(column, value)| {
        Some((column.name.clone(), value_json(assessed, column, &value.as_ref()?.value)))
    });
    values.collect::<Map<_, _>>().into()
}

/// Returns a reference with its page, relative to the root of the site.
pub(super) fn reference_json<'a>(assessed: &Assessed, link: &'a ResolvedReference) -> ReferenceJson<'a> {
    let page = link.to.as_ref().and_then(|to| assessed.handbook.href(to, &PageId::Start.path()));
    ReferenceJson { id: target_id(assessed, link), text: &link.text, page }
}

/// Returns the id of the document, entry or requirement to which a reference leads.
pub(super) fn target_id(assessed: &Assessed, link: &ResolvedReference) -> Option<String> {
    let subject = assessed.handbook.subject(link.to.as_ref()?)?;
    Some(subject_id(assessed, subject))
}

/// Returns the id of a subject.
pub(super) fn subject_id(assessed: &Assessed, subject: Subject) -> String {
    let handbook = &assessed.handbook;
    match subject {
        Subject::Document(ix) => handbook.document(ix).meta.id.value.clone(),
        Subject::Entry(ix) => handbook.record(ix).id().to_owned(),
        Subject::Requirement(ix) => handbook.catalog.label(ix),
    }
}

/// Returns the name of the type of a field.
pub(super) fn type_word(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text | FieldKind::Texts | FieldKind::Phone => "text",
        FieldKind::Markdown => "markdown",
        FieldKind::Date => "date",
        FieldKind::Number | FieldKind::Whole => "number",
        FieldKind::Choice { .. } => "choice",
        FieldKind::Flag => "flag",
        FieldKind::Link => "link",
        FieldKind::Duration => "duration",
        FieldKind::Reference { .. } => "reference",
        FieldKind::Table(_) => "table",
    }
}

/// Returns the id of a kind of requirement.
pub(super) fn kind_word(kind: RequirementKind) -> &'static str {
    match kind {
        RequirementKind::Other => "requirement",
        RequirementKind::Clause => "clause",
        RequirementKind::Control => "control",
    }
}
