//! A register of documents: a table with a row for each, in a file of another tool.

use rustc_hash::{FxHashMap, FxHashSet};

use super::letters::plain_name;
use crate::config::{Config, DocumentRegister, DocumentRule, JoinedBy};
use crate::diag::{Diagnostic, did_you_mean};
use crate::letters::nfc;
use crate::model::{Document, RawReference};
use crate::pages::{document_stem, is_index};
use crate::parse::grids::{head_rows, read_grid};
use crate::source::{FileId, Sources, Span};
use crate::value::{Grid, GridRow, Head, Node, words};

/// A register of documents.
#[derive(Debug, PartialEq)]
pub(in crate::parse) struct Listing {
    /// Its file.
    pub file: FileId,
    /// The path of the file, for messages.
    path: String,
    heads: Vec<Head>,
    /// The rows below the head that name a document.
    rows: Vec<GridRow>,
    /// For each of the columns that join: how it does, and the rows by its values.
    joined: Vec<(JoinedBy, FxHashMap<String, usize>)>,
    /// The same for the last parts of paths that are longer than those in the book.
    ends: FxHashMap<String, usize>,
}

/// What is known of a document when its row is looked for.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Its id, if it is stated.
    pub id: Option<String>,
    /// Its titles: as stated, as the heading says it, as the file is called.
    pub titles: Vec<String>,
    /// Its path below the content folder.
    pub path: String,
}

/// Reads the registers that the rules of a book name, each at the number of its rule.
pub(in crate::parse) fn listings(sources: &Sources, config: &Config) -> (Vec<Option<Listing>>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut read = |rule: &DocumentRule| {
        let (listing, found) = listing(rule.register.as_ref()?, rule, sources, config);
        problems.extend(found);
        listing
    };
    let listings = config.documents.iter().map(&mut read).collect();
    (listings, problems)
}

fn listing(
    register: &DocumentRegister,
    rule: &DocumentRule,
    sources: &Sources,
    config: &Config,
) -> (Option<Listing>, Vec<Diagnostic>) {
    let written = &register.table.file;
    let Some((file, source)) = sources.iter().find(|(_, file)| config.inside_content(&file.path) == written.value) else {
        let message = format!("there is no file `{}` in the content folder", written.value);
        return (None, vec![Diagnostic::error("missing-file", written.span, message)]);
    };
    let (grid, mut problems) = read_grid(&register.table, file, source);
    let Some(grid) = grid else { return (None, problems) };
    let wanted: Vec<&str> = columns(register, rule).collect();
    let at = head_rows(&grid, &register.table, &wanted);
    let heads = grid.heads(&at);
    let unknown = |column: &&str| !heads.iter().any(|head| is_named(head, column));
    for column in wanted.iter().filter(|column| unknown(column)) {
        problems.push(no_column(column, &heads, written.value.as_str(), register));
    }
    let below = at.last().copied().unwrap_or_default();
    let listing = Listing::new(file, heads, below, grid, register);
    (Some(Listing { path: written.value.clone(), ..listing }), problems)
}

/// Returns the columns that a rule names.
fn columns<'a>(register: &'a DocumentRegister, rule: &'a DocumentRule) -> impl Iterator<Item = &'a str> {
    let facts = rule.facts.iter().flat_map(|fact| fact.from.iter().filter_map(|source| source.column()));
    register.by.iter().map(|(column, _)| column.value.as_str()).chain(facts)
}

fn no_column(column: &str, heads: &[Head], path: &str, register: &DocumentRegister) -> Diagnostic {
    let names = || heads.iter().map(|head| head.name.as_str()).filter(|name| !name.is_empty());
    let help = match did_you_mean(column, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("its columns are: {}", names().collect::<Vec<_>>().join(", ")),
    };
    let message = format!("`{path}` has no column `{column}`");
    Diagnostic::error("unknown-column", register.table.file.span, message).help(help)
}

fn is_named(head: &Head, column: &str) -> bool {
    let column = plain_name(column);
    !column.is_empty() && (plain_name(&head.name) == column || plain_name(&head.own) == column)
}

impl Listing {
    fn new(file: FileId, heads: Vec<Head>, below: usize, grid: Grid, register: &DocumentRegister) -> Self {
        let keys: Vec<(JoinedBy, usize)> = register
            .by
            .iter()
            .filter_map(|(column, by)| Some((*by, heads.iter().position(|head| is_named(head, &column.value))?)))
            .collect();
        let key = |row: &GridRow, (by, at): (JoinedBy, usize)| {
            let key = row.cells.get(at).map(|cell| by.key(&words(cell)))?;
            (!key.is_empty()).then_some(key)
        };
        let names_one = |row: &GridRow| keys.iter().any(|by| key(row, *by).is_some());
        let rows: Vec<GridRow> =
            grid.rows.into_iter().filter(|row| row.number > below && names_one(row)).collect();
        let (mut joined, mut ends) = (Vec::new(), FxHashMap::default());
        for by in &keys {
            let mut by_key = FxHashMap::default();
            for (at, key) in rows.iter().enumerate().filter_map(|(at, row)| Some((at, key(row, *by)?))) {
                if by.0 == JoinedBy::File {
                    key.match_indices('/').for_each(|(slash, _)| _ = ends.entry(key[slash + 1..].to_owned()).or_insert(at));
                }
                by_key.entry(key).or_insert(at);
            }
            joined.push((by.0, by_key));
        }
        Self { file, path: String::new(), heads, rows, joined, ends }
    }

    /// Returns the row of a document.
    pub(super) fn row(&self, known: &Known) -> Option<&GridRow> {
        let row = self.joined.iter().find_map(|(by, keys)| match by {
            JoinedBy::Id => {
                let stated = known.id.as_deref().map(|id| by.key(id)).and_then(|id| keys.get(&id));
                stated.or_else(|| parts_of_name(&known.path).find_map(|part| keys.get(&part)))
            }
            JoinedBy::Title => known.titles.iter().find_map(|title| keys.get(&by.key(title))),
            JoinedBy::File => {
                let path = by.key(&known.path);
                let ends = path.match_indices('/').map(|(slash, _)| &path[slash + 1..]);
                let own = [path.as_str()].into_iter().chain(ends).find_map(|end| keys.get(end));
                own.or_else(|| self.ends.get(&path))
            }
        });
        row.and_then(|at| self.rows.get(*at))
    }

    /// Returns the value in a column of a row; none of a blank one.
    pub(super) fn cell(&self, row: &GridRow, column: &str) -> Option<Node> {
        let at = self.heads.iter().position(|head| is_named(head, column))?;
        row.cells.get(at).filter(|cell| !words(cell).is_empty()).cloned()
    }
}

impl JoinedBy {
    /// Returns a value for comparing.
    fn key(self, value: &str) -> String {
        match self {
            Self::Id | Self::Title => plain_name(value),
            Self::File => {
                let path = nfc(value.trim()).replace('\\', "/").replace("%20", " ").to_lowercase();
                let path = path.trim_start_matches("./").trim_start_matches('/');
                let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
                let stem = document_stem(name);
                if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") }
            }
        }
    }
}

/// Returns the parts of the name of a file that may be an id, the longest first: words that follow one another. A bare number
/// is one at the beginning only.
fn parts_of_name(path: &str) -> impl Iterator<Item = String> {
    let name = plain_name(document_stem(path.rsplit('/').next().unwrap_or(path)));
    let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
    let lengths = (1..=words.len()).rev();
    let parts = lengths.flat_map(move |length| {
        let starts: Vec<String> = words
            .windows(length)
            .enumerate()
            .filter(|(start, part)| {
                let has = |is: fn(&u8) -> bool| part.iter().any(|word| word.bytes().any(|byte| is(&byte)));
                has(u8::is_ascii_digit) && (*start == 0 || has(u8::is_ascii_alphabetic))
            })
            .map(|(_, part)| part.join(" "))
            .collect();
        starts
    });
    parts
}

/// Returns a finding for each document that its register does not list, and for each row without a document. If no row belongs
/// to a document, it is one finding: the table or the way to join them is another one.
pub(in crate::parse) fn unmatched<'a>(
    listings: &[Option<Listing>],
    config: &Config,
    documents: impl Iterator<Item = &'a Document<RawReference>> + Clone,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let matched: FxHashSet<Span> = documents.clone().filter_map(|document| document.meta.row).collect();
    let mut seen = FxHashSet::default();
    for (rule, listing) in config.documents.iter().zip(listings) {
        let (Some(listing), Some(register)) = (listing, &rule.register) else { continue };
        let own = documents.clone().filter(|document| rule.paths.matches(&document.path) && !is_index(&document.path));
        let is_used = listing.rows.iter().any(|row| matched.contains(&row.span));
        if !is_used {
            let message = format!("no row of `{}` belongs to a document", listing.path);
            let help = "see whether `by` names the column with the ids, titles or files of the documents".to_owned();
            findings.push(Diagnostic::warning(UNLISTED, register.table.file.span, message).help(help));
            continue;
        }
        for document in own.filter(|document| document.meta.row.is_none()) {
            let message = format!("“{}” is not in `{}`", document.meta.title, listing.path);
            let help = "add a row for it, or leave its path out of `match`".to_owned();
            findings.push(Diagnostic::warning(UNLISTED, document.meta.id.span, message).help(help));
        }
        for row in listing.rows.iter().filter(|row| !matched.contains(&row.span) && seen.insert(row.span)) {
            let name = row.cells.iter().map(words).filter(|words| !words.is_empty()).take(2).collect::<Vec<_>>();
            let message = format!("row {} of `{}` has no document: {}", row.number, listing.path, name.join(", "));
            let help = "correct its id, title or path, or remove the row".to_owned();
            findings.push(Diagnostic::warning(ABSENT, row.span, message).help(help));
        }
    }
    findings
}

/// The codes of a document without a row, and of a row without a document.
const UNLISTED: &str = "unlisted-document";
const ABSENT: &str = "absent-document";
