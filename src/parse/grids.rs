//! Reads the table that book.toml names in a file of another tool.

use crate::config::TableFile;
use crate::diag::Diagnostic;
use crate::source::{FileId, SourceFile};
use crate::value::{Grid, csv, not_text, words};

pub(super) fn read_grid(table: &TableFile, id: FileId, file: &SourceFile) -> (Option<Grid>, Vec<Diagnostic>) {
    let Some(text) = file.text() else { return (None, vec![not_text(id, file)]) };
    let (grid, _, problems) = csv(text, id, table.delimiter);
    (Some(grid), problems)
}

/// Returns the rows of the head: those that book.toml states, else the first in which most of the wanted columns are.
pub(super) fn head_rows(grid: &Grid, table: &TableFile, wanted: &[&str]) -> Vec<usize> {
    if !table.header.is_empty() {
        return table.header.clone();
    }
    let count = |row: &&crate::value::GridRow| {
        row.cells.iter().filter(|cell| wanted.iter().any(|name| words(cell).eq_ignore_ascii_case(name))).count()
    };
    let best = grid.rows.iter().take(30).rev().max_by_key(count);
    best.map(|row| row.number).into_iter().collect()
}
