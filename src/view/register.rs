//! Registers as tables.

use std::collections::BTreeSet;

use serde::Serialize;

use super::paged::{List, Slice};
use super::{Column, CountLink, Crumb, LinkView, PageView, ReportCell, Table, View};
use crate::assess::Assessed;
use crate::isms::{State, StateKind};
use crate::model::{Field, FieldKind, Record, Register, RegisterIx, ResolvedReference};
use crate::pages::{PageId, register_folder, table_of_register};

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
    /// The number of entries in each state, as links to them.
    pub states: Vec<CountLink>,
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

/// Returns a register as a list, whose tags are the states of its entries.
pub(crate) fn list_of(book: &Assessed, at: RegisterIx) -> List {
    let register = &book.handbook.registers[at];
    let tags = |state: Option<State>| state.map(|state| ("state", state.kind.word())).into_iter().collect();
    List {
        first: register.schema.page(),
        folder: register_folder(&register.schema.name),
        rows: states(book, register).map(tags).collect(),
    }
}

/// Returns a page of a register; most registers have one.
pub(crate) fn page(view: &View<'_>, at: RegisterIx, slice: Slice) -> RegisterPage {
    let register = &view.book.handbook.registers[at];
    let list = list_of(view.book, at);
    let title = &register.schema.title;
    let state = |word: &str| {
        let key = if word == "overdue" { "state.overdue-any".to_owned() } else { format!("state.{word}") };
        view.say(&key).to_owned()
    };
    let mut page = view.page(&match slice.tag {
        Some((_, word)) => view.tell("list.with", &[("list", title), ("what", &state(word))]),
        None => title.clone(),
    });
    page.breadcrumbs = view.crumbs(&[(view.say("nav.registers"), PageId::Registers.path())]);
    page.description = Some(register.schema.about.clone());
    if slice != Slice::default() {
        page.breadcrumbs.push(Crumb { text: title.clone(), href: register.schema.page().relative_from(view.on) });
    }
    let kinds: BTreeSet<StateKind> = states(view.book, register).flatten().map(|state| state.kind).collect();
    if !register.entries.is_empty() {
        page.downloads = view.downloads(&table_of_register(&register.schema.name));
    }
    RegisterPage {
        table: (!register.entries.is_empty()).then(|| list.table(view, slice, |places| table(view, register, places))),
        reports: view.reports_on(&[&register.schema.name]),
        parts: list.parts(view, slice),
        states: list.counts(view, kinds.iter().map(|kind| (("state", kind.word()), state(kind.word())))),
        about: register.schema.about.clone(),
        name: register.schema.name.clone(),
        singular: register.schema.singular.clone(),
        page,
    }
}

/// Returns all rows of a long register, for the file that its first page filters.
pub(crate) fn all_rows(view: &View<'_>, at: RegisterIx) -> Table {
    let register = &view.book.handbook.registers[at];
    list_of(view.book, at).whole(|places| table(view, register, places))
}

fn states<'a>(
    book: &'a Assessed,
    register: &'a Register<ResolvedReference>,
) -> impl Iterator<Item = Option<State>> + 'a {
    book.handbook.records(&register.schema.name).map(|record| book.state_of(record))
}

/// Returns the table of the entries at some places of a register.
fn table(view: &View<'_>, register: &Register<ResolvedReference>, places: &[usize]) -> Table {
    let day = view.book.coverage.as_of;
    let shown = register.schema.columns();
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
        let values = shown.iter().map(|(field, second)| match second {
            Some(second) => value(field).below(value(second)),
            None => value(field),
        });
        std::iter::once(head).chain(state).chain(values).collect()
    };
    let title = Column::new("title", view.say("register.title"));
    let state = states.then(|| Column::new("state", view.say("column.state")));
    let keyed = |field: &Field| {
        // The address has these names for the text, the order, and the columns of every register.
        let taken = ["q", "sort", "title", "state"].contains(&field.name.as_str());
        let number = matches!(field.kind, FieldKind::Number | FieldKind::Whole);
        format!("{}{}{}", field.name, if taken { "-field" } else { "" }, if number { "#" } else { "" })
    };
    let column = |(field, second): &(&Field, Option<&Field>)| {
        let column = Column::new(&keyed(field), &field.label);
        match second {
            Some(second) => column.below(&keyed(second), &second.label),
            None => column,
        }
    };
    let columns = std::iter::once(title).chain(state).chain(shown.iter().map(column)).collect();
    let all: Vec<Record<'_>> = records().collect();
    let rows: Vec<Vec<ReportCell>> = places.iter().map(|at| row(all[*at])).collect();
    Table::new("", columns, vec![rows.into()])
}
