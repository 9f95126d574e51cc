//! Coverage matrices: requirements as rows; documents, risks or evidence as columns.

mod rows;
mod sheets;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::footing::{FootingCount, counts, first_certified};
use super::{Badge, LinkView, PageView, View};
use crate::catalog::ReqIx;
use crate::coverage::{CoverageStatus, Footing};
use crate::isms::Evidence;
use crate::model::Subject;
use crate::pages::{PageId, table_of_standard};
use crate::site::SitePath;
use crate::wording::TitleOrder;

use rows::{row, tags};
use sheets::{Columns, Matrix, Rows, row_groups};
pub(crate) use sheets::{MatrixSheet, sheets};

/// Maximum number of columns that are legible on one printed sheet.
const PRINTED_COLUMNS: usize = 30;
/// A page of a matrix.
#[derive(Debug, Serialize)]
pub(crate) struct MatrixPage {
    /// The frame.
    pub page: PageView,
    /// The filters for rows.
    pub filters: Vec<Filter>,
    /// The columns.
    pub columns: Vec<Column>,
    /// Whether there are more columns than fit on one printed sheet.
    pub many: bool,
    /// Whether a column is of a document approved after the as-of date.
    pub unknown: bool,
    /// The rows by theme or clause.
    pub groups: Vec<RowGroup>,
    /// The number of claims on the page.
    pub claims: usize,
    /// The numbers of its rows by state.
    pub totals: Counts,
    /// Whether a cell is a pair of requirements rather than a claim.
    pub of_pairs: bool,
    /// A note on the number of subjects without a column because nothing in these rows refers to them; `None` if there
    /// are none.
    pub without_column: Option<String>,
    /// Links to the other parts and matrices.
    pub others: Vec<MatrixLink>,
}

/// Numbers of requirements by state.
#[derive(Debug, Serialize)]
pub(crate) struct Counts {
    /// A state and its number each.
    pub counts: Vec<FootingCount>,
}

/// A filter for rows.
#[derive(Debug, Serialize)]
pub(crate) struct Filter {
    /// Its name in the page's query string.
    pub name: &'static str,
    /// The label.
    pub label: String,
    /// The options.
    pub options: Vec<FilterOption>,
}

/// An option of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct FilterOption {
    /// Its value in the query string; matching rows have it among their tags, after the filter's name.
    pub value: String,
    /// The label.
    pub text: String,
}

/// The header and footer of a column.
#[derive(Debug, Serialize)]
pub(crate) struct Column {
    /// Title and page.
    pub link: LinkView,
    /// Whether its text is in force, or its evidence valid.
    pub counts: bool,
    /// Whether its text was approved after the as-of date, so that nobody can tell what was in force on that date.
    pub unknown: bool,
    /// The number of claims in the column.
    pub claims: usize,
}

/// Rows under one heading.
#[derive(Debug, Serialize)]
pub(crate) struct RowGroup {
    /// The heading.
    pub title: String,
    /// The rows.
    pub rows: Vec<MatrixRow>,
}

/// A requirement's row.
#[derive(Debug, Serialize)]
pub(crate) struct MatrixRow {
    /// Number and page.
    pub link: LinkView,
    /// The title.
    pub title: String,
    /// The language of the title, if it is not that of the book and the page is not about the book's own standard.
    pub lang: Option<String>,
    /// How far it is covered.
    pub status: Badge,
    /// The non-empty cells, in the order of the columns.
    pub cells: Vec<Cell>,
    /// What the cells say, for the list of requirements.
    pub listed: Vec<Listed>,
    /// The number of empty columns after the last cell.
    pub rest: usize,
    /// The number of claims in the row.
    pub claims: usize,
    /// The filter values that match it: `status:gap`, `owner:it-lead`; `only:holes` and `only:overdue`.
    pub tags: String,
}

/// A non-empty cell. Most cells of a matrix are empty, and only counted.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Cell {
    /// The number of empty columns before it.
    pub skipped: usize,
    /// `claim`, `weak` or `mention`.
    pub kind: &'static str,
    /// The symbol for the kind.
    pub sign: &'static str,
    /// The address of the claim or mention.
    pub href: Option<String>,
    /// The label for a screen reader or a tooltip.
    pub label: String,
}

/// A document, an entry or a requirement that a row of the matrix has a cell for, in the list of requirements.
#[derive(Debug, Serialize)]
pub(crate) struct Listed {
    /// The kind of its cell.
    pub kind: &'static str,
    /// The symbol of its cell.
    pub sign: &'static str,
    /// What the symbol means.
    pub meaning: String,
    /// Its page.
    pub link: LinkView,
    /// All sections of a document that do what the cell says; empty if its front matter does.
    pub sections: Vec<LinkView>,
}

/// A link to a page of a matrix.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MatrixLink {
    /// The link.
    pub link: LinkView,
    /// Whether it leads to the current page.
    pub current: bool,
}

/// The list of matrices.
#[derive(Debug, Serialize)]
pub(crate) struct MatricesPage {
    /// The frame.
    pub page: PageView,
    /// All pages of all matrices.
    pub matrices: Vec<MatrixLink>,
    /// The documents whose approval book.toml assumes, as a text; `None` if there are none.
    pub assumed: Option<String>,
}

/// Returns the list of matrices.
pub(crate) fn list(view: &View<'_>, sheets: &[MatrixSheet]) -> MatricesPage {
    let mut page = view.page(view.say("matrices.title"));
    page.breadcrumbs = view.crumbs(&[]);
    page.downloads = view.downloads("coverage");
    MatricesPage { matrices: sheet_links(view, sheets, None), assumed: view.assumed(), page }
}

/// Returns a page of a matrix.
pub(crate) fn page(view: &View<'_>, sheet: &MatrixSheet, sheets: &[MatrixSheet]) -> MatrixPage {
    let mut columns: Vec<Column> = sheet.columns.iter().map(|subject| column(view, *subject)).collect();
    let places: FxHashMap<Subject, usize> = sheet.columns.iter().copied().zip(0..).collect();
    let rows = |rows: &[ReqIx], columns: &mut Vec<Column>| {
        rows.iter().map(|ix| row(view, *ix, sheet.matrix.columns, &places, columns)).collect::<Vec<_>>()
    };
    let groups: Vec<RowGroup> = row_groups(view.book, &sheet.rows)
        .into_iter()
        .map(|(title, group)| RowGroup { title, rows: rows(&group, &mut columns) })
        .collect();
    let mut page = view.page(&sheet_title(view, sheet));
    page.downloads = match sheet.matrix.rows {
        Rows::Kind(_) => view.downloads("coverage"),
        Rows::Standard(at) => view.downloads(&table_of_standard(&view.book.handbook.catalog.standards[at].id)),
    };
    let at = sheets.iter().position(|other| other.path == sheet.path);
    let neighbour = |at: Option<usize>| {
        let other = sheets.get(at?)?;
        Some(LinkView { text: sheet_title(view, other), href: Some(other.path.relative_from(view.on)) })
    };
    page.previous = neighbour(at.and_then(|at| at.checked_sub(1)));
    page.next = neighbour(at.map(|at| at + 1));
    page.breadcrumbs = view.crumbs(&[(view.say("nav.matrix"), PageId::Matrices.path())]);
    MatrixPage {
        page,
        claims: columns.iter().map(|column| column.claims).sum(),
        filters: filters(view, &sheet.rows),
        many: columns.len() > PRINTED_COLUMNS,
        unknown: columns.iter().any(|column| column.unknown),
        columns,
        groups,
        totals: Counts { counts: totals(view, sheet) },
        of_pairs: sheet.matrix.columns == Columns::Ours,
        without_column: without_column(view, sheet),
        others: sheet_links(view, sheets, Some(sheet)),
    }
}

/// Returns the numbers of the rows by state.
fn totals(view: &View<'_>, sheet: &MatrixSheet) -> Vec<FootingCount> {
    if let Rows::Standard(_) = sheet.matrix.rows {
        return counts(&view.book.words, &view.book.coverage.footings(sheet.rows.iter().copied()));
    }
    let totals = view.totals(view.book.coverage.totals(|ix| sheet.rows.contains(&ix)));
    totals.counts.into_iter().map(|of| FootingCount { badge: of.badge, count: of.count }).collect()
}

/// Returns the first page of a matrix of a measured standard, as the name of the matrix and the suffix of the page; `None` if there
/// is no such matrix.
pub(crate) fn path_of(sheets: &[MatrixSheet], standard: usize, columns: &str) -> Option<SitePath> {
    let is_meant =
        |sheet: &&MatrixSheet| sheet.matrix.rows == Rows::Standard(standard) && sheet.matrix.columns.word() == columns;
    sheets.iter().find(is_meant).map(|sheet| sheet.path.clone())
}

/// Returns the note on subjects that have nothing in the rows of a page.
fn without_column(view: &View<'_>, sheet: &MatrixSheet) -> Option<String> {
    let count = population(view, sheet.matrix) - sheet.columns.len();
    let key = format!("matrix.without.{}", sheet.matrix.columns.word());
    (count > 0).then(|| view.tell_counted(&key, count, &[]))
}

/// Returns the number of subjects that could have a column.
fn population(view: &View<'_>, matrix: Matrix) -> usize {
    match matrix.columns {
        Columns::Documents => view.book.handbook.documents.len(),
        Columns::Register(name) => view.book.handbook.records(name).count(),
        Columns::Ours => view.book.coverage.ladders().count(),
    }
}

fn column(view: &View<'_>, subject: Subject) -> Column {
    let counts = match subject {
        Subject::Document(ix) => view.book.handbook.document(ix).is_in_force(view.book.coverage.as_of),
        Subject::Entry(ix) => Evidence::of(view.book.handbook.record(ix))
            .is_none_or(|evidence| evidence.is_in_date(&view.book.config, view.book.coverage.as_of)),
        Subject::Requirement(_) => true,
    };
    let unknown = match subject {
        Subject::Document(ix) => super::document::is_unknown(view, view.book.handbook.document(ix)),
        _ => false,
    };
    Column { link: view.subject(subject), counts, unknown, claims: 0 }
}

/// Returns the filters that distinguish between the rows.
fn filters(view: &View<'_>, rows: &[ReqIx]) -> Vec<Filter> {
    let tags: Vec<_> = rows.iter().flat_map(|ix| tags(view, *ix)).collect();
    let order = TitleOrder::new(&view.book.config.language.value);
    let filter = |name: &'static str| {
        let mut options: Vec<FilterOption> = Vec::new();
        for (_, option) in tags.iter().filter(|(of, _)| *of == name) {
            if !options.contains(option) {
                options.push(option.clone());
            }
        }
        match name {
            // Parts keep the standard's order.
            "part" => {}
            "status" => options.sort_by_key(|option| states().position(|state| state == option.value)),
            _ => options.sort_by(|a, b| order.compare(&a.text, &b.text)),
        }
        let label = format!("matrix.filter.{name}");
        (options.len() > 1).then(|| Filter { name, label: view.say(&label).to_owned(), options })
    };
    ["part", "status", "owner", "attribute"].into_iter().filter_map(filter).collect()
}

/// Returns the words for the states of requirements, from good to bad.
fn states() -> impl Iterator<Item = &'static str> {
    CoverageStatus::ALL.into_iter().map(CoverageStatus::word).chain(Footing::ALL.into_iter().map(Footing::word))
}

/// Returns links to the pages of the matrices. On a matrix page, only the first page of each part is listed: previous
/// and next lead to the others, so that the list stays short.
fn sheet_links(view: &View<'_>, sheets: &[MatrixSheet], current: Option<&MatrixSheet>) -> Vec<MatrixLink> {
    let link = |sheet: &MatrixSheet| MatrixLink {
        link: LinkView { text: sheet_title(view, sheet), href: Some(sheet.path.relative_from(view.on)) },
        current: current.is_some_and(|current| current.matrix == sheet.matrix && current.rows == sheet.rows),
    };
    // Of the matrices of other standards, the first page leads to the others.
    let is_listed = |(at, sheet): &(usize, &MatrixSheet)| {
        let Some(current) = current else { return true };
        let begins = *at == 0 || sheets[at - 1].matrix != sheet.matrix;
        let is_near = matches!(sheet.matrix.rows, Rows::Kind(_)) || sheet.matrix == current.matrix;
        sheet.first && (is_near || begins)
    };
    sheets.iter().enumerate().filter(is_listed).map(|(_, sheet)| link(sheet)).collect()
}

fn sheet_title(view: &View<'_>, sheet: &MatrixSheet) -> String {
    let catalog = &view.book.handbook.catalog;
    let matrix = match sheet.matrix.rows {
        Rows::Kind(_) => view.say(&format!("matrix.{}", sheet.matrix.name(view.book))).to_owned(),
        Rows::Standard(at) => {
            let first = &first_certified(view);
            let key = format!("matrix.standard-{}", sheet.matrix.columns.word());
            view.tell(&key, &[("standard", &catalog.standards[at].short), ("first", first)])
        }
    };
    if sheet.part.is_empty() {
        return matrix;
    }
    view.book.words.fill("matrix.part", &[("matrix", &matrix), ("part", &sheet.part)])
}
