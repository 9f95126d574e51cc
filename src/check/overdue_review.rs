//! An approved document is overdue for review.
//!
//! Why: a document that nobody has reviewed may be wrong, so it no longer counts as in force.
//!
//! Example: `approved = 2025-06-16` with `review = "12 months"`, on 1 October 2026.
//!
//! Fix it: have its owner review and correct it, and enter the new approval date.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "overdue-review",
    level: Level::Warn,
    source: include_str!("overdue_review.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for (ix, document) in facts.handbook.documents() {
        if let Some(due) = document.meta.review_by.as_ref().filter(|_| document.is_overdue(facts.coverage.as_of)) {
            let message = format!("the review of “{}” was due on {}", document.meta.title, due.value);
            report.add(Subject::Document(ix), Diagnostic::warning(CHECK.code, due.span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_review_is_due_on_its_day_and_overdue_the_day_after() {
        let document = |due: &str| {
            format!("//- content/a.md\n+++\ntitle = \"T\"\nstatus = \"approved\"\nreview-by = {due}\n+++\n")
        };
        let expected = ["warning content/a.md:4:13 the review of “T” was due on 2026-09-30"];
        check("overdue-review", &document("2026-09-30"), &expected);
        check("overdue-review", &document("2026-10-01"), &[]);
        check("overdue-review", &document("2026-09-30").replace("approved", "draft"), &[]);
    }

    #[test]
    fn a_waiver_sets_it_aside_until_its_last_day() {
        let document = |until: &str| {
            format!(
                "//- content/a.md\n+++\nstatus = \"approved\"\nreview-by = 2026-09-30\n[[waive]]\ncode = \"overdue-review\"\nreason = \"R\"\nuntil = {until}\n+++\n"
            )
        };
        check("overdue-review", &document("2026-10-01"), &[]);
        let found = crate::fixture::findings("overdue-review", &document("2026-09-30"));
        assert_eq!(found.len(), 1);
    }
}
