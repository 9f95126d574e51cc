//! Tables of other tools as records: the rows below a head, or the items of a list.

mod head;
mod workbook;

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::tables::tables;
use crate::config::{Config, TableFile};
use crate::diag::{Diagnostic, did_you_mean};
use crate::source::{FileId, Role, SourceFile, Sources, Span, Spanned};
use crate::value::{Grid, GridRow, Head, MOST_ROWS, Node, Table, Value, csv, is_blank, json, not_text, words, yaml};

use head::{below_head, find_head};
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
}

/// A record.
#[derive(Debug)]
pub(crate) struct Row {
    pub span: Span,
    /// The values by the indexes of their heads; none for an empty cell, and for those at the end.
    pub cells: Vec<Option<Node>>,
}

/// A file with a table, and the columns by which the head is known.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub table: &'a TableFile,
    /// The names of columns, as [`same_name`] compares them.
    pub names: &'a [&'a str],
}

/// Number of bytes of the largest table that is read.
const LARGEST: usize = 64 << 20;

/// Most keys that the items of a list may have together.
const MOST_KEYS: usize = 1_000;

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
        let message = format!("there is no file `{}` in the content folder", table.file.value);
        let paths = sources.iter().map(|(_, file)| config.inside_content(&file.path));
        let help = match did_you_mean(&table.file.value, paths) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write its path from the content folder on; `exclude` must not match it".to_owned(),
        };
        Some(Diagnostic::error("missing-file", table.file.span, message).help(help))
    })
}

/// Reads the records of a table in a file. Returns nothing if the file cannot be read, and all problems.
pub(crate) fn records(id: FileId, file: &SourceFile, wanted: Wanted<'_>) -> (Option<Records>, Vec<Diagnostic>) {
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
            Ok(records) => (Some(records), Vec::new()),
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
                Ok((heads, rows)) => {
                    problems.extend(rows.iter().filter_map(|row| askew(row, &heads, (text, delimiter))));
                    let rows = rows.into_iter().filter(|row| fits(row, &heads)).map(|row| record(row, heads.len()));
                    let rows = rows.collect();
                    (Some(Records { sheet: None, heads, rows, is_markdown: false }), problems)
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

/// Returns whether a row has a cell for each head, and nothing more.
fn fits(row: &GridRow, heads: &[Head]) -> bool {
    let more = row.cells.iter().skip(heads.len()).any(|cell| !is_blank(cell));
    row.cells.len() >= heads.len() && !more
}

/// Reports a row of a CSV file with more or fewer cells than the head.
fn askew(row: &GridRow, heads: &[Head], (text, delimiter): (&str, u8)) -> Option<Diagnostic> {
    if fits(row, heads) {
        return None;
    }
    let (count, of_head) = (row.cells.len(), heads.len());
    let message = format!("this row has {count} cells, and the head has {of_head}");
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
    Some(Diagnostic::error("uneven-row", place, message).help(help))
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

/// Reads the tables of a Markdown document that have the heads of the first one that is meant, one after the other.
fn of_markdown(text: &str, id: FileId, wanted: Wanted<'_>) -> Result<Records, Box<Diagnostic>> {
    let below = wanted.table.below.as_ref();
    let found = tables(text, id, 0);
    let is_below =
        |headings: &[String]| below.is_none_or(|below| headings.iter().any(|title| same_name(title, &below.value)));
    let (grids, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|table| is_below(&table.headings));
    let grids: Vec<&Grid> = grids.iter().map(|table| &table.grid).collect();
    let known = |grid: &&&Grid| {
        let first = grid.rows.iter().take(1).cloned().collect();
        find_head(&Grid { sheet: None, is_hidden: false, rows: first }, wanted.names).is_some()
    };
    let Some(first) = grids.iter().find(known) else {
        let place = below.map_or(wanted.table.file.span, |below| below.span);
        let message = match below {
            Some(below) if grids.is_empty() => {
                format!("`{}` has no table below the heading `{}`", wanted.table.file.value, below.value)
            }
            _ => format!("no table of `{}` has the columns that are named here", wanted.table.file.value),
        };
        let headings = others.iter().filter_map(|table| table.headings.last()).map(String::as_str);
        let near = below.and_then(|below| did_you_mean(&below.value, headings));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        return Err(Box::new(Diagnostic::error("invalid-table", place, message).help(help)));
    };
    let heads = first.heads(&[1]);
    let names = |heads: &[Head]| heads.iter().map(|head| bare(&head.name)).collect::<Vec<_>>();
    let alike = grids.iter().filter(|grid| names(&grid.heads(&[1])) == names(&heads));
    let rows = alike.flat_map(|grid| grid.rows.iter().skip(1)).filter(|row| !row.is_blank());
    let rows = rows.map(|row| record(row, heads.len())).collect();
    Ok(Records { sheet: None, heads, rows, is_markdown: true })
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
        return (Some(Records { sheet: None, heads: Vec::new(), rows: Vec::new(), is_markdown: false }), problems);
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
    let mut heads: Vec<Head> = Vec::new();
    let mut by_name: FxHashMap<String, usize> = FxHashMap::default();
    let mut rows = Vec::new();
    for item in items {
        let Value::Table(item_table) = &item.value else {
            let message = format!("expected keys with values, found {}", item.value.kind());
            problems.push(Diagnostic::error("wrong-type", item.span, message));
            continue;
        };
        let mut cells: Vec<Option<Node>> = vec![None; heads.len()];
        for (name, span, node) in flat(item_table) {
            let at = *by_name.entry(name.into_owned()).or_insert_with_key(|name| {
                heads.push(Head { name: name.clone(), short: name.clone(), letter: String::new(), span });
                heads.len() - 1
            });
            cells.resize(heads.len(), None);
            cells[at] = Some(node.clone());
        }
        if heads.len() > MOST_KEYS {
            let message = format!("the items of this list have more than {MOST_KEYS} different keys");
            return (None, vec![Diagnostic::error("invalid-table", item.span, message)]);
        }
        rows.push(Row { span: item.span, cells });
    }
    let width = heads.len();
    rows.iter_mut().for_each(|row| row.cells.resize(width, None));
    (Some(Records { sheet: None, heads, rows, is_markdown: false }), problems)
}

/// Returns the values of a table and of the tables in it, by their keys with dots between them.
fn flat(table: &Table) -> Vec<(Cow<'_, str>, Span, &Node)> {
    let mut found = Vec::new();
    for (name, span, node) in &table.entries {
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
