//! Coverage matrices: requirements down, documents, risks or evidence across.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::{Badge, LinkView, PageView, TotalsView, Views};
use crate::catalog::{ReqIx, RequirementKind};
use crate::config::Rung;
use crate::coverage::CoverageStatus;
use crate::isms::{Evidence, Risk};
use crate::model::{Reference, ReferenceRole, Subject};
use crate::site::{SitePath, slug};

/// What a matrix crosses with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matrix {
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
/// More columns than this are not legible on one printed sheet.
const PRINTED_COLUMNS: usize = 30;
/// More columns than this are not put on one page even of a split matrix.
const MOST_COLUMNS: usize = 300;

/// A page of a matrix: all of it, or a group of rows with the columns that have something there.
#[derive(Debug, Clone)]
pub struct MatrixSheet {
    /// Of which matrix.
    pub matrix: Matrix,
    /// Its page.
    pub path: SitePath,
    /// What part it is, such as "People controls, 301 to 412"; empty for the whole.
    pub part: String,
    rows: Vec<ReqIx>,
    columns: Vec<Subject>,
    /// Whether its columns are the first, or all, of its rows.
    first: bool,
}

/// A page of a matrix.
#[derive(Debug, Serialize)]
pub struct MatrixPage {
    /// The frame.
    pub page: PageView,
    /// What rows can be chosen by.
    pub filters: Vec<Filter>,
    /// The columns.
    pub columns: Vec<Column>,
    /// Whether there are more columns than one printed sheet takes.
    pub many: bool,
    /// The rows by theme or clause.
    pub groups: Vec<RowGroup>,
    /// The number of claims on the page.
    pub claims: usize,
    /// The totals of the rows.
    pub totals: TotalsView,
    /// How many there are that have nothing in these rows, and therefore no column; `None` if there is none.
    pub without_column: Option<String>,
    /// The other parts and matrices.
    pub others: Vec<MatrixLink>,
}

/// Something that rows can be chosen by.
#[derive(Debug, Serialize)]
pub struct Filter {
    /// Its name in the address of the page.
    pub name: &'static str,
    /// What it is.
    pub label: String,
    /// What can be chosen.
    pub options: Vec<FilterOption>,
}

/// A choice of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilterOption {
    /// Its word in the address of the page; rows to which it applies have it among their tags, behind the filter's name.
    pub value: String,
    /// What people read.
    pub text: String,
}

/// A column's head and foot.
#[derive(Debug, Serialize)]
pub struct Column {
    /// Title and page.
    pub link: LinkView,
    /// Whether its text is in force, or its evidence in date.
    pub counts: bool,
    /// The number of claims in the column.
    pub claims: usize,
}

/// Rows below one heading.
#[derive(Debug, Serialize)]
pub struct RowGroup {
    /// The heading.
    pub title: String,
    /// The rows.
    pub rows: Vec<MatrixRow>,
}

/// A requirement's row.
#[derive(Debug, Serialize)]
pub struct MatrixRow {
    /// Number and page.
    pub link: LinkView,
    /// The title.
    pub title: String,
    /// How far it is covered.
    pub status: Badge,
    /// Those that say something, in the order of the columns.
    pub cells: Vec<Cell>,
    /// How many columns have nothing behind the last of them.
    pub rest: usize,
    /// The number of claims in the row.
    pub claims: usize,
    /// What filters choose it by: `status:gap`, `owner:it-lead`; `only:holes` and `only:overdue`.
    pub tags: String,
}

/// Where a row and a column meet. Most cells of a matrix are empty, and only counted.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// How many columns have nothing before it.
    pub skipped: usize,
    /// `claim`, `weak` or `mention`.
    pub kind: &'static str,
    /// The sign of the kind.
    pub sign: &'static str,
    /// The place that makes the claim or the mention.
    pub href: Option<String>,
    /// What a reader hears or sees of that place.
    pub label: String,
}

/// A link to a page of a matrix.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixLink {
    /// Which.
    pub link: LinkView,
    /// Whether this is the page that holds the link.
    pub current: bool,
}

/// The list of matrices.
#[derive(Debug, Serialize)]
pub struct MatricesPage {
    /// The frame.
    pub page: PageView,
    /// All pages of all matrices.
    pub matrices: Vec<MatrixLink>,
}

/// The pages of all matrices.
pub fn sheets(views: &Views<'_>) -> Vec<MatrixSheet> {
    let documents: Vec<Subject> =
        views.documents_by_kind().into_iter().flat_map(|(_, group)| group).map(Subject::Document).collect();
    MATRICES.iter().flat_map(|matrix| views.split(*matrix, &documents)).collect()
}

impl Views<'_> {
    /// The list of matrices.
    pub fn matrices(&self, sheets: &[MatrixSheet]) -> MatricesPage {
        let on = SitePath::new("matrix/index.html");
        let mut page = self.page(&on, self.say("matrices.title"));
        page.breadcrumbs = self.crumbs(&on, &[]);
        page.downloads = self.downloads("coverage", &on);
        MatricesPage { matrices: self.sheet_links(sheets, &on, None), page }
    }

    /// A page of a matrix.
    pub fn matrix(&self, sheet: &MatrixSheet, sheets: &[MatrixSheet]) -> MatrixPage {
        let on = &sheet.path;
        let mut columns: Vec<Column> = sheet.columns.iter().map(|subject| self.column(*subject, on)).collect();
        let places: FxHashMap<Subject, usize> = sheet.columns.iter().copied().zip(0..).collect();
        let rows = |rows: &[ReqIx], columns: &mut Vec<Column>| {
            rows.iter().map(|ix| self.row(*ix, on, &places, columns)).collect::<Vec<_>>()
        };
        let groups: Vec<RowGroup> = self
            .row_groups(&sheet.rows)
            .into_iter()
            .map(|(title, group)| RowGroup { title, rows: rows(&group, &mut columns) })
            .collect();
        let mut page = self.page(on, &self.sheet_title(sheet));
        page.downloads = self.downloads("coverage", on);
        let at = sheets.iter().position(|other| other.path == sheet.path);
        let neighbour = |at: Option<usize>| {
            let other = sheets.get(at?)?;
            Some(LinkView { text: self.sheet_title(other), href: Some(other.path.relative_from(on)) })
        };
        page.previous = neighbour(at.and_then(|at| at.checked_sub(1)));
        page.next = neighbour(at.map(|at| at + 1));
        page.breadcrumbs = self.crumbs(on, &[(self.say("nav.matrix"), SitePath::new("matrix/index.html"))]);
        MatrixPage {
            page,
            claims: columns.iter().map(|column| column.claims).sum(),
            filters: self.filters(&sheet.rows),
            many: columns.len() > PRINTED_COLUMNS,
            columns,
            groups,
            totals: self.totals(self.coverage.totals(|ix| sheet.rows.contains(&ix))),
            without_column: self.without_column(sheet),
            others: self.sheet_links(sheets, on, Some(sheet)),
        }
    }

    /// What is said of those that have nothing in the rows of a page.
    fn without_column(&self, sheet: &MatrixSheet) -> Option<String> {
        let count = self.population(sheet.matrix) - sheet.columns.len();
        let key = format!("matrix.without.{}", sheet.matrix.register.unwrap_or("documents"));
        (count > 0).then(|| self.tell_counted(&key, count, &[]))
    }

    /// How many subjects could have a column.
    fn population(&self, matrix: Matrix) -> usize {
        match matrix.register {
            None => self.handbook.documents.len(),
            Some(name) => self.handbook.records(name).count(),
        }
    }

    /// One page if that is not too much, else one for each theme or clause and each few hundred columns.
    fn split(&self, matrix: Matrix, documents: &[Subject]) -> Vec<MatrixSheet> {
        let catalog = &self.handbook.catalog;
        let rows: Vec<ReqIx> = self
            .coverage
            .ladders()
            .map(|ladder| ladder.requirement)
            .filter(|ix| {
                let requirement = catalog.requirement(*ix);
                requirement.kind == matrix.rows && requirement.standard == catalog.main()
            })
            .collect();
        let columns = self.columns(matrix, &rows, documents);
        let path = |suffix: &str| SitePath::new(format!("matrix/{}{suffix}.html", matrix.name));
        if rows.len() * columns.len() <= MOST_CELLS && columns.len() <= MOST_COLUMNS {
            return vec![MatrixSheet { matrix, path: path(""), part: String::new(), rows, columns, first: true }];
        }
        let mut sheets = Vec::new();
        for (title, rows) in self.row_groups(&rows) {
            let columns = self.columns(matrix, &rows, documents);
            let many = columns.len() > MOST_COLUMNS;
            for (at, chunk) in columns.chunks(MOST_COLUMNS).enumerate() {
                let first = at * MOST_COLUMNS + 1;
                let name = slug(&title);
                let (suffix, part) = if many {
                    let last = first + chunk.len() - 1;
                    (
                        format!("-{name}-{}", at + 1),
                        self.words.fill("matrix.span", &[("group", &title), ("first", &first), ("last", &last)]),
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

    /// The theme of a control, the clause of the first level of a clause.
    fn group_title(&self, ix: ReqIx) -> String {
        let catalog = &self.handbook.catalog;
        let requirement = catalog.requirement(ix);
        if let Some(theme) = requirement.theme {
            return catalog.standards[requirement.standard].themes[theme].title.clone();
        }
        let top = catalog.chain(ix).last().unwrap_or(ix);
        format!("{} {}", catalog.label(top), catalog.requirement(top).title)
    }

    /// Rows by theme or by clause of the first level.
    fn row_groups(&self, rows: &[ReqIx]) -> Vec<(String, Vec<ReqIx>)> {
        let title = |ix: &ReqIx| self.group_title(*ix);
        rows.chunk_by(|a, b| title(a) == title(b)).map(|group| (title(&group[0]), group.to_vec())).collect()
    }

    /// What refers to any of the rows and is of the kind of the columns, in the order of the lists.
    fn columns(&self, matrix: Matrix, rows: &[ReqIx], documents: &[Subject]) -> Vec<Subject> {
        let register = matrix.register.and_then(|name| self.handbook.register(name)).map(|(at, _)| at);
        let mut subjects = FxHashSet::default();
        for reference in rows.iter().flat_map(|ix| self.handbook.requirement_referrers(*ix)) {
            match reference.from {
                Subject::Document(_) if matrix.register.is_none() => subjects.insert(reference.from),
                Subject::Entry(entry) if Some(entry.register) == register => subjects.insert(reference.from),
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

    fn column(&self, subject: Subject, on: &SitePath) -> Column {
        let counts = match subject {
            Subject::Document(ix) => self.handbook.document(ix).is_in_force(self.coverage.as_of),
            Subject::Entry(ix) => Evidence::of(self.handbook.record(ix))
                .is_none_or(|evidence| evidence.is_in_date(self.config, self.coverage.as_of)),
            Subject::Requirement(_) => true,
        };
        Column { link: self.subject(subject, on), counts, claims: 0 }
    }

    /// The row of a requirement; counts its claims in the columns, too.
    fn row(&self, ix: ReqIx, on: &SitePath, places: &FxHashMap<Subject, usize>, columns: &mut [Column]) -> MatrixRow {
        let mut best: Vec<Option<&Reference>> = vec![None; columns.len()];
        for reference in self.handbook.requirement_referrers(ix) {
            let Some(at) = places.get(&reference.from) else { continue };
            let kept = best[*at].get_or_insert(reference);
            if reference.role == ReferenceRole::Claim && kept.role == ReferenceRole::Mention {
                *kept = reference;
            }
        }
        let mut cells = Vec::new();
        let (mut claims, mut next) = (0, 0);
        for (at, reference) in best.into_iter().enumerate().filter_map(|(at, best)| Some((at, best?))) {
            // What an entry of a register cites, it is about; only documents merely mention.
            let claim = reference.role == ReferenceRole::Claim || !matches!(reference.from, Subject::Document(_));
            if claim {
                columns[at].claims += 1;
                claims += 1;
            }
            cells.push(Cell { skipped: at - next, ..self.cell(reference, claim, columns[at].counts, on) });
            next = at + 1;
        }
        let requirement = self.handbook.catalog.requirement(ix);
        let status = self.coverage.ladder(ix).expect("the rows are those that have a ladder").status;
        let mut tags: Vec<String> =
            self.tags(ix).into_iter().map(|(name, option)| format!("{name}:{}", option.value)).collect();
        if !matches!(status, CoverageStatus::Covered | CoverageStatus::Excluded) {
            tags.push("only:holes".to_owned());
        }
        if cells.iter().any(|cell| cell.kind == "weak") {
            tags.push("only:overdue".to_owned());
        }
        MatrixRow {
            tags: tags.join(" "),
            link: self.requirement_link(ix, on),
            title: requirement.title.clone(),
            status: self.status(status),
            cells,
            rest: columns.len() - next,
            claims,
        }
    }

    /// What a row can be chosen by: the name of the filter, the choice.
    fn tags(&self, ix: ReqIx) -> Vec<(&'static str, FilterOption)> {
        let catalog = &self.handbook.catalog;
        let requirement = catalog.requirement(ix);
        let standard = catalog.standard_of(ix);
        let option = |text: String| FilterOption { value: slug(&text), text };
        let mut tags = vec![("part", option(self.group_title(ix)))];
        let ladder = self.coverage.ladder(ix).expect("the rows are those that have a ladder");
        let text = self.status(ladder.status).word;
        tags.push(("status", FilterOption { value: ladder.status.word().to_owned(), text }));
        let owner = ladder.step(Rung::Owned).and_then(|step| step.state.as_ref().ok()?.first());
        tags.extend(owner.map(|proof| ("owner", option(self.words.phrase(&proof.text)))));
        for (attribute, values) in standard.attributes.iter().zip(&requirement.attributes) {
            let titles = attribute.values.iter().filter(|(id, _)| values.contains(id));
            tags.extend(titles.map(|(_, title)| ("attribute", option(format!("{}: {title}", attribute.title)))));
        }
        tags
    }

    /// What some rows can be chosen by and others not.
    fn filters(&self, rows: &[ReqIx]) -> Vec<Filter> {
        let tags: Vec<_> = rows.iter().flat_map(|ix| self.tags(*ix)).collect();
        let filter = |name: &'static str| {
            let mut options: Vec<FilterOption> = Vec::new();
            for (_, option) in tags.iter().filter(|(of, _)| *of == name) {
                if !options.contains(option) {
                    options.push(option.clone());
                }
            }
            // Parts are in the standard's order, all else by its words.
            if name != "part" {
                options.sort_by(|a, b| a.text.cmp(&b.text));
            }
            let label = format!("matrix.filter.{name}");
            (options.len() > 1).then(|| Filter { name, label: self.say(&label).to_owned(), options })
        };
        ["part", "status", "owner", "attribute"].into_iter().filter_map(filter).collect()
    }

    fn cell(&self, reference: &Reference, claim: bool, counts: bool, on: &SitePath) -> Cell {
        let (kind, sign) = match (claim, counts) {
            (true, true) => ("claim", "●"),
            (true, false) => ("weak", "◐"),
            (false, _) => ("mention", "○"),
        };
        let (href, label) = match reference.from {
            Subject::Document(document) => {
                let section = self.section(document, reference.section, on);
                let title = &self.handbook.document(document).meta.title;
                (section.href, format!("{title}: {}", section.text))
            }
            from => {
                let link = self.subject(from, on);
                (link.href, link.text)
            }
        };
        Cell { skipped: 0, kind, sign, href, label }
    }

    /// The pages of the matrices. On one of them only the first of each part: the others are reached by previous and
    /// next, so that no page grows with the number of all.
    fn sheet_links(&self, sheets: &[MatrixSheet], on: &SitePath, current: Option<&MatrixSheet>) -> Vec<MatrixLink> {
        let link = |sheet: &MatrixSheet| MatrixLink {
            link: LinkView { text: self.sheet_title(sheet), href: Some(sheet.path.relative_from(on)) },
            current: current.is_some_and(|current| current.matrix == sheet.matrix && current.rows == sheet.rows),
        };
        sheets.iter().filter(|sheet| current.is_none() || sheet.first).map(link).collect()
    }

    fn sheet_title(&self, sheet: &MatrixSheet) -> String {
        let key = format!("matrix.{}", sheet.matrix.name);
        let matrix = self.say(&key);
        if sheet.part.is_empty() {
            return matrix.to_owned();
        }
        self.words.fill("matrix.part", &[("matrix", &matrix), ("part", &sheet.part)])
    }
}
