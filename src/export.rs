//! Handbook + Coverage → what people take away: tables as CSV and XLSX, the whole model as JSON.
//!
//! A [`Sheet`] is one table of typed cells. `tables` and `registers` make them from the model; `csv`, `xlsx` and `json`
//! write them and know nothing of a handbook. So every format says the same.

mod csv;
mod json;
mod model;
mod registers;
mod tables;
mod words;
mod xlsx;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::coverage::{Coverage, NamedCounts};
use crate::model::{Handbook, ResolvedReference};
use crate::site::{Address, HANDBOOK_JSON, HANDBOOK_SCHEMA, SitePath, TABLES, download_path};
use crate::wording::Wording;

/// The JSON Schema of the whole model, as it lies in the site beside it.
pub const SCHEMA: &str = include_str!("export/handbook.schema.json");

/// The name of the whole model among the exports.
pub const MODEL: &str = "handbook";

/// What exports are made of.
#[derive(Clone, Copy)]
pub struct Exports<'a> {
    /// The linked handbook.
    pub handbook: &'a Handbook,
    /// Its coverage on a day.
    pub coverage: &'a Coverage,
    /// Its settings.
    pub config: &'a Config,
    /// The words of tables.
    pub words: &'a Wording,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name on the command line and in its files' names.
    pub name: String,
    /// For people.
    pub title: String,
    /// What it holds, in one line.
    pub about: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// How many rows have which status, where they have one.
    pub totals: Vec<(&'static str, usize)>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// For programs, in kebab-case.
    pub key: String,
    /// For people.
    pub title: String,
    /// What stands in it, if the title does not say it.
    pub about: String,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The page that says more.
    pub page: Address,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing to say.
    Empty,
    /// Text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
}

/// What every export says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Stamp {
    /// The handbook's title.
    pub book: String,
    /// Whose it is.
    pub organisation: String,
    /// The handbook's version.
    pub version: Option<String>,
    /// Who may read it.
    pub classification: Option<String>,
    /// The day for which every date rule was evaluated.
    pub as_of: Date,
    /// The address of the site, if it is known.
    pub site: Option<String>,
    /// The words around the table.
    pub words: Wording,
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
        Self { name: (*name).to_owned(), title: (*title).to_owned(), about: (*about).to_owned(), columns, rows, totals }
    }

    /// The table in a format.
    pub fn write(&self, format: Format, stamp: &Stamp) -> Vec<u8> {
        match format {
            Format::Csv => csv::write(self, stamp),
            Format::Xlsx => xlsx::write(self, stamp),
            Format::Json => json::write(self, stamp),
        }
    }
}

impl Stamp {
    /// The address of a page: the whole of it if the site's is known, else inside the site.
    fn address(&self, page: &Address) -> String {
        match &self.site {
            Some(site) => format!("{site}{}", page.absolute()),
            None => page.absolute(),
        }
    }
}

impl Cell {
    /// The words of the cell.
    fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Texts(texts) => texts.join("; "),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
        }
    }
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

impl Exports<'_> {
    /// Returns the number of a named count.
    fn number(&self, to: &ResolvedReference) -> String {
        NamedCounts { handbook: self.handbook, coverage: self.coverage, config: self.config }.text(to)
    }

    /// The names of all tables.
    pub fn names(&self) -> Vec<String> {
        let own = TABLES.iter().map(|name| (*name).to_owned());
        own.chain(registers::names(self.handbook)).collect()
    }

    /// A table by its name.
    pub fn sheet(&self, name: &str) -> Option<Sheet> {
        tables::sheet(self, name).or_else(|| registers::sheet(self, name))
    }

    /// What each of them says of itself.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            book: self.config.title.clone(),
            organisation: self.config.organisation.clone(),
            version: self.config.version.clone(),
            classification: self.config.classification.clone(),
            as_of: self.coverage.as_of,
            site: self.config.base_url.clone(),
            words: self.words.clone(),
        }
    }

    /// The whole model as JSON.
    pub fn model(&self) -> Vec<u8> {
        model::write(self)
    }

    /// The files for the site: each table that has rows as CSV and XLSX, the model and its schema.
    pub fn files(&self) -> Vec<(SitePath, Vec<u8>)> {
        let stamp = self.stamp();
        let model = || [(SitePath::new(HANDBOOK_JSON), self.model()), (SitePath::new(HANDBOOK_SCHEMA), SCHEMA.into())];
        let table = |name: String| {
            let sheet = self.sheet(&name).filter(|sheet| !sheet.rows.is_empty())?;
            Some([
                (download_path(&name, "csv"), sheet.write(Format::Csv, &stamp)),
                (download_path(&name, "xlsx"), sheet.write(Format::Xlsx, &stamp)),
            ])
        };
        let (model, tables) =
            rayon::join(model, || self.names().into_par_iter().filter_map(table).flatten().collect::<Vec<_>>());
        model.into_iter().chain(tables).collect()
    }
}
