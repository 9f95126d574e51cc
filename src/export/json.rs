//! Writes a table as JSON; `docs/export-json.md` describes the format.

use serde_json::{Map, Value, json};

use super::{Sheet, Stamp};

/// Version of the format; it is increased when a field changes its meaning or is removed.
const VERSION: u32 = 2;

pub(super) fn write(sheet: &Sheet, stamp: &Stamp) -> Vec<u8> {
    let columns = sheet.columns.iter().map(|c| json!({ "key": c.key, "title": c.title, "about": c.about }));
    let rows = sheet.rows.iter().map(|row| {
        let cells = sheet.columns.iter().zip(&row.cells).map(|(column, cell)| (column.key.clone(), cell.json()));
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
        "control": sheet.control.as_ref().map(|control| json!({
            "version": control.version,
            "approver": control.approver,
            "approved": control.approved.map(|day| day.to_string()),
        })),
        "columns": columns.collect::<Vec<_>>(),
        "totals": sheet.totals.iter().map(|(word, count)| ((*word).to_owned(), (*count).into())).collect::<Map<_, _>>(),
        "rows": rows.collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_vec_pretty(&table).expect("texts and numbers are always JSON");
    text.push(b'\n');
    text
}
