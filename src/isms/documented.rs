//! The state that makes an entry documented information: an audit that was held, an action whose result was checked.
//!
//! The catalogue names the state for each item that the standard requires; what the word means for the entries of a
//! register is said here.

use jiff::civil::Date;

use super::{
    Action, Audit, Decision, Finding, Indicator, LegalRequirement, ManagementReview, Objective, Residual, Risk,
    StateKind, Training,
};
use crate::catalog::RecordState;
use crate::config::Config;
use crate::model::{Handbook, Record, Subject};

/// Returns whether an entry is in a state on a day. No entry is in a state that its register does not have.
pub fn is_documented(handbook: &Handbook, config: &Config, record: Record<'_>, state: RecordState, day: Date) -> bool {
    let by = |field: &str| record.happened(field, day).is_some();
    let risk = Risk::of(record).filter(|risk| !risk.is_opportunity());
    match state {
        RecordState::Decided => Decision::of(record).is_some() && is_soa_complete(handbook, config, day),
        RecordState::Approved => risk.is_some_and(|risk| is_approved(handbook, config, risk, day)),
        RecordState::Rated => {
            let is_rated = risk.is_some_and(|risk| risk.score_before(&config.risk).is_some());
            is_rated && (by(Risk::RATED) || by(Risk::IDENTIFIED))
        }
        RecordState::Treated => risk.is_some_and(|risk| is_treated(handbook, config, risk, day)),
        RecordState::Adopted => Objective::of(record).is_some() && by(Objective::ADOPTED),
        RecordState::Measured => {
            let objective = Objective::of(record).map(Objective::measurements).unwrap_or_default();
            let indicator = Indicator::of(record).map(|indicator| indicator.monitoring(handbook, day).values);
            objective.iter().any(|m| m.on <= day) || indicator.is_some_and(|values| !values.is_empty())
        }
        RecordState::Evidenced => {
            Training::of(record).is_some() && by(Training::DONE_ON) && !record.links(Training::EVIDENCE).is_empty()
        }
        RecordState::Reviewed => LegalRequirement::of(record).is_some() && by(LegalRequirement::REVIEWED),
        RecordState::Held => is_held(handbook, record, config, day),
        RecordState::Concluded => is_held(handbook, record, config, day) && has_results(handbook, record, day),
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

/// Returns whether the owner of a risk approved its treatment plan by a day, and what is left is accepted as its band asks
/// (6.1.3 f).
fn is_approved(handbook: &Handbook, config: &Config, risk: Risk<'_>, day: Date) -> bool {
    let is_planned = !risk.needs_plan() || risk.plan_approved(handbook, day).is_ok();
    let residual = risk.residual(handbook, &config.risk, day);
    !risk.is_closed() && is_planned && residual.is_settled() && residual != Residual::InTreatment
}

/// Returns whether the treatment of a risk has a result: what is left after it is rated or accepted, or the risk is gone.
fn is_treated(handbook: &Handbook, config: &Config, risk: Risk<'_>, day: Date) -> bool {
    let is_rated_later = risk.date(Risk::RATED).is_some() && risk.happened(Risk::RATED, day).is_none();
    let is_rated = risk.score_after(&config.risk).is_some() && !is_rated_later;
    let has_result = is_rated || is_approved(handbook, config, risk, day);
    risk.is_closed() || risk.is_settled(day) && has_result
}

/// Returns whether an internal audit or a management review was held by a day.
fn is_held(handbook: &Handbook, record: Record<'_>, config: &Config, day: Date) -> bool {
    let is_external = Audit::of(record).is_some_and(|audit| !audit.is_internal());
    let state = super::state(handbook, record, config, day);
    let can_be_held = Audit::of(record).is_some() || ManagementReview::of(record).is_some();
    can_be_held && !is_external && state.is_some_and(|state| state.kind == StateKind::Held)
}

/// Returns whether the results of an audit or of a management review are written down.
fn has_results(handbook: &Handbook, record: Record<'_>, day: Date) -> bool {
    if let Some(audit) = Audit::of(record) {
        let mut findings = Finding::about(handbook, Subject::Entry(record.ix));
        return audit.has_text(Audit::RESULT) || findings.any(|finding| finding.was_found_by(day));
    }
    ManagementReview::of(record).is_some_and(|review| {
        (review.has_conclusion() || review.has_decisions(handbook, day)) && !review.is_disputed(handbook, day)
    })
}

#[cfg(test)]
mod tests {
    use crate::fixture::findings;

    /// Returns the items of a clause that a book with one entry on 2026-10-01 does not hold, by the words of their
    /// titles.
    fn missing(clause: &str, register: &str, head: &str, fields: &str) -> Vec<String> {
        let entry =
            format!("//- content/registers/{register}.toml\n[[{head}]]\nid = \"X-1\"\ntitle = \"X\"\n{fields}\n");
        let clause = format!("({clause}): ");
        findings("missing-required-document", &entry).into_iter().filter(|line| line.contains(&clause)).collect()
    }

    #[track_caller]
    fn held(clause: &str, register: &str, head: &str, fields: &str, expected: usize) {
        let missing = missing(clause, register, head, fields);
        assert_eq!(missing.len(), expected, "{fields}\n{missing:?}");
    }

    #[test]
    fn an_audit_is_evidence_once_the_organisation_has_held_it() {
        let audit = |fields: &str, missing: usize| held("9.2.2", "audits", "audit", fields, missing);
        audit("planned = 2027-05-01", 2);
        audit("held-on = 2026-10-02\nresult = \"Sound.\"", 2);
        audit("held-on = 2026-10-01", 1);
        audit("held-on = 2026-10-01\nresult = \" \"", 1);
        audit("held-on = 2026-10-01\nresult = \"Sound.\"", 0);
        audit("kind = \"certification\"\nheld-on = 2026-10-01\nresult = \"Sound.\"", 2);
        let found = |day: &str| {
            format!(
                "held-on = 2026-09-01\n//- content/registers/findings.toml\n[[finding]]\nid = \"F-1\"\ntitle = \"F\"\n\
                 audit = \"X-1\"\ngrade = \"minor\"\nstatus = \"open\"\nseen = \"S\"\nfound = {day}"
            )
        };
        audit(&found("2026-09-01"), 0);
        audit(&found("2026-10-02"), 1);
    }

    #[test]
    fn a_review_is_evidence_once_it_was_held_and_has_results() {
        let review = |fields: &str, missing: usize| held("9.3.3", "management-reviews", "review", fields, missing);
        review("planned = 2026-11-01\nconclusion = \"Effective.\"", 1);
        review("held-on = 2026-10-01", 1);
        review("held-on = 2026-10-02\nconclusion = \"Effective.\"", 1);
        review("held-on = 2026-10-01\nconclusion = \"Effective.\"", 0);
        let found = |grade: &str, found: &str, closed: &str| {
            format!(
                "held-on = 2026-06-01\nconclusion = \"Effective.\"\n//- content/registers/findings.toml\n[[finding]]\n\
                 id = \"F-1\"\ntitle = \"F\"\nreview = \"X-1\"\ngrade = \"{grade}\"\nseen = \"S\"\nfound = {found}\n{closed}"
            )
        };
        let (open, closed) = ("status = \"open\"", "status = \"closed\"\nclosed = 2026-10-01");
        review(&found("minor", "2026-10-01", open), 1);
        review(&found("major", "2026-10-01", open), 1);
        review(&found("opportunity", "2026-10-01", open), 0);
        review(&found("minor", "2026-10-02", open), 0);
        review(&found("minor", "2026-09-01", closed), 0);
        review(&found("minor", "2026-09-01", open).replace("found = 2026-09-01\n", ""), 1);
        review(&found("minor", "2026-09-01", &closed.replace("10-01", "10-02")), 1);
        // A finding of an audit that only mentions the review is not about it.
        let mention = found("minor", "2026-09-01", open).replace("review = \"X-1\"", "audit = \"X-2\"");
        review(&mention.replace("\"S\"", "\"See [[X-1]].\""), 0);
        review("held-on = 2026-10-01\ndecisions = [{ on = \"Money\", decision = \"More.\" }]", 0);
    }

    #[test]
    fn a_corrective_action_is_evidence_once_it_is_done_and_its_result_once_it_is_checked() {
        let action = |fields: &str, missing: usize| {
            let all = format!("kind = \"corrective\"\nowner = \"r\"\nopened = 2026-01-01\ndue = 2026-12-01\n{fields}");
            held("10.2", "actions", "action", &all, missing);
        };
        action("status = \"open\"", 2);
        action("status = \"done\"\ndone-on = 2026-10-02", 2);
        action("status = \"done\"\ndone-on = 2026-10-01", 1);
        let checked = "status = \"closed\"\ndone-on = 2026-09-01\nchecked-on = 2026-10-01\n";
        action(&format!("{checked}result = \"None since.\""), 0);
        action(checked, 1);
        action(&format!("{}result = \"None since.\"", checked.replace("2026-10-01", "2026-10-02")), 1);
        let improvement = "status = \"closed\"\nkind = \"improvement\"\nresult = \"R\"";
        let all = format!("owner = \"r\"\nopened = 2026-01-01\ndue = 2026-12-01\n{improvement}");
        held("10.2", "actions", "action", &all, 2);
    }

    #[test]
    fn a_risk_is_a_result_of_assessment_treatment_and_approval_step_by_step() {
        let risk = |fields: &str| {
            let all = format!(
                "category = \"own\"\nowner = \"r\"\nlikelihood = 3\nimpact = 4\ntreatment = \"reduce\"\n{fields}"
            );
            ["8.2", "8.3", "6.1.3"].map(|clause| missing(clause, "risks", "risk", &all).len())
        };
        // Of 6.1.3 the process and the Statement of Applicability are missing, too.
        assert_eq!(risk(""), [1, 1, 3]);
        assert_eq!(risk("rated = 2026-10-02"), [1, 1, 3]);
        assert_eq!(risk("rated = 2026-10-01"), [0, 1, 3]);
        assert_eq!(
            risk("identified = 2026-01-01\nstatus = \"open\"\nresidual-likelihood = 1\nresidual-impact = 1"),
            [0, 1, 3]
        );
        assert_eq!(risk("status = \"treated\""), [1, 1, 3]);
        assert_eq!(risk("status = \"treated\"\nresidual-likelihood = 1\nresidual-impact = 1"), [1, 0, 3]);
        let treated = "status = \"treated\"\nresidual-likelihood = 1\nresidual-impact = 1\n";
        assert_eq!(risk(&format!("{treated}rated = 2026-10-02")), [1, 1, 3]);
        assert_eq!(risk(&format!("{treated}rated = 2026-10-01")), [0, 0, 3]);
        assert_eq!(risk(&format!("{treated}rated = 2026-10-01\nkind = \"opportunity\"")), [1, 1, 3]);
        let plan = "plan-approved-by = \"r\"\nplan-approved-on = 2026-09-01\n";
        let accepted = format!("status = \"accepted\"\n{plan}accepted-by = \"r\"\naccepted-on = 2026-10-01\n");
        assert_eq!(risk(accepted.trim_start_matches("status = \"accepted\"\n").trim_start_matches(plan)), [1, 1, 3]);
        assert_eq!(risk(&accepted), [1, 0, 2]);
        assert_eq!(risk(&accepted.replace("2026-10-01", "2026-10-02")), [1, 1, 3]);
        assert_eq!(risk(&accepted.replace("\"accepted\"", "\"closed\"")), [1, 0, 3]);
        assert_eq!(risk(&format!("{accepted}accepted-until = 2026-10-01")), [1, 0, 2]);
        assert_eq!(risk(&accepted.replace("2026-10-01", "2026-01-01\naccepted-until = 2026-09-30")), [1, 1, 3]);
    }

    #[test]
    fn objectives_are_adopted_and_measured() {
        let objective = |fields: &str| {
            let all = format!("target = 1\ndue = 2026-12-01\n{fields}");
            ["6.2", "9.1"].map(|clause| missing(clause, "objectives", "objective", &all).len())
        };
        assert_eq!(objective(""), [1, 1]);
        assert_eq!(objective("adopted = 2026-10-02"), [1, 1]);
        assert_eq!(objective("adopted = 2026-10-01"), [0, 1]);
        assert_eq!(objective("measurements = [{ on = 2026-10-02, value = 1 }]"), [1, 1]);
        assert_eq!(objective("measurements = [{ on = 2026-10-01, value = 1 }]"), [1, 0]);
    }

    #[test]
    fn competence_is_shown_by_training_with_evidence_and_law_is_controlled_by_its_review() {
        let training = |fields: &str, missing: usize| {
            let all = format!("roles = [\"r\"]\n{fields}");
            held("7.2", "training", "training", &all, missing);
        };
        training("due = 2026-09-01", 1);
        training("done-on = 2026-09-01", 1);
        training("done-on = 2026-09-01\nevidence = [\"EV-1\"]", 0);
        training("done-on = 2026-10-02\nevidence = [\"EV-1\"]", 1);
        let competence = "roles = [\"r\"]\nability = \"A\"\nshown-by = \"S\"";
        held("7.2", "competences", "competence", competence, 1);
        let law = |fields: &str, missing: usize| {
            let all = format!("kind = \"law\"\nasks = \"A\"\n{fields}");
            held("7.5.3", "legal-requirements", "requirement", &all, missing);
        };
        law("", 1);
        law("reviewed = 2026-10-02", 1);
        law("reviewed = 2026-10-01", 0);
    }

    #[test]
    fn a_statement_of_applicability_is_approved_and_decides_on_every_control() {
        let soa = |approval: &str, left_out: &str| {
            let numbers = [(5, 37), (6, 8), (7, 14), (8, 34)];
            let ids = numbers.iter().flat_map(|(theme, last)| (1..=*last).map(move |n| format!("A.{theme}.{n}")));
            let entries: String = ids
                .filter(|id| id != left_out)
                .map(|id| format!("[[control]]\nid = \"{id}\"\napplicable = true\n"))
                .collect();
            let book = format!(
                "//- book.toml\n[soa]\nversion = \"1\"\n{approval}\n//- content/registers/applicability.toml\n{entries}"
            );
            let all = findings("missing-required-document", &book);
            all.iter().filter(|line| line.contains("Statement of Applicability")).count()
        };
        let approved = "approver = \"ceo\"\napproved = 2026-10-01";
        assert_eq!(soa(approved, ""), 0);
        assert_eq!(soa(approved, "A.8.34"), 1);
        assert_eq!(soa("approver = \"ceo\"\napproved = 2026-10-02", ""), 1);
        assert_eq!(soa("approver = \"ceo\"", ""), 1);
        assert_eq!(soa("approved = 2026-10-01", ""), 1);
    }
}
