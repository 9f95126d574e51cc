//! Sorts tables into registers, registers of documents, and others.

use std::collections::BTreeSet;

use super::document::Page;
use super::foreign::{Left, is_among};
use super::group::Judging;
use super::kind::kind_of_title;
use super::listing::{Listing, listing};
use super::register::{Recognised, Registers, declare_once, without_repeated};
use super::table::Table;
use super::words::{Words, has_phrase, plain};
use crate::config::built_in;
use crate::load::Survey;
use crate::model::{DocumentKind, Schema};
use crate::source::{Role, is_markdown};
use crate::value::words;
use crate::wording::Wording;

/// The tables of a repository by what they are.
pub(super) struct Sorted<'t> {
    pub registers: Vec<Recognised<'t>>,
    pub listings: Vec<Listing<'t>>,
    /// The others, with the reason.
    pub unknown: Vec<Left>,
}

/// Finds out what each table is.
pub(super) fn sort<'t>(tables: &'t [Table<'t>], pages: &[Page<'_>], judging: Judging<'_>) -> Sorted<'t> {
    let (schemas, translated) = (built_in(), in_german());
    let known =
        Registers { schemas: &schemas, translated: &translated, known: judging.known, sources: judging.sources };
    let mut sorted = Sorted { registers: Vec::new(), listings: Vec::new(), unknown: Vec::new() };
    for table in tables.iter().filter(|table| !is_markdown(table.path) || is_register_file(table.path)) {
        if let Some(listing) = listing(table, pages) {
            sorted.listings.push(listing);
        } else if let Some(register) = known.recognise(table) {
            sorted.registers.push(register);
        } else {
            let why = "its columns are not those of a register that is known";
            sorted.unknown.push((table.name(), why.to_owned()));
        }
    }
    sorted
}

impl<'t> Sorted<'t> {
    /// Returns whether a file holds a register.
    pub(super) fn has_register(&self, path: &str) -> bool {
        self.registers.iter().any(|register| register.table.path == path)
    }

    /// Returns the paths of what is a part of a handbook.
    pub(super) fn relevant<'p>(&self, pages: &'p [Page<'p>]) -> Vec<&'p str>
    where
        't: 'p,
    {
        let pages = pages.iter().filter(|page| is_of_handbook(page)).map(|page| page.path);
        pages.chain(self.paths()).collect()
    }

    fn paths(&self) -> impl Iterator<Item = &'t str> {
        let registers = self.registers.iter().map(|register| register.table.path);
        registers.chain(self.listings.iter().map(|listing| listing.table.path))
    }

    /// Takes the registers out whose entries are in another one, too, as those of a translation are.
    pub(super) fn take_repeated(&mut self, language: &str) -> Vec<Left> {
        let (mut registers, repeated) = without_repeated(std::mem::take(&mut self.registers), language);
        declare_once(&mut registers);
        self.registers = registers;
        repeated
    }

    /// Returns the files in `registers/` that are not registers; without an exclusion they would be read as such.
    pub(super) fn unread(&self, survey: &Survey, left: &[Left]) -> Vec<Left> {
        let read: BTreeSet<&str> = self.paths().collect();
        let files = survey.sources.of_role(Role::Register).map(|(_, file)| file.path.as_str());
        let unread =
            files.filter(|path| path.starts_with("registers/") && !read.contains(path) && !is_among(left, path));
        unread.map(|path| (path.to_owned(), "it is not like a register that is known".to_owned())).collect()
    }
}

/// Returns whether a document is a part of a handbook, and not about a program: it has facts, or its folder or title says so.
fn is_of_handbook(page: &Page<'_>) -> bool {
    let of_control = ["owner", "approver", "approved", "review-by", "review", "claims"];
    let is_titled = || {
        page.title
            .as_deref()
            .and_then(kind_of_title)
            .is_some_and(|kind| ["policy", "procedure", "standard"].contains(&kind))
    };
    let in_folder = || page.path.rsplit('/').skip(1).any(|folder| DocumentKind::of_folder(folder).is_some());
    page.facts.iter().any(|fact| of_control.contains(&fact.field.as_str())) || is_titled() || in_folder()
}

/// Returns whether a document is kept for the table in it: its name says that it is a register, or its folder.
fn is_register_file(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or(path);
    let stem = plain(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let is_folder = |folder: &str| ["registers", "register", "registry"].contains(&plain(folder).as_str());
    let says = ["register", "inventory", "log", "list", "verzeichnis", "inventar", "liste"];
    let named = Words::all().registers.values().flat_map(|register| &register.named);
    parts.any(is_folder)
        || says.iter().any(|word| has_phrase(&stem, word))
        || named.into_iter().any(|phrase| *phrase == stem.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' '))
}

/// Returns what cells may name: the titles and ids of documents, and what is in the first columns of tables.
pub(super) fn known(pages: &[Page<'_>], tables: &[Table<'_>]) -> BTreeSet<String> {
    let of_pages = pages.iter().flat_map(|page| {
        let name = page.path.rsplit('/').next().unwrap_or(page.path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let texts = [page.title.as_deref(), page.first("id"), Some(name), Some(stem), Some(page.path)];
        texts.into_iter().flatten().map(plain).collect::<Vec<_>>()
    });
    let of_tables =
        tables.iter().flat_map(|table| (0..2).flat_map(|at| table.cells(at).map(|cell| plain(&words(cell)))));
    of_pages.chain(of_tables).filter(|text| !text.is_empty()).collect()
}

fn in_german() -> Vec<Schema> {
    let words = Wording::built_in("de");
    let mut schemas = built_in();
    schemas.iter_mut().for_each(|schema| schema.localise(&words));
    schemas
}
