//! A management review was held and decided nothing.
//!
//! Why: 9.3.3 requires the results to include decisions on opportunities for improvement and on changes to the
//! management system.
//!
//! Example: `held-on` without `decisions`, and no action names the review.
//!
//! Fix it: add `[[review.decisions]]`, or name the review in `answers` of the actions that it decided. If nothing needs
//! to change, say so as a decision.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::ManagementReview;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "review-without-decisions",
    level: Level::Warn,
    source: include_str!("review_without_decisions.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let (handbook, day) = (&facts.handbook, facts.coverage.as_of);
    for review in ManagementReview::all(handbook) {
        if review.held(day).is_some() && !review.has_decisions(handbook, day) {
            let message = format!("{} was held but decided nothing", review.id());
            let finding = Diagnostic::warning(CHECK.code, review.entry.id.span, message)
                .help("add `decisions`, or name the review in `answers` of an action".to_owned());
            report.add(Subject::Entry(review.ix), finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const REVIEW: &str = "//- content/registers/management-reviews.toml\n[[review]]\nid = \"MR-1\"\ntitle = \"R\"\n";

    #[test]
    fn a_review_decides() {
        let held = format!("{REVIEW}held-on = 2026-10-01\n");
        let expected = ["warning content/registers/management-reviews.toml:2:6 MR-1 was held but decided nothing"];
        check("review-without-decisions", &held, &expected);
        check("review-without-decisions", &format!("{held}decisions = []\n"), &expected);
        let decisions = "decisions = [{ on = \"Money\", decision = \"A second engineer.\" }]\n";
        check("review-without-decisions", &format!("{held}{decisions}"), &[]);
        let action = "//- content/registers/actions.toml\n[[action]]\nid = \"AC-1\"\ntitle = \"A\"\nkind = \"decision\"\nowner = \"x\"\nopened = 2026-06-01\ndue = 2026-12-01\nstatus = \"open\"\nanswers = [\"MR-1\"]\n";
        check("review-without-decisions", &format!("{held}{action}"), &[]);
        // A text that names the review does not carry out a decision of it.
        let mention = action.replace("answers = [\"MR-1\"]", "plan = \"Before [[MR-1]].\"");
        check("review-without-decisions", &format!("{held}{mention}"), &expected);
    }

    #[test]
    fn a_review_that_is_still_to_come_has_decided_nothing_yet() {
        check("review-without-decisions", &format!("{REVIEW}planned = 2026-12-01\n"), &[]);
        check("review-without-decisions", &format!("{REVIEW}held-on = 2026-10-02\n"), &[]);
    }
}
