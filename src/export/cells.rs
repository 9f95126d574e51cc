//! Cells and columns that several tables share.

use serde_json::{Map, Value, json};

use super::values::target_id;
use super::words::words;
use super::{Cell, Column};
use crate::assess::Assessed;
use crate::catalog::Rung;
use crate::isms::{self, Risk};
use crate::model::{EntryValue, Field, FieldKind, Record, ResolvedReference, Row as ValueRow};
use crate::wording::Phrase;

/// Returns a column of a table, with its title and explanation in the language of the book.
pub(super) fn column(assessed: &Assessed, table: &str, key: &str) -> Column {
    let at = format!("export.{table}.{key}");
    let about = assessed.words.find(&format!("{at}-about")).unwrap_or_default();
    Column { key: key.to_owned(), title: assessed.words.say(&at).to_owned(), about: about.to_owned() }
}

/// Returns a column for each field.
pub(super) fn columns<'a>(fields: impl IntoIterator<Item = &'a Field>) -> impl Iterator<Item = Column> {
    let column =
        |field: &Field| Column { key: field.name.clone(), title: field.label.clone(), about: field.help.clone() };
    fields.into_iter().map(column)
}

/// Returns the value of a field as a cell.
pub(super) fn cell(assessed: &Assessed, field: &Field, value: &EntryValue<ResolvedReference>) -> Cell {
    match value {
        EntryValue::Text(text) => text.clone().into(),
        EntryValue::Texts(texts) => texts.iter().map(|text| text.value.clone()).collect::<Vec<_>>().into(),
        EntryValue::Markdown(prose) => words(prose, |to| assessed.count_text(to)).into(),
        EntryValue::Date(date) => Cell::Date(*date),
        EntryValue::Number(number) => Cell::Number(*number),
        EntryValue::Choices(ids) => {
            let many = matches!(field.kind, FieldKind::Choice { many: true, .. });
            named(ids.iter().map(|id| (field.choice_title(id).to_owned(), id.as_str().into())), many)
        }
        EntryValue::Flag(flag) => yes_or_no(assessed, *flag),
        EntryValue::Duration(span) => {
            Cell::Named { name: assessed.words.duration(&span.0), value: span.0.to_string().into() }
        }
        EntryValue::References(links) => {
            let many = matches!(field.kind, FieldKind::Reference { many: true, .. });
            named(links.iter().map(|link| (link.text.clone(), id_or_text(assessed, link))), many)
        }
        EntryValue::File(link) => link.text.clone().into(),
        EntryValue::Table(rows) => named(rows.iter().map(|row| line(assessed, field, row)), true),
    }
}

/// Returns a cell of names with their values in JSON: a list if there can be `many`.
pub(super) fn named(pairs: impl Iterator<Item = (String, Value)>, many: bool) -> Cell {
    let (names, mut values): (Vec<String>, Vec<Value>) = pairs.unzip();
    match values.len() {
        0 => Cell::Empty,
        1 if !many => Cell::Named { name: names.join("; "), value: values.remove(0) },
        _ => Cell::Named { name: names.join("; "), value: values.into() },
    }
}

/// Returns a cell with a text of the interface, and the id that stands for it in JSON.
pub(super) fn word(assessed: &Assessed, key: &str, id: impl Into<Value>) -> Cell {
    Cell::Named { name: assessed.words.say(key).to_owned(), value: id.into() }
}

/// Returns a cell with a text about how something is; in JSON, the id of the state, and the reason in English.
pub(super) fn state(id: &str, name: String, reason: Option<&Phrase>) -> Cell {
    Cell::Named { name, value: json!({ "state": id, "reason": reason.map(ToString::to_string) }) }
}

/// Returns the id of the target of a reference; its text if the target has none.
pub(super) fn id_or_text(assessed: &Assessed, link: &ResolvedReference) -> Value {
    target_id(assessed, link).unwrap_or_else(|| link.text.clone()).into()
}

/// Returns the value of a field of an entry as a cell, as it stood on the day of the book.
pub(super) fn cell_on_day(assessed: &Assessed, record: Record<'_>, field: &Field) -> Cell {
    let value = record.cells().value_on(&field.name, assessed.coverage.as_of);
    value.map_or(Cell::Empty, |value| cell(assessed, field, &value))
}

/// Returns a row of a table inside an entry as text, and as JSON.
fn line(assessed: &Assessed, field: &Field, row: &ValueRow<ResolvedReference>) -> (String, Value) {
    let FieldKind::Table(columns) = &field.kind else { return (String::new(), Value::Null) };
    let pairs = columns.iter().zip(&row.values);
    let cells = pairs.filter_map(|(column, value)| Some((column, cell(assessed, column, &value.as_ref()?.value))));
    let (words, values): (Vec<_>, Map<_, _>) = cells
        .map(|(column, cell)| (format!("{}: {}", column.label, cell.text()), (column.name.clone(), cell.json())))
        .unzip();
    (words.join(", "), values.into())
}

/// Returns a cell with yes or no.
pub(super) fn yes_or_no(assessed: &Assessed, flag: bool) -> Cell {
    word(assessed, if flag { "word.yes" } else { "word.no" }, flag)
}

/// Returns a cell with yes or no, or with nothing for programs and the word for people if nobody can tell.
pub(super) fn yes_no_or_unknown(assessed: &Assessed, flag: Option<bool>) -> Cell {
    flag.map_or_else(|| word(assessed, "status.not-known", Value::Null), |flag| yes_or_no(assessed, flag))
}

/// Returns the columns of a risk's scores.
pub(super) fn scores(assessed: &Assessed, residual: bool) -> Vec<Column> {
    let all = ["score", "band", "residual-score", "residual-band"];
    all.iter().take(if residual { 4 } else { 2 }).map(|key| column(assessed, "entry", key)).collect()
}

/// Returns score and band, before and after treatment.
pub(super) fn score_cells(assessed: &Assessed, record: Record<'_>) -> Vec<Cell> {
    let scale = &assessed.config.risk;
    let pair = |fields: [&str; 2]| {
        let score = isms::score(record, scale, fields).filter(|_| !isms::is_opportunity(record));
        let band = score.map(|score| scale.band(score));
        let band = band.map(|band| (band.name.clone(), band.id.as_str().into()));
        [Cell::from(score), named(band.into_iter(), false)]
    };
    [pair(Risk::BEFORE), pair(Risk::AFTER)].into_iter().flatten().collect()
}

/// Returns a cell with a phrase, which JSON holds in English in every language.
pub(super) fn said(assessed: &Assessed, phrase: &Phrase) -> Cell {
    Cell::Named { name: assessed.words.phrase(phrase), value: phrase.to_string().into() }
}

/// Returns the name of a rung.
pub(super) fn rung_name(assessed: &Assessed, rung: Rung) -> String {
    assessed.words.say(&format!("rung.{}", rung.word())).to_owned()
}
