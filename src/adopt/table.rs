//! The tables of a repository: in CSV files, workbooks and Markdown documents, and lists in JSON and YAML.

use super::words::{RegisterWords, Words, meaning, plain};
use crate::config::TableFile;
use crate::parse::{Records, Wanted, records, tables_in};
use crate::source::{Content, FileId, Role, SourceFile, Span, Spanned, is_markdown};
use crate::value::{Grid, Head, Node, Table as Keys, Value, csv, grids, json, words, yaml};

/// A table with its columns.
#[derive(Debug)]
pub(super) struct Table<'s> {
    /// Its path below the repository.
    pub path: &'s str,
    pub sheet: Option<String>,
    /// The rows of the head, if it is not the first.
    pub header: Vec<usize>,
    pub encoding: Option<&'static str>,
    /// The heading that it is below.
    pub below: Option<String>,
    /// The keys that lead to the list.
    pub entries: Option<String>,
    /// The problems of single rows.
    pub problems: Vec<String>,
    pub heads: Vec<Head>,
    pub rows: Vec<Vec<Option<Node>>>,
}

/// Number of rows among which the head is looked for.
const SEARCHED: usize = 15;

/// Depth of the tables in which a list is looked for.
const DEEPEST: usize = 4;

impl Table<'_> {
    /// Returns the cells of a column that hold something.
    pub(super) fn cells(&self, column: usize) -> impl Iterator<Item = &Node> {
        self.rows.iter().filter_map(move |row| row.get(column)?.as_ref())
    }

    /// Returns the words of its file, its sheet and its heading, by which a register may be known.
    pub(super) fn names(&self) -> Vec<String> {
        let stem = self.path.rsplit('/').next().unwrap_or(self.path);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let others = [&self.sheet, &self.below, &self.entries].into_iter().flatten().map(|name| plain(name));
        [plain(stem)].into_iter().chain(others).collect()
    }

    /// Returns the name of the table for people.
    pub(super) fn name(&self) -> String {
        match self.sheet.as_ref().or(self.below.as_ref()).or(self.entries.as_ref()) {
            Some(part) => format!("{} ({part})", self.path),
            None => self.path.to_owned(),
        }
    }
}

/// Returns the tables of a file that have a head and a row.
pub(super) fn tables<'s>(id: FileId, file: &'s SourceFile) -> Vec<Table<'s>> {
    let whole = TableFile::whole(&file.path, Span::new(id, 0..0));
    if is_markdown(&file.path) {
        let found = of_markdown(id, file, &whole);
        return found.iter().filter_map(|(table, names)| read(id, file, (table, names))).collect();
    }
    let wanted: Vec<TableFile> = match ending(&file.path).as_str() {
        "csv" | "tsv" => {
            file.text().into_iter().flat_map(|text| headed(whole.clone(), &csv(text, id, None).0)).collect()
        }
        "json" | "yaml" | "yml" => of_lists(id, file, &whole),
        "xlsx" => of_sheets(id, file, &whole),
        _ => Vec::new(),
    };
    wanted.iter().filter_map(|table| read(id, file, (table, &[]))).collect()
}

fn ending(path: &str) -> String {
    path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase()
}

/// Reads a table as an import of it would.
fn read<'s>(id: FileId, file: &'s SourceFile, (table, names): (&TableFile, &[String])) -> Option<Table<'s>> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (records, problems) = records(id, file, &Wanted::new(table, &names));
    let Records { heads, rows, .. } = records?;
    let rows: Vec<_> = rows.into_iter().map(|row| row.cells).collect();
    let named = heads.iter().filter(|head| !head.name.is_empty()).count();
    let text = |part: &Option<Spanned<String>>| part.as_ref().map(|part| part.value.clone());
    let is_decoded = matches!(file.content, Content::Decoded(_, first) if first > 0) && file.role == Role::Register;
    (named > 1 && !(rows.is_empty() && problems.is_empty())).then(|| Table {
        path: &file.path,
        sheet: text(&table.sheet),
        header: table.header.clone(),
        encoding: is_decoded.then_some("windows-1252"),
        below: text(&table.below),
        entries: text(&table.entries),
        problems: problems.into_iter().map(|problem| problem.message).collect(),
        heads,
        rows,
    })
}

/// Finds the head of a grid: the row, or two rows over one another, with most names that are known.
fn headed(table: TableFile, grid: &Grid) -> Option<TableFile> {
    let known = |numbers: &[usize]| {
        let heads = grid.heads(numbers);
        let names = heads.iter().map(|head| plain(&head.name)).filter(|name| !name.is_empty());
        most_known(&names.collect::<Vec<_>>())
    };
    let numbers: Vec<usize> = grid.rows.iter().take(SEARCHED).map(|row| row.number).collect();
    let mut best: (usize, Vec<usize>) = (0, Vec::new());
    for (at, number) in numbers.iter().enumerate() {
        let one = vec![*number];
        let count = known(&one);
        if count > best.0 {
            best = (count, one);
        }
        // A row of values below the head has no names that its own head lacks.
        if let Some(next) = numbers.get(at + 1).filter(|next| is_lower_head(grid, *number, **next)) {
            let two = vec![*number, *next];
            let count = known(&two);
            if count > best.0 + 1 {
                best = (count, two);
            }
        }
    }
    let (count, header) = best;
    // A head of which nothing is known is the first row that is not a title.
    let header = match count {
        0 | 1 => vec![
            grid.rows.iter().find(|row| row.cells.iter().filter(|cell| !words(cell).is_empty()).count() > 1)?.number,
        ],
        _ => header,
    };
    Some(TableFile { header, ..table })
}

/// Finds the tables of the sheets that people see. A workbook with one such sheet need not name it.
fn of_sheets(id: FileId, file: &SourceFile, whole: &TableFile) -> Vec<TableFile> {
    let all = grids(id, file);
    let seen: Vec<&Grid> = all.iter().filter(|grid| !grid.is_hidden && !grid.rows.is_empty()).collect();
    let named = |grid: &&Grid| {
        let name = grid.sheet.as_ref().filter(|_| seen.len() > 1);
        let sheet = name.map(|name| Spanned { value: name.clone(), span: Span::new(id, 0..0) });
        headed(TableFile { sheet, ..whole.clone() }, grid)
    };
    seen.iter().filter_map(named).collect()
}

/// Returns whether a row continues the head above it: it has no value but under a name that is wider than its column.
fn is_lower_head(grid: &Grid, above: usize, below: usize) -> bool {
    let row = |number: usize| grid.rows.iter().find(|row| row.number == number);
    let (Some(above), Some(below)) = (row(above), row(below)) else { return false };
    let pairs = above.cells.iter().zip(&below.cells).map(|(above, below)| (words(above), words(below)));
    let pairs: Vec<_> = pairs.collect();
    let has_blanks = pairs.iter().any(|(above, below)| above.is_empty() && !below.is_empty());
    let has_names = pairs.iter().all(|(_, below)| !below.contains(|c: char| c.is_ascii_digit()));
    let is_part = pairs.iter().any(|(above, below)| !above.is_empty() && below.is_empty());
    has_blanks && has_names && is_part
}

/// Returns how many of some plain names one register knows.
fn most_known(names: &[String]) -> usize {
    let words = Words::all();
    let in_register = |register: &RegisterWords| names.iter().filter(|name| is_known(register, name)).count();
    let of_documents =
        names.iter().filter(|name| meaning(&words.documents, name).or(meaning(&words.facts, name)).is_some()).count();
    words.registers.values().map(in_register).max().unwrap_or(0).max(of_documents)
}

fn is_known(register: &RegisterWords, name: &str) -> bool {
    register.ignore.contains(name)
        || meaning(&register.columns, name).or_else(|| meaning(&Words::all().common, name)).is_some()
}

/// Finds the lists of tables in a JSON or YAML file.
fn of_lists(id: FileId, file: &SourceFile, whole: &TableFile) -> Vec<TableFile> {
    let Some(text) = file.text() else { return Vec::new() };
    let is_json = ending(&file.path) == "json";
    let (node, problems) = if is_json { json(text, id) } else { yaml(text, id) };
    let (Some(node), true) = (node, problems.is_empty()) else { return Vec::new() };
    let mut found = Vec::new();
    match &node.value {
        Value::List(items) if is_list(items) => found.push(whole.clone()),
        Value::Table(keys) => lists(keys, "", DEEPEST, &mut |path| {
            let entries = Spanned { value: path, span: node.span };
            found.push(TableFile { entries: Some(entries), ..whole.clone() });
        }),
        _ => {}
    }
    found
}

fn is_list(items: &[Node]) -> bool {
    items.len() > 1 && items.iter().all(|item| matches!(item.value, Value::Table(_)))
}

fn lists(keys: &Keys, above: &str, depth: usize, found: &mut dyn FnMut(String)) {
    for (name, _, node) in keys.entries.iter().filter(|(name, ..)| !name.contains('.')) {
        let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        match &node.value {
            Value::List(items) if is_list(items) => found(path),
            Value::Table(inner) if depth > 0 => lists(inner, &path, depth - 1, found),
            _ => {}
        }
    }
}

/// Finds the tables of a document that have several rows, each by the heading above it, with the names of its columns.
fn of_markdown(id: FileId, file: &SourceFile, whole: &TableFile) -> Vec<(TableFile, Vec<String>)> {
    let Some(text) = file.text() else { return Vec::new() };
    let found = tables_in(text, id);
    let long: Vec<_> = found.iter().filter(|(_, grid)| grid.rows.len() > 2).collect();
    let table = |(headings, grid): &&(Vec<String>, Grid)| {
        let heading = headings.last().filter(|heading| long.len() > 1 && !heading.is_empty());
        let below = heading.map(|heading| Spanned { value: heading.clone(), span: Span::new(id, 0..0) });
        let names = grid.heads(&[1]).into_iter().map(|head| head.name).collect();
        (TableFile { below, ..whole.clone() }, names)
    };
    long.iter().map(table).collect()
}
