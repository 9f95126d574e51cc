//! The treatment plan and the acceptances (6.1.3 e, f), as they are on the day of the site.

use super::binding::binding;
use super::risks::band_facts;
use super::{Fact, ReportCell, ReportSection, ScoreView, View};
use crate::isms::{self, Acceptance, ApprovalOf, Residual, Risk};
use crate::wording::Phrase;

/// Returns the open risks of the day, the greatest first, each with how what is left of it stands.
fn risks<'a>(view: &'a View<'_>) -> Vec<(Risk<'a>, Residual)> {
    let (scale, day) = (&view.book.config.risk, view.book.coverage.as_of);
    let mut risks: Vec<Risk<'_>> = isms::risks_on(&view.book.handbook, day).collect();
    risks.sort_by_key(|risk| (std::cmp::Reverse(risk.score_before(scale)), risk.date(Risk::DUE), risk.ix));
    risks.into_iter().map(|risk| (risk, risk.residual(&view.book.handbook, scale, day))).collect()
}

fn score_of(view: &View<'_>, risk: Risk<'_>, fields: [&str; 2]) -> Option<ScoreView> {
    isms::score(*risk, &view.book.config.risk, fields).map(|score| view.score_view(score))
}

fn phrase(view: &View<'_>, phrase: &Phrase) -> String {
    super::sentence(&view.book.words.phrase(phrase))
}

/// What is done about each risk; the greatest first.
pub(super) fn treatment_sections(view: &View<'_>) -> Vec<ReportSection> {
    let risks = risks(view);
    let columns =
        ["risk", "score-before/score-after", "treatment/controls", "plan/plan-approved", "owner", "due/status"];
    let row = |(risk, residual): &(Risk<'_>, Residual)| {
        let risk = *risk;
        let due = risk.date(Risk::DUE);
        let late = risk.late_since(view.book.coverage.as_of);
        vec![
            view.entry_link(risk.ix).into(),
            ReportCell::from(score_of(view, risk, Risk::BEFORE)).below(score_of(view, risk, Risk::AFTER)),
            view.cell_of(*risk, Risk::TREATMENT).below(view.links_in(*risk, Risk::CONTROLS)),
            view.cell_of(*risk, Risk::TREATMENT_PLAN).below(plan_approval(view, risk)),
            view.links_in(*risk, Risk::OWNER).into(),
            ReportCell::from(due.map(|due| view.date(due)))
                .note(late.and_then(|due| view.overdue(due)).map(|badge| badge.word))
                .below(view.cell_of(*risk, Risk::STATUS).note(why_not_settled(view, residual))),
        ]
    };
    let is_done =
        |(risk, residual): &&(Risk<'_>, Residual)| risk.is_settled(view.book.coverage.as_of) && residual.is_settled();
    let open = risks.iter().filter(|risk| !is_done(risk)).map(row).collect();
    let done = risks.iter().filter(is_done).map(row).collect();
    let approval = binding(view, ApprovalOf::TreatmentPlan).map(|binding| Fact {
        label: view.say("document.approval").to_owned(),
        value: ReportCell::from(binding.state).below(binding.approval),
    });
    let open = view.table_section("treatment.open", &columns, open, "treatment.none-open");
    vec![
        ReportSection { facts: approval.into_iter().collect(), ..open },
        view.table_section("treatment.done", &columns, done, "treatment.none-done"),
    ]
}

/// Who approved the plan, and when; why it does not count, if it does not.
fn plan_approval(view: &View<'_>, risk: Risk<'_>) -> ReportCell {
    if !risk.needs_plan() {
        return ReportCell::default();
    }
    match risk.plan_approved(&view.book.handbook, view.book.coverage.as_of) {
        Ok(on) => ReportCell::from(view.links_in(*risk, Risk::PLAN_APPROVED_BY)).note(view.date(on).text),
        Err(why) => phrase(view, &why).into(),
    }
}

/// Why what is left does not count as accepted on the day.
fn why_not_settled(view: &View<'_>, residual: &Residual) -> Option<String> {
    match residual {
        Residual::Missing(why) => Some(phrase(view, why)),
        Residual::Unrated => Some(view.say("acceptance.unrated").to_owned()),
        Residual::Accepted(acceptance) if !acceptance.counts() => {
            let why = acceptance.state().reason.map(|why| phrase(view, &why));
            Some(why.unwrap_or_else(|| view.say("acceptance.ended").to_owned()))
        }
        Residual::Accepted(_) | Residual::WithPlan(_) | Residual::InTreatment => None,
    }
}

/// Who accepts what is left, until when, and whether that still counts.
pub(super) fn acceptance_sections(view: &View<'_>) -> Vec<ReportSection> {
    let (mut accepted, mut with_plan, mut treated, mut missing) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (risk, residual) in risks(view) {
        let left = risk.score_left(&view.book.config.risk).map(|left| view.score_view(left));
        let mut row: Vec<ReportCell> = vec![view.entry_link(risk.ix).into(), left.into()];
        let owner = view.links_in(*risk, Risk::OWNER).into();
        match &residual {
            Residual::Accepted(acceptance) => {
                row.extend(acceptance_cells(view, risk, acceptance));
                accepted.push(row);
            }
            Residual::WithPlan(on) => {
                row.extend([view.links_in(*risk, Risk::PLAN_APPROVED_BY).into(), view.date(*on).into()]);
                with_plan.push(row);
            }
            Residual::InTreatment => {
                row.extend([owner, view.cell_of(*risk, Risk::DUE)]);
                treated.push(row);
            }
            Residual::Unrated | Residual::Missing(_) => {
                row.extend([owner, view.cell_of(*risk, Risk::TREATMENT), why_not_settled(view, &residual).into()]);
                missing.push(row);
            }
        }
    }
    let columns = ["risk", "score-after", "owner", "treatment", "why"];
    let missing = view.table_section("acceptance.missing", &columns, missing, "acceptance.none-missing");
    let text = Some(view.say("acceptance.rule").to_owned());
    let columns = ["risk", "score-after", "accepted-by", "accepted-on", "accepted-until", "state"];
    let given = view.table_section("acceptance.given", &columns, accepted, "acceptance.none-given");
    let mut sections = vec![ReportSection { text, facts: band_facts(view), ..given }];
    let columns = ["risk", "score-after", "plan-approved-by", "plan-approved-on"];
    sections.push(view.table_section("acceptance.with-plan", &columns, with_plan, "acceptance.none-with-plan"));
    if !treated.is_empty() {
        let columns = ["risk", "score-left", "owner", "due"];
        sections.push(view.table_section("acceptance.treated", &columns, treated, "acceptance.none-with-plan"));
    }
    sections.push(missing);
    sections
}

fn acceptance_cells(view: &View<'_>, risk: Risk<'_>, acceptance: &Acceptance) -> [ReportCell; 4] {
    let state = acceptance.state();
    let why = state.reason.as_ref().map(|why| phrase(view, why));
    [
        view.links_in(*risk, Risk::ACCEPTED_BY).into(),
        view.date(acceptance.on).into(),
        acceptance.until.map(|until| view.date(until)).into(),
        ReportCell::from(view.state(&state, view.book.coverage.as_of)).note(why),
    ]
}
