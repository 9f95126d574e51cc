//! Cells and columns that several tables share.

use super::words::words;
use super::{Cell, Column};
use crate::assess::Assessed;
use crate::isms::{self, Risk};
use crate::model::{EntryValue, Field, FieldKind, Record, ResolvedReference, Row as ValueRow};

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
        EntryValue::Choices(ids) => match &ids[..] {
            [one] => field.choice_title(one).into(),
            ids => ids.iter().map(|id| field.choice_title(id).to_owned()).collect::<Vec<_>>().into(),
        },
        EntryValue::Flag(flag) => yes_or_no(assessed, *flag),
        EntryValue::Duration(span) => assessed.words.duration(&span.0).into(),
        EntryValue::References(links) => match &links[..] {
            [one] => one.text.clone().into(),
            links => links.iter().map(|link| link.text.clone()).collect::<Vec<_>>().into(),
        },
        EntryValue::File(link) => link.text.clone().into(),
        EntryValue::Table(rows) => rows.iter().map(|row| line(assessed, field, row)).collect::<Vec<_>>().into(),
    }
}

/// Returns the value of a field of an entry as a cell, as it stood on the day of the book.
pub(super) fn cell_on_day(assessed: &Assessed, record: Record<'_>, field: &Field) -> Cell {
    let value = record.cells().value_on(&field.name, assessed.coverage.as_of);
    value.map_or(Cell::Empty, |value| cell(assessed, field, &value))
}

/// Returns a row of a table inside an entry as text.
fn line(assessed: &Assessed, field: &Field, row: &ValueRow<ResolvedReference>) -> String {
    let FieldKind::Table(columns) = &field.kind else { return String::new() };
    let pairs = columns.iter().zip(&row.values);
    let words = pairs.filter_map(|(column, value)| {
        let text = cell(assessed, column, &value.as_ref()?.value).text();
        Some(format!("{}: {text}", column.label))
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Returns `yes` or `no` in the language of the book.
pub(super) fn yes_or_no(assessed: &Assessed, flag: bool) -> Cell {
    assessed.words.say(if flag { "word.yes" } else { "word.no" }).into()
}

/// Returns a cell with the word for yes or no, or for what nobody can tell.
pub(super) fn yes_no_or_unknown(assessed: &Assessed, flag: Option<bool>) -> Cell {
    flag.map_or_else(|| assessed.words.say("status.not-known").into(), |flag| yes_or_no(assessed, flag))
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
        [Cell::from(score), Cell::from(score.map(|score| scale.band(score).name.clone()))]
    };
    [pair(Risk::BEFORE), pair(Risk::AFTER)].into_iter().flatten().collect()
}
