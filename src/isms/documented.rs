//! The state that makes an entry documented information: an audit that was held, an action whose result was checked.
//!
//! The catalogue names the state for each item that the standard requires; what the word means for the entries of a
//! register is said here.

use jiff::civil::Date;

use super::{
    Action, Audit, Decision, Finding, LegalRequirement, ManagementReview, Objective, Risk, StateKind, Training,
};
use crate::catalog::RecordState;
use crate::config::Config;
use crate::model::{Handbook, Record, Subject};

/// Returns whether an entry is in a state on a day. No entry is in a state that its register does not have.
pub fn is_documented(handbook: &Handbook, config: &Config, record: Record<'_>, state: RecordState, day: Date) -> bool {
    let by = |field: &str| record.date(field).is_some_and(|at| at <= day);
    match state {
        RecordState::Decided => Decision::of(record).is_some() && is_soa_complete(handbook, config, day),
        RecordState::Approved => Risk::of(record).is_some_and(|risk| is_approved(risk, day)),
        RecordState::Rated => {
            let risk = Risk::of(record).filter(|risk| risk.score_before().is_some());
            risk.is_some_and(|_| by(Risk::RATED) || by(Risk::IDENTIFIED))
        }
        RecordState::Treated => Risk::of(record).is_some_and(|risk| is_treated(risk, day)),
        RecordState::Adopted => Objective::of(record).is_some() && by(Objective::ADOPTED),
        RecordState::Measured => {
            Objective::of(record).is_some_and(|objective| objective.measurements().iter().any(|m| m.on <= day))
        }
        RecordState::Evidenced => {
            Training::of(record).is_some() && by(Training::DONE_ON) && !record.links(Training::EVIDENCE).is_empty()
        }
        RecordState::Reviewed => LegalRequirement::of(record).is_some() && by(LegalRequirement::REVIEWED),
        RecordState::Held => is_held(record, config, day),
        RecordState::Concluded => is_held(record, config, day) && has_results(handbook, record, day),
        RecordState::Done => Action::of(record).is_some_and(|action| action.is_corrective() && action.is_done(day)),
        RecordState::Checked => {
            Action::of(record).is_some_and(|action| action.is_corrective() && action.is_checked(day))
        }
    }
}

/// Returns whether the Statement of Applicability is approved on a day, and decides on every control.
fn is_soa_complete(handbook: &Handbook, config: &Config, day: Date) -> bool {
    let approved = config.soa.approver.is_some() && config.soa.approved.is_some_and(|approved| approved <= day);
    let catalog = &handbook.catalog;
    let decides = |ix| Decision::on(handbook, ix).is_some_and(|decision| decision.applies().is_some());
    approved && catalog.requirements().filter(|(ix, _)| catalog.is_decided(*ix)).all(|(ix, _)| decides(ix))
}

/// Returns whether what is left of a risk was accepted by a day, and the acceptance still counts.
fn is_approved(risk: Risk<'_>, day: Date) -> bool {
    let acceptance = risk.acceptance(day).filter(|acceptance| acceptance.on <= day);
    risk.is_accepted() && acceptance.is_some_and(|acceptance| acceptance.state().kind == StateKind::Accepted)
}

/// Returns whether the treatment of a risk has a result: what is left after it is rated or accepted, or the risk is gone.
fn is_treated(risk: Risk<'_>, day: Date) -> bool {
    risk.is_closed() || risk.is_settled() && (risk.score_after().is_some() || is_approved(risk, day))
}

/// Returns whether an internal audit or a management review was held by a day.
fn is_held(record: Record<'_>, config: &Config, day: Date) -> bool {
    let is_external = Audit::of(record).is_some_and(|audit| !audit.is_internal());
    let state = super::state(record, config, day);
    let can_be_held = Audit::of(record).is_some() || ManagementReview::of(record).is_some();
    can_be_held && !is_external && state.is_some_and(|state| state.kind == StateKind::Held)
}

/// Returns whether the results of an audit or of a management review are written down.
fn has_results(handbook: &Handbook, record: Record<'_>, day: Date) -> bool {
    if let Some(audit) = Audit::of(record) {
        let mut findings = Finding::about(handbook, Subject::Entry(record.ix));
        return audit.has_text(Audit::RESULT) || findings.any(|finding| finding.is_known_on(day));
    }
    ManagementReview::of(record).is_some_and(|review| review.has_conclusion() || review.has_decisions(handbook, day))
}
