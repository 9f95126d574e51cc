//! Tables of cells, as a CSV file, a sheet of a workbook and a Markdown table have them.

use rustc_hash::FxHashMap;

use super::{Node, Value};
use crate::source::{Span, letter};

/// The rows of a table, with those above its head.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The name of the sheet.
    pub sheet: Option<String>,
    /// Whether people do not see the sheet. It is read only if somebody names it.
    pub is_hidden: bool,
    /// The rows.
    pub rows: Vec<GridRow>,
}

/// A row of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct GridRow {
    /// Its number, counted from 1 as a spreadsheet counts; blank rows count, too.
    pub number: usize,
    /// Its place.
    pub span: Span,
    /// The cells. An empty one is an empty text.
    pub cells: Vec<Node>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// The name, on one line; empty for a column without one.
    pub name: String,
    /// The part of the name that is in the last of its rows, if no other column has it; else the whole name.
    pub short: String,
    /// The letter by which spreadsheets call the column.
    pub letter: String,
    /// The place.
    pub span: Span,
}

impl Grid {
    /// Returns the heads of the columns in a row, or in several rows over one another: `Inherent` over `Likelihood` is
    /// `Inherent Likelihood`. A name that is wider than its column goes on until the next one. Nothing, if there is no such row.
    pub fn heads(&self, rows: &[usize]) -> Vec<Head> {
        let found: Vec<&GridRow> =
            rows.iter().filter_map(|number| self.rows.iter().find(|row| row.number == *number)).collect();
        let Some((last, above)) = found.split_last() else { return Vec::new() };
        let width = found.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let mut over: Vec<String> = vec![String::new(); above.len()];
        let heads: Vec<(Head, String)> = (0..width)
            .map(|at| {
                let own = last.cells.get(at).map(words).unwrap_or_default();
                for (name, row) in over.iter_mut().zip(above) {
                    let here = row.cells.get(at).map(words).unwrap_or_default();
                    if !here.is_empty() {
                        *name = here;
                    }
                }
                let mut parts: Vec<&str> = over.iter().map(String::as_str).chain([own.as_str()]).collect();
                parts.retain(|part| !part.is_empty());
                parts.dedup();
                let is_blank = found.iter().all(|row| row.cells.get(at).is_none_or(is_blank));
                let name = if is_blank { String::new() } else { parts.join(" ") };
                let cell = last.cells.get(at).or_else(|| above.iter().find_map(|row| row.cells.get(at)));
                let span = cell.map_or(last.span, |cell| cell.span);
                (Head { name, short: String::new(), letter: letter(at), span }, own)
            })
            .collect();
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        heads.iter().for_each(|(_, own)| *counts.entry(own.clone()).or_default() += 1);
        let named = |(head, own): (Head, String)| {
            let is_alone = !own.is_empty() && counts.get(&own) == Some(&1);
            Head { short: if is_alone { own } else { head.name.clone() }, ..head }
        };
        heads.into_iter().map(named).collect()
    }
}

impl GridRow {
    /// Returns whether all its cells are empty.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(is_blank)
    }
}

/// Returns whether a cell has nothing in it but blanks.
pub fn is_blank(cell: &Node) -> bool {
    matches!(&cell.value, Value::Text(text) if text.trim().is_empty())
}

/// Returns the words of a cell on one line.
pub fn words(cell: &Node) -> String {
    match &cell.value {
        Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Integer(whole) => whole.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(_) | Value::Table(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn grid(rows: &[&[&str]]) -> Grid {
        let span = Span::new(FileId::new(0), 0..0);
        let cell = |text: &&str| Node { span, value: Value::Text((*text).to_owned()) };
        let row =
            |(at, cells): (usize, &&[&str])| GridRow { number: at + 1, span, cells: cells.iter().map(cell).collect() };
        Grid { sheet: None, is_hidden: false, rows: rows.iter().enumerate().map(row).collect() }
    }

    fn names(grid: &Grid, rows: &[usize]) -> Vec<String> {
        grid.heads(rows).into_iter().map(|head| format!("{} {}", head.letter, head.name)).collect()
    }

    #[test]
    fn a_head_of_two_rows_is_read_from_top_to_bottom() {
        let grid = grid(&[
            &["", "", "Inherent", "", "Residual", "", ""],
            &["ID", "Risk\n name", "Likelihood", "Impact", "Likelihood", "Impact", ""],
        ]);
        assert_eq!(names(&grid, &[2])[1..3], ["B Risk name", "C Likelihood"]);
        assert_eq!(
            names(&grid, &[1, 2]),
            [
                "A ID",
                "B Risk name",
                "C Inherent Likelihood",
                "D Inherent Impact",
                "E Residual Likelihood",
                "F Residual Impact",
                "G "
            ]
        );
        assert!(names(&grid, &[3]).is_empty());
    }
}
