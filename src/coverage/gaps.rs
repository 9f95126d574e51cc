//! Every missing rung that is required, with the actions that would close it, ordered by what to do first.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::{Coverage, Holding, Missing, Place};
use crate::catalog::{ReqIx, RequirementKind, Rung, StandardRole};
use crate::config::RiskScale;
use crate::isms::{self, Action, Audit, AuditProgramme, Decision, ManagementReview, actions_on};
use crate::model::{Destination, EntryIx, Handbook, Subject};
use crate::wording::Phrase;

/// The step on the way to certification in which a gap is closed, in the order of the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Decide which controls apply, and why.
    Decide,
    /// Write and approve the documents.
    Document,
    /// Put the controls in place.
    Implement,
    /// Collect records of what is done.
    Record,
    /// Audit it.
    Audit,
    /// Review it with top management.
    Review,
}

impl Phase {
    /// All, in order.
    pub(crate) const ALL: [Self; 6] =
        [Self::Decide, Self::Document, Self::Implement, Self::Record, Self::Audit, Self::Review];

    /// Returns its word in texts and in exports for programs.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Document => "document",
            Self::Implement => "implement",
            Self::Record => "record",
            Self::Audit => "audit",
            Self::Review => "review",
        }
    }

    /// Returns the step in which a rung, or what is required in writing, is made to hold.
    fn of(rung: Option<Rung>, fix: &Place) -> Self {
        match (rung, fix) {
            (Some(Rung::Decided | Rung::Justified), _) => Self::Decide,
            (Some(Rung::Documented | Rung::Owned), _) => Self::Document,
            (Some(Rung::Implemented), _) => Self::Implement,
            (Some(Rung::Evidenced), _) => Self::Record,
            (Some(Rung::Assessed), _) => Self::Audit,
            (None, Place::Register(name)) => match name.as_str() {
                Decision::REGISTER => Self::Decide,
                Audit::REGISTER | AuditProgramme::REGISTER => Self::Audit,
                ManagementReview::REGISTER => Self::Review,
                _ => Self::Record,
            },
            (None, _) => Self::Document,
        }
    }
}

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MissingRung {
    /// When to do it.
    pub phase: Phase,
    /// For which requirement.
    pub requirement: ReqIx,
    /// The missing rung; `None` for required documented information.
    pub rung: Option<Rung>,
    /// The reason, and the place to fix it.
    pub missing: Missing,
    /// The highest score before treatment of a risk that hangs on the control; 0 for none.
    pub risk: u32,
    /// The actions at work on the requirement.
    pub actions: Vec<EntryIx>,
    /// The day for which the control was planned, else the first day on which one of the actions is due.
    pub due: Option<Date>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// The days of work that they take together, as far as they say.
    pub effort: f64,
}

/// Returns all gaps. First what is overdue; then what a clause requires, then the controls of Annex A, that on which the greater risk hangs first; then
/// what is due earlier, what nobody has planned last; then the smaller effort; then the lower rung, and the standard's order.
pub(crate) fn gaps(handbook: &Handbook, scale: &RiskScale, coverage: &Coverage) -> Vec<MissingRung> {
    let mut gaps: Vec<MissingRung> = Vec::new();
    let mut add = |requirement, rung, missing: Missing| {
        let risk = hanging_risk(handbook, scale, requirement);
        let actions = actions_on(handbook, requirement, coverage.as_of);
        let cells = |ix: &EntryIx| handbook.record(*ix).cells();
        let plan = coverage.ladder(requirement).and_then(|ladder| ladder.plan.as_ref());
        let planned = plan.filter(|_| rung == Some(Rung::Implemented)).and_then(|plan| plan.due);
        let due = planned.or_else(|| actions.iter().filter_map(|ix| cells(ix).date(Action::DUE)).min());
        let effort = actions.iter().filter_map(|ix| cells(ix).number(Action::EFFORT)).sum();
        let phase = Phase::of(rung, &missing.fix);
        let overdue = due.is_some_and(|due| due < coverage.as_of);
        gaps.push(MissingRung { phase, requirement, rung, missing, risk, actions, due, overdue, effort });
    };
    let certified = |holding: &&Holding| handbook.catalog.has_role(holding.clause, StandardRole::Certified);
    for holding in coverage.holdings.iter().filter(|holding| !holding.umbrella).filter(certified) {
        if let (Err(reason), false) = (&holding.state, holding.unknown) {
            let item = &handbook.catalog.standard_of(holding.clause).documented[holding.item];
            let clause = || Place::At(Destination::Subject(Subject::Requirement(holding.clause)));
            let fix = item.registers.first().cloned().map_or_else(clause, Place::Register);
            add(
                holding.clause,
                None,
                Missing {
                    reason: Phrase::Said(
                        "coverage.item",
                        vec![("item", Phrase::Content(item.title.clone())), ("why", reason.clone())],
                    ),
                    fix,
                },
            );
        }
    }
    for ladder in coverage.ladders() {
        for (rung, missing) in ladder.open() {
            add(ladder.requirement, Some(rung), missing.clone());
        }
    }
    gaps.sort_by(|a, b| {
        let key = |gap: &MissingRung| {
            let control = handbook.catalog.requirement(gap.requirement).kind == RequirementKind::Control;
            (!gap.overdue, control, Reverse(gap.risk), gap.due.is_none(), gap.due)
        };
        let order = key(a).cmp(&key(b)).then_with(|| a.effort.total_cmp(&b.effort));
        order.then_with(|| (a.rung, a.requirement).cmp(&(b.rung, b.requirement)))
    });
    gaps
}

/// Returns the highest score before treatment of a risk that cites a requirement; 0 if there is none.
fn hanging_risk(handbook: &Handbook, scale: &RiskScale, requirement: ReqIx) -> u32 {
    let risks = isms::risks_about(handbook, Subject::Requirement(requirement));
    risks.filter_map(|risk| risk.score_before(scale)).max().unwrap_or(0)
}
