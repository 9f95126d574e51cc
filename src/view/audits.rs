//! The audit programme: what was audited when, what is planned, and what no audit of this cycle touched.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Badge, LinkView, ReportCell, ReportColumn, ReportSection, ReportTable, Views};
use crate::catalog::{ReqIx, RequirementKind};
use crate::coverage::CoverageStatus;
use crate::isms::{Action, Audit, AuditProgramme, Finding};
use crate::model::{EntryIx, Subject};
use crate::site::{SitePath, slug};

/// More quarters than this are no programme.
const MOST_QUARTERS: usize = 24;

/// How a quarter looks in which a first part, a second, … of all was audited.
const HEAT: [&str; 4] = ["heat-1", "heat-2", "heat-3", "heat-4"];

/// A quarter of a year.
type Quarter = (i16, i8);

impl Views<'_> {
    /// The programmes with their strips, what was left out, the audits, and what they found.
    pub(super) fn audit_sections(&self, on: &SitePath) -> Vec<ReportSection> {
        let mut sections = Vec::new();
        for programme in AuditProgramme::all(self.handbook) {
            sections.push(self.programme(programme, on));
        }
        if sections.is_empty() {
            let none = Some(self.say("audit-page.no-programme").to_owned());
            sections.push(ReportSection { none, ..self.report_section("audit-page.programme") });
        }
        sections.push(self.untouched(on));
        sections.push(self.audits_held(on));
        sections.push(self.findings(on));
        sections
    }

    /// A programme as a strip: requirements by clause and theme down, quarters across.
    fn programme(&self, programme: AuditProgramme<'_>, on: &SitePath) -> ReportSection {
        let (from, to) = (programme.date(AuditProgramme::FROM), programme.date(AuditProgramme::TO));
        let mut section = ReportSection {
            id: slug(programme.id()),
            title: format!("{} {}", programme.id(), programme.title()),
            text: Some(self.say("audit-page.strip-is").to_owned()),
            ..ReportSection::default()
        };
        let fact = |key: &str, value: ReportCell| super::Fact { label: self.say(key).to_owned(), value };
        section.facts = vec![
            fact("audit-page.programme", self.entry_link(programme.ix, on).into()),
            fact("audit-page.from", from.map(|day| self.date(day)).into()),
            fact("audit-page.to", to.map(|day| self.date(day)).into()),
            fact("audit-page.approved", self.cell_of(*programme, AuditProgramme::APPROVED, on)),
        ];
        let (Some(from), Some(to)) = (from, to) else { return section };
        let quarters = quarters(from, to);
        let groups = self.audit_groups();
        let audited = self.audited(programme.ix);
        let row = |(head, members): &(LinkView, BTreeSet<ReqIx>)| {
            let mut row: Vec<ReportCell> = vec![head.clone().into()];
            row.extend(quarters.iter().map(|quarter| self.strip_cell(audited.get(quarter), members)));
            row
        };
        let mut columns = vec![ReportColumn { text: self.say("column.part").to_owned(), right: false }];
        columns.extend(quarters.iter().map(|(year, quarter)| ReportColumn {
            text: self.tell("audit-page.quarter", &[("year", year), ("quarter", quarter)]),
            right: false,
        }));
        section.table = Some(ReportTable { columns, rows: groups.iter().map(row).collect(), more: None });
        section
    }

    fn strip_cell(&self, audited: Option<&[BTreeSet<ReqIx>; 2]>, members: &BTreeSet<ReqIx>) -> ReportCell {
        let count = |at: usize| audited.map_or(0, |sets| sets[at].intersection(members).count());
        let (held, planned, all) = (count(0), count(1), members.len().max(1));
        if held > 0 {
            let text = self.tell("audit-page.of", &[("n", &held), ("all", &all)]);
            let note = (planned > 0).then(|| self.tell("audit-page.planned", &[("n", &planned)]));
            let class = HEAT.get((held * HEAT.len()).div_ceil(all) - 1).copied();
            ReportCell { class, ..ReportCell::from(text) }.note(note)
        } else if planned > 0 {
            self.tell("audit-page.planned", &[("n", &planned)]).into()
        } else {
            ReportCell::default()
        }
    }

    /// What was audited and what is planned in each quarter, by audits of one programme.
    fn audited(&self, programme: EntryIx) -> BTreeMap<Quarter, [BTreeSet<ReqIx>; 2]> {
        let mut quarters: BTreeMap<Quarter, [BTreeSet<ReqIx>; 2]> = BTreeMap::new();
        for audit in Audit::all(self.handbook).filter(|audit| audit.programme() == Some(programme)) {
            let held = audit.held(self.coverage.as_of);
            let Some(day) = held.or(audit.date(Audit::PLANNED)) else { continue };
            let sets = quarters.entry(quarter(day)).or_default();
            sets[usize::from(held.is_none())].extend(self.in_scope(audit));
        }
        quarters
    }

    /// The assessable requirements in an audit's scope: a clause stands for its parts.
    fn in_scope(&self, audit: Audit<'_>) -> BTreeSet<ReqIx> {
        let named: BTreeSet<ReqIx> = audit.scope().collect();
        let all = self.coverage.ladders().map(|ladder| ladder.requirement);
        all.filter(|ix| self.handbook.catalog.chain(*ix).any(|part| named.contains(&part))).collect()
    }

    /// The clauses of the first level and the themes of the main standard, with what of them can be audited.
    fn audit_groups(&self) -> Vec<(LinkView, BTreeSet<ReqIx>)> {
        let catalog = &self.handbook.catalog;
        let main = catalog.main();
        let counted =
            |ix: ReqIx| self.coverage.ladder(ix).is_some_and(|ladder| ladder.status != CoverageStatus::Excluded);
        let on = SitePath::new("audits.html");
        let clauses = catalog.requirements().filter(|(_, requirement)| {
            requirement.standard == main
                && requirement.kind == RequirementKind::Clause
                && requirement.parent.is_none()
                && !requirement.informative
        });
        let clauses = clauses.map(|(clause, _)| {
            let parts = self.coverage.ladders().map(|ladder| ladder.requirement);
            let parts = parts.filter(|ix| catalog.chain(*ix).any(|part| part == clause)).collect();
            (self.subject(Subject::Requirement(clause), &on), parts)
        });
        let themes = catalog.standards[main].themes.iter().enumerate().map(|(at, theme)| {
            let href = format!("{}#{}", SitePath::new("controls/index.html").relative_from(&on), slug(&theme.title));
            let controls = catalog.controls_of_theme(main, at).iter().copied().filter(|ix| counted(*ix)).collect();
            (LinkView { text: theme.title.clone(), href: Some(href) }, controls)
        });
        clauses.chain(themes).filter(|(_, members): &(_, BTreeSet<_>)| !members.is_empty()).collect()
    }

    /// What no audit of this cycle looked at, with the audit that is to.
    fn untouched(&self, on: &SitePath) -> ReportSection {
        let mut planned: BTreeMap<ReqIx, Vec<LinkView>> = BTreeMap::new();
        for audit in Audit::all(self.handbook).filter(|audit| audit.held(self.coverage.as_of).is_none()) {
            for requirement in self.in_scope(audit) {
                planned.entry(requirement).or_default().push(self.entry_link(audit.ix, on));
            }
        }
        let open = self.coverage.ladders().filter(|ladder| {
            let assessed = ladder.step(crate::config::Rung::Assessed);
            ladder.status != CoverageStatus::Excluded && assessed.is_some_and(|step| step.state.is_err())
        });
        let row = |ladder: &crate::coverage::Ladder| {
            let plans = planned.remove(&ladder.requirement).unwrap_or_default();
            let next: ReportCell = if plans.is_empty() {
                Badge::new(self.say("audit-page.in-no-plan"), "✗", "bad").into()
            } else {
                plans.into()
            };
            vec![
                self.subject(Subject::Requirement(ladder.requirement), on).into(),
                self.status(ladder.status).into(),
                next,
            ]
        };
        let rows = open.map(row).collect();
        let columns = ["requirement", "state", "planned-in"];
        self.table_section("audit-page.untouched", &columns, rows, "audit-page.none-untouched")
    }

    fn audits_held(&self, on: &SitePath) -> ReportSection {
        let mut audits: Vec<Audit<'_>> = Audit::all(self.handbook).collect();
        audits.sort_by_key(|audit| (audit.day(), audit.ix));
        let row = |audit: Audit<'_>| {
            let findings = self.handbook.entries_about(Subject::Entry(audit.ix), Finding::REGISTER);
            vec![
                self.entry_link(audit.ix, on).into(),
                self.cell_of(*audit, Audit::KIND, on),
                self.cell_of(*audit, Audit::PLANNED, on),
                self.cell_of(*audit, Audit::HELD_ON, on),
                self.links_in(*audit, Audit::AUDITOR, on).into(),
                self.in_scope(audit).len().into(),
                self.many(findings, on),
            ]
        };
        let rows = audits.into_iter().map(row).collect();
        let columns = ["audit", "kind", "planned", "held-on", "auditor", "scope#", "findings"];
        self.table_section("audit-page.audits", &columns, rows, "audit-page.none")
    }

    fn findings(&self, on: &SitePath) -> ReportSection {
        let row = |finding: Finding<'_>| {
            let about = [Finding::CLAUSES, Finding::CONTROLS, Finding::DOCUMENTS];
            vec![
                self.entry_link(finding.ix, on).into(),
                self.cell_of(*finding, Finding::GRADE, on),
                self.cell_of(*finding, Finding::STATUS, on),
                self.all_links(*finding, &about, on).into(),
                self.many(self.handbook.entries_about(Subject::Entry(finding.ix), Action::REGISTER), on),
            ]
        };
        let rows = Finding::all(self.handbook).map(row).collect();
        let columns = ["finding", "grade", "status", "about", "actions"];
        self.table_section("audit-page.findings", &columns, rows, "audit-page.none-findings")
    }
}

fn quarter(day: Date) -> Quarter {
    (day.year(), (day.month() - 1) / 3 + 1)
}

/// The quarters from one day to another.
fn quarters(from: Date, to: Date) -> Vec<Quarter> {
    let next = |(year, quarter): &Quarter| Some(if *quarter == 4 { (year + 1, 1) } else { (*year, quarter + 1) });
    std::iter::successors(Some(quarter(from)), next).take_while(|q| *q <= quarter(to)).take(MOST_QUARTERS).collect()
}
