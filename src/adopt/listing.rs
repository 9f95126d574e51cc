//! A register of documents: a table with a row for each of them, whose columns state what the documents may not.

use std::collections::BTreeSet;

use super::document::Page;
use super::group::{DocumentRule, Judging};
use super::table::Table;
use super::toml::{Line, key};
use super::values::Judge;
use super::words::{Words, meaning, plain};
use crate::config::front_matter;
use crate::value::{Node, quoted, words};

/// A register of documents.
#[derive(Debug)]
pub(super) struct Listing<'t> {
    pub table: &'t Table<'t>,
    /// The column that names a document, and by what.
    by: (usize, &'static str),
    /// The columns that state a fact.
    facts: Vec<(usize, &'static str)>,
    /// The folders in which documents with a row are.
    folders: BTreeSet<String>,
    /// The number of rows that have a document.
    matched: usize,
}

/// Returns the register of documents that a table is; `None` if too few of its rows are about documents.
pub(super) fn listing<'t>(table: &'t Table<'t>, pages: &[Page<'_>]) -> Option<Listing<'t>> {
    let names: Vec<String> = table.heads.iter().map(|head| plain(&head.name)).collect();
    let known = &Words::all().documents;
    let mut facts: Vec<(usize, &'static str)> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let own = front_matter().iter().find(|field| plain(&field.name) == *name).map(|field| field.name.as_str());
        let words = || {
            meaning(&Words::all().facts, name).or_else(|| meaning(&Words::all().perhaps, name)).map(|(field, _)| field)
        };
        if let Some(field) = own.or_else(words).filter(|field| !["title", "id", "summary", "kind"].contains(field))
            && facts.iter().all(|(_, known)| *known != field)
        {
            facts.push((at, field));
        }
    }
    let joined = |by: &'static str| {
        let columns = names.iter().enumerate().filter(move |(_, name)| known[by].contains(name));
        columns.map(move |(at, _)| (table.cells(at).filter(|cell| page_of(by, cell, pages).is_some()).count(), at, by))
    };
    let candidates = ["file", "title", "id"].into_iter().flat_map(joined);
    // The first of equals: a path is surer than a title.
    let (matched, at, by) = candidates.rev().max_by_key(|(count, ..)| *count)?;
    facts.retain(|(fact, _)| *fact != at);
    facts.extend((by != "id").then(|| ids(table, &names)).flatten().map(|column| (column, "id")));
    let is_listing = matched > 1 && matched * 2 >= table.rows.len() && !facts.is_empty();
    is_listing.then(|| {
        let found = table.cells(at).filter_map(|cell| page_of(by, cell, pages));
        let folder = |page: &Page<'_>| page.path.split_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        Listing { table, by: (at, by), facts, folders: found.map(folder).collect(), matched }
    })
}

/// Returns the column with an id for each row.
fn ids(table: &Table<'_>, names: &[String]) -> Option<usize> {
    let words_of = |meanings: &[String], name: &String| meanings.contains(name);
    let is_id =
        |name: &String| words_of(&Words::all().documents["id"], name) || words_of(&Words::all().facts["id"], name);
    let is_unique = |at: &usize| {
        let ids: Vec<String> = table.cells(*at).map(words).collect();
        let is_word = |id: &String| {
            !id.contains(|c: char| c.is_whitespace() || "#|[]/".contains(c)) && id.contains(char::is_alphabetic)
        };
        ids.len() == table.rows.len()
            && ids.iter().all(is_word)
            && ids.iter().collect::<BTreeSet<_>>().len() == ids.len()
    };
    names.iter().enumerate().filter(|(_, name)| is_id(name)).map(|(at, _)| at).find(is_unique)
}

/// Returns the document that a cell names.
fn page_of<'p>(by: &str, cell: &Node, pages: &'p [Page<'p>]) -> Option<&'p Page<'p>> {
    let written = words(cell);
    let named = plain(&written);
    if named.is_empty() {
        return None;
    }
    let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_lowercase();
    let path = written.trim_start_matches("./").trim_start_matches('/').to_lowercase();
    pages.iter().find(|page| match by {
        "title" => page.title.as_deref().is_some_and(|title| plain(title) == named),
        "id" => {
            let name = page.path.rsplit('/').next().unwrap_or(page.path);
            let is_in_name = name
                .strip_prefix(written.as_str())
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
            page.first("id").is_some_and(|id| id == written)
                || is_in_name && written.contains(|c: char| c.is_ascii_digit())
        }
        _ => {
            let own = page.path.to_lowercase();
            let is_path = own == path || stem(&own) == path;
            is_path || own.ends_with(&format!("/{path}")) || stem(&own).ends_with(&format!("/{path}"))
        }
    })
}

impl Listing<'_> {
    /// Returns the folders at the top with documents that have a row.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.folders.iter().map(String::as_str)
    }

    /// Returns the `[[documents]]` table of book.toml that reads it.
    pub(super) fn rule(&self, judging: Judging<'_>) -> DocumentRule {
        let name = |at: usize| self.table.heads[at].name.clone();
        let table = self.table;
        let mut keys = vec![format!("file = {}", quoted(table.path))];
        keys.extend(table.sheet.as_ref().map(|sheet| format!("sheet = {}", quoted(sheet))));
        keys.extend(table.below.as_ref().map(|below| format!("below = {}", quoted(below))));
        match &table.header[..] {
            [] | [1] => {}
            rows => keys.push(format!("header = {rows:?}")),
        }
        keys.extend(table.encoding.map(|encoding| format!("encoding = \"{encoding}\"")));
        keys.push(format!("by = {{ {} = \"{}\" }}", key(&name(self.by.0)), self.by.1));
        let mut lines = vec![Line::sure(format!("register = {{ {} }}", keys.join(", ")))];
        let mut read = Vec::new();
        for (at, field) in &self.facts {
            let Some(schema) = front_matter().iter().find(|known| known.name == *field) else { continue };
            let choices = (*field == "status").then(|| &Words::all().status);
            let nodes: Vec<&Node> = table.cells(*at).collect();
            let rule = Judge { field: schema, choices, known: judging.known, sources: judging.sources }.rule(&nodes);
            let from = format!("[{}]", quoted(&format!("register:{}", name(*at))));
            let text = match &rule.keys[..] {
                [] => format!("{field} = {from}"),
                keys => format!("{field} = {{ from = {from}, {} }}", keys.join(", ")),
            };
            let few = (!rule.fits()).then(|| format!("only {} of {} values can be read", rule.fit.0, rule.fit.1));
            let doubt = rule.doubt.or(few);
            if doubt.is_none() {
                read.push(format!("{field} from `{}`", name(*at)));
            }
            lines.push(Line::new(text, doubt));
        }
        let pattern = |folder: &String| {
            if folder.is_empty() { "*".to_owned() } else { format!("{}/**", super::kind::escape(folder)) }
        };
        let report = format!(
            "{}: a register of documents, {} of {} rows have one, by the column `{}`; {}",
            table.name(),
            self.matched,
            table.rows.len(),
            name(self.by.0),
            read.join(", ")
        );
        DocumentRule { matches: self.folders.iter().map(pattern).collect(), lines, report: vec![report] }
    }
}
