//! Reads the sheets of a workbook into [`Grid`]s.

use super::{Grid, GridRow, Node, Value};
use crate::diag::Diagnostic;
use crate::source::{Cell, CellValue, FileId, Row, Sheet, SourceFile, Span, Workbook};

/// Returns the sheets of a workbook in their order; none of any other file.
pub fn grids(id: FileId, file: &SourceFile) -> Vec<Grid> {
    let sheets = file.workbook().into_iter().flat_map(Workbook::sheets);
    let text = file.text().map_or("", |text| &**text);
    let grid = |sheet: &Sheet| Grid {
        sheet: Some(sheet.name.clone()),
        is_hidden: sheet.is_hidden,
        rows: sheet.rows.iter().map(|row| read_row(id, row, text)).collect(),
    };
    sheets.map(grid).collect()
}

/// Returns the error of a workbook that is not read.
pub fn refused(id: FileId, file: &SourceFile) -> Option<Diagnostic> {
    let refusal = file.workbook()?.refusal()?;
    Some(Diagnostic::error("invalid-workbook", Span::new(id, 0..0), &refusal.message).help(refusal.help.clone()))
}

/// Returns the error of a cell that has no value: one that shows an error, or a formula that no program has computed.
pub fn without_value(cell: &Node, file: &SourceFile) -> Option<Diagnostic> {
    let workbook = file.workbook()?;
    let shown = workbook.text().get(cell.span.range()).unwrap_or_default();
    let (message, help) = match workbook.value(cell.span.start as usize)? {
        CellValue::Error => (
            format!("this cell shows `{shown}`, which is not a value"),
            "correct the formula in the workbook, or write the value itself",
        ),
        CellValue::Formula => (
            "this cell is a formula, and the file does not hold its value".to_owned(),
            "open the workbook in a spreadsheet program, which computes it, and save it",
        ),
        _ => return None,
    };
    Some(Diagnostic::error("invalid-value", cell.span, message).help(help.to_owned()))
}

fn read_row(file: FileId, row: &Row, text: &str) -> GridRow {
    let cells: Vec<Node> = row.cells.iter().map(|cell| node(file, cell, text)).collect();
    let place = |cell: &Cell| (cell.start as usize, cell.end as usize);
    let (start, end) = row.cells.first().zip(row.cells.last()).map_or((0, 0), |(a, b)| (place(a).0, place(b).1));
    GridRow { number: row.number, span: Span::new(file, start..end), cells }
}

/// Returns the value of a cell. One without a value is not empty: it has the text that is shown, see [`without_value`].
fn node(file: FileId, cell: &Cell, text: &str) -> Node {
    let span = Span { file, start: cell.start, end: cell.end };
    let value = match &cell.value {
        CellValue::Empty => Value::Text(String::new()),
        CellValue::Error | CellValue::Formula => Value::Text(text.get(span.range()).unwrap_or_default().to_owned()),
        CellValue::Text(text) => Value::Text(text.to_string()),
        CellValue::Integer(whole) => Value::Integer(*whole),
        CellValue::Float(number) => Value::Float(*number),
        CellValue::Flag(flag) => Value::Flag(*flag),
        CellValue::Date(date) => Value::Date(*date),
    };
    Node { span, value }
}
