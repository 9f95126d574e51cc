//! Exports a handbook with its coverage: tables as CSV and XLSX, the whole model as JSON.
//!
//! A [`Sheet`] is one table of typed cells. `tables` and `registers` build sheets from the model; `csv`, `xlsx` and
//! `json` write them and do not know the model, so every format has the same content.

mod cells;
mod criteria;
mod csv;
mod due;
mod json;
mod model;
mod places;
mod registers;
mod standard;
mod tables;
mod treatment;
mod values;
mod words;
mod xlsx;

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use serde_json::Value;

use crate::assess::Assessed;
use crate::pages::{HANDBOOK_JSON, HANDBOOK_SCHEMA, TABLES, download_path};
use crate::site::{Address, BaseUrl, SitePath};
use crate::wording::Wording;

/// The JSON Schema of the whole model, as published in the site.
pub const SCHEMA: &str = include_str!("export/handbook.schema.json");

/// The name of the whole model among the exports.
pub const MODEL: &str = "handbook";

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The name on the command line and in file names.
    pub name: String,
    /// The title.
    pub title: String,
    /// Its content, in one line.
    pub about: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The number of rows by status, if rows have one.
    pub totals: Vec<(&'static str, usize)>,
    /// The texts that have the words for a status.
    pub states: &'static str,
    /// The control data of what the table shows, if it has its own and not the book's.
    pub control: Option<ControlData>,
}

/// Version and approval of a document that is exported as a table, as they are on the day of the export.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlData {
    /// The version.
    pub version: Option<String>,
    /// The role that approved it, or is to.
    pub approver: Option<String>,
    /// The day of the approval; `None` if it has not been approved by the day of the export.
    pub approved: Option<Date>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The key, in kebab-case.
    pub key: String,
    /// The title.
    pub title: String,
    /// An explanation, if the title is not enough.
    pub about: String,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The page with more information.
    pub page: Address,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// An empty cell.
    Empty,
    /// Text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
    /// A value that has a name for people, in the language of the book, and another for programs, the same in every
    /// language: a status, a choice, yes or no, a reference.
    Named {
        /// The name in CSV and XLSX.
        name: String,
        /// The value in JSON.
        value: Value,
    },
}

/// Metadata of every export.
#[derive(Debug, Clone, PartialEq)]
pub struct Stamp {
    /// The handbook's title.
    pub book: String,
    /// The organisation.
    pub organisation: String,
    /// The handbook's version.
    pub version: Option<String>,
    /// The classification.
    pub classification: Option<String>,
    /// The as-of date, on which every date rule is evaluated.
    pub as_of: Date,
    /// The address of the site, if it is known.
    pub site: Option<BaseUrl>,
    /// The texts of the interface.
    pub words: Arc<Wording>,
}

/// The formats of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// A workbook.
    Xlsx,
    /// JSON.
    Json,
}

impl Sheet {
    fn of(
        (name, title, about): &(&str, &str, &str),
        parts: (Vec<Column>, Vec<Row>, Vec<(&'static str, usize)>),
    ) -> Self {
        let (columns, rows, totals) = parts;
        Self {
            name: (*name).to_owned(),
            title: (*title).to_owned(),
            about: (*about).to_owned(),
            columns,
            rows,
            totals,
            states: "status",
            control: None,
        }
    }

    /// Writes the table as a file for people: a spreadsheet opens it with every letter as it is.
    pub fn file(&self, format: Format, stamp: &Stamp) -> Vec<u8> {
        let table = self.write(format, stamp);
        if format == Format::Csv { csv::marked(table) } else { table }
    }

    /// Writes the table in a format, for programs.
    pub fn write(&self, format: Format, stamp: &Stamp) -> Vec<u8> {
        match format {
            Format::Csv => csv::write(self, stamp),
            Format::Xlsx => xlsx::write(self, stamp),
            Format::Json => json::write(self, stamp),
        }
    }
}

impl Stamp {
    /// Collects the metadata of a book.
    pub fn new(assessed: &Assessed) -> Self {
        let Assessed { coverage, config, words, .. } = assessed;
        Self {
            book: config.title.clone(),
            organisation: config.organisation.clone(),
            version: config.version.clone(),
            classification: config.classification.clone(),
            as_of: coverage.as_of,
            site: config.base_url.clone(),
            words: words.clone(),
        }
    }

    /// Returns the address of a page: absolute if the site's URL is known, otherwise relative to the site.
    fn address(&self, page: &Address) -> String {
        let page = page.absolute();
        self.site.as_ref().map_or_else(|| page.clone(), |site| site.join(&page))
    }
}

impl Cell {
    /// Returns the cell as text.
    fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Texts(texts) => texts.join("; "),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Named { name, .. } => name.clone(),
        }
    }

    /// Returns the cell as JSON.
    fn json(&self) -> Value {
        match self {
            Self::Empty => Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Texts(texts) => texts.as_slice().into(),
            Self::Number(number) => number_value(*number),
            Self::Date(date) => date.to_string().into(),
            Self::Named { value, .. } => value.clone(),
        }
    }
}

/// Returns a number as JSON; a whole number has no fraction.
fn number_value(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole, and small enough for every digit to count")]
    if number.fract() == 0.0 && number.abs() < 9e15 { Value::from(number as i64) } else { Value::from(number) }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Empty, Self::from)
    }
}

impl From<Vec<String>> for Cell {
    fn from(texts: Vec<String>) -> Self {
        if texts.is_empty() { Self::Empty } else { Self::Texts(texts) }
    }
}

impl From<Option<Date>> for Cell {
    fn from(date: Option<Date>) -> Self {
        date.map_or(Self::Empty, Self::Date)
    }
}

impl From<Option<u32>> for Cell {
    fn from(number: Option<u32>) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number.into()))
    }
}

/// Returns the names of all tables.
pub fn names(assessed: &Assessed) -> Vec<String> {
    let own = TABLES.iter().map(|name| (*name).to_owned());
    own.chain(standard::names(assessed)).chain(registers::names(&assessed.handbook)).collect()
}

/// Returns a table by its name.
pub fn sheet(assessed: &Assessed, name: &str) -> Option<Sheet> {
    let of_standard = || standard::sheet(assessed, name);
    tables::sheet(assessed, name).or_else(of_standard).or_else(|| registers::sheet(assessed, name))
}

/// Writes the whole handbook as JSON.
pub fn handbook_json(assessed: &Assessed) -> Vec<u8> {
    model::write(assessed)
}

/// Returns the files for the site: each table that has rows as CSV and XLSX, the model and its schema.
pub fn files(assessed: &Assessed) -> Vec<(SitePath, Vec<u8>)> {
    let stamp = Stamp::new(assessed);
    let model =
        || [(SitePath::new(HANDBOOK_JSON), handbook_json(assessed)), (SitePath::new(HANDBOOK_SCHEMA), SCHEMA.into())];
    let table = |name: String| {
        let sheet = sheet(assessed, &name).filter(|sheet| !sheet.rows.is_empty())?;
        Some([
            (download_path(&name, "csv"), sheet.file(Format::Csv, &stamp)),
            (download_path(&name, "xlsx"), sheet.file(Format::Xlsx, &stamp)),
        ])
    };
    let (model, tables) =
        rayon::join(model, || names(assessed).into_par_iter().filter_map(table).flatten().collect::<Vec<_>>());
    model.into_iter().chain(tables).collect()
}
