//! Every missing rung that is required, ordered by what to do first.

use std::cmp::Reverse;

use super::{Coverage, Hole, Place};
use crate::catalog::{ReqIx, RequirementKind};
use crate::config::Rung;
use crate::model::{Destination, Handbook, Subject};

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// For which requirement.
    pub requirement: ReqIx,
    /// The missing rung; `None` for required documented information.
    pub rung: Option<Rung>,
    /// What is missing and where to mend it.
    pub hole: Hole,
    /// The highest score (likelihood × impact before treatment) of a risk that hangs on the control; 0 for none.
    pub risk: u32,
}

/// All gaps. First what the standard requires in writing, then rung by rung from the lowest; within a rung clauses
/// before controls, then the control on which the greater risk hangs, then the standard's order.
pub fn gaps(handbook: &Handbook, coverage: &Coverage) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = coverage
        .holdings
        .iter()
        .filter(|holding| !holding.umbrella)
        .filter_map(|holding| {
            let reason = holding.state.as_ref().err()?;
            let item = &handbook.catalog.standard_of(holding.clause).documented[holding.item];
            let mend = Place::At(Destination::Subject(Subject::Requirement(holding.clause)));
            let hole = Hole { reason: format!("{}: {reason}", item.title), mend };
            Some(Gap { requirement: holding.clause, rung: None, hole, risk: 0 })
        })
        .collect();
    for ladder in coverage.ladders() {
        let risk = hanging_risk(handbook, ladder.requirement);
        gaps.extend(ladder.steps.iter().filter(|step| step.required).filter_map(|step| {
            let hole = step.state.as_ref().err()?.clone();
            Some(Gap { requirement: ladder.requirement, rung: Some(step.rung), hole, risk })
        }));
    }
    gaps.sort_by_key(|gap| {
        let control = handbook.catalog.requirement(gap.requirement).kind == RequirementKind::Control;
        (gap.rung, control, Reverse(gap.risk), gap.requirement)
    });
    gaps
}

fn hanging_risk(handbook: &Handbook, requirement: ReqIx) -> u32 {
    let risks = handbook.entries_about(Subject::Requirement(requirement), "risks");
    let score = |ix| {
        let (register, entry) = handbook.entry(ix);
        register.score(entry, "likelihood", "impact")
    };
    risks.into_iter().filter_map(score).max().unwrap_or(0)
}
