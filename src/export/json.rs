//! Writes a table as JSON; `docs/export-json.md` describes the format.

use serde_json::{Map, Value, json};

use super::{Cell, Sheet, Stamp};

/// Version of the format; it is increased when a field changes its meaning or is removed.
const VERSION: u32 = 1;

pub(super) fn write(sheet: &Sheet, stamp: &Stamp) -> Vec<u8> {
    let columns = sheet.columns.iter().map(|c| json!({ "key": c.key, "title": c.title, "about": c.about }));
    let rows = sheet.rows.iter().map(|row| {
        let cells = sheet.columns.iter().zip(&row.cells).map(|(column, cell)| (column.key.clone(), value(cell)));
        let page = ("page".to_owned(), Value::from(stamp.address(&row.page)));
        Value::Object(cells.chain([page]).collect::<Map<_, _>>())
    });
    let table = json!({
        "version": VERSION,
        "name": sheet.name,
        "title": sheet.title,
        "book": stamp.book,
        "organisation": stamp.organisation,
        "book_version": stamp.version,
        "classification": stamp.classification,
        "as_of": stamp.as_of.to_string(),
        "columns": columns.collect::<Vec<_>>(),
        "totals": sheet.totals.iter().map(|(word, count)| ((*word).to_owned(), (*count).into())).collect::<Map<_, _>>(),
        "rows": rows.collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_vec_pretty(&table).expect("texts and numbers are always JSON");
    text.push(b'\n');
    text
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.as_str().into(),
        Cell::Texts(texts) => texts.as_slice().into(),
        Cell::Number(number) => number_value(*number),
        Cell::Date(date) => date.to_string().into(),
    }
}

/// Returns a number as JSON; a whole number has no fraction.
pub(super) fn number_value(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole, and small enough for every digit to count")]
    if number.fract() == 0.0 && number.abs() < 9e15 { Value::from(number as i64) } else { Value::from(number) }
}
