//! The list of downloads.

use serde::Serialize;

use super::{LinkView, PageView, View};
use crate::catalog::StandardRole;
use crate::coverage::gaps;
use crate::isms;
use crate::model::Identity;
use crate::pages::{HANDBOOK_JSON, HANDBOOK_SCHEMA, TABLES, table_of_register, table_of_standard};
use crate::site::SitePath;

/// The list of all downloads.
#[derive(Debug, Serialize)]
pub(crate) struct DownloadsPage {
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
pub(crate) struct DownloadRow {
    /// The title.
    pub title: String,
    /// Its content, in one line.
    pub about: String,
    /// The number of rows.
    pub rows: usize,
    /// Links to its files.
    pub files: Vec<LinkView>,
}

/// Returns the list of downloads; a table without rows has no files.
pub(crate) fn page(view: &View<'_>) -> DownloadsPage {
    let mut page = view.page(view.say("downloads.title"));
    page.breadcrumbs = view.crumbs(&[]);
    let row = |name: &str, title: &str, about: &str, rows: usize| DownloadRow {
        title: title.to_owned(),
        about: about.to_owned(),
        rows,
        files: view.downloads(name),
    };
    let several = TABLES.iter().map(|name| {
        let [title, about] = ["title", "about"].map(|what| format!("table.{name}.{what}"));
        row(name, view.say(&title), view.say(&about), rows(view, name))
    });
    let catalog = &view.book.handbook.catalog;
    let standards = catalog.with_role(StandardRole::Measured).map(|(at, standard)| {
        let about = view.tell("table.standard.about", &[("standard", &standard.title)]);
        let all = view.book.coverage.footings(catalog.of_standard(at).map(|(ix, _)| ix)).all();
        row(&table_of_standard(&standard.id), &standard.title, &about, all)
    });
    let registers = view.book.handbook.registers.iter().filter(|register| register.schema.identity == Identity::Own);
    let registers = registers.map(|register| {
        let schema = &register.schema;
        row(&table_of_register(&schema.name), &schema.title, &schema.about, register.entries.len())
    });
    DownloadsPage {
        tables: several.chain(standards).chain(registers).filter(|row| row.rows > 0).collect(),
        model: view.path_link("handbook.json", &SitePath::new(HANDBOOK_JSON)),
        schema: view.path_link("handbook.schema.json", &SitePath::new(HANDBOOK_SCHEMA)),
        page,
    }
}

fn rows(view: &View<'_>, table: &str) -> usize {
    match table {
        "soa" => view
            .book
            .coverage
            .ladders()
            .filter(|ladder| view.book.handbook.catalog.is_decided(ladder.requirement))
            .count(),
        "coverage" => view.book.coverage.ladders().count(),
        "gaps" => gaps(&view.book.handbook, &view.book.config.risk, &view.book.coverage).len(),
        "calendar" => view.book.coverage.due.len(),
        "treatment-plan" => isms::risks_on(&view.book.handbook, view.book.coverage.as_of).count(),
        "documents" => view.book.handbook.documents.len(),
        _ => view.book.coverage.holdings.len(),
    }
}
