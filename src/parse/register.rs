//! Parses a register file into [`Entry`]s by the register's schema.

use std::cell::RefCell;

use super::Book;
use super::import::{From, Imported};
use super::values::read_values;
use super::waivers::read_waivers;
use crate::diag::{Diagnostic, did_you_mean};
use crate::letters::{Use, nfc};
use crate::model::{Entry, Field, FieldKind, Identity, RawReference, RegisterFile, Schema};
use crate::pages::entry_path;
use crate::source::{FileId, SourceFile, Spanned};
use crate::value::{self, Fields, Format, Node, Table, Value, control_character, hidden_in_name, not_text};

/// The tables of waivers, which entries of all registers may have.
const WAIVE: &str = "waive";

/// The entries of a file, and the file itself.
type Found = (Vec<Entry<RawReference>>, RegisterFile);

/// Reads a file in clausebook's own form. Returns nothing if it is not text, and all problems.
pub(super) fn parse(
    id: FileId,
    file: &SourceFile,
    schema: &Schema,
    book: Book<'_>,
) -> (Option<Found>, Vec<Diagnostic>) {
    let Some(text) = file.text() else { return (None, vec![not_text(id, file)]) };
    let diagnostics = RefCell::<Vec<Diagnostic>>::default();
    let (table, problems) = value::read(Format::Toml, text, id, 0);
    diagnostics.borrow_mut().extend(problems);
    let fields = Fields::new(&table, book.sources, &diagnostics);
    let entries: Vec<_> =
        fields.tables(&schema.singular).into_iter().filter_map(|table| entry(table, schema, book)).collect();
    fields.finish_with(|key, _| {
        let is_inner = |field: &&Field| field.name == key && matches!(field.kind, FieldKind::Table(_));
        let inner = key == WAIVE || schema.fields.iter().any(|field| is_inner(&field));
        let singular = &schema.singular;
        inner.then(|| format!("write `[[{singular}.{key}]]`, below the `[[{singular}]]` that it belongs to"))
    });
    let file = register_file(id, file, entries.len(), book);
    (Some((entries, file)), diagnostics.into_inner())
}

/// Reads a table of another tool. Returns nothing if it cannot be read, and all problems.
pub(super) fn import(
    id: FileId,
    file: &SourceFile,
    from: From<'_>,
    book: Book<'_>,
) -> (Option<Found>, Vec<Diagnostic>) {
    let (imported, problems) = super::import::import(id, file, from);
    let Some(Imported { entries, sheet, columns }) = imported else { return (None, problems) };
    let diagnostics = RefCell::new(problems);
    let read = |table: &Table| entry(Fields::new(table, book.sources, &diagnostics), from.schema, book);
    let entries: Vec<_> = entries.iter().filter_map(read).collect();
    let file = RegisterFile { sheet, columns: Some(columns), ..register_file(id, file, entries.len(), book) };
    (Some((entries, file)), diagnostics.into_inner())
}

fn register_file(id: FileId, file: &SourceFile, entries: usize, book: Book<'_>) -> RegisterFile {
    let path = book.config.inside_content(&file.path).to_owned();
    RegisterFile { file: id, path, sheet: None, columns: None, entries }
}

fn entry(fields: Fields<'_>, schema: &Schema, book: Book<'_>) -> Option<Entry<RawReference>> {
    let id = fields.required_text("id").filter(|id| is_id(id, &fields)).map(|id| id.map(|id| nfc(&id).into_owned()));
    let title = match schema.identity {
        Identity::Own => fields.required_text("title").map(|title| {
            let hidden = hidden_in_name("the title", &title.value, Use::Title, title.span);
            let control = control_character("the title", &title.value, title.span);
            hidden.into_iter().chain(control).for_each(|problem| fields.report(problem));
            title.value
        }),
        Identity::Control => Some(String::new()),
    };
    let values = read_values(&fields, &schema.fields, book);
    let waivers = read_waivers(&fields, book);
    let span = id.as_ref().map_or(fields.span(), |id| id.span);
    fields.finish_with(|key, node| misnamed(key, node, &schema.fields));
    let id = id?;
    let page = match schema.identity {
        Identity::Own => entry_path(&schema.name, &id.value),
        Identity::Control => schema.page(),
    };
    Some(Entry { id, title: title?, page: page.into(), span, values, waivers })
}

/// Returns the hint for a key that is another name of a field which can hold its value.
fn misnamed(key: &str, node: &Node, fields: &[Field]) -> Option<String> {
    let fits = |field: &&Field| match (&field.kind, &node.value) {
        (FieldKind::Choice { choices, .. }, Value::Text(text)) => choices.iter().any(|choice| choice.id == *text),
        (FieldKind::Choice { many, .. }, Value::List(_)) => *many,
        (FieldKind::Text | FieldKind::Markdown | FieldKind::Link | FieldKind::Phone, value) => {
            matches!(value, Value::Text(_))
        }
        _ => true,
    };
    let near = did_you_mean(key, fields.iter().map(|field| field.name.as_str()));
    let near = fields.iter().filter(|field| Some(field.name.as_str()) == near);
    let other = fields.iter().filter(|field| field.misnamed.iter().any(|name| name == key));
    let field = near.chain(other).find(fits)?;
    Some(format!("did you mean `{}`?", field.name))
}

fn is_id(id: &Spanned<String>, fields: &Fields<'_>) -> bool {
    let fits = !id.value.contains(|c: char| c.is_whitespace() || matches!(c, '#' | '|' | '[' | ']' | '/'));
    if !fits {
        let message = format!("`{}` is not a valid id", id.value);
        let help = "an id must not contain spaces or any of `# | [ ] /`".to_owned();
        fields.report(Diagnostic::error("invalid-name", id.span, message).help(help));
    }
    let hidden = hidden_in_name("the id", &id.value, Use::Id, id.span);
    let control = control_character("the id", &id.value, id.span);
    hidden.into_iter().chain(control).for_each(|problem| fields.report(problem));
    fits
}
