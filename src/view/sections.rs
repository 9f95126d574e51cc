//! Assembles the pages that are made from registers out of the parts in `parts`.

use super::page::contents;
use super::{Column, LinkView, ReportCell, ReportPage, ReportSection, RowGroup, Table, View};
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
    page.toc = contents(sections.iter().map(|section| (section.title.as_str(), section.id.clone())));
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
        let section = self.report_section(key);
        let table = (!rows.is_empty()).then(|| self.first_of(&section.id, columns, rows));
        let none = table.is_none().then(|| self.say(none).to_owned());
        ReportSection { table, none, ..section }
    }

    /// Returns a table. A column whose key ends in `#` holds numbers; after a `/` there may be the key of the second line of
    /// its cells.
    pub(super) fn table(&self, name: &str, columns: &[&str], groups: Vec<RowGroup>) -> Table {
        self.plain_table(name, columns, groups).filtered()
    }

    /// Returns a table without filters.
    pub(super) fn plain_table(&self, name: &str, columns: &[&str], groups: Vec<RowGroup>) -> Table {
        Table::new(name, columns.iter().map(|keys| self.column(keys)).collect(), groups)
    }

    /// Returns a table of as many rows as a page holds, which is filtered by what these rows have.
    fn first_of(&self, name: &str, columns: &[&str], mut rows: Vec<Vec<ReportCell>>) -> Table {
        let hidden = rows.len().saturating_sub(MOST_ROWS);
        rows.truncate(MOST_ROWS);
        let more = (hidden > 0).then(|| self.tell("report.more", &[("n", &hidden)]));
        Table { more, ..self.table(name, columns, vec![rows.into()]) }
    }

    fn column(&self, keys: &str) -> Column {
        let text = |key: &str| self.say(&format!("column.{}", key.trim_end_matches('#'))).to_owned();
        match keys.split_once('/') {
            Some((key, below)) => Column::new(key, &text(key)).below(below, &text(below)),
            None => Column::new(keys, &text(keys)),
        }
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
