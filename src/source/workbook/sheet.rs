//! The cells of a sheet.

mod merged;
mod name;

use std::sync::Arc;

use super::CellValue;
use super::budget::Budget;
use super::contents::{Listed, Shared};
use super::formats::Format;
use super::refusal::Refusal;
use super::texts::{Words, written};
use super::xml::{Piece, Tag, Xml};

use merged::{Region, fill};

/// A value and how it is shown.
pub(super) type Filled = (CellValue, Arc<str>);

/// A row that holds something, with its cells up to the last one that does.
#[derive(Debug)]
pub(super) struct FilledRow {
    /// The number, counted from 1.
    pub number: usize,
    pub cells: Vec<Filled>,
}

/// Reads the cells of a sheet.
pub(super) fn read(
    part: &str,
    listed: &Listed,
    shared: &Shared,
    budget: &mut Budget,
) -> Result<Vec<FilledRow>, Refusal> {
    let mut xml = Xml::new(&listed.part, part);
    let mut reading = Reading::new(shared, budget);
    loop {
        match xml.next()? {
            Piece::Open(tag) => reading.open(&tag).map_err(|why| xml.damaged(why))?,
            Piece::Text(text) => reading.text(&text),
            Piece::Close(end) => match end.name() {
                "c" => {
                    if let Some(cell) = reading.cell.take() {
                        reading.finish(cell, &xml)?;
                    }
                }
                "sheetData" => reading.is_data = false,
                name => reading.close(name),
            },
            Piece::Done => break,
        }
    }
    let Reading { cells, merged, .. } = reading;
    let mut rows = rows(cells, budget)?;
    fill(&mut rows, &merged, budget)?;
    Ok(rows)
}

struct Reading<'a> {
    shared: &'a Shared,
    budget: &'a mut Budget,
    is_data: bool,
    row: u32,
    column: u32,
    cell: Option<Open>,
    /// Row, column, value of each cell that holds something.
    cells: Vec<(u32, u32, Filled)>,
    merged: Vec<Region>,
}

/// A cell that is being read.
#[derive(Default)]
struct Open {
    kind: String,
    style: usize,
    /// The part of a cell that its text belongs to.
    inside: Inside,
    value: String,
    words: Words,
    formula: Option<String>,
}

#[derive(Default, PartialEq)]
enum Inside {
    #[default]
    Nothing,
    Value,
    Formula,
}

impl<'a> Reading<'a> {
    fn new(shared: &'a Shared, budget: &'a mut Budget) -> Self {
        Self { shared, budget, is_data: false, row: 0, column: 0, cell: None, cells: Vec::new(), merged: Vec::new() }
    }

    /// Takes the beginning of an element. The error says what is wrong with it.
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), String> {
        match (tag.name(), &mut self.cell) {
            ("sheetData", _) => self.is_data = true,
            ("mergeCell", None) if !self.is_data => {
                self.merged.extend(tag.get("ref").and_then(|range| Region::read(&range)));
            }
            (_, None) if !self.is_data => {}
            ("row", None) => {
                let given = tag.get("r").map(|number| name::row(&number).ok_or_else(|| not_a_place(&number)));
                self.row = given.transpose()?.unwrap_or(self.row + 1);
                self.column = 0;
            }
            ("c", None) => {
                let given = tag.get("r").map(|name| name::cell(&name).ok_or_else(|| not_a_place(&name)));
                (self.row, self.column) = given.transpose()?.unwrap_or((self.row, self.column + 1));
                let kind = tag.get("t").unwrap_or_default().into_owned();
                let style = tag.get("s").and_then(|style| style.parse().ok()).unwrap_or(0);
                self.cell = Some(Open { kind, style, ..Open::default() });
            }
            ("v", Some(cell)) => cell.inside = Inside::Value,
            ("f", Some(cell)) => {
                cell.inside = Inside::Formula;
                cell.formula.get_or_insert_default();
            }
            (name, Some(cell)) => cell.words.open(name),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        let Some(cell) = &mut self.cell else { return };
        match (&cell.inside, &mut cell.formula) {
            (Inside::Value, _) => cell.value.push_str(text),
            (Inside::Formula, Some(formula)) => formula.push_str(text),
            _ => cell.words.add(text),
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(cell) = &mut self.cell {
            cell.inside = Inside::Nothing;
            cell.words.close(name);
        }
    }

    /// Keeps a cell, if it holds something.
    fn finish(&mut self, mut cell: Open, xml: &Xml<'_>) -> Result<(), Refusal> {
        let value = cell.value.trim();
        let text = |text: Arc<str>| (CellValue::Text(text.clone()), text);
        let filled = match cell.kind.as_str() {
            "s" if value.is_empty() => return Ok(()),
            "s" => {
                let shared = value.parse().ok().and_then(|number: usize| self.shared.texts.get(number));
                text(shared.ok_or_else(|| xml.damaged(format!("text number `{value}` is missing")))?.clone())
            }
            "inlineStr" => text(cell.words.take()),
            "str" => text(Arc::from(written(&cell.value))),
            "e" => (CellValue::Error, Arc::from(value)),
            "b" if !value.is_empty() => {
                let flag = matches!(value, "1" | "true");
                (CellValue::Flag(flag), Arc::from(if flag { "TRUE" } else { "FALSE" }))
            }
            _ if value.is_empty() => match cell.formula {
                Some(formula) => (CellValue::Formula, format!("={}", formula.replace(['\n', '\r'], " ")).into()),
                None => return Ok(()),
            },
            "d" => match value.get(..10).and_then(|day| day.parse().ok()) {
                Some(day) => (CellValue::Date(day), Arc::from(&value[..10])),
                None => text(Arc::from(value)),
            },
            _ => match value.parse::<f64>().ok().filter(|number| number.is_finite()) {
                Some(number) => {
                    let format = self.shared.formats.get(cell.style).map_or(&Format::Plain, |format| format);
                    let (value, shown) = format.value(number, self.shared.is_1904);
                    (value, shown.into())
                }
                None => text(Arc::from(value)),
            },
        };
        if matches!(filled.0, CellValue::Text(_)) && filled.1.is_empty() {
            return Ok(());
        }
        self.budget.cells.take(1)?;
        self.budget.text.take(filled.1.len())?;
        self.cells.push((self.row, self.column, filled));
        Ok(())
    }
}

fn not_a_place(name: &str) -> String {
    format!("a sheet has no place `{}`", name.chars().take(40).collect::<String>())
}

/// Returns an empty cell.
fn empty(nothing: &Arc<str>) -> Filled {
    (CellValue::Empty, nothing.clone())
}

/// Puts cells into rows. They may be in any order; of two in one place, the later one counts.
fn rows(mut cells: Vec<(u32, u32, Filled)>, budget: &mut Budget) -> Result<Vec<FilledRow>, Refusal> {
    cells.sort_by_key(|(row, column, _)| (*row, *column));
    let nothing: Arc<str> = Arc::from("");
    let mut rows: Vec<FilledRow> = Vec::new();
    for (row, column, cell) in cells {
        let (number, column) = (row as usize, column as usize);
        if rows.last().is_none_or(|last| last.number != number) {
            budget.rows.take(1)?;
            rows.push(FilledRow { number, cells: Vec::new() });
        }
        let Some(last) = rows.last_mut() else { continue };
        if last.cells.len() == column {
            last.cells.pop();
        }
        budget.cells.take(column - 1 - last.cells.len())?;
        last.cells.resize_with(column - 1, || empty(&nothing));
        last.cells.push(cell);
    }
    Ok(rows)
}
