//! Coverage matrices: requirements as rows; documents, risks or evidence as columns.

mod sheets;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{Badge, LinkView, PageView, TotalsView, View};
use crate::catalog::ReqIx;
use crate::config::Rung;
use crate::isms::Evidence;
use crate::model::{Reference, ReferenceRole, Subject};
use crate::pages::PageId;
use crate::site::slug;
use crate::wording::TitleOrder;

pub(crate) use sheets::sheets;
pub(crate) use sheets::{Matrix, MatrixSheet};
use sheets::{group_title, row_groups};

/// The sign of a claim of which nobody can tell whether it counted on an earlier day.
const UNKNOWN: &str = "?";

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
    /// The totals of the rows.
    pub totals: TotalsView,
    /// A note on the number of subjects without a column because nothing in these rows refers to them; `None` if there
    /// are none.
    pub without_column: Option<String>,
    /// Links to the other parts and matrices.
    pub others: Vec<MatrixLink>,
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
    /// How far it is covered.
    pub status: Badge,
    /// The non-empty cells, in the order of the columns.
    pub cells: Vec<Cell>,
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
        rows.iter().map(|ix| row(view, *ix, &places, columns)).collect::<Vec<_>>()
    };
    let groups: Vec<RowGroup> = row_groups(view.book, &sheet.rows)
        .into_iter()
        .map(|(title, group)| RowGroup { title, rows: rows(&group, &mut columns) })
        .collect();
    let mut page = view.page(&sheet_title(view, sheet));
    page.downloads = view.downloads("coverage");
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
        totals: view.totals(view.book.coverage.totals(|ix| sheet.rows.contains(&ix))),
        without_column: without_column(view, sheet),
        others: sheet_links(view, sheets, Some(sheet)),
    }
}

/// Returns the note on subjects that have nothing in the rows of a page.
fn without_column(view: &View<'_>, sheet: &MatrixSheet) -> Option<String> {
    let count = population(view, sheet.matrix) - sheet.columns.len();
    let key = format!("matrix.without.{}", sheet.matrix.register.unwrap_or("documents"));
    (count > 0).then(|| view.tell_counted(&key, count, &[]))
}

/// Returns the number of subjects that could have a column.
fn population(view: &View<'_>, matrix: Matrix) -> usize {
    match matrix.register {
        None => view.book.handbook.documents.len(),
        Some(name) => view.book.handbook.records(name).count(),
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

/// Returns the row of a requirement, and adds its claims to the counts of the columns.
fn row(view: &View<'_>, ix: ReqIx, places: &FxHashMap<Subject, usize>, columns: &mut [Column]) -> MatrixRow {
    let mut best: Vec<Option<&Reference>> = vec![None; columns.len()];
    for reference in view.book.handbook.requirement_referrers(ix) {
        let Some(at) = places.get(&reference.from) else { continue };
        let best_in_column = best[*at].get_or_insert(reference);
        let rank = |reference: &Reference| (reference.role == ReferenceRole::Claim, is_written(view, reference));
        if rank(reference) > rank(best_in_column) {
            *best_in_column = reference;
        }
    }
    let mut cells = Vec::new();
    let (mut claims, mut next) = (0, 0);
    for (at, reference) in best.into_iter().enumerate().filter_map(|(at, best)| Some((at, best?))) {
        // A citation in a register's entry counts as a claim; only documents can merely mention.
        let claim = reference.role == ReferenceRole::Claim || !matches!(reference.from, Subject::Document(_));
        if claim {
            columns[at].claims += 1;
            claims += 1;
        }
        let written = is_written(view, reference);
        cells.push(Cell { skipped: at - next, ..cell(view, reference, claim, &columns[at], written) });
        next = at + 1;
    }
    let requirement = view.book.handbook.catalog.requirement(ix);
    let ladder = view.book.coverage.ladder(ix).expect("the rows are those that have a ladder");
    let mut tags: Vec<String> =
        tags(view, ix).into_iter().map(|(name, option)| format!("{name}:{}", option.value)).collect();
    if !ladder.is_in_order() {
        tags.push("only:holes".to_owned());
    }
    if cells.iter().any(|cell| cell.kind == "weak" && cell.sign != UNKNOWN) {
        tags.push("only:overdue".to_owned());
    }
    MatrixRow {
        tags: tags.join(" "),
        link: view.requirement_link(ix),
        title: requirement.title.clone(),
        status: view.status(ladder.status),
        cells,
        rest: columns.len() - next,
        claims,
    }
}

/// Returns whether the part that refers has text of its own.
fn is_written(view: &View<'_>, reference: &Reference) -> bool {
    match reference.from {
        Subject::Document(ix) => view.book.handbook.document(ix).is_written(reference.section),
        _ => true,
    }
}

/// Returns the filter values of a row: the filter's name and the option.
fn tags(view: &View<'_>, ix: ReqIx) -> Vec<(&'static str, FilterOption)> {
    let catalog = &view.book.handbook.catalog;
    let requirement = catalog.requirement(ix);
    let standard = catalog.standard_of(ix);
    let option = |text: String| FilterOption { value: slug(&text), text };
    let mut tags = vec![("part", option(group_title(view.book, ix)))];
    let ladder = view.book.coverage.ladder(ix).expect("the rows are those that have a ladder");
    let text = view.status(ladder.status).word;
    tags.push(("status", FilterOption { value: ladder.status.word().to_owned(), text }));
    let owner = ladder.step(Rung::Owned).and_then(|step| step.state.as_ref().ok()?.first());
    tags.extend(owner.map(|proof| ("owner", option(view.book.words.phrase(&proof.text)))));
    for (attribute, values) in standard.attributes.iter().zip(&requirement.attributes) {
        let titles = attribute.values.iter().filter(|(id, _)| values.contains(id));
        tags.extend(titles.map(|(_, title)| ("attribute", option(format!("{}: {title}", attribute.title)))));
    }
    tags
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
        // Parts keep the standard's order; the options of other filters are sorted by label.
        if name != "part" {
            options.sort_by(|a, b| order.compare(&a.text, &b.text));
        }
        let label = format!("matrix.filter.{name}");
        (options.len() > 1).then(|| Filter { name, label: view.say(&label).to_owned(), options })
    };
    ["part", "status", "owner", "attribute"].into_iter().filter_map(filter).collect()
}

fn cell(view: &View<'_>, reference: &Reference, claim: bool, column: &Column, written: bool) -> Cell {
    let (kind, sign) = match (claim, column.counts && written) {
        (true, false) if column.unknown => ("weak", UNKNOWN),
        (true, true) => ("claim", "●"),
        (true, false) => ("weak", "◐"),
        (false, _) => ("mention", "○"),
    };
    let (href, label) = match reference.from {
        Subject::Document(document) => {
            let section = view.section(document, reference.section);
            let title = &view.book.handbook.document(document).meta.title;
            (section.href, format!("{title}: {}", section.text))
        }
        from => {
            let link = view.subject(from);
            (link.href, link.text)
        }
    };
    Cell { skipped: 0, kind, sign, href, label }
}

/// Returns links to the pages of the matrices. On a matrix page, only the first page of each part is listed: previous
/// and next lead to the others, so that the list stays short.
fn sheet_links(view: &View<'_>, sheets: &[MatrixSheet], current: Option<&MatrixSheet>) -> Vec<MatrixLink> {
    let link = |sheet: &MatrixSheet| MatrixLink {
        link: LinkView { text: sheet_title(view, sheet), href: Some(sheet.path.relative_from(view.on)) },
        current: current.is_some_and(|current| current.matrix == sheet.matrix && current.rows == sheet.rows),
    };
    sheets.iter().filter(|sheet| current.is_none() || sheet.first).map(link).collect()
}

fn sheet_title(view: &View<'_>, sheet: &MatrixSheet) -> String {
    let key = format!("matrix.{}", sheet.matrix.name);
    let matrix = view.say(&key);
    if sheet.part.is_empty() {
        return matrix.to_owned();
    }
    view.book.words.fill("matrix.part", &[("matrix", &matrix), ("part", &sheet.part)])
}
