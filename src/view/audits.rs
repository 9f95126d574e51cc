//! The audit programme: completed and planned audits, and the requirements that no audit of this cycle covers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Badge, Column, LinkView, ReportCell, ReportSection, Table, View};
use crate::catalog::{FIRST, ReqIx};
use crate::coverage::CoverageStatus;
use crate::isms::{Action, Audit, AuditProgramme, Finding};
use crate::model::{EntryIx, Subject};
use crate::pages::PageId;
use crate::site::slug;

/// Maximum length of a programme in quarters; a longer one is not drawn.
const MOST_QUARTERS: usize = 24;

/// CSS classes of a quarter, by the share of requirements audited in it.
const HEAT: [&str; 4] = ["heat-1", "heat-2", "heat-3", "heat-4"];

/// A quarter of a year.
type Quarter = (i16, i8);

/// Returns the programmes with their charts, the requirements not audited, the audits, and their findings.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let mut sections = Vec::new();
    for programme in AuditProgramme::all(&view.book.handbook) {
        sections.push(programme_section(view, programme));
    }
    if sections.is_empty() {
        let none = Some(view.say("audit-page.no-programme").to_owned());
        sections.push(ReportSection { none, ..view.report_section("audit-page.programme") });
    }
    sections.push(untouched(view));
    sections.push(audits_held(view));
    sections.push(findings(view));
    sections
}

/// Draws a programme: requirements by clause and theme as rows, quarters as columns.
fn programme_section(view: &View<'_>, programme: AuditProgramme<'_>) -> ReportSection {
    let (from, to) = (programme.date(AuditProgramme::FROM), programme.date(AuditProgramme::TO));
    let mut section = ReportSection {
        id: slug(programme.id()),
        title: format!("{} {}", programme.id(), programme.title()),
        text: Some(view.say("audit-page.strip-is").to_owned()),
        ..ReportSection::default()
    };
    let fact = |key: &str, value: ReportCell| super::Fact { label: view.say(key).to_owned(), value };
    section.facts = vec![
        fact("audit-page.programme", view.entry_link(programme.ix).into()),
        fact("audit-page.from", from.map(|day| view.date(day)).into()),
        fact("audit-page.to", to.map(|day| view.date(day)).into()),
        fact("audit-page.approved", view.cell_of(*programme, AuditProgramme::APPROVED)),
    ];
    let (Some(from), Some(to)) = (from, to) else { return section };
    let quarters = quarters(from, to);
    let groups = audit_groups(view);
    let audited = audited(view, programme.ix);
    let row = |(head, members): &(LinkView, BTreeSet<ReqIx>)| {
        let mut row: Vec<ReportCell> = vec![head.clone().into()];
        row.extend(quarters.iter().map(|quarter| strip_cell(view, audited.get(quarter), members)));
        row
    };
    let head = |(year, quarter): &Quarter| {
        let text = view.tell("audit-page.quarter", &[("year", year), ("quarter", quarter)]);
        Column::new(&format!("{year}-{quarter}"), &text)
    };
    let columns = std::iter::once(Column::new("part", view.say("column.part")));
    let columns = columns.chain(quarters.iter().map(head)).collect();
    let rows: Vec<Vec<ReportCell>> = groups.iter().map(row).collect();
    section.table = Some(Table::new(&section.id, columns, vec![rows.into()]));
    section
}

fn strip_cell(view: &View<'_>, audited: Option<&[BTreeSet<ReqIx>; 2]>, members: &BTreeSet<ReqIx>) -> ReportCell {
    let count = |at: usize| audited.map_or(0, |sets| sets[at].intersection(members).count());
    let (held, planned, all) = (count(0), count(1), members.len().max(1));
    if held > 0 {
        let text = view.tell("audit-page.of", &[("n", &held), ("all", &all)]);
        let note = (planned > 0).then(|| view.tell("audit-page.planned", &[("n", &planned)]));
        let class = HEAT.get((held * HEAT.len()).div_ceil(all) - 1).copied();
        ReportCell { class, ..ReportCell::from(text) }.note(note)
    } else if planned > 0 {
        view.tell("audit-page.planned", &[("n", &planned)]).into()
    } else {
        ReportCell::default()
    }
}

/// Returns the requirements audited and planned in each quarter, by the audits of one programme.
fn audited(view: &View<'_>, programme: EntryIx) -> BTreeMap<Quarter, [BTreeSet<ReqIx>; 2]> {
    let mut quarters: BTreeMap<Quarter, [BTreeSet<ReqIx>; 2]> = BTreeMap::new();
    for audit in Audit::all(&view.book.handbook).filter(|audit| audit.programme() == Some(programme)) {
        let held = audit.held(view.book.coverage.as_of);
        let Some(day) = held.or(audit.date(Audit::PLANNED)) else { continue };
        let sets = quarters.entry(quarter(day)).or_default();
        sets[usize::from(held.is_none())].extend(in_scope(view, audit));
    }
    quarters
}

/// Returns the assessable requirements in an audit's scope; a clause includes its subclauses.
fn in_scope(view: &View<'_>, audit: Audit<'_>) -> BTreeSet<ReqIx> {
    let named: BTreeSet<ReqIx> = audit.scope().collect();
    let all = view.book.coverage.ladders().map(|ladder| ladder.requirement);
    all.filter(|ix| view.book.handbook.catalog.chain(*ix).any(|part| named.contains(&part))).collect()
}

/// Returns the first-level clauses and the themes of the first standard, each with its auditable requirements.
fn audit_groups(view: &View<'_>) -> Vec<(LinkView, BTreeSet<ReqIx>)> {
    let catalog = &view.book.handbook.catalog;
    let counted =
        |ix: ReqIx| view.book.coverage.ladder(ix).is_some_and(|ladder| ladder.status != CoverageStatus::Excluded);
    let clauses = catalog.top_clauses(FIRST).map(|clause| {
        let parts = view.book.coverage.ladders().map(|ladder| ladder.requirement);
        let parts = parts.filter(|ix| catalog.chain(*ix).any(|part| part == clause)).collect();
        (view.subject(Subject::Requirement(clause)), parts)
    });
    let themes = catalog.standards[FIRST].themes.iter().enumerate().map(|(at, theme)| {
        let href = format!("{}#{}", PageId::Controls.path().relative_from(view.on), slug(&theme.title));
        let controls = catalog.of_theme(FIRST, at).iter().copied().filter(|ix| counted(*ix)).collect();
        (LinkView { text: theme.title.clone(), href: Some(href) }, controls)
    });
    clauses.chain(themes).filter(|(_, members): &(_, BTreeSet<_>)| !members.is_empty()).collect()
}

/// Returns the requirements that no audit of this cycle covers, with the next audit planned for each.
fn untouched(view: &View<'_>) -> ReportSection {
    let mut planned: BTreeMap<ReqIx, Vec<LinkView>> = BTreeMap::new();
    for audit in Audit::all(&view.book.handbook).filter(|audit| audit.held(view.book.coverage.as_of).is_none()) {
        for requirement in in_scope(view, audit) {
            planned.entry(requirement).or_default().push(view.entry_link(audit.ix));
        }
    }
    let open = view.book.coverage.ladders().filter(|ladder| {
        let assessed = ladder.step(crate::catalog::Rung::Assessed);
        ladder.status != CoverageStatus::Excluded && assessed.is_some_and(|step| step.state.is_err())
    });
    let row = |ladder: &crate::coverage::Ladder| {
        let plans = planned.remove(&ladder.requirement).unwrap_or_default();
        let next: ReportCell = if plans.is_empty() {
            Badge::new(view.say("audit-page.in-no-plan"), "✗", "bad").into()
        } else {
            plans.into()
        };
        vec![view.subject(Subject::Requirement(ladder.requirement)).into(), view.standing(ladder).into(), next]
    };
    let rows = open.map(row).collect();
    let columns = ["requirement", "state", "planned-in"];
    view.table_section("audit-page.untouched", &columns, rows, "audit-page.none-untouched")
}

fn audits_held(view: &View<'_>) -> ReportSection {
    let mut audits: Vec<Audit<'_>> = Audit::all(&view.book.handbook).collect();
    audits.sort_by_key(|audit| (audit.day(), audit.ix));
    let row = |audit: Audit<'_>| {
        let findings = view.book.handbook.entries_about(Subject::Entry(audit.ix), Finding::REGISTER);
        vec![
            view.entry_link(audit.ix).into(),
            view.cell_of(*audit, Audit::KIND),
            view.cell_of(*audit, Audit::PLANNED),
            view.cell_of(*audit, Audit::HELD_ON),
            view.links_in(*audit, Audit::AUDITOR).into(),
            in_scope(view, audit).len().into(),
            view.many(findings),
        ]
    };
    let rows = audits.into_iter().map(row).collect();
    let columns = ["audit", "kind", "planned", "held-on", "auditor", "scope#", "findings"];
    view.table_section("audit-page.audits", &columns, rows, "audit-page.none")
}

fn findings(view: &View<'_>) -> ReportSection {
    let row = |finding: Finding<'_>| {
        let about = [Finding::CLAUSES, Finding::CONTROLS, Finding::DOCUMENTS];
        vec![
            view.entry_link(finding.ix).into(),
            view.cell_of(*finding, Finding::GRADE),
            view.cell_of(*finding, Finding::STATUS),
            view.all_links(*finding, &about).into(),
            view.many(view.book.handbook.entries_about(Subject::Entry(finding.ix), Action::REGISTER)),
        ]
    };
    let rows = Finding::all(&view.book.handbook).map(row).collect();
    let columns = ["finding", "grade", "status", "about", "actions"];
    view.table_section("audit-page.findings", &columns, rows, "audit-page.none-findings")
}

fn quarter(day: Date) -> Quarter {
    (day.year(), (day.month() - 1) / 3 + 1)
}

/// Returns the quarters from one day to another.
fn quarters(from: Date, to: Date) -> Vec<Quarter> {
    let next = |(year, quarter): &Quarter| Some(if *quarter == 4 { (year + 1, 1) } else { (*year, quarter + 1) });
    std::iter::successors(Some(quarter(from)), next).take_while(|q| *q <= quarter(to)).take(MOST_QUARTERS).collect()
}
