//! The start page: documents for staff, and the state of the management system for owners.

use serde::Serialize;

use super::standard::summary::{self, StandardSummary};
use super::{
    CountLink, DateView, DocumentRow, LinkView, PageView, RegisterCard, ReportView, Table, TotalsView, View, reporting,
};
use crate::catalog::{FIRST, ReqIx, RequirementKind};
use crate::coverage::When;
use crate::isms::{self, Role, Standing};
use crate::model::{Destination, DocIx, Document, DocumentStatus, ResolvedReference, Subject};
use crate::pages::PageId;

/// The start page.
#[derive(Debug, Serialize)]
pub(crate) struct StartPage {
    /// The frame.
    pub page: PageView,
    /// The documents in force for everybody, or of general use: policies, guidelines, forms.
    pub staff: Vec<DocumentRow>,
    /// The documents in force for one role, by role.
    pub by_role: Vec<RoleDocuments>,
    /// The contact for reporting an incident; `None` if no role owns the control on reporting.
    pub report: Option<ReportView>,
    /// The most recently approved documents.
    pub latest: Vec<Approved>,
    /// The total number of documents.
    pub documents: usize,
    /// Coverage of the controls by theme.
    pub themes: Vec<CoverageBar>,
    /// Coverage of the clauses by first-level clause.
    pub clauses: Vec<CoverageBar>,
    /// The standards that the handbook is measured against.
    pub standards: Vec<StandardSummary>,
    /// The totals of the controls.
    pub control_totals: TotalsView,
    /// The totals of the clauses.
    pub clause_totals: TotalsView,
    /// Required documented information: how many items are held, in words.
    pub information_progress: String,
    /// The number of documents that stand in each way, as links to them.
    pub states: Vec<CountLink>,
    /// The first documents with an overdue review, then those that are not approved yet; `None` if there are none.
    pub overdue: Option<Table>,
    /// The documents that do not say whether they are approved, as a text; `None` if there are none.
    pub unstated: Option<String>,
    /// The documents whose approval book.toml assumes, as a text; `None` if there are none.
    pub assumed: Option<String>,
    /// The counts of things that need the attention of an owner.
    pub attention: Vec<Attention>,
    /// The documents that are left out because they are drafts, as a text; `None` if there are none.
    pub left_out: Option<String>,
    /// The most urgent gaps.
    pub gaps: Option<Table>,
    /// The total number of gaps.
    pub gap_count: usize,
    /// The registers.
    pub registers: Vec<RegisterCard>,
}

/// A number of things that need attention.
#[derive(Debug, Serialize)]
pub(crate) struct Attention {
    /// The things that are counted, with a link to the list of exactly these.
    pub link: LinkView,
    /// The number.
    pub count: usize,
    /// `bad`, `fair` or `good`.
    pub tone: &'static str,
}

/// The documents for one role, without those for everybody.
#[derive(Debug, Serialize)]
pub(crate) struct RoleDocuments {
    /// The role.
    pub role: LinkView,
    /// Its documents.
    pub documents: Vec<LinkView>,
}

/// A document and its approval date.
#[derive(Debug, Serialize)]
pub(crate) struct Approved {
    /// The document.
    pub link: LinkView,
    /// Its version.
    pub version: Option<String>,
    /// The approval date.
    pub date: DateView,
}

/// The coverage of a part of a standard.
#[derive(Debug, Serialize)]
pub(crate) struct CoverageBar {
    /// The theme or the clause.
    pub link: LinkView,
    /// Its totals.
    pub totals: TotalsView,
}

/// Maximum number of documents for staff; a link leads to the list of all.
const STAFF_SHOWN: usize = 60;
/// Maximum number of gaps on the start page.
const GAPS_SHOWN: usize = 8;
/// Maximum number of documents that need attention.
const OVERDUE_SHOWN: usize = 20;
/// Maximum number of recently approved documents.
const LATEST_SHOWN: usize = 5;
/// Returns the start page.
pub(crate) fn page(view: &View<'_>) -> StartPage {
    let catalog = &view.book.handbook.catalog;
    let of_kind = |kind: RequirementKind| {
        move |ix: ReqIx| {
            let requirement = catalog.requirement(ix);
            requirement.standard == FIRST && requirement.kind == kind
        }
    };
    let (gaps, gap_count) = super::gaps::first(view, GAPS_SHOWN);
    let documents = |wanted: &dyn Fn(&Document<ResolvedReference>) -> bool| -> Vec<DocIx> {
        let all = super::document::by_kind(view.book).into_iter().flat_map(|(_, documents)| documents);
        all.filter(|ix| wanted(view.book.handbook.document(*ix))).collect()
    };
    let as_of = view.book.coverage.as_of;
    let staff =
        documents(&|document| document.is_in_force(as_of) && isms::is_for_all_staff(&view.book.handbook, document));
    let staff = staff.into_iter().take(STAFF_SHOWN).map(|ix| super::document::row(view, ix)).collect();
    let overdue = documents(&|document| document.is_overdue(as_of));
    let drafts = documents(&|document| {
        let standing = isms::standing(document, view.book.coverage.days());
        matches!(standing, Standing::Draft | Standing::InReview | Standing::NotYet(_))
    });
    StartPage {
        page: view.page(&view.book.config.title),
        staff,
        by_role: by_role(view),
        report: reporting::contact(view),
        latest: latest(view),
        documents: view.book.handbook.documents.len(),
        themes: theme_bars(view),
        clauses: clause_bars(view),
        standards: summary::standards(view),
        control_totals: view
            .totals_of_soa(view.book.coverage.totals(of_kind(RequirementKind::Control)), &PageId::Soa.path()),
        clause_totals: view.totals(view.book.coverage.totals(of_kind(RequirementKind::Clause))),
        information_progress: view.information(&view.book.coverage),
        states: super::documents::states(view),
        overdue: super::documents::table(view, "overdue", overdue.into_iter().chain(drafts).take(OVERDUE_SHOWN)),
        unstated: Some(view.book.handbook.documents().filter(|(_, document)| is_unstated(document)).count())
            .filter(|count| *count > 0)
            .map(|count| view.tell_counted("start.unstated", count, &[])),
        assumed: view.assumed(),
        attention: attention(view, gap_count),
        left_out: Some(view.book.handbook.left_out.len())
            .filter(|count| *count > 0)
            .map(|count| view.tell_counted("start.left-out", count, &[])),
        gaps,
        gap_count,
        registers: super::register::cards(view),
    }
}

fn is_unstated(document: &Document<ResolvedReference>) -> bool {
    document.meta.status.value == DocumentStatus::Unstated
}

/// Returns the four counts of an owner's start: overdue, due soon, gaps, open nonconformities.
fn attention(view: &View<'_>, gaps: usize) -> Vec<Attention> {
    let coverage = &view.book.coverage;
    let open = isms::open_nonconformities(&view.book.handbook, coverage.as_of).count();
    let count = |key: &str, page: PageId, section: &str, count: usize, tone: &'static str| {
        let link = view.page_link(key, page);
        let href = link.href.map(|href| format!("{href}{section}"));
        Attention { link: LinkView { href, ..link }, count, tone: if count == 0 { "good" } else { tone } }
    };
    vec![
        count("start.is-overdue", PageId::Calendar, "#overdue", coverage.falling_due(When::Overdue).count(), "bad"),
        count("start.is-due-soon", PageId::Calendar, "#soon", coverage.falling_due(When::Soon).count(), "fair"),
        count("start.gaps", PageId::Gaps, "", gaps, "bad"),
        count("start.open-nonconformities", PageId::Nonconformities, "#open", open, "bad"),
    ]
}

/// Returns the documents in force for each role, without those for all staff.
fn by_role(view: &View<'_>) -> Vec<RoleDocuments> {
    let everybody = isms::everybody(&view.book.handbook);
    let in_force = |document: &Document<ResolvedReference>| document.is_in_force(view.book.coverage.as_of);
    let role = |role: Role<'_>| {
        let role = Subject::Entry(role.ix);
        let to = Some(Destination::Subject(role));
        let bound = view.book.handbook.documents().filter(|(_, document)| {
            in_force(document) && document.meta.applies_to.iter().any(|applies| applies.to == to)
        });
        let documents: Vec<_> = bound.map(|(ix, _)| view.subject(Subject::Document(ix))).collect();
        let wanted = Some(role) != everybody && !documents.is_empty();
        wanted.then(|| RoleDocuments { role: view.subject(role), documents })
    };
    Role::all(&view.book.handbook).filter_map(role).collect()
}

/// Returns the most recently approved documents.
fn latest(view: &View<'_>) -> Vec<Approved> {
    let as_of = view.book.coverage.as_of;
    let in_force = view.book.handbook.documents().filter(|(_, document)| document.is_in_force(as_of));
    let mut dated: Vec<_> =
        in_force.filter_map(|(ix, document)| Some((document.meta.approved.as_ref()?.value, ix, document))).collect();
    dated.sort_by_key(|(date, ix, _)| (std::cmp::Reverse(*date), *ix));
    let latest = dated.into_iter().take(LATEST_SHOWN).map(|(date, ix, document)| Approved {
        link: view.subject(Subject::Document(ix)),
        version: document.meta.version.clone(),
        date: view.date(date),
    });
    latest.collect()
}

fn theme_bars(view: &View<'_>) -> Vec<CoverageBar> {
    let catalog = &view.book.handbook.catalog;
    let themes = catalog.standards[FIRST].themes.iter().enumerate();
    let bar = |(at, theme): (usize, &crate::catalog::Theme)| {
        let controls = catalog.of_theme(FIRST, at);
        let anchor = crate::site::slug(&theme.title);
        let href = format!("{}#{anchor}", PageId::Controls.path().relative_from(view.on));
        CoverageBar {
            link: LinkView { text: theme.title.clone(), href: Some(href) },
            totals: view.totals(view.book.coverage.totals(|ix| controls.contains(&ix))),
        }
    };
    themes.map(bar).collect()
}

fn clause_bars(view: &View<'_>) -> Vec<CoverageBar> {
    let catalog = &view.book.handbook.catalog;
    let bar = |clause| CoverageBar {
        link: view.subject(Subject::Requirement(clause)),
        totals: view.totals(view.book.coverage.totals(|ix| catalog.chain(ix).any(|part| part == clause))),
    };
    catalog.top_clauses(FIRST).map(bar).collect()
}
