//! A control applies, but no document in force addresses it.
//!
//! Why: without a documented rule a control is left to chance. The matrix shows it as a gap.
//!
//! Example: A.8.12 applies, but no section claims it, or only a draft does.
//!
//! Fix it: claim the control in the section that addresses it, `{#dlp controls="A.8.12"}`, or approve the draft. While
//! no document claims anything, all controls are reported together.

use super::{Check, HOW_TO_CLAIM, Report, Run, has_claims};
use crate::assess::Assessed;
use crate::catalog::{RequirementKind, Rung};
use crate::config::Level;
use crate::coverage::CoverageStatus;
use crate::diag::Diagnostic;
use crate::model::Subject;
use crate::wording::Phrase;

pub(super) const CHECK: Check = Check {
    code: "uncovered-control",
    level: Level::Warn,
    source: include_str!("uncovered_control.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    uncovered(facts, report, RequirementKind::Control, CHECK.code);
}

/// Findings for the gaps among the controls or the clauses.
pub(super) fn uncovered(facts: &Assessed, report: &mut Report, kind: RequirementKind, code: &'static str) {
    let catalog = &facts.handbook.catalog;
    let ladders = facts.coverage.ladders().filter(|ladder| ladder.status == CoverageStatus::Gap);
    let gaps: Vec<_> = ladders.filter(|ladder| catalog.requirement(ladder.requirement).kind == kind).collect();
    if gaps.len() > 1 && !has_claims(facts) {
        let what = if kind == RequirementKind::Clause { "clauses" } else { "controls" };
        let message = format!("no document claims a requirement, so none of {} {what} is covered", gaps.len());
        return report.add(None, Diagnostic::warning(code, None, message).subject(what).help(HOW_TO_CLAIM.to_owned()));
    }
    for ladder in gaps {
        let requirement = catalog.requirement(ladder.requirement);
        let hole = ladder.step(Rung::Documented).and_then(|step| step.state.as_ref().err());
        let reason =
            hole.map_or_else(|| Phrase::said("coverage.no-document").to_string(), |hole| hole.reason.to_string());
        let message = format!("{} {}: {reason}", catalog.label(ladder.requirement), requirement.title);
        let span = facts.handbook.decision(ladder.requirement).map(|ix| facts.handbook.record(ix).entry.span);
        report.add(Subject::Requirement(ladder.requirement), Diagnostic::warning(code, span, message));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_book_in_which_nothing_is_claimed_hears_of_it_once() {
        let two = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.18\"\napplicable = true\n\
                   [[control]]\nid = \"A.5.17\"\napplicable = true\n//- content/a.md\n# A\n";
        check(
            "uncovered-control",
            two,
            &["warning no document claims a requirement, so none of 2 controls is covered"],
        );
    }

    #[test]
    fn a_control_that_applies_needs_a_text_in_force() {
        let decision = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.18\"\napplicable = true\n";
        let draft = "//- content/a.md\n# T\n## A {controls=\"A.5.18\"}\nWords.\n";
        check(
            "uncovered-control",
            &format!("{decision}{draft}"),
            &[
                "warning content/registers/applicability.toml:2:6 A.5.18 Access rights: “T” addresses it, but its approval is not stated",
            ],
        );
        let in_force = draft.replace("# T", "+++\nstatus = \"approved\"\n+++");
        check("uncovered-control", &format!("{decision}{in_force}"), &[]);
        check(
            "uncovered-control",
            &format!("{decision}{}", in_force.replace("Words.", "To follow.")),
            &[
                "warning content/registers/applicability.toml:2:6 A.5.18 Access rights: “A” addresses it, but nothing is written under “A”",
            ],
        );
        check("uncovered-control", &decision.replace("true", "false\njustification = \"J\""), &[]);
    }
}
