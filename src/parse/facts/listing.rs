//! A register of documents: a table with a row for each, in a file of another tool.

use rustc_hash::{FxHashMap, FxHashSet};

use super::letters::plain_name;
use crate::config::{Config, DocumentRegister, DocumentRule, JoinedBy};
use crate::diag::Diagnostic;
use crate::letters::nfc;
use crate::model::{Document, RawReference};
use crate::pages::{document_stem, is_index};
use crate::parse::import::{column_named, no_column};
use crate::parse::records::{Records, Wanted, file_of, records};
use crate::source::{FileId, Sources, Span, Spanned};
use crate::value::{Node, words};

/// A register of documents.
#[derive(Debug, PartialEq)]
pub(in crate::parse) struct Listing {
    /// Its file.
    pub file: FileId,
    /// The path of the file, for messages.
    path: String,
    /// The columns that rules name, with their indexes.
    columns: Vec<(String, usize)>,
    /// The rows that name a document.
    rows: Vec<Listed>,
    /// For each of the columns that join: how it does, and the rows by its values.
    joined: Vec<(JoinedBy, FxHashMap<String, usize>)>,
    /// The rows by the last parts of paths, for those that are longer than the paths of the book.
    ends: FxHashMap<String, usize>,
}

/// A row of a register of documents.
#[derive(Debug, PartialEq)]
pub(super) struct Listed {
    /// Its place.
    pub span: Span,
    cells: Vec<Option<Node>>,
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
    let (file, source) = match file_of(&register.table, sources, config) {
        Ok(found) => found,
        Err(problem) => return (None, vec![problem]),
    };
    let of_facts = rule.facts.iter().flat_map(|fact| fact.from.iter().filter_map(|source| source.column()));
    let span = register.table.file.span;
    let of_facts = of_facts.map(|column| Spanned { value: column.to_owned(), span });
    let columns: Vec<Spanned<String>> = register.by.iter().map(|(column, _)| column.clone()).chain(of_facts).collect();
    let names: Vec<&str> = columns.iter().map(|column| column.value.as_str()).collect();
    let (records, mut problems) = records(file, source, Wanted { table: &register.table, names: &names });
    let Some(records) = records else { return (None, problems) };
    let missing = columns.iter().filter(|column| column_named(&records, &column.value).is_none());
    problems.extend(missing.map(|column| no_column(&records, column)));
    let columns = columns.into_iter().filter_map(|column| Some((column_named(&records, &column.value)?, column.value)));
    let columns = columns.map(|(at, name)| (name, at)).collect();
    (Some(Listing::new(file, register, columns, records)), problems)
}

impl Listing {
    fn new(file: FileId, register: &DocumentRegister, columns: Vec<(String, usize)>, records: Records) -> Self {
        let at = |name: &str| columns.iter().find(|(column, _)| column == name).map(|(_, at)| *at);
        let keys: Vec<(JoinedBy, usize)> =
            register.by.iter().filter_map(|(column, by)| Some((*by, at(&column.value)?))).collect();
        let key = |row: &Listed, (by, at): (JoinedBy, usize)| {
            let key = by.key(&words(row.cells.get(at)?.as_ref()?));
            (!key.is_empty()).then_some(key)
        };
        let rows = records.rows.into_iter().map(|row| Listed { span: row.span, cells: row.cells });
        let rows: Vec<Listed> = rows.filter(|row| keys.iter().any(|by| key(row, *by).is_some())).collect();
        let (mut joined, mut ends) = (Vec::new(), FxHashMap::default());
        for by in &keys {
            let mut by_key = FxHashMap::default();
            for (at, key) in rows.iter().enumerate().filter_map(|(at, row)| Some((at, key(row, *by)?))) {
                if by.0 == JoinedBy::File {
                    let parts = key.match_indices('/').map(|(slash, _)| key[slash + 1..].to_owned());
                    parts.for_each(|end| _ = ends.entry(end).or_insert(at));
                }
                by_key.entry(key).or_insert(at);
            }
            joined.push((by.0, by_key));
        }
        Self { file, path: register.table.file.value.clone(), columns, rows, joined, ends }
    }

    /// Returns the row of a document.
    pub(super) fn row(&self, known: &Known) -> Option<&Listed> {
        let row = self.joined.iter().find_map(|(by, keys)| match by {
            JoinedBy::Id => {
                let stated = known.id.as_deref().and_then(|id| keys.get(&by.key(id)));
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
    pub(super) fn cell(&self, row: &Listed, column: &str) -> Option<Node> {
        let (_, at) = self.columns.iter().find(|(name, _)| name == column)?;
        row.cells.get(*at)?.clone()
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
            let name = row.cells.iter().flatten().map(words).take(2).collect::<Vec<_>>().join(", ");
            let message = format!("`{}` lists “{name}”, which is not a document of this book", listing.path);
            let help = "correct its id, title or path, or remove the row".to_owned();
            findings.push(Diagnostic::warning(ABSENT, row.span, message).help(help));
        }
    }
    findings
}

/// The codes of a document without a row, and of a row without a document.
const UNLISTED: &str = "unlisted-document";
const ABSENT: &str = "absent-document";
