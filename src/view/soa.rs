//! The Statement of Applicability.

use serde::Serialize;

use super::binding::{BindingView, binding};
use super::standard::summary::{self, StandardSummary};
use super::{
    Badge, CountLink, DateView, Decision, LinkView, PageView, ReportCell, RowGroup, Table, TotalsView, View, filtered,
    sentence,
};
use crate::catalog::{FIRST, ReqIx};
use crate::coverage::CoverageStatus;
use crate::isms::{self, ApprovalOf, Evidence, LegalRequirement, Risk};
use crate::model::{Destination, ReferenceRole, Subject};
use crate::pages::own_standard_path;
use crate::site::slug;

/// The Statement of Applicability.
#[derive(Debug, Serialize)]
pub(crate) struct SoaPage {
    /// The frame.
    pub page: PageView,
    /// Its version.
    pub version: Option<String>,
    /// The role that approved it.
    pub approver: Option<LinkView>,
    /// When it was approved; `None` if it has not been by the day of the site.
    pub approved: Option<DateView>,
    /// Whether its decisions are as they were approved, if the book records that.
    pub binding: Option<BindingView>,
    /// The number of controls in each theme, and of those that are excluded, as links to them.
    pub counts: Vec<CountLink>,
    /// The controls by theme; `None` if the standard has none.
    pub table: Option<Table>,
    /// How far they are covered.
    pub totals: TotalsView,
    /// The standards that the handbook is measured against, for which no statement decides anything.
    pub standards: Vec<StandardSummary>,
}

/// Returns the Statement of Applicability of a standard: every one of its controls.
pub(crate) fn page(view: &View<'_>, standard: usize) -> SoaPage {
    let catalog = &view.book.handbook.catalog;
    let of = &catalog.standards[standard];
    let title = if standard == FIRST {
        view.say("soa.title").to_owned()
    } else {
        view.tell("soa.of", &[("standard", &of.title)])
    };
    let mut page = view.page(&title);
    let above = (&*of.title, own_standard_path(&of.id));
    page.breadcrumbs = view.crumbs(if standard == FIRST { &[] } else { std::slice::from_ref(&above) });
    let decided = |ix: ReqIx| catalog.is_decided(ix) && catalog.requirement(ix).standard == standard;
    let controls: Vec<ReqIx> =
        view.book.coverage.ladders().map(|ladder| ladder.requirement).filter(|ix| decided(*ix)).collect();
    let theme = |ix: &ReqIx| (catalog.requirement(*ix).standard, catalog.requirement(*ix).theme);
    let groups = controls.chunk_by(|a, b| theme(a) == theme(b)).map(|group| {
        let standard = catalog.standard_of(group[0]);
        let theme = catalog.requirement(group[0]).theme.map(|at| &standard.themes[at].title);
        let title = theme.unwrap_or(&standard.title);
        RowGroup {
            id: Some(slug(title)),
            title: Some(title.clone()),
            about: None,
            rows: group.iter().map(|ix| row(view, *ix).into()).collect(),
        }
    });
    let groups: Vec<RowGroup> = groups.collect();
    if !groups.is_empty() {
        page.downloads = view.downloads("soa");
    }
    let soa = &view.book.config.soa;
    let approver = soa.approver.as_ref().map(|role| match view.book.handbook.find(role) {
        Some(subject @ Subject::Entry(_)) => {
            LinkView { text: view.subject(subject).text, href: view.book.href(&Destination::Subject(subject), view.on) }
        }
        _ => LinkView { text: role.clone(), href: None },
    });
    SoaPage {
        page,
        version: soa.version.clone(),
        approver,
        binding: if standard == FIRST { binding(view, ApprovalOf::Soa) } else { None },
        approved: view.approval_of_soa(),
        counts: groups.iter().filter_map(CountLink::to).chain(excluded(view, &controls)).collect(),
        table: (!groups.is_empty()).then(|| view.table("", COLUMNS, groups)),
        totals: view.totals_of_soa(view.book.coverage.totals(decided), view.on),
        standards: summary::standards(view),
    }
}

/// Maximum number of texts that a row names.
const SHOWN: usize = 12;

/// The columns of the statement.
const COLUMNS: &[&str] =
    &["control", "applicable/coverage", "reasons", "justification", "implementation/owner", "described-in", "evidence"];

/// Returns the row of a control. Only what is not as it should be has a badge, so that it can be seen among the others.
fn row(view: &View<'_>, ix: ReqIx) -> Vec<ReportCell> {
    let ladder = view.book.coverage.ladder(ix).expect("the controls are those that have a ladder");
    let Decision { applicable, reasons, justification, implementation, owner, .. } =
        super::requirement::decision(view, ix);
    let is_excluded = ladder.status == CoverageStatus::Excluded;
    let plain = |badge: Badge| if badge.tone == "good" { badge.word.into() } else { ReportCell::from(badge) };
    let standing =
        if is_excluded { ReportCell::from(applicable) } else { plain(applicable).below(plain(view.standing(ladder))) };
    // Each is a value of its own to filter by.
    let reasons: Vec<LinkView> = reasons.into_iter().map(|text| LinkView { text, href: None }).collect();
    let sources = sources(view, ix);
    let evidence = if is_excluded { ReportCell::default() } else { evidence(view, ix) };
    let implementation = ReportCell::from(implementation);
    vec![
        view.subject(Subject::Requirement(ix)).into(),
        standing,
        if sources.is_empty() { reasons.into() } else { ReportCell::from(reasons).below(sources) },
        ReportCell { html: justification, ..ReportCell::default() },
        match owner {
            Some(owner) => implementation.below(owner),
            None => implementation,
        },
        described_in(view, ix).into(),
        evidence,
    ]
}

/// Returns the risks and the legal requirements that cite a control.
fn sources(view: &View<'_>, ix: ReqIx) -> Vec<LinkView> {
    let about = |register| view.book.handbook.entries_about(Subject::Requirement(ix), register);
    let entries = [Risk::REGISTER, LegalRequirement::REGISTER].into_iter().flat_map(about);
    let cited = entries.filter(|entry| !isms::is_opportunity(view.book.handbook.record(*entry)));
    cited.map(|entry| view.short_link(entry)).collect()
}

/// Returns the documents that the decision names, then the sections that claim the control, the first one of a document
/// with its title; of very many the first ones, and a link to the control's page, which has all.
fn described_in(view: &View<'_>, ix: ReqIx) -> Vec<LinkView> {
    let mut links = super::requirement::decision(view, ix).documents;
    let mut named = None;
    for (document, section) in super::support::sections_on(view, ix, ReferenceRole::Claim) {
        let of = view.subject(Subject::Document(document));
        let is_named = named.replace(document) == Some(document) || links.iter().any(|known| known.href == of.href);
        let link = match section {
            Some(_) => {
                let section = view.section(document, section);
                let text = if is_named { section.text } else { format!("{}: {}", of.text, section.text) };
                LinkView { text, href: section.href }
            }
            None => of,
        };
        if links.iter().all(|known| known.href != link.href) {
            links.push(link);
        }
    }
    view.first_about(ix, links, SHOWN)
}

/// Returns the valid evidence for a control, each with the day on which it was collected.
fn evidence(view: &View<'_>, ix: ReqIx) -> ReportCell {
    let valid = super::requirement::valid_evidence(view, ix);
    if valid.is_empty() {
        return Badge::new(view.say("none.evidence"), "–", "out").into();
    }
    let link = |evidence: &Evidence<'_>| {
        let link = view.short_link(evidence.ix);
        let day = evidence.date(Evidence::COLLECTED).map(|day| view.date(day).text);
        LinkView { text: [Some(link.text), day].into_iter().flatten().collect::<Vec<_>>().join(" · "), ..link }
    };
    valid.iter().map(link).collect::<Vec<_>>().into()
}

/// Returns a link to the excluded among these controls.
fn excluded(view: &View<'_>, controls: &[ReqIx]) -> Option<CountLink> {
    let is_excluded =
        |ix: &&ReqIx| view.book.coverage.ladder(**ix).is_some_and(|l| l.status == CoverageStatus::Excluded);
    let count = controls.iter().filter(is_excluded).count();
    let word = view.say("word.excluded");
    let link = LinkView { text: sentence(word), href: Some(filtered("applicable", word)) };
    (count > 0).then_some(CountLink { link, count })
}
