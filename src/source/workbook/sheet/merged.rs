//! Merged cells: all of them have the value of the first.

use std::sync::Arc;

use super::name;
use super::{FilledRow, empty};
use crate::source::workbook::CellValue;
use crate::source::workbook::budget::Budget;
use crate::source::workbook::refusal::Refusal;

/// A rectangle of merged cells; rows are counted from 1, columns from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Region {
    rows: (usize, usize),
    columns: (usize, usize),
}

impl Region {
    /// Reads a region such as `A1:B3`.
    pub(super) fn read(range: &str) -> Option<Self> {
        let (first, last) = range.split_once(':')?;
        let ((top, left), (bottom, right)) = (name::cell(first)?, name::cell(last)?);
        let sorted = |one: u32, other: u32| (one.min(other) as usize, one.max(other) as usize);
        let (left, right) = sorted(left, right);
        Some(Self { rows: sorted(top, bottom), columns: (left - 1, right - 1) })
    }
}

/// Gives the value of the first cell of each region to the others, in the rows and columns that hold something of their own. What
/// is alone in its row is a title, and stays one cell.
pub(super) fn fill(rows: &mut [FilledRow], regions: &[Region], budget: &mut Budget) -> Result<(), Refusal> {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let nothing: Arc<str> = Arc::from("");
    let filled = |row: &FilledRow| row.cells.iter().filter(|cell| cell.0 != CellValue::Empty).count();
    let mut filled: Vec<usize> = if regions.is_empty() { Vec::new() } else { rows.iter().map(filled).collect() };
    for Region { rows: (top, bottom), columns: (left, right) } in regions {
        let Ok(first) = rows.binary_search_by_key(top, |row| row.number) else { continue };
        let Some(source) = rows[first].cells.get(*left).filter(|cell| cell.0 != CellValue::Empty).cloned() else {
            continue;
        };
        let end = (*right + 1).min(width);
        let end = if filled[first] == 1 && top == bottom { *left + 1 } else { end };
        let below = rows[first..].iter_mut().zip(&mut filled[first..]);
        for (row, filled) in below.take_while(|(row, _)| row.number <= *bottom) {
            budget.cells.take(end - *left + end.saturating_sub(row.cells.len()))?;
            if row.cells.len() < end {
                row.cells.resize_with(end, || empty(&nothing));
            }
            for cell in row.cells[*left..end].iter_mut().filter(|cell| cell.0 == CellValue::Empty) {
                budget.text.take(source.1.len())?;
                *cell = source.clone();
                *filled += 1;
            }
        }
    }
    Ok(())
}
