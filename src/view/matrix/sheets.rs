//! Splits matrices into sheets: one, or several if a matrix is too large for a page.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::assess::Assessed;
use crate::catalog::{FIRST, ReqIx, RequirementKind, StandardRole};
use crate::isms::{self, Evidence, Risk};
use crate::model::Subject;
use crate::pages::matrix_path;
use crate::site::{SitePath, slug};
use crate::view::document;

/// A pair of rows and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Matrix {
    /// The requirements in the rows.
    pub rows: Rows,
    /// The columns.
    pub columns: Columns,
}

/// The rows of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Clauses or controls of the first standard.
    Kind(RequirementKind),
    /// The requirements of a measured standard.
    Standard(usize),
}

/// The columns of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Columns {
    /// Documents.
    Documents,
    /// Entries of a register.
    Register(&'static str),
    /// Requirements of the first standard.
    Ours,
}

impl Columns {
    /// Returns the word for it in texts and in addresses.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Register(name) => name,
            Self::Ours => "controls",
        }
    }
}

impl Matrix {
    /// Returns the prefix of the names of its pages.
    pub(crate) fn name(self, book: &Assessed) -> String {
        let rows = match self.rows {
            Rows::Kind(RequirementKind::Clause) => "clauses".to_owned(),
            Rows::Kind(_) => "controls".to_owned(),
            Rows::Standard(at) => format!("standard-{}", slug(&book.handbook.catalog.standards[at].id)),
        };
        format!("{rows}-{}", self.columns.word())
    }
}

/// The matrices of the first standard.
const MATRICES: [Matrix; 4] = [
    Matrix { rows: Rows::Kind(RequirementKind::Control), columns: Columns::Documents },
    Matrix { rows: Rows::Kind(RequirementKind::Clause), columns: Columns::Documents },
    Matrix { rows: Rows::Kind(RequirementKind::Control), columns: Columns::Register(Risk::REGISTER) },
    Matrix { rows: Rows::Kind(RequirementKind::Control), columns: Columns::Register(Evidence::REGISTER) },
];

/// The columns that the matrices of a measured standard have.
const OF_MEASURED: [Columns; 2] = [Columns::Documents, Columns::Ours];

/// Maximum number of cells on a page: a larger matrix is split, because it would be slow to scroll and hard to print.
const MOST_CELLS: usize = 30_000;
/// Maximum number of rows on a page, for the same reason, and because the page lists them beside the grid.
const MOST_ROWS: usize = 400;
/// Maximum number of columns on a page of a split matrix.
const MOST_COLUMNS: usize = 300;

/// A page of a matrix: all of it, or a group of rows with the columns that are not empty there.
#[derive(Debug, Clone)]
pub(crate) struct MatrixSheet {
    /// The matrix.
    pub matrix: Matrix,
    /// The path of its page.
    pub path: SitePath,
    /// The name of the part, such as "People controls, 301 to 412"; empty for the whole matrix.
    pub part: String,
    /// Its rows.
    pub rows: Vec<ReqIx>,
    /// Its columns.
    pub columns: Vec<Subject>,
    /// Whether it has the first columns of its rows.
    pub first: bool,
}

/// Returns the sheets of all matrices.
pub(crate) fn sheets(book: &Assessed) -> Vec<MatrixSheet> {
    let documents: Vec<Subject> =
        document::by_kind(book).into_iter().flat_map(|(_, group)| group).map(Subject::Document).collect();
    let measured = book.handbook.catalog.with_role(StandardRole::Measured);
    let measured = measured.flat_map(|(at, _)| OF_MEASURED.map(|columns| Matrix { rows: Rows::Standard(at), columns }));
    MATRICES.into_iter().chain(measured).flat_map(|matrix| split(book, matrix, &documents)).collect()
}

/// Returns the requirements in the rows of a matrix.
fn rows(book: &Assessed, matrix: Matrix) -> Vec<ReqIx> {
    let catalog = &book.handbook.catalog;
    let ladders = book.coverage.ladders().map(|ladder| ladder.requirement);
    match matrix.rows {
        Rows::Kind(kind) => ladders
            .filter(|ix| {
                let requirement = catalog.requirement(*ix);
                requirement.kind == kind && requirement.standard == FIRST
            })
            .collect(),
        Rows::Standard(at) => {
            let measured = book.coverage.all_measured().map(|measured| measured.ladder.requirement);
            measured.filter(|ix| catalog.requirement(*ix).standard == at).collect()
        }
    }
}

/// Splits a matrix: one sheet if it is small enough, else one for each theme or clause and each few hundred columns.
fn split(book: &Assessed, matrix: Matrix, documents: &[Subject]) -> Vec<MatrixSheet> {
    let rows = rows(book, matrix);
    let all = columns(book, matrix, &rows, documents);
    // A matrix of nothing says nothing.
    if all.is_empty() && matrix.columns == Columns::Ours {
        return Vec::new();
    }
    let name = matrix.name(book);
    let path = |suffix: &str| matrix_path(&name, suffix);
    if rows.len() <= MOST_ROWS && rows.len() * all.len() <= MOST_CELLS && all.len() <= MOST_COLUMNS {
        return vec![MatrixSheet { matrix, path: path(""), part: String::new(), rows, columns: all, first: true }];
    }
    let mut sheets = Vec::new();
    for (title, rows) in row_groups(book, &rows) {
        let columns = columns(book, matrix, &rows, documents);
        let many = columns.len() > MOST_COLUMNS;
        // Rows that nothing refers to have a sheet, too.
        let chunks = columns.chunks(MOST_COLUMNS).chain(columns.is_empty().then_some(&columns[..]));
        for (at, chunk) in chunks.enumerate() {
            let first = at * MOST_COLUMNS + 1;
            let name = slug(&title);
            let (suffix, part) = if many {
                let last = first + chunk.len() - 1;
                (
                    format!("-{name}-{}", at + 1),
                    book.words.fill("matrix.span", &[("group", &title), ("first", &first), ("last", &last)]),
                )
            } else {
                (format!("-{name}"), title.clone())
            };
            sheets.push(MatrixSheet {
                matrix,
                path: path(&suffix),
                part,
                rows: rows.clone(),
                columns: chunk.to_vec(),
                first: at == 0,
            });
        }
    }
    sheets
}

/// Returns the theme of a control, or the first-level clause that a clause belongs to.
pub(super) fn group_title(book: &Assessed, ix: ReqIx) -> String {
    let catalog = &book.handbook.catalog;
    let requirement = catalog.requirement(ix);
    if let Some(theme) = requirement.theme {
        return catalog.standards[requirement.standard].themes[theme].title.clone();
    }
    let top = catalog.chain(ix).last().unwrap_or(ix);
    format!("{} {}", catalog.label(top), catalog.requirement(top).title)
}

/// Groups rows by theme or by first-level clause.
pub(super) fn row_groups(book: &Assessed, rows: &[ReqIx]) -> Vec<(String, Vec<ReqIx>)> {
    let title = |ix: &ReqIx| group_title(book, *ix);
    rows.chunk_by(|a, b| title(a) == title(b)).map(|group| (title(&group[0]), group.to_vec())).collect()
}

/// Returns the subjects of the matrix's columns that refer to any of the rows, in list order.
fn columns(book: &Assessed, matrix: Matrix, rows: &[ReqIx], documents: &[Subject]) -> Vec<Subject> {
    let register = match matrix.columns {
        Columns::Register(name) => book.handbook.register(name).map(|(at, _)| at),
        Columns::Documents => None,
        Columns::Ours => {
            let measured = rows.iter().filter_map(|ix| book.coverage.measured(*ix));
            let ours = measured.flat_map(|measured| measured.supports.iter().map(|support| support.by));
            let ours: BTreeSet<ReqIx> = ours.collect();
            return ours.into_iter().map(Subject::Requirement).collect();
        }
    };
    let mut subjects = FxHashSet::default();
    for reference in rows.iter().flat_map(|ix| book.handbook.requirement_referrers(*ix)) {
        match reference.from {
            Subject::Document(_) if matrix.columns == Columns::Documents => subjects.insert(reference.from),
            Subject::Entry(entry)
                if Some(entry.register) == register && !isms::is_opportunity(book.handbook.record(entry)) =>
            {
                subjects.insert(reference.from)
            }
            _ => false,
        };
    }
    if matrix.columns != Columns::Documents {
        let mut columns: Vec<Subject> = subjects.into_iter().collect();
        columns.sort_unstable();
        return columns;
    }
    documents.iter().copied().filter(|document| subjects.contains(document)).collect()
}
