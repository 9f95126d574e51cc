//! Which sheets a matrix has: one, or several if it is too large for a page.

use rustc_hash::FxHashSet;

use crate::assess::Assessed;
use crate::catalog::{ReqIx, RequirementKind};
use crate::isms::{self, Evidence, Risk};
use crate::model::Subject;
use crate::pages::matrix_path;
use crate::site::{SitePath, slug};
use crate::view::document;

/// What a matrix crosses with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Matrix {
    /// The rows.
    pub rows: RequirementKind,
    /// The register whose entries are the columns; documents if `None`.
    pub register: Option<&'static str>,
    /// The beginning of its pages' names.
    pub name: &'static str,
}

/// All matrices.
const MATRICES: [Matrix; 4] = [
    Matrix { rows: RequirementKind::Control, register: None, name: "controls-documents" },
    Matrix { rows: RequirementKind::Clause, register: None, name: "clauses-documents" },
    Matrix { rows: RequirementKind::Control, register: Some(Risk::REGISTER), name: "controls-risks" },
    Matrix { rows: RequirementKind::Control, register: Some(Evidence::REGISTER), name: "controls-evidence" },
];

/// More cells than this on a page are slow to scroll and hard to print: the matrix is split.
const MOST_CELLS: usize = 30_000;
/// More columns than this are not put on one page even of a split matrix.
const MOST_COLUMNS: usize = 300;

/// A page of a matrix: all of it, or a group of rows with the columns that have something there.
#[derive(Debug, Clone)]
pub(crate) struct MatrixSheet {
    /// Of which matrix.
    pub matrix: Matrix,
    /// Its page.
    pub path: SitePath,
    /// What part it is, such as "People controls, 301 to 412"; empty for the whole.
    pub part: String,
    /// Its rows.
    pub rows: Vec<ReqIx>,
    /// Its columns.
    pub columns: Vec<Subject>,
    /// Whether its columns are the first, or all, of its rows.
    pub first: bool,
}

/// Returns the sheets of all matrices.
pub(crate) fn sheets(book: &Assessed) -> Vec<MatrixSheet> {
    let documents: Vec<Subject> =
        document::by_kind(book).into_iter().flat_map(|(_, group)| group).map(Subject::Document).collect();
    MATRICES.iter().flat_map(|matrix| split(book, *matrix, &documents)).collect()
}

/// Returns one sheet if that is not too large, else one for each theme or clause and each few hundred columns.
fn split(book: &Assessed, matrix: Matrix, documents: &[Subject]) -> Vec<MatrixSheet> {
    let catalog = &book.handbook.catalog;
    let rows: Vec<ReqIx> = book
        .coverage
        .ladders()
        .map(|ladder| ladder.requirement)
        .filter(|ix| {
            let requirement = catalog.requirement(*ix);
            requirement.kind == matrix.rows && requirement.standard == catalog.main()
        })
        .collect();
    let all = columns(book, matrix, &rows, documents);
    let path = |suffix: &str| matrix_path(matrix.name, suffix);
    if rows.len() * all.len() <= MOST_CELLS && all.len() <= MOST_COLUMNS {
        return vec![MatrixSheet { matrix, path: path(""), part: String::new(), rows, columns: all, first: true }];
    }
    let mut sheets = Vec::new();
    for (title, rows) in row_groups(book, &rows) {
        let columns = columns(book, matrix, &rows, documents);
        let many = columns.len() > MOST_COLUMNS;
        for (at, chunk) in columns.chunks(MOST_COLUMNS).enumerate() {
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

/// Returns the theme of a control, or the clause of the first level that a clause belongs to.
pub(super) fn group_title(book: &Assessed, ix: ReqIx) -> String {
    let catalog = &book.handbook.catalog;
    let requirement = catalog.requirement(ix);
    if let Some(theme) = requirement.theme {
        return catalog.standards[requirement.standard].themes[theme].title.clone();
    }
    let top = catalog.chain(ix).last().unwrap_or(ix);
    format!("{} {}", catalog.label(top), catalog.requirement(top).title)
}

/// Groups rows by theme or by clause of the first level.
pub(super) fn row_groups(book: &Assessed, rows: &[ReqIx]) -> Vec<(String, Vec<ReqIx>)> {
    let title = |ix: &ReqIx| group_title(book, *ix);
    rows.chunk_by(|a, b| title(a) == title(b)).map(|group| (title(&group[0]), group.to_vec())).collect()
}

/// Returns what refers to any of the rows and is of the kind of the columns, in the order of the lists.
fn columns(book: &Assessed, matrix: Matrix, rows: &[ReqIx], documents: &[Subject]) -> Vec<Subject> {
    let register = matrix.register.and_then(|name| book.handbook.register(name)).map(|(at, _)| at);
    let mut subjects = FxHashSet::default();
    for reference in rows.iter().flat_map(|ix| book.handbook.requirement_referrers(*ix)) {
        match reference.from {
            Subject::Document(_) if matrix.register.is_none() => subjects.insert(reference.from),
            Subject::Entry(entry)
                if Some(entry.register) == register && !isms::is_opportunity(book.handbook.record(entry)) =>
            {
                subjects.insert(reference.from)
            }
            _ => false,
        };
    }
    if matrix.register.is_some() {
        let mut columns: Vec<Subject> = subjects.into_iter().collect();
        columns.sort_unstable();
        return columns;
    }
    documents.iter().copied().filter(|document| subjects.contains(document)).collect()
}
