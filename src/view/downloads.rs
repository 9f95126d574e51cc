//! What people take away, in one list.

use serde::Serialize;

use super::{LinkView, PageView, Views};
use crate::coverage::gaps;
use crate::isms;
use crate::model::Identity;
use crate::pages::{HANDBOOK_JSON, HANDBOOK_SCHEMA, TABLES, table_of_register};
use crate::site::SitePath;

/// The list of all files that people take away.
#[derive(Debug, Serialize)]
pub struct DownloadsPage {
    /// The frame.
    pub page: PageView,
    /// The tables.
    pub tables: Vec<DownloadRow>,
    /// The whole model as JSON.
    pub model: LinkView,
    /// Its schema.
    pub schema: LinkView,
}

/// A table as files.
#[derive(Debug, Serialize)]
pub struct DownloadRow {
    /// What it is.
    pub title: String,
    /// What it holds, in one line.
    pub about: String,
    /// How many rows it has.
    pub rows: usize,
    /// Its files.
    pub files: Vec<LinkView>,
}

impl Views<'_> {
    /// The list of downloads; tables without rows have none.
    pub fn downloads_page(&self) -> DownloadsPage {
        let on = SitePath::new("downloads/index.html");
        let mut page = self.page(&on, self.say("downloads.title"));
        page.breadcrumbs = self.crumbs(&on, &[]);
        let row = |name: &str, title: &str, about: &str, rows: usize| DownloadRow {
            title: title.to_owned(),
            about: about.to_owned(),
            rows,
            files: self.downloads(name, &on),
        };
        let several = TABLES.iter().map(|name| {
            let [title, about] = ["title", "about"].map(|what| format!("table.{name}.{what}"));
            row(name, self.say(&title), self.say(&about), self.rows(name))
        });
        let registers = self.handbook.registers.iter().filter(|register| register.schema.identity == Identity::Own);
        let registers = registers.map(|register| {
            let schema = &register.schema;
            row(&table_of_register(&schema.name), &schema.title, &schema.about, register.entries.len())
        });
        DownloadsPage {
            tables: several.chain(registers).filter(|row| row.rows > 0).collect(),
            model: self.page_link("handbook.json", HANDBOOK_JSON, &on),
            schema: self.page_link("handbook.schema.json", HANDBOOK_SCHEMA, &on),
            page,
        }
    }

    fn rows(&self, table: &str) -> usize {
        match table {
            "soa" => {
                self.coverage.ladders().filter(|ladder| self.handbook.catalog.is_decided(ladder.requirement)).count()
            }
            "coverage" => self.coverage.ladders().count(),
            "gaps" => gaps(self.handbook, self.coverage).len(),
            "treatment-plan" => isms::Risk::all(self.handbook).count(),
            "documents" => self.handbook.documents.len(),
            _ => self.coverage.holdings.len(),
        }
    }
}
