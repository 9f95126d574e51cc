//! Assembles the pages that are made from registers out of the parts in `parts`.

use super::{LinkView, ReportCell, ReportColumn, ReportPage, ReportSection, ReportTable, TocItem, View};
use crate::model::{Register, RegisterIx, ResolvedReference};
use crate::pages::PAGES;
use crate::site::slug;

/// Maximum number of rows of a table on a page; the register has all of them.
const MOST_ROWS: usize = 500;

/// Assembles a page that is made from registers.
pub(super) fn assemble(
    view: &View<'_>,
    (title, lead): (&str, String),
    related: Vec<LinkView>,
    sections: Vec<ReportSection>,
) -> ReportPage {
    let mut page = view.page(title);
    page.breadcrumbs = view.crumbs(&[]);
    page.description = Some(lead.clone());
    let line =
        |section: &ReportSection| TocItem { text: section.title.clone(), href: format!("#{}", section.id), level: 2 };
    page.toc = sections.iter().map(line).collect();
    ReportPage { page, lead, related, sections }
}

impl View<'_> {
    /// Returns an empty section with the texts of a key.
    pub(super) fn report_section(&self, key: &str) -> ReportSection {
        let title = self.say(key).to_owned();
        ReportSection { id: slug(key.rsplit('.').next().unwrap_or(key)), title, ..ReportSection::default() }
    }

    /// Returns a section with a table, or with a text in its place if it has no rows. A column whose key ends in `#`
    /// holds numbers.
    pub(super) fn table_section(
        &self,
        key: &str,
        columns: &[&str],
        rows: Vec<Vec<ReportCell>>,
        none: &str,
    ) -> ReportSection {
        let table = (!rows.is_empty()).then(|| self.report_table(columns, rows));
        let none = table.is_none().then(|| self.say(none).to_owned());
        ReportSection { table, none, ..self.report_section(key) }
    }

    pub(super) fn report_table(&self, columns: &[&str], mut rows: Vec<Vec<ReportCell>>) -> ReportTable {
        let column = |key: &&str| {
            let (key, right) = key.strip_suffix('#').map_or((*key, false), |key| (key, true));
            ReportColumn { text: self.say(&format!("column.{key}")).to_owned(), right }
        };
        let hidden = rows.len().saturating_sub(MOST_ROWS);
        rows.truncate(MOST_ROWS);
        let more = (hidden > 0).then(|| self.tell("report.more", &[("n", &hidden)]));
        let columns: Vec<ReportColumn> = columns.iter().map(column).collect();
        for row in &mut rows {
            for (cell, _) in row.iter_mut().zip(&columns).filter(|(_, column)| column.right) {
                cell.class = Some("right");
            }
        }
        ReportTable { columns, rows, more }
    }

    /// Returns links to the pages that are made from any of these registers.
    pub(super) fn reports_on(&self, registers: &[&str]) -> Vec<LinkView> {
        let rows = PAGES.iter().filter(|row| row.registers.iter().any(|name| registers.contains(name)));
        rows.map(|row| self.page_link(row.title, row.id)).collect()
    }

    pub(super) fn registers_as_links(&self, registers: &[&str]) -> Vec<LinkView> {
        let known = registers.iter().filter_map(|name| self.book.handbook.register(name));
        let link = |(_, register): (RegisterIx, &Register<ResolvedReference>)| LinkView {
            text: self.tell("report.register", &[("register", &register.schema.title)]),
            href: Some(register.schema.page().relative_from(self.on)),
        };
        known.map(link).collect()
    }
}
