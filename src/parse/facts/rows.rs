//! The first or the last row of a table below a heading, such as a change log.

use std::ops::Range;

use super::letters::{Block, Letter, blocks, plain_name, words};
use super::outline::sections;

/// Returns the words of a cell of a row, with their place, by `heading/column`. Both may have a slash of their own.
pub(super) fn cell(text: &str, from: usize, name: &str, last: bool) -> Option<(String, Range<usize>)> {
    let mut splits = name.match_indices('/').map(|(at, _)| (name[..at].trim(), name[at + 1..].trim()));
    splits.find_map(|(table, column)| {
        sections(text, from, table).into_iter().find_map(|part| below(text, part, column, last))
    })
}

/// Returns the cell in the first table of a section that has the column.
fn below(text: &str, part: Range<usize>, column: &str, last: bool) -> Option<(String, Range<usize>)> {
    let column = plain_name(column);
    let is_column = |cell: &Vec<Letter>| words(cell).is_some_and(|(name, _)| plain_name(&name) == column);
    blocks(text, part).into_iter().find_map(|block| {
        let Block::Table(rows) = block else { return None };
        let at = rows.first()?.iter().position(is_column)?;
        let mut filled = rows.iter().skip(1).filter(|row| row.iter().any(|cell| words(cell).is_some()));
        let row = if last { filled.next_back() } else { filled.next() };
        words(row?.get(at)?)
    })
}
