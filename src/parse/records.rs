//! Tables of other tools as records: the rows below a head, or the items of a list.

mod head;
mod workbook;

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::tables::{MarkdownTable, Tables, tables};
use crate::config::{Config, TableFile};
use crate::diag::{Diagnostic, did_you_mean};
use crate::source::{FileId, Role, SourceFile, Sources, Span, Spanned};
use crate::value::{Grid, GridRow, Head, MOST_CELLS, MOST_ROWS, Node, Table, Value};
use crate::value::{csv, is_blank, json, not_text, words, yaml};

use head::{BelowHead, below_head};
use workbook::of_workbook;

/// The records of a table.
#[derive(Debug)]
pub(crate) struct Records {
    /// The name of the sheet.
    pub sheet: Option<String>,
    /// The columns, or the keys of the items.
    pub heads: Vec<Head>,
    pub rows: Vec<Row>,
    /// Whether cells are Markdown, whose words are given.
    pub is_markdown: bool,
    /// The columns by their whole names, of which the first counts, as [`bare`] makes them.
    by_name: FxHashMap<String, usize>,
    /// The columns by their short names; none if several have it.
    by_short_name: FxHashMap<String, Option<usize>>,
}

impl Records {
    fn new(heads: Vec<Head>, rows: Vec<Row>) -> Self {
        let (mut by_name, mut by_short_name) = (FxHashMap::default(), FxHashMap::default());
        for (at, head) in heads.iter().enumerate() {
            by_name.entry(bare(&head.name)).or_insert(at);
            by_short_name.entry(bare(&head.short)).and_modify(|known| *known = None).or_insert(Some(at));
        }
        Self { sheet: None, heads, rows, is_markdown: false, by_name, by_short_name }
    }

    /// Returns the index of the column that has a name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.by_name.get(&bare(name)).copied()
    }

    /// Returns the index of a column by its whole name, by the part of it in the last row of the head, or by its letter.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        let short = || self.by_short_name.get(&bare(name)).copied().flatten();
        self.named(name).or_else(short).or_else(|| {
            let letter = name.strip_prefix("column ").filter(|letter| !letter.is_empty())?;
            self.heads.iter().position(|head| head.letter.eq_ignore_ascii_case(letter))
        })
    }
}

/// A record.
#[derive(Debug)]
pub(crate) struct Row {
    pub span: Span,
    /// The values by the indexes of their heads; none for an empty cell, and for those at the end.
    pub cells: Vec<Option<Node>>,
}

/// A file with a table, and the columns by which the head is known.
pub(crate) struct Wanted<'a> {
    table: &'a TableFile,
    names: &'a [&'a str],
    /// The names as they are compared.
    bare: FxHashSet<String>,
}

impl<'a> Wanted<'a> {
    pub(crate) fn new(table: &'a TableFile, names: &'a [&'a str]) -> Self {
        Self { table, names, bare: names.iter().map(|name| bare(name)).collect() }
    }

    /// Returns how many of the columns some heads name.
    fn count(&self, heads: &[Head]) -> usize {
        let named = heads.iter().flat_map(|head| [bare(&head.name), bare(&head.short)]);
        named.filter(|name| self.bare.contains(name)).collect::<FxHashSet<String>>().len()
    }
}

/// Number of bytes of the largest table that is read.
const LARGEST: usize = 64 << 20;

/// Most columns of a table, or keys that the items of a list have together.
const MOST_COLUMNS: usize = 1_000;

/// Returns whether two names of columns are the same: case, blanks and a final colon or asterisk do not count.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

fn bare(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").trim_end_matches([':', '*', ' ']).to_lowercase()
}

/// Returns the file of a table; an error at its name in book.toml if it is not there, unless something else of the book is missing,
/// which has been reported: it may be in there.
pub(super) fn file_of<'a>(
    table: &TableFile,
    sources: &'a Sources,
    config: &Config,
) -> Result<(FileId, &'a SourceFile), Option<Diagnostic>> {
    let is_read = |file: &SourceFile| matches!(file.role, Role::Document | Role::Register);
    let mut files = sources.iter().filter(|(_, file)| is_read(file));
    let found = files.find(|(_, file)| config.inside_content(&file.path) == table.file.value);
    found.ok_or_else(|| {
        if sources.missing().next().is_some() {
            return None;
        }
        let message = format!("file `{}` not found in the content folder", table.file.value);
        let paths = sources.iter().map(|(_, file)| config.inside_content(&file.path));
        let help = match did_you_mean(&table.file.value, paths) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write its path from the content folder on; `exclude` must not match it".to_owned(),
        };
        Some(Diagnostic::error("missing-file", table.file.span, message).help(help))
    })
}

/// Reads the records of a table in a file. Returns nothing if the file cannot be read, and all problems.
pub(crate) fn records(id: FileId, file: &SourceFile, wanted: &Wanted<'_>) -> (Option<Records>, Vec<Diagnostic>) {
    if file.workbook().is_some() {
        return match of_workbook(id, file, wanted) {
            Ok((records, problem)) => (Some(records), problem.into_iter().collect()),
            Err(problem) => (None, vec![*problem]),
        };
    }
    let Some(text) = file.text() else { return (None, vec![not_text(id, file)]) };
    if text.len() > LARGEST {
        let message = format!("this table has more than {} MB", LARGEST >> 20);
        let help = "part it into several files".to_owned();
        return (None, vec![Diagnostic::error("invalid-table", Span::new(id, 0..0), message).help(help)]);
    }
    let table = wanted.table;
    if let Role::Document = file.role {
        return match of_markdown(text, id, wanted) {
            Ok((records, problems)) => (Some(records), problems),
            Err(problem) => (None, vec![*problem]),
        };
    }
    match ending(&file.path).as_str() {
        "json" => of_list(json(text, id), table),
        "yaml" | "yml" => of_list(yaml(text, id), table),
        _ => {
            let (grid, delimiter, mut problems) = csv(text, id, table.delimiter);
            if !problems.is_empty() {
                return (None, problems);
            }
            match below_head(&grid, id, wanted) {
                Ok(BelowHead { heads, rows, width }) => {
                    problems.extend(rows.iter().filter_map(|row| askew(row, width, (text, delimiter))));
                    let fits = |row: &&GridRow| row.cells.len() == width;
                    let rows = rows.into_iter().filter(fits).map(|row| record(row, heads.len()));
                    let rows = rows.collect();
                    (Some(Records::new(heads, rows)), problems)
                }
                Err(problem) => (None, vec![*problem]),
            }
        }
    }
}

/// Returns the ending of a file's name in small letters.
fn ending(path: &str) -> String {
    path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// Refuses a table with too many columns.
fn few_columns(heads: &[Head]) -> Result<(), Box<Diagnostic>> {
    let Some(head) = heads.get(MOST_COLUMNS) else { return Ok(()) };
    let message = format!("this table has more than {MOST_COLUMNS} columns");
    let help = "keep what the handbook needs in a table of its own".to_owned();
    Err(Box::new(Diagnostic::error("invalid-table", head.span, message).help(help)))
}

/// Returns the first of those with the highest count; `None` if all counts are zero.
fn first_of_most<T>(counted: impl DoubleEndedIterator<Item = (usize, T)>) -> Option<(usize, T)> {
    // `max_by_key` returns the last of several.
    counted.filter(|(count, _)| *count > 0).rev().max_by_key(|(count, _)| *count)
}

/// Reports a row of a CSV file with more or fewer cells than the head.
fn askew(row: &GridRow, of_head: usize, (text, delimiter): (&str, u8)) -> Option<Diagnostic> {
    let count = row.cells.len();
    if count == of_head {
        return None;
    }
    let delimiter = char::from(delimiter);
    // Where people write a sentence, a blank follows the mark.
    let is_inside = |pair: &[Node]| {
        let between = &text[pair[0].span.end as usize..pair[1].span.start as usize];
        let [before, after] = [0, 1].map(|at| words(&pair[at]));
        (between.ends_with(' ') && !before.is_empty() && !after.is_empty()).then_some((before, pair[1].span))
    };
    let guess = row.cells.windows(2).find_map(is_inside).filter(|_| count > of_head);
    let help = match &guess {
        Some((before, _)) => {
            let before: String = last_words(before);
            format!("the `{delimiter}` after `{before}` seems to be a part of the text: put that cell in quotes")
        }
        None if count > of_head => format!("put a cell with `{delimiter}` in it in quotes"),
        None => format!("give each cell its place, also an empty one; cells are parted by `{delimiter}`"),
    };
    let place = guess.map_or(row.span, |(_, place)| place);
    Some(uneven(place, count, of_head).help(help))
}

fn uneven(place: Span, cells: usize, heads: usize) -> Diagnostic {
    Diagnostic::error("uneven-row", place, format!("this row has {cells} cells, and the head has {heads}"))
}

/// Returns the end of a text, for a message.
fn last_words(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    words[words.len().saturating_sub(4)..].join(" ")
}

fn record(row: &GridRow, width: usize) -> Row {
    let cells = row.cells.iter().take(width).map(|cell| Some(cell).filter(|cell| !is_blank(cell)).cloned());
    Row { span: row.span, cells: cells.collect() }
}

/// Reads the tables of a Markdown document that have the heads of the one that is meant, one after the other: the first of those
/// with most of the wanted columns. Returns them with the rows that do not fit.
fn of_markdown(text: &str, id: FileId, wanted: &Wanted<'_>) -> Result<(Records, Vec<Diagnostic>), Box<Diagnostic>> {
    let below = wanted.table.below.as_ref();
    let Tables { headings, tables } = tables(text, id, 0);
    let is_named: Vec<bool> =
        headings.iter().map(|title| below.is_none_or(|below| same_name(title, &below.value))).collect();
    let is_below = |table: &&MarkdownTable| below.is_none() || table.headings.iter().any(|at| is_named[*at]);
    let (found, others): (Vec<_>, Vec<_>) = tables.iter().partition(is_below);
    let counted = found.iter().map(|table| (wanted.count(&table.grid.heads(&[1])), table));
    let Some((_, meant)) = first_of_most(counted) else {
        let place = below.map_or(wanted.table.file.span, |below| below.span);
        let message = match below {
            Some(below) if found.is_empty() => {
                format!("`{}` has no table below the heading `{}`", wanted.table.file.value, below.value)
            }
            _ => format!("no table of `{}` has the columns that are named here", wanted.table.file.value),
        };
        let above = others.iter().filter_map(|table| Some(headings[*table.headings.last()?].as_str()));
        let near = below.and_then(|below| did_you_mean(&below.value, above));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        return Err(Box::new(Diagnostic::error("invalid-table", place, message).help(help)));
    };
    let names = |grid: &Grid| grid.heads(&[1]).iter().map(|head| bare(&head.name)).collect::<Vec<_>>();
    let (heads, own) = (meant.grid.heads(&[1]), names(&meant.grid));
    few_columns(&heads)?;
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for table in found.iter().filter(|table| names(&table.grid) == own) {
        for (row, written) in table.grid.rows.iter().zip(&table.written).skip(1).filter(|(row, _)| !row.is_blank()) {
            let filled = row.cells.iter().filter(|cell| !is_blank(cell)).count();
            // A cell that is alone in its row is a heading within the table.
            if *written > heads.len() || *written < heads.len() && filled > 1 {
                problems.push(
                    uneven(row.span, *written, heads.len()).help(
                        "give each cell its place, also an empty one, and write `\\|` for a bar inside of a cell"
                            .to_owned(),
                    ),
                );
            } else {
                rows.push(record(row, heads.len()));
            }
        }
    }
    Ok((Records { is_markdown: true, ..Records::new(heads, rows) }, problems))
}

/// Reads the items of a list in JSON or YAML.
fn of_list(
    (node, mut problems): (Option<Node>, Vec<Diagnostic>),
    table: &TableFile,
) -> (Option<Records>, Vec<Diagnostic>) {
    if !problems.is_empty() {
        return (None, problems);
    }
    let Some(node) = node else {
        return (Some(Records::new(Vec::new(), Vec::new())), problems);
    };
    let items = match list_in(&node, table) {
        Ok(items) => items,
        Err(problem) => return (None, vec![*problem]),
    };
    if items.len() > MOST_ROWS {
        let message = format!("this list has more than {MOST_ROWS} items");
        let help = "part it into several files".to_owned();
        return (None, vec![Diagnostic::error("invalid-table", node.span, message).help(help)]);
    }
    let (mut heads, mut rows, mut count): (Vec<Head>, _, _) = (Vec::new(), Vec::new(), 0);
    let mut by_name: FxHashMap<String, usize> = FxHashMap::default();
    for item in items {
        let Value::Table(item_table) = &item.value else {
            let message = format!("expected keys with values, found {}", item.value.kind());
            problems.push(Diagnostic::error("wrong-type", item.span, message));
            continue;
        };
        let mut cells: Vec<Option<Node>> = Vec::new();
        for (name, span, node) in flat(item_table) {
            let at = *by_name.entry(name.into_owned()).or_insert_with_key(|name| {
                heads.push(Head { name: name.clone(), short: name.clone(), letter: String::new(), span });
                heads.len() - 1
            });
            if at >= cells.len() {
                cells.resize(at + 1, None);
            }
            cells[at] = Some(node.clone());
        }
        count += cells.len();
        if heads.len() > MOST_COLUMNS || count > MOST_CELLS {
            let message = match heads.len() > MOST_COLUMNS {
                true => format!("the items of this list have more than {MOST_COLUMNS} different keys"),
                false => format!("the items of this list have more than {MOST_CELLS} values, if each has all keys"),
            };
            return (None, vec![Diagnostic::error("invalid-table", item.span, message)]);
        }
        rows.push(Row { span: item.span, cells });
    }
    (Some(Records::new(heads, rows)), problems)
}

/// Returns the values of a table and of the tables in it, by their keys with dots between them.
fn flat(table: &Table) -> Vec<(Cow<'_, str>, Span, &Node)> {
    let mut found = Vec::new();
    for (name, span, node) in &table.entries {
        if found.len() > MOST_COLUMNS {
            // It is refused for its number of keys, and each name would be made anew for all of them.
            break;
        }
        match &node.value {
            Value::Table(inner) => {
                let below = flat(inner).into_iter();
                found.extend(below.map(|(key, span, node)| (Cow::Owned(format!("{name}.{key}")), span, node)));
            }
            _ => found.push((Cow::Borrowed(name.as_str()), *span, node)),
        }
    }
    found
}

/// Returns the list that is meant: the file itself, that behind the keys of book.toml, or the only one in the file.
fn list_in<'a>(node: &'a Node, table: &TableFile) -> Result<&'a [Node], Box<Diagnostic>> {
    let not_found = |place: Span, message: String, help: &str| {
        Box::new(Diagnostic::error("invalid-table", place, message).help(help.to_owned()))
    };
    if let Some(Spanned { value: keys, span }) = &table.entries {
        let mut at = node;
        for key in keys.split('.') {
            let found = match &at.value {
                Value::Table(inner) => inner.get(key),
                _ => None,
            };
            at = found.ok_or_else(|| {
                let message = format!("`{}` has no list `{keys}`", table.file.value);
                not_found(*span, message, "write the keys that lead to the list, with dots between them")
            })?;
        }
        return match &at.value {
            Value::List(items) => Ok(items),
            _ => Err(not_found(at.span, format!("`{keys}` is not a list"), "name the list of entries in `entries`")),
        };
    }
    match &node.value {
        Value::List(items) => Ok(items),
        Value::Table(inner) => {
            let is_list = |node: &&Node| matches!(&node.value, Value::List(items) if items.iter().any(|item| matches!(item.value, Value::Table(_))));
            let mut lists = inner.entries.iter().map(|(.., node)| node).filter(is_list);
            match (lists.next(), lists.next()) {
                (Some(Node { value: Value::List(items), .. }), None) => Ok(items),
                _ => Err(not_found(
                    node.span,
                    "this file does not show which list holds the entries".to_owned(),
                    "name it below `[[register]]` in book.toml: `entries = \"…\"`",
                )),
            }
        }
        _ => Err(not_found(node.span, "expected a list of entries".to_owned(), "write `[ { … }, { … } ]`")),
    }
}
