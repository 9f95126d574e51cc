//! Records in a sheet of a workbook.

use super::head::{BelowHead, below_head, find_head};
use super::{MOST_COLUMNS, Records, Row, Wanted, few_columns, first_of_most, record};
use crate::diag::{Diagnostic, did_you_mean};
use crate::source::{FileId, SourceFile, Span, letter};
use crate::value::{Grid, Head, grids, refused};

/// Reads the records of the sheet that is meant.
pub(super) fn of_workbook(
    id: FileId,
    file: &SourceFile,
    wanted: &Wanted<'_>,
) -> Result<(Records, Option<Diagnostic>), Box<Diagnostic>> {
    if let Some(refused) = refused(id, file) {
        return Err(Box::new(refused));
    }
    let grids = grids(id, file);
    let grid = find(&grids, id, wanted)?;
    let BelowHead { mut heads, rows, .. } = below_head(grid, id, wanted)?;
    // A cell beside the columns that have a name is reported with its column.
    let place = heads.last().map_or(Span::new(id, 0..0), |head| head.span);
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    for at in heads.len()..width.min(MOST_COLUMNS + 1) {
        let span = rows.iter().find_map(|row| row.cells.get(at)).map_or(place, |cell| cell.span);
        heads.push(Head { name: String::new(), short: String::new(), letter: letter(at), span });
    }
    few_columns(&heads)?;
    let rows: Vec<Row> = rows.into_iter().map(|row| record(row, heads.len())).collect();
    let others = others(&grids, grid, wanted);
    Ok((Records { sheet: grid.sheet.clone(), ..Records::new(heads, rows) }, others))
}

/// Returns the sheet that book.toml names, else the first of those with most of the columns that people see, else the first that
/// holds something.
fn find<'a>(grids: &'a [Grid], id: FileId, wanted: &Wanted<'_>) -> Result<&'a Grid, Box<Diagnostic>> {
    let file = &wanted.table.file.value;
    let Some(named) = &wanted.table.sheet else {
        let seen = || grids.iter().filter(|grid| !grid.is_hidden);
        let counted = seen().map(|grid| (find_head(grid, wanted).map_or(0, |(count, _)| count), grid));
        let found = first_of_most(counted).map(|(_, grid)| grid);
        return found.or_else(|| seen().find(|grid| !grid.rows.is_empty())).ok_or_else(|| {
            let message = format!("`{file}` has no sheet that holds something and that people see");
            let help = "name a hidden one below `[[register]]` in book.toml: `sheet = \"…\"`".to_owned();
            Box::new(Diagnostic::error("invalid-table", Span::new(id, 0..0), message).help(help))
        });
    };
    let names = || grids.iter().filter_map(|grid| grid.sheet.as_deref());
    let is_it = |grid: &&Grid| grid.sheet.as_deref().is_some_and(|name| super::same_name(name, &named.value));
    grids.iter().find(is_it).ok_or_else(|| {
        let message = format!("`{file}` has no sheet `{}`", named.value);
        let help = match did_you_mean(&named.value, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let all: Vec<String> = names().take(20).map(|name| format!("`{name}`")).collect();
                format!("its sheets are: {}", all.join(", "))
            }
        };
        Box::new(Diagnostic::error("invalid-table", named.span, message).help(help))
    })
}

/// Reports other sheets that could have been meant as well, if book.toml names none.
fn others(grids: &[Grid], grid: &Grid, wanted: &Wanted<'_>) -> Option<Diagnostic> {
    let count = |grid: &Grid| find_head(grid, wanted).map(|(count, _)| count);
    let own = count(grid).filter(|_| wanted.table.sheet.is_none())?;
    let is_other = |other: &&Grid| !std::ptr::eq(*other, grid) && !other.is_hidden && count(other) >= Some(own);
    let other = grids.iter().find(is_other)?;
    let [name, other_name] = [grid, other].map(|grid| grid.sheet.clone().unwrap_or_default());
    let message = format!("only the sheet `{name}` is read, and `{other_name}` has the same columns");
    let help = "say which one it is below `[[register]]` in book.toml: `sheet = \"…\"`; a second `[[register]]` reads the other";
    let place = other.rows.first().map(|row| row.span);
    Some(Diagnostic::warning("unread-sheet", place, message).help(help.to_owned()))
}
