//! A policy, standard, procedure, guideline or plan is in force and has no day by which it is reviewed.
//!
//! Why: 7.5.2 c) requires documents to be reviewed for suitability and adequacy. A document without a review date never
//! becomes overdue, so nobody looks at it again.
//!
//! Example: `status = "approved"` without `review` and `review-by`.
//!
//! Fix it: add `review = "12 months"`, which counts from `approved`, or `review-by` with a day. Records, forms and
//! pages are exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "missing-review-date",
    level: Level::Warn,
    source: include_str!("missing_review_date.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let day = facts.coverage.as_of;
    for (ix, document) in facts.handbook.documents() {
        let meta = &document.meta;
        // A document whose review is overdue is still the one that people follow.
        if document.approved_by(day) && meta.kind.is_maintained() && meta.review_by.is_none() {
            let message = format!("“{}” is in force but has no review date", meta.title);
            report.add(Subject::Document(ix), Diagnostic::warning(CHECK.code, meta.status.span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const DOCUMENT: &str = "//- content/policies/a.md\n+++\ntitle = \"T\"\nstatus = \"approved\"\n+++\n";

    #[test]
    fn a_document_in_force_has_a_review_date() {
        let expected = ["warning content/policies/a.md:3:10 “T” is in force but has no review date"];
        check("missing-review-date", DOCUMENT, &expected);
        for given in
            ["review-by = 2027-01-01", "approved = 2026-09-30\nreview = \"12 months\"", "review-by = 2026-09-30"]
        {
            check("missing-review-date", &DOCUMENT.replace("title", &format!("{given}\ntitle")), &[]);
        }
        for folder in ["standards", "procedures", "guidelines", "plans"] {
            let there = expected.map(|line| line.replace("policies", folder));
            check("missing-review-date", &DOCUMENT.replace("policies", folder), &there.each_ref().map(String::as_str));
        }
    }

    #[test]
    fn drafts_records_forms_and_pages_need_none() {
        for status in ["draft", "in-review", "retired"] {
            check("missing-review-date", &DOCUMENT.replace("approved", status), &[]);
        }
        for folder in ["records", "forms", "pages"] {
            check("missing-review-date", &DOCUMENT.replace("policies", folder), &[]);
        }
    }
}
