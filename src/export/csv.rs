//! Writes a table as comma-separated values: RFC 4180, UTF-8, one line of column names, the page of each row in the
//! last column.

use super::{Cell, Sheet, Stamp};

/// First characters of a text that a spreadsheet would run as a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

pub(super) fn write(sheet: &Sheet, stamp: &Stamp) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let heads = sheet.columns.iter().map(|column| safe(&column.title));
    let mut lines = vec![heads.chain([stamp.words.say("export.page").to_owned()]).collect::<Vec<_>>()];
    lines.extend(sheet.rows.iter().map(|row| {
        let page = stamp.address(&row.page);
        row.cells.iter().map(text).chain([safe(&page)]).collect()
    }));
    for line in lines {
        writer.write_record(line).expect("memory takes every line, and each is as long as the first");
    }
    writer.into_inner().expect("memory takes every line")
}

/// Puts a byte order mark before a table: without one, Excel reads umlauts as two characters each.
pub(super) fn marked(table: Vec<u8>) -> Vec<u8> {
    ["\u{feff}".as_bytes(), &table].concat()
}

/// Returns a cell as text. A negative number is not a formula and is not escaped.
fn text(cell: &Cell) -> String {
    if matches!(cell, Cell::Number(_)) { cell.text() } else { safe(&cell.text()) }
}

/// Escapes a text that a spreadsheet would run as a formula, with an apostrophe before it.
fn safe(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn what_would_run_as_a_formula_is_text() {
        for text in ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(safe(text), format!("'{text}"));
        }
        assert_eq!(safe("A.5.1 = first"), "A.5.1 = first");
    }
}
