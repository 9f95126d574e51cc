//! The Statement of Applicability.

use serde::Serialize;

use super::page::contents;
use super::standard::summary::{self, StandardSummary};
use super::{Badge, DateView, Decision, LinkView, PageView, TotalsView, View};
use crate::catalog::{FIRST, ReqIx};
use crate::model::{Destination, Subject};
use crate::pages::own_standard_path;

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
    /// Whether a decision names the documents that describe its control.
    pub described: bool,
    /// The controls by theme.
    pub groups: Vec<SoaGroup>,
    /// How far they are covered.
    pub totals: TotalsView,
    /// The standards that the handbook is measured against, for which no statement decides anything.
    pub standards: Vec<StandardSummary>,
}

/// A theme of the SoA.
#[derive(Debug, Serialize)]
pub(crate) struct SoaGroup {
    /// The theme.
    pub title: String,
    /// Its controls.
    pub rows: Vec<SoaRow>,
}

/// A control in the SoA.
#[derive(Debug, Serialize)]
pub(crate) struct SoaRow {
    /// Number and page.
    pub link: LinkView,
    /// The title.
    pub title: String,
    /// The decision.
    pub decision: Decision,
    /// The valid evidence.
    pub evidence: Vec<LinkView>,
    /// How far it is covered.
    pub status: Badge,
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
        let theme = catalog.requirement(group[0]).theme.map(|at| standard.themes[at].title.clone());
        SoaGroup {
            title: theme.unwrap_or_else(|| standard.title.clone()),
            rows: group.iter().map(|ix| soa_row(view, *ix)).collect(),
        }
    });
    let groups: Vec<SoaGroup> = groups.collect();
    if !groups.is_empty() {
        page.downloads = view.downloads("soa");
    }
    let themes = groups.iter().enumerate().map(|(at, group)| (group.title.as_str(), format!("theme-{}", at + 1)));
    page.toc = contents(themes);
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
        approved: view.approval_of_soa(),
        described: groups.iter().flat_map(|group| &group.rows).any(|row| !row.decision.documents.is_empty()),
        groups,
        totals: view.totals(view.book.coverage.totals(decided)),
        standards: summary::standards(view),
    }
}

fn soa_row(view: &View<'_>, ix: ReqIx) -> SoaRow {
    let ladder = view.book.coverage.ladder(ix).expect("the controls are those that have a ladder");
    SoaRow {
        link: view.requirement_link(ix),
        title: view.book.handbook.catalog.requirement(ix).title.clone(),
        decision: super::requirement::decision(view, ix),
        evidence: super::requirement::valid_evidence(view, ix),
        status: view.standing(ladder),
    }
}
