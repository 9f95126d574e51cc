//! The head of a table: in the rows that book.toml names, or where the names of its columns are.

use super::{Wanted, few_columns, first_of_most};
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};
use crate::value::{Grid, GridRow, Head, is_blank};

/// Number of rows among which the head is looked for.
const SEARCHED: usize = 30;

/// The head of a grid, and the rows below it that are not blank.
pub(super) struct BelowHead<'a> {
    /// The columns, without empty ones at the end.
    pub heads: Vec<Head>,
    /// The rows.
    pub rows: Vec<&'a GridRow>,
    /// Number of cells of the head, empty ones at its end included.
    pub width: usize,
}

/// Finds the head of a grid, and what is below it.
pub(super) fn below_head<'a>(
    grid: &'a Grid,
    file: FileId,
    wanted: &Wanted<'_>,
) -> Result<BelowHead<'a>, Box<Diagnostic>> {
    let stated = &wanted.table.header;
    let rows = match &stated[..] {
        [] => find_head(grid, wanted).map(|(_, rows)| rows).unwrap_or_default(),
        stated => stated.to_vec(),
    };
    let mut heads = grid.heads(&rows);
    let width = heads.len();
    if heads.iter().all(|head| head.name.is_empty()) {
        return Err(Box::new(no_head(grid, file, wanted)));
    }
    let last = rows.last().copied().unwrap_or_default();
    let rows: Vec<&GridRow> = grid.rows.iter().filter(|row| row.number > last && !row.is_blank()).collect();
    // Empty columns at the end are ignored.
    let filled = |row: &&GridRow| row.cells.iter().rposition(|cell| !is_blank(cell)).map_or(0, |at| at + 1);
    let named = heads.iter().rposition(|head| !head.name.is_empty()).map_or(0, |at| at + 1);
    heads.truncate(rows.iter().map(filled).max().unwrap_or_default().max(named));
    few_columns(&heads)?;
    Ok(BelowHead { heads, rows, width })
}

/// Returns the first of the rows that have most of the wanted names, after the count of these; two rows over one another, if
/// together they have more.
pub(super) fn find_head(grid: &Grid, wanted: &Wanted<'_>) -> Option<(usize, Vec<usize>)> {
    let counted = |rows: Vec<usize>| (wanted.count(&grid.heads(&rows)), rows);
    let searched = &grid.rows[..grid.rows.len().min(SEARCHED)];
    let single = searched.iter().map(|row| counted(vec![row.number]));
    let pairs = searched.windows(2).map(|pair| counted(vec![pair[0].number, pair[1].number]));
    first_of_most(single.chain(pairs))
}

fn no_head(grid: &Grid, file: FileId, wanted: &Wanted<'_>) -> Diagnostic {
    let place = grid.rows.first().map_or(Span::new(file, 0..0), |row| row.span);
    match wanted.table.header.first() {
        Some(row) => {
            let place = wanted.table.file.span;
            let message = format!("`{}` has no names of columns in row {row}", wanted.table.file.value);
            let help = "correct `header`: the number of the row with the names, counted from 1".to_owned();
            Diagnostic::error("invalid-table", place, message).help(help)
        }
        None if grid.rows.iter().all(GridRow::is_blank) => {
            let help = "write the names of its columns into the first row, or remove the file".to_owned();
            Diagnostic::error("invalid-table", place, "this table has nothing in it").help(help)
        }
        None => {
            let mut names: Vec<String> = wanted.names.iter().map(|name| format!("`{name}`")).collect();
            names.dedup();
            names.truncate(4);
            let message = "no row of this table has the names of its columns";
            let help = format!(
                "they are expected to be like {}; map others below `[register.columns]` in book.toml",
                names.join(", ")
            );
            Diagnostic::error("invalid-table", place, message).help(help)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::TableFile;
    use crate::value::csv;

    fn rows(text: &str, names: &[&str]) -> Option<Vec<usize>> {
        let table = TableFile::whole("a.csv", Span::new(FileId::new(0), 0..0));
        find_head(&csv(text, FileId::new(0), Some(b',')).0, &Wanted::new(&table, names)).map(|(_, rows)| rows)
    }

    #[test]
    fn a_head_of_two_rows_is_found_where_it_has_more_of_the_names_than_one() {
        let text = "Risks,,,\nID,Title,Inherent,,Residual,\n,,Likelihood,Impact,Likelihood,Impact\n1,Fire,2,3,1,1\n";
        assert_eq!(rows(text, &["ID", "Inherent Likelihood", "Inherent Impact"]), Some(vec![2, 3]));
        assert_eq!(rows(text, &["ID", "Title"]), Some(vec![2]), "one row has them all");
        let plain = "Risks of 2026,\nID,Title\n1,Fire\n2,Theft\n";
        assert_eq!(rows(plain, &["id", "title"]), Some(vec![2]));
        assert_eq!(rows(plain, &["Owner"]), None);
    }
}
