//! Registers as tables.

use serde::Serialize;

use super::{Column, Crumb, LinkView, PageView, ReportCell, Table, View};
use crate::model::{Entry, Field, FieldKind, Record, Register, RegisterIx, ResolvedReference};
use crate::pages::{PageId, register_part_path, table_of_register};
use crate::site::SitePath;

/// Maximum number of entries on a page of a register.
const ON_A_PAGE: usize = 500;

/// The list of registers.
#[derive(Debug, Serialize)]
pub(crate) struct RegistersPage {
    /// The frame.
    pub page: PageView,
    /// The registers.
    pub registers: Vec<RegisterCard>,
}

/// A register in the list.
#[derive(Debug, Serialize)]
pub(crate) struct RegisterCard {
    /// Title and page.
    pub link: LinkView,
    /// Its purpose, in one line.
    pub about: String,
    /// The number of entries.
    pub count: usize,
}

/// A register as a table.
#[derive(Debug, Serialize)]
pub(crate) struct RegisterPage {
    /// The frame.
    pub page: PageView,
    /// Its purpose, in one line.
    pub about: String,
    /// The entries; `None` if it has none.
    pub table: Option<Table>,
    /// The pages that are made from it.
    pub reports: Vec<LinkView>,
    /// Links to its pages, if it has more than one; the current one has no address.
    pub parts: Vec<LinkView>,
    /// The name of the register's file, without extension.
    pub name: String,
    /// The key of an entry's table in that file.
    pub singular: String,
}

/// Returns the list of registers.
pub(crate) fn list(view: &View<'_>) -> RegistersPage {
    let mut page = view.page(view.say("registers.title"));
    page.breadcrumbs = view.crumbs(&[]);
    RegistersPage { registers: cards(view), page }
}

pub(super) fn cards(view: &View<'_>) -> Vec<RegisterCard> {
    let card = |register: &Register<ResolvedReference>| RegisterCard {
        link: LinkView {
            text: register.schema.title.clone(),
            href: Some(register.schema.page().relative_from(view.on)),
        },
        about: register.schema.about.clone(),
        count: register.entries.len(),
    };
    view.book.handbook.registers.iter().map(card).collect()
}

/// Returns a part of a register's table; most registers have one part.
pub(crate) fn page(view: &View<'_>, at: RegisterIx, part: usize) -> RegisterPage {
    let register = &view.book.handbook.registers[at];
    let mut page = view.page(&register.schema.title);
    page.breadcrumbs = view.crumbs(&[(view.say("nav.registers"), PageId::Registers.path())]);
    page.description = Some(register.schema.about.clone());
    if part > 0 {
        page.breadcrumbs
            .push(Crumb { text: register.schema.title.clone(), href: register.schema.page().relative_from(view.on) });
    }
    if !register.entries.is_empty() {
        page.downloads = view.downloads(&table_of_register(&register.schema.name));
    }
    RegisterPage {
        table: (!register.entries.is_empty()).then(|| table(view, register, part)),
        reports: view.reports_on(&[&register.schema.name]),
        parts: parts(register, part, view.on),
        about: register.schema.about.clone(),
        name: register.schema.name.clone(),
        singular: register.schema.singular.clone(),
        page,
    }
}

/// Returns the entries of a part of a register.
fn table(view: &View<'_>, register: &Register<ResolvedReference>, part: usize) -> Table {
    let day = view.book.coverage.as_of;
    let fields = &register.schema.fields;
    let shown: Vec<&Field> = fields.iter().filter(|field| field.column && field.below.is_none()).collect();
    let below = |above: &Field| fields.iter().find(|field| field.column && field.below.as_ref() == Some(&above.name));
    let records = || view.book.handbook.records(&register.schema.name);
    // Ids without a number are only the keys of the file for the titles.
    let numbered = register.entries.iter().any(|entry| entry.id.value.bytes().any(|b| b.is_ascii_digit()));
    let states = records().any(|record| view.book.state_of(record).is_some());
    let row = |record: Record<'_>| {
        let link = LinkView { text: record.title().to_owned(), href: Some(record.entry.page.relative_from(view.on)) };
        let head = ReportCell::from(link).note(numbered.then(|| record.id().to_owned()));
        let state = states.then(|| view.state_of(record));
        let value = |field: &Field| {
            let value = record.cells().value_on(&field.name, day);
            value.map(|value| view.value_cell(field, &value)).unwrap_or_default()
        };
        let values = shown.iter().map(|field| match below(field) {
            Some(second) => value(field).below(value(second)),
            None => value(field),
        });
        std::iter::once(head).chain(state).chain(values).collect()
    };
    let title = Column::new("title", view.say("register.title"));
    let state = states.then(|| Column::new("state", view.say("column.state")));
    let keyed = |field: &Field| match field.kind {
        FieldKind::Number | FieldKind::Whole => format!("{}#", field.name),
        _ => field.name.clone(),
    };
    let column = |field: &&Field| {
        let column = Column::new(&keyed(field), &field.label);
        match below(field) {
            Some(second) => column.below(&keyed(second), &second.label),
            None => column,
        }
    };
    let columns = std::iter::once(title).chain(state).chain(shown.iter().map(column)).collect();
    if register.entries.len() > ON_A_PAGE {
        let rows: Vec<Vec<ReportCell>> = records().skip(part * ON_A_PAGE).take(ON_A_PAGE).map(row).collect();
        return Table::new("", columns, vec![rows.into()]);
    }
    let rows: Vec<Vec<ReportCell>> = records().map(row).collect();
    Table::new("", columns, vec![rows.into()]).filtered()
}

/// Returns the paths of a register's pages, in order.
pub(crate) fn register_pages(register: &Register<ResolvedReference>) -> impl Iterator<Item = SitePath> + '_ {
    (0..register.entries.len().div_ceil(ON_A_PAGE).max(1)).map(|part| part_path(register, part))
}

fn part_path(register: &Register<ResolvedReference>, part: usize) -> SitePath {
    if part == 0 { register.schema.page() } else { register_part_path(&register.schema.name, part + 1) }
}

/// Returns links to the pages of a register that has several, each named by its first and last entry.
fn parts(register: &Register<ResolvedReference>, current: usize, on: &SitePath) -> Vec<LinkView> {
    let entries = register.entries.raw.chunks(ON_A_PAGE).enumerate();
    let part = |(at, entries): (usize, &[Entry<ResolvedReference>])| LinkView {
        text: format!("{}–{}", entries[0].id.value, entries[entries.len() - 1].id.value),
        href: (at != current).then(|| part_path(register, at).relative_from(on)),
    };
    if register.entries.len() > ON_A_PAGE { entries.map(part).collect() } else { Vec::new() }
}
