//! The Statement of Applicability.

use serde::Serialize;

use super::{Badge, DateView, Decision, LinkView, PageView, TotalsView, Views};
use crate::catalog::ReqIx;
use crate::model::{Destination, Subject};
use crate::site::SitePath;

/// The Statement of Applicability.
#[derive(Debug, Serialize)]
pub struct SoaPage {
    /// The frame.
    pub page: PageView,
    /// Its version.
    pub version: Option<String>,
    /// The role that approved it.
    pub approver: Option<LinkView>,
    /// When it was approved.
    pub approved: Option<DateView>,
    /// The controls by theme.
    pub groups: Vec<SoaGroup>,
    /// How far they are covered.
    pub totals: TotalsView,
}

/// A theme of the SoA.
#[derive(Debug, Serialize)]
pub struct SoaGroup {
    /// The theme.
    pub title: String,
    /// Its controls.
    pub rows: Vec<SoaRow>,
}

/// A control in the SoA.
#[derive(Debug, Serialize)]
pub struct SoaRow {
    /// Number and page.
    pub link: LinkView,
    /// The title.
    pub title: String,
    /// What was decided.
    pub decision: Decision,
    /// The evidence in date.
    pub evidence: Vec<LinkView>,
    /// How far it is covered.
    pub status: Badge,
}

impl Views<'_> {
    /// The Statement of Applicability: every control of every standard that is decided in it.
    pub fn soa(&self) -> SoaPage {
        let on = SitePath::new("soa.html");
        let catalog = &self.handbook.catalog;
        let mut page = self.page(&on, self.say("soa.title"));
        page.breadcrumbs = self.crumbs(&on, &[]);
        let decided = |ix: ReqIx| catalog.is_decided(ix);
        let controls: Vec<ReqIx> =
            self.coverage.ladders().map(|ladder| ladder.requirement).filter(|ix| decided(*ix)).collect();
        let theme = |ix: &ReqIx| (catalog.requirement(*ix).standard, catalog.requirement(*ix).theme);
        let groups = controls.chunk_by(|a, b| theme(a) == theme(b)).map(|group| {
            let standard = catalog.standard_of(group[0]);
            let theme = catalog.requirement(group[0]).theme.map(|at| standard.themes[at].title.clone());
            SoaGroup {
                title: theme.unwrap_or_else(|| standard.title.clone()),
                rows: group.iter().map(|ix| self.soa_row(*ix, &on)).collect(),
            }
        });
        let groups: Vec<SoaGroup> = groups.collect();
        if !groups.is_empty() {
            page.downloads = self.downloads("soa", &on);
        }
        let soa = &self.config.soa;
        let approver = soa.approver.as_ref().map(|role| match self.handbook.find(role) {
            Some(subject @ Subject::Entry(_)) => LinkView {
                text: self.subject(subject, &on).text,
                href: self.handbook.href(&Destination::Subject(subject), &on),
            },
            _ => LinkView { text: role.clone(), href: None },
        });
        SoaPage {
            page,
            version: soa.version.clone(),
            approver,
            approved: soa.approved.map(|date| self.date(date)),
            groups,
            totals: self.totals(self.coverage.totals(decided)),
        }
    }

    fn soa_row(&self, ix: ReqIx, on: &SitePath) -> SoaRow {
        let status = self.coverage.ladder(ix).expect("the controls are those that have a ladder").status;
        SoaRow {
            link: self.requirement_link(ix, on),
            title: self.handbook.catalog.requirement(ix).title.clone(),
            decision: self.decision(ix, on),
            evidence: self.valid_evidence(ix, on),
            status: self.status(status),
        }
    }
}
