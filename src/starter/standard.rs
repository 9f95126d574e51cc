//! A catalogue file made from a list of ids and titles.

use std::fmt::Write as _;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::catalog::{self, BUILT_IN, Catalog, Found};
use crate::diag::{Diagnostic, any_error, counted, did_you_mean};
use crate::id::{is_local, is_standard, joined};
use crate::load;
use crate::pages::own_standard_path;
use crate::site::slug;
use crate::source::{FileId, Sources, Span, Spanned};
use crate::value::{Grid, Node, csv, is_blank, quoted, words};

/// A new catalogue file.
#[derive(Debug)]
pub(crate) struct NewStandard {
    /// Its text.
    pub text: String,
    /// The number of its requirements.
    pub requirements: usize,
    /// The columns of the list that it does not use.
    pub unread: Vec<String>,
}

/// The columns, with the names that lists have for each.
const COLUMNS: [(Column, &[&str]); 7] = [
    (Column::Id, &["id", "number", "no", "nr", "ref", "reference", "requirement", "control", "nummer", "kennung"]),
    (Column::Title, &["title", "name", "titel", "bezeichnung"]),
    (Column::Group, &["group", "section", "family", "chapter", "domain", "category", "gruppe", "kapitel", "bereich"]),
    (Column::Parent, &["parent", "above", "part of", "teil von"]),
    (Column::Label, &["label", "cited as", "citation"]),
    (Column::About, &["about", "summary", "explanation", "erklärung"]),
    (Column::Ours, &["ours", "27001", "iso 27001", "iso/iec 27001", "annex a", "controls", "clauses"]),
];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Title,
    Group,
    Parent,
    Label,
    About,
    /// Ids of ours that concern the same subject.
    Ours,
}

/// A requirement of the list.
struct Listed {
    id: String,
    label: Option<String>,
    title: String,
    group: Option<String>,
    parent: Option<Spanned<String>>,
    about: String,
    ours: Vec<String>,
}

/// Makes a catalogue file of the list in a CSV file, which is the only one of the sources.
///
/// # Errors
/// All that is wrong with the list or the id.
pub(crate) fn standard(list: FileId, sources: &Sources, id: &str, title: &str) -> Result<NewStandard, Vec<Diagnostic>> {
    let text = sources.file(list).text().map_or("", |text| text);
    let (grid, _, mut problems) = csv(text, list, None);
    let is_taken = BUILT_IN.iter().any(|standard| standard.id.eq_ignore_ascii_case(id));
    if !is_standard(id) || is_taken || own_standard_path(id).unportable().is_some() {
        let message = format!("`{id}` cannot be the id of a standard of your own");
        let help =
            "give another one with `--id`: letters, digits, dots and hyphens, and none that ships with the program";
        problems.push(Diagnostic::error("invalid-value", None, message).help(help.to_owned()));
    }
    if title.trim().is_empty() {
        problems.push(Diagnostic::error("invalid-value", None, "the title is empty".to_owned()));
    }
    let mut reader = Reader { catalog: ours(), problems, list };
    let (columns, unread) = reader.columns(&grid);
    let rows = reader.rows(&grid, &columns);
    if any_error(&reader.problems) {
        return Err(reader.problems);
    }
    let is_above =
        |row: &&Listed| rows.iter().any(|other| other.parent.as_ref().is_some_and(|parent| parent.value == row.id));
    let headings = rows.iter().filter(is_above).count();
    Ok(NewStandard { requirements: rows.len() - headings, text: write(id, title, &rows), unread })
}

/// Returns the catalogue that every book has.
fn ours() -> Catalog {
    let mut sources = Sources::default();
    load::built_in(&mut sources, &[], "en");
    catalog::read(&sources, &[], "en").0
}

struct Reader {
    catalog: Catalog,
    problems: Vec<Diagnostic>,
    list: FileId,
}

impl Reader {
    fn report(&mut self, span: Span, message: String, help: &str) {
        self.problems.push(Diagnostic::error("invalid-table", span, message).help(help.to_owned()));
    }

    /// Returns what each column holds, and the names of those that are not read.
    fn columns(&mut self, grid: &Grid) -> (Vec<Option<Column>>, Vec<String>) {
        let Some(head) = grid.rows.first() else {
            let start = Span::new(self.list, 0..0);
            self.report(start, "the list is empty".to_owned(), "its first line names its columns: `id,title`");
            return (Vec::new(), Vec::new());
        };
        let mut unread = Vec::new();
        let mut columns: Vec<Option<Column>> = Vec::new();
        for cell in &head.cells {
            let name = words(cell);
            let is_named = |names: &[&str]| names.contains(&name.to_lowercase().as_str());
            let column = COLUMNS.iter().find(|(_, names)| is_named(names)).map(|(column, _)| *column);
            let column = column.filter(|column| !columns.contains(&Some(*column)));
            if column.is_none() && !name.is_empty() {
                unread.push(name);
            }
            columns.push(column);
        }
        if !columns.contains(&Some(Column::Id)) {
            let near = unread.iter().find_map(|name| did_you_mean(name, ["id"]).map(|_| name.clone()));
            let message = "the list has no column `id`".to_owned();
            let help = near.map_or_else(
                || "its first line names its columns: `id,title`, and perhaps `group`, `parent`, `label`, `about`, `ours`".to_owned(),
                |name| format!("rename the column `{name}`"),
            );
            self.report(head.span, message, &help);
        }
        (columns, unread)
    }

    fn rows(&mut self, grid: &Grid, columns: &[Option<Column>]) -> Vec<Listed> {
        let mut rows: Vec<Listed> = Vec::new();
        let (mut ids, mut addresses) = (FxHashSet::default(), FxHashMap::default());
        for row in grid.rows.iter().skip(1) {
            let cell = |column: Column| -> Option<&Node> {
                columns.iter().position(|known| *known == Some(column)).and_then(|at| row.cells.get(at))
            };
            let text = |column: Column| cell(column).map(words).unwrap_or_default();
            let written = text(Column::Id);
            if written.is_empty() {
                if !row.cells.iter().all(is_blank) && columns.contains(&Some(Column::Id)) {
                    self.report(row.span, "this line has no id".to_owned(), "each requirement has an id of its own");
                }
                continue;
            }
            if row.cells.len() != columns.len() {
                let message =
                    format!("this line has {}, and the first {}", counted(row.cells.len(), "cell"), columns.len());
                self.report(row.span, message, "put a cell that contains the separator between double quotes");
            }
            let span = cell(Column::Id).map_or(row.span, |cell| cell.span);
            let id = joined(&written);
            if !is_local(&id) {
                let help = "an id has letters, digits, dots, hyphens and round brackets, and at least a digit or a dot";
                self.report(span, format!("`{written}` cannot be the id of a requirement"), help);
            } else if !ids.insert(id.clone()) {
                self.report(span, format!("`{written}` is listed twice"), "each requirement has an id of its own");
            } else if let Some(other) = addresses.insert(slug(&id), id.clone()) {
                let message = format!("the pages of `{other}` and `{id}` would have one address");
                self.report(span, message, "change one of the ids");
            }
            let parent = cell(Column::Parent).filter(|cell| !is_blank(cell));
            let parent = parent.map(|cell| Spanned { value: joined(&words(cell)), span: cell.span });
            if let Some(parent) = parent.as_ref().filter(|parent| parent.value == id || !ids.contains(&parent.value)) {
                let message = format!("`{}` is not an id above this line", parent.value);
                self.report(parent.span, message, "list a requirement before its parts");
            }
            let ours = cell(Column::Ours).map_or_else(Vec::new, |cell| self.ours(cell));
            let label = text(Column::Label);
            let label = if label.is_empty() && id != written { written } else { label };
            rows.push(Listed {
                label: Some(label).filter(|label| !label.is_empty()),
                title: text(Column::Title),
                group: Some(text(Column::Group)).filter(|group| !group.is_empty() && parent.is_none()),
                parent,
                about: text(Column::About),
                ours,
                id,
            });
        }
        rows
    }

    /// Returns the ids of ours that a cell names.
    fn ours(&mut self, cell: &Node) -> Vec<String> {
        let text = words(cell);
        let names = text.split([';', ',', ' ', '\n']).map(str::trim).filter(|name| !name.is_empty());
        let mut ours: Vec<String> = Vec::new();
        for name in names {
            match self.catalog.find(name) {
                Found::One(ix) if !self.catalog.standard_of(ix).is_retired() => {
                    ours.push(self.catalog.requirement(ix).id.local.clone());
                }
                _ => {
                    let message = format!("`{name}` is not a clause or a control of ISO/IEC 27001:2022");
                    self.report(cell.span, message, "write ids such as `A.5.15` or `6.1.2`, with spaces between");
                }
            }
        }
        ours
    }
}

/// Returns an id for each group, by its title.
fn group_ids(rows: &[Listed]) -> FxHashMap<&str, String> {
    let (mut ids, mut taken) = (FxHashMap::default(), FxHashSet::default());
    for group in rows.iter().filter_map(|row| row.group.as_deref()) {
        if !ids.contains_key(group) {
            let same = (2..).map(|number| format!("{}-{number}", slug(group)));
            let mut free = std::iter::once(slug(group)).chain(same).filter(|id| !taken.contains(id));
            let id = free.next().expect("numbers never end");
            taken.insert(id.clone());
            ids.insert(group, id);
        }
    }
    ids
}

/// Returns a text that may be a comment.
fn on_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Writes the file.
fn write(id: &str, title: &str, rows: &[Listed]) -> String {
    let mut text = format!(
        "# {}\n\n[standard]\nid = {}\ntitle = {}\n# short = \"\"        # how it is called beside an id\n# publisher = \"\"\n# rights = \"\"       # what may be done with its texts\n# attribution = \"\"  # the line that each page with its texts must show\n",
        on_one_line(title),
        quoted(id),
        quoted(title)
    );
    let groups = group_ids(rows);
    let mut written = FxHashSet::default();
    for group in rows.iter().filter_map(|row| row.group.as_deref()).filter(|group| written.insert(*group)) {
        _ = write!(text, "\n[[group]]\nid = {}\ntitle = {}\n", quoted(&groups[group]), quoted(group));
    }
    for row in rows {
        _ = write!(text, "\n[[requirement]]\nid = {}\n", quoted(&row.id));
        let group = row.group.as_deref().map(|group| groups[group].clone());
        let parent = row.parent.as_ref().map(|parent| parent.value.clone());
        let keys =
            [("label", row.label.clone()), ("title", Some(row.title.clone())), ("group", group), ("parent", parent)];
        for (key, value) in keys.into_iter().chain([("about", Some(row.about.clone()))]) {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                _ = writeln!(text, "{key} = {}", quoted(&value));
            }
        }
    }
    if rows.iter().any(|row| !row.ours.is_empty()) {
        _ = write!(
            text,
            "\n[[crosswalk]]\nid = {}\nto = \"27001\"\nsource = \"The organisation's own reading\"\nconfidence = \"medium\"\n\n[crosswalk.pairs]\n",
            quoted(&format!("{id}-own"))
        );
        for row in rows.iter().filter(|row| !row.ours.is_empty()) {
            let ours: Vec<String> = row.ours.iter().map(|id| quoted(id)).collect();
            _ = writeln!(text, "{} = [{}]", quoted(&row.id), ours.join(", "));
        }
    }
    text
}
