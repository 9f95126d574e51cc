//! What the heads and the rows of a table say about the numbers in its cells.

use std::ops::Range;

use crate::parse::mention::Prefix;
use crate::parse::standard::{Standard, named_in};

/// An open table.
#[derive(Default)]
pub(super) struct Table {
    columns: Vec<Column>,
    /// Whether a column is of another standard.
    has_other: bool,
    in_head: bool,
    is_open: bool,
    /// The column of the cell, and the places of the row, of the cell and of the cell before it.
    column: usize,
    row: usize,
    cell: Range<usize>,
    before: Range<usize>,
}

/// A column, by its head.
struct Column {
    standard: Option<Standard>,
    /// What its numbers are of, if it says so.
    prefix: Option<Prefix>,
}

impl Table {
    /// Begins a table.
    pub(super) fn begin(&mut self) {
        *self = Self { is_open: true, ..Self::default() };
    }

    /// Begins a row at a byte of the text.
    pub(super) fn begin_row(&mut self, at: usize, in_head: bool) {
        (self.column, self.row, self.cell, self.in_head) = (0, at, at..at, in_head);
    }

    /// Begins a cell.
    pub(super) fn begin_cell(&mut self, text: &str, place: &Range<usize>) {
        self.before = std::mem::replace(&mut self.cell, place.clone());
        if self.in_head {
            let column = Column::of(&text[place.clone()]);
            self.has_other |= column.standard == Some(Standard::OfIso);
            self.columns.push(column);
        }
    }

    /// Ends a cell.
    pub(super) fn end_cell(&mut self) {
        self.column += 1;
    }

    /// Ends the table.
    pub(super) fn end(&mut self) {
        self.is_open = false;
    }

    /// Returns what the numbers in the cell are of, if `words` at a place begin it or a line of it, and its column or the cell
    /// before it says so.
    pub(super) fn prefix(&self, text: &str, words: &str, place: &Range<usize>) -> Option<Prefix> {
        let is_number = self.is_open && words.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if !is_number || self.cell.end < place.end || !begins_line(text.get(self.cell.start..place.start)?) {
            return None;
        }
        let column = self.columns.get(self.column).filter(|_| !self.in_head);
        let beside = || is_annex(content(&text[self.before.clone()])).then_some(Prefix::Annex);
        column.and_then(|column| column.prefix).or_else(beside)
    }

    /// Returns the standard that the column or the row of an open table names for a place.
    pub(super) fn standard(&self, text: &str, at: usize) -> Option<Standard> {
        if !self.is_open {
            return None;
        }
        let own = self.columns.get(self.column).and_then(|column| column.standard);
        own.or_else(|| self.by_row(text, at)).or_else(|| {
            // A column without a name beside one of another standard may be of either.
            (self.has_other && !self.in_head).then_some(Standard::Several)
        })
    }

    /// Returns the standard that a cell before this one in the row is the name of.
    fn by_row(&self, text: &str, at: usize) -> Option<Standard> {
        let row = text.get(self.row..self.cell.start.min(at))?;
        let row = &row[..row.floor_char_boundary(LONGEST_ROW)];
        row.rsplit('|').filter(|cell| cell.trim().len() <= LONGEST_NAME).find_map(named_in)
    }
}

/// Number of bytes of a row in which the name of a standard is looked for.
const LONGEST_ROW: usize = 200;

/// Maximum number of bytes in a cell that is the name of a standard.
const LONGEST_NAME: usize = 24;

impl Column {
    fn of(head: &str) -> Self {
        let standard = named_in(head);
        let lower = head.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let is_ours = standard == Some(Standard::Ours);
        let is_annex = has(&["annex a", "anhang a"]) && (is_ours || standard.is_none());
        let prefix = if is_annex || is_ours && has(&["27002", "control", "maßnahme", "annex", "anhang"]) {
            Some(Prefix::Annex)
        } else if is_ours && has(&["clause", "klausel", "abschnitt", "kapitel"]) {
            Some(Prefix::Clause)
        } else {
            None
        };
        Self { standard, prefix }
    }
}

/// Returns whether words begin a line of a cell behind what is before them in it.
fn begins_line(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let breaks = ["<br>", "<br/>", "<br />"];
    before.is_empty() || before == "|" || breaks.iter().any(|mark| before.ends_with(mark))
}

/// Returns the content of a cell.
fn content(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '|')
}

/// Returns whether a cell says that the next one holds a number of Annex A.
fn is_annex(cell: &str) -> bool {
    ["annex a", "anhang a"].iter().any(|name| cell.eq_ignore_ascii_case(name))
}
