//! The start page: for staff what applies to them, for owners the state of the management system.

use serde::Serialize;

use super::{DateView, DocumentRow, GapRow, LinkView, PageView, RegisterCard, TotalsView, Views};
use crate::catalog::{Found, ReqIx, RequirementKind};
use crate::isms::{self, Decision, Role};
use crate::model::{Destination, Document, DocumentStatus, ResolvedReference, Subject};
use crate::site::SitePath;

/// The start page.
#[derive(Debug, Serialize)]
pub struct StartPage {
    /// The frame.
    pub page: PageView,
    /// The documents in force that bind everybody, or that are of general use: policies, guidelines, forms.
    pub staff: Vec<DocumentRow>,
    /// The documents in force that bind those in one role, by role.
    pub by_role: Vec<RoleDocuments>,
    /// Whom to tell about an incident; `None` if nobody answers for reports of events.
    pub report: Option<ReportView>,
    /// The documents that were approved last, the latest first.
    pub latest: Vec<Approved>,
    /// The number of all documents.
    pub documents: usize,
    /// Coverage of the controls by theme.
    pub themes: Vec<CoverageBar>,
    /// Coverage of the clauses by clause of the first level.
    pub clauses: Vec<CoverageBar>,
    /// The totals of the controls.
    pub control_totals: TotalsView,
    /// The totals of the clauses.
    pub clause_totals: TotalsView,
    /// Required documented information: how many items are held.
    pub information_held: usize,
    /// Required documented information: how many items there are.
    pub information: usize,
    /// Documents whose review was due.
    pub overdue: Vec<DocumentRow>,
    /// Documents that are not approved yet.
    pub drafts: Vec<DocumentRow>,
    /// What to do first.
    pub gaps: Vec<GapRow>,
    /// The number of all gaps.
    pub gap_count: usize,
    /// The registers.
    pub registers: Vec<RegisterCard>,
}

/// What binds those in one role beside what binds everybody.
#[derive(Debug, Serialize)]
pub struct RoleDocuments {
    /// The role.
    pub role: LinkView,
    /// Its documents.
    pub documents: Vec<LinkView>,
}

/// Where an incident is reported.
#[derive(Debug, Serialize)]
pub struct ReportView {
    /// The role that answers for it.
    pub role: LinkView,
    /// Who has the role.
    pub holder: Option<String>,
    /// How to reach them.
    pub email: Option<String>,
    /// The section that says how.
    pub how: Option<LinkView>,
}

/// A document and when it was approved.
#[derive(Debug, Serialize)]
pub struct Approved {
    /// The document.
    pub link: LinkView,
    /// Its version.
    pub version: Option<String>,
    /// When.
    pub date: DateView,
}

/// The coverage of a part of a standard.
#[derive(Debug, Serialize)]
pub struct CoverageBar {
    /// The theme or the clause.
    pub link: LinkView,
    /// Its totals.
    pub totals: TotalsView,
}

/// More documents than this are no help at the start: the list of all is a link away.
const STAFF_SHOWN: usize = 60;
/// Only the most urgent gaps stand on the start page.
const GAPS_SHOWN: usize = 8;
/// What changed before these is in the list of documents.
const LATEST_SHOWN: usize = 5;
/// The control that is about reports of events: who answers for it is whom to tell.
const REPORTING: &str = "A.6.8";

impl Views<'_> {
    /// The start page.
    pub fn start(&self) -> StartPage {
        let on = SitePath::new("index.html");
        let catalog = &self.handbook.catalog;
        let main = catalog.main();
        let of_kind = |kind: RequirementKind| {
            move |ix: ReqIx| {
                let requirement = catalog.requirement(ix);
                requirement.standard == main && requirement.kind == kind
            }
        };
        let mut gaps = self.gap_rows(&on);
        let gap_count = gaps.len();
        gaps.truncate(GAPS_SHOWN);
        let rows = |wanted: &dyn Fn(&Document<ResolvedReference>) -> bool| {
            let all = self.documents_by_kind().into_iter().flat_map(|(_, documents)| documents);
            let wanted = all.filter(|ix| wanted(self.handbook.document(*ix)));
            wanted.map(|ix| self.document_row(ix, &on)).collect::<Vec<_>>()
        };
        let as_of = self.coverage.as_of;
        let mut staff =
            rows(&|document| document.is_in_force(as_of) && isms::is_for_all_staff(self.handbook, document));
        staff.truncate(STAFF_SHOWN);
        StartPage {
            page: self.page(&on, &self.config.title),
            staff,
            by_role: self.by_role(&on),
            report: self.report(&on),
            latest: self.latest(&on),
            documents: self.handbook.documents.len(),
            themes: self.theme_bars(&on),
            clauses: self.clause_bars(&on),
            control_totals: self.totals(self.coverage.totals(of_kind(RequirementKind::Control))),
            clause_totals: self.totals(self.coverage.totals(of_kind(RequirementKind::Clause))),
            information_held: self.coverage.holdings.iter().filter(|holding| holding.state.is_ok()).count(),
            information: self.coverage.holdings.len(),
            overdue: rows(&|document| document.is_overdue(as_of)),
            drafts: rows(&|document| {
                matches!(document.meta.status.value, DocumentStatus::Draft | DocumentStatus::InReview)
            }),
            gaps,
            gap_count,
            registers: self.register_cards(&on),
        }
    }

    /// What binds those in one role and is in force; what binds all staff is not repeated.
    fn by_role(&self, on: &SitePath) -> Vec<RoleDocuments> {
        let everybody = isms::everybody(self.handbook);
        let in_force = |document: &Document<ResolvedReference>| document.is_in_force(self.coverage.as_of);
        let role = |role: Role<'_>| {
            let role = Subject::Entry(role.ix);
            let to = Some(Destination::Subject(role));
            let bound = self.handbook.documents().filter(|(_, document)| {
                in_force(document) && document.meta.applies_to.iter().any(|applies| applies.to == to)
            });
            let documents: Vec<_> = bound.map(|(ix, _)| self.subject(Subject::Document(ix), on)).collect();
            let wanted = Some(role) != everybody && !documents.is_empty();
            wanted.then(|| RoleDocuments { role: self.subject(role, on), documents })
        };
        Role::all(self.handbook).filter_map(role).collect()
    }

    /// Whom to tell about an incident: the owner of the control on reporting, and the section in force that says how.
    fn report(&self, on: &SitePath) -> Option<ReportView> {
        let Found::One(control) = self.handbook.catalog.find(REPORTING) else { return None };
        let decision = Decision::on(self.handbook, control)?;
        let owner = isms::owner(*decision)?;
        let role = self.handbook.record(isms::entry_of(owner)?);
        let how = self.handbook.claims(Subject::Requirement(control)).find_map(|claim| match claim.from {
            Subject::Document(ix) if self.handbook.document(ix).is_in_force(self.coverage.as_of) => {
                Some(self.section(ix, Some(claim.section?), on))
            }
            _ => None,
        });
        let text = |field: &str| role.text(field).map(str::to_owned);
        Some(ReportView { role: self.link(owner, on), holder: text(Role::HOLDER), email: text(Role::EMAIL), how })
    }

    /// The documents that were approved last.
    fn latest(&self, on: &SitePath) -> Vec<Approved> {
        let as_of = self.coverage.as_of;
        let in_force = self.handbook.documents().filter(|(_, document)| document.is_in_force(as_of));
        let mut dated: Vec<_> = in_force
            .filter_map(|(ix, document)| Some((document.meta.approved.as_ref()?.value, ix, document)))
            .filter(|(date, ..)| *date <= as_of)
            .collect();
        dated.sort_by_key(|(date, ix, _)| (std::cmp::Reverse(*date), *ix));
        let latest = dated.into_iter().take(LATEST_SHOWN).map(|(date, ix, document)| Approved {
            link: self.subject(Subject::Document(ix), on),
            version: document.meta.version.clone(),
            date: self.date(date),
        });
        latest.collect()
    }

    fn theme_bars(&self, on: &SitePath) -> Vec<CoverageBar> {
        let catalog = &self.handbook.catalog;
        let main = catalog.main();
        let themes = catalog.standards[main].themes.iter().enumerate();
        let bar = |(at, theme): (usize, &crate::catalog::Theme)| {
            let controls = catalog.controls_of_theme(main, at);
            let anchor = crate::site::slug(&theme.title);
            let href = format!("{}#{anchor}", SitePath::new("controls/index.html").relative_from(on));
            CoverageBar {
                link: LinkView { text: theme.title.clone(), href: Some(href) },
                totals: self.totals(self.coverage.totals(|ix| controls.contains(&ix))),
            }
        };
        themes.map(bar).collect()
    }

    fn clause_bars(&self, on: &SitePath) -> Vec<CoverageBar> {
        let catalog = &self.handbook.catalog;
        let top = catalog.requirements().filter(|(_, requirement)| {
            requirement.standard == catalog.main()
                && requirement.kind == RequirementKind::Clause
                && requirement.parent.is_none()
                && !requirement.informative
        });
        top.map(|(clause, _)| CoverageBar {
            link: self.subject(Subject::Requirement(clause), on),
            totals: self.totals(self.coverage.totals(|ix| catalog.chain(ix).any(|part| part == clause))),
        })
        .collect()
    }
}
