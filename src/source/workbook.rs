//! Workbooks: the values in the sheets of an XLSX file, and one text of them, in which each cell has its place.
//!
//! The file is read as a stream, with bounds. Readers of workbooks at hand trust numbers in the file: a wrong count of texts
//! lets them ask for more memory than there is, which ends the program.

mod budget;
mod contents;
mod formats;
mod package;
mod refusal;
mod sheet;
mod texts;
mod xml;

use std::sync::Arc;

use jiff::civil::Date;

use budget::Budget;
use contents::Contents;
use package::Package;

pub use refusal::Refusal;

/// The values of a workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    text: Arc<str>,
    sheets: Vec<Sheet>,
    refusal: Option<Refusal>,
}

/// Its numbers are finite.
impl Eq for Workbook {}

/// A sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The name.
    pub name: String,
    /// Whether people do not see it.
    pub is_hidden: bool,
    /// The rows that hold something, in order.
    pub rows: Vec<Row>,
    /// The first byte.
    start: u32,
}

/// A row of a sheet, and a line of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number, counted from 1.
    pub number: usize,
    /// The cells from the first column to the last one that holds something.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// The value.
    pub value: CellValue,
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue {
    /// Nothing.
    Empty,
    /// A text, with its line breaks.
    Text(Arc<str>),
    /// A whole number.
    Integer(i64),
    /// Another number. A share has the number that is shown: 80 for `80%`.
    Float(f64),
    /// True or false.
    Flag(bool),
    /// A day.
    Date(Date),
    /// An error, such as `#REF!`.
    Error,
    /// A formula that no program has computed.
    Formula,
}

/// Separates the cells of a row in the text.
const BETWEEN: &str = " | ";

impl Row {
    fn start(&self) -> u32 {
        self.cells.first().map_or(0, |cell| cell.start)
    }
}

impl Workbook {
    /// Reads the bytes of a file. One that cannot be read has no sheets, and says why.
    pub fn read(path: &str, bytes: &[u8]) -> Self {
        sheets(path, bytes).unwrap_or_else(|refusal| Self {
            text: Arc::from(""),
            sheets: Vec::new(),
            refusal: Some(refusal),
        })
    }

    /// Returns the text: a line for each row, in the order of the sheets.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Returns the sheets in their order.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// Returns why the file is not read.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    /// Returns the value of the cell at a byte of the text.
    pub fn value(&self, byte: usize) -> Option<&CellValue> {
        let (_, row, column) = self.find(byte)?;
        Some(&row.cells[column].value)
    }

    /// Returns row and column of the cell at a byte of the text, both counted from 1.
    pub(super) fn row_column(&self, byte: usize) -> (usize, usize) {
        self.find(byte).map_or((1, 1), |(_, row, column)| (row.number, column + 1))
    }

    /// Returns the name of the cell at a byte of the text, such as `Risks!F6`.
    pub(super) fn cell(&self, byte: usize) -> Option<String> {
        let (sheet, row, column) = self.find(byte)?;
        let is_plain = sheet.name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        let quote = if is_plain { "" } else { "'" };
        let name = sheet.name.replace('\'', "''");
        Some(format!("{quote}{name}{quote}!{}{}", letter(column), row.number))
    }

    fn find(&self, byte: usize) -> Option<(&Sheet, &Row, usize)> {
        let byte = place(byte);
        let sheet = &self.sheets[self.sheets.partition_point(|sheet| sheet.start <= byte).checked_sub(1)?];
        let row = &sheet.rows[sheet.rows.partition_point(|row| row.start() <= byte).checked_sub(1)?];
        let column = row.cells.partition_point(|cell| cell.start <= byte).checked_sub(1)?;
        Some((sheet, row, column))
    }
}

/// Returns the letter by which spreadsheets call a column, counted from 0: `A`, `Z`, `AA`.
pub fn letter(column: usize) -> String {
    let (mut letters, mut rest) = (Vec::new(), column + 1);
    while rest > 0 {
        letters.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(rest - 1) % 26]));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Returns whether a file is a workbook by its name, of a kind that is read or of one that is refused.
pub fn is_workbook(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    let known = ["xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "ods"];
    ending.is_some_and(|ending| known.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

fn sheets(path: &str, bytes: &[u8]) -> Result<Workbook, Refusal> {
    let mut budget = Budget::default();
    let mut package = Package::open(path, bytes)?;
    let contents = Contents::read(&mut package, &mut budget)?;
    let mut text = String::new();
    let mut sheets = Vec::with_capacity(contents.sheets.len());
    for listed in &contents.sheets {
        let part = package.required(&listed.part, &mut budget)?;
        let rows = sheet::read(&part, listed, &contents.shared, &mut budget)?;
        let start = place(text.len());
        let rows = rows.into_iter().map(|row| line(row, &mut text)).collect();
        sheets.push(Sheet { name: listed.name.clone(), is_hidden: listed.is_hidden, rows, start });
    }
    Ok(Workbook { text: text.into(), sheets, refusal: None })
}

/// Adds the line of a row to the text.
fn line(row: sheet::FilledRow, text: &mut String) -> Row {
    let mut cells = Vec::with_capacity(row.cells.len());
    for (column, (value, shown)) in row.cells.into_iter().enumerate() {
        if column > 0 {
            text.push_str(BETWEEN);
        }
        let start = place(text.len());
        // A line is a row, so a break inside of a cell is a blank in it.
        text.extend(shown.chars().map(|letter| if letter == '\n' { ' ' } else { letter }));
        cells.push(Cell { start, end: place(text.len()), value });
    }
    text.push('\n');
    Row { number: row.number, cells }
}

/// Returns a place in the text, whose length is limited.
fn place(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        assert_eq!([0, 25, 26, 701, 702].map(letter), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
