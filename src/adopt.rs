//! A repository as others keep it → the book.toml that reads it. Nothing here touches the disk.
//!
//! A name or a label that is known is mapped if most of its values can be read as what it says; all else is written as a comment
//! with the reason, because a wrong fact is worse than a missing one.

mod book;
mod dates;
mod document;
mod folders;
mod foreign;
mod group;
mod kind;
mod language;
mod listing;
mod name;
mod register;
mod report;
mod sorted;
mod standard;
mod table;
mod toml;
mod values;
mod words;

use std::collections::BTreeSet;

use crate::load::Survey;
use crate::source::Role;

use book::Book;
use document::Page;
use folders::{of_folders, of_paths};
use foreign::{Left, is_among, left_out, programs};
use group::Judging;
use language::of_most;
use listing::Listing;
use report::{Findings, report};
use sorted::{known, sort};
use table::{Table, tables};

pub(crate) use foreign::is_foreign;

/// The place of the book, and the name of the repository's folder.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The content folder, as book.toml writes it.
    pub content: String,
    /// The name of the repository's folder.
    pub folder: String,
    /// Folders below the content folder that are the book's own, and not its content.
    pub own: Vec<String>,
    /// The names of other folders of the book, by their keys in book.toml, if they are not the usual ones.
    pub folders: Vec<(&'static str, &'static str)>,
    /// Whether the repository has a `.gitignore`.
    pub ignores: bool,
}

/// A proposed book.toml, with its report.
#[derive(Debug)]
pub(crate) struct Proposal {
    /// The text of book.toml.
    pub book: String,
    /// The report.
    pub report: String,
    /// The number of documents and registers.
    pub found: usize,
}

/// Proposes the book.toml of a repository.
pub(crate) fn propose(survey: &Survey, place: &Place) -> Proposal {
    let documents = survey.sources.of_role(Role::Document);
    let all: Vec<Page<'_>> =
        documents.filter_map(|(id, file)| Some(Page::read(id, &file.path, file.text()?))).collect();
    let paths: Vec<&str> = all.iter().map(|page| page.path).collect();
    let left = left_out(&paths, &survey.others);
    let pages: Vec<Page<'_>> = all.into_iter().filter(|page| !is_among(&left, page.path)).collect();
    let files = survey.sources.iter().filter(|(_, file)| !is_among(&left, &file.path));
    let tables: Vec<Table<'_>> = files.flat_map(|(id, file)| tables(id, file)).collect();

    let known = known(&pages, &tables);
    let judging = Judging { known: &known, sources: &survey.sources };
    let mut sorted = sort(&tables, &pages, judging);
    let programs = programs(&paths, &survey.others, &sorted.relevant(&pages));
    let is_page = |page: &Page<'_>| !sorted.has_register(page.path) && !is_among(&programs, page.path);
    let pages: Vec<Page<'_>> = pages.into_iter().filter(is_page).collect();
    let repeated = sorted.take_repeated(of_most(&pages));

    let listed: BTreeSet<&str> = sorted.listings.iter().flat_map(Listing::folders).collect();
    let mut rules = of_folders(&pages, &listed, judging);
    rules.extend(of_paths(&pages, sorted.listings.iter(), judging));
    let left: Vec<Left> = [left, programs, repeated].concat();
    let left = [sorted.unread(survey, &left), left].concat();
    let findings = Findings {
        documents: pages.len(),
        problems: problems(&tables),
        left: [&left[..], &survey.left, &sorted.unknown].concat(),
        rules,
        registers: sorted.registers,
    };
    let book = Book { place, pages: &pages, left: &left, survey, findings: &findings }.text();
    Proposal { book, report: report(&findings), found: findings.documents + findings.registers.len() }
}

/// Returns what is wrong with rows of tables.
fn problems(tables: &[Table<'_>]) -> Vec<String> {
    let of = |table: &Table<'_>| {
        let first = table.problems.first()?;
        let more = table.problems.len() - 1;
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        Some(format!("{}: {first}{more}", table.name()))
    };
    tables.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use crate::diag::Diagnostic;
    use crate::source::FileId;
    use crate::value::{self, Format, Value};

    /// Returns the keys of a TOML text with their texts.
    pub(super) fn parsed(text: &str) -> (Vec<(String, String)>, Vec<Diagnostic>) {
        let (table, problems) = value::read(Format::Toml, text, FileId::new(0), 0);
        let pairs = table.entries.into_iter().filter_map(|(key, _, node)| match node.value {
            Value::Text(text) => Some((key, text)),
            _ => None,
        });
        (pairs.collect(), problems)
    }
}
