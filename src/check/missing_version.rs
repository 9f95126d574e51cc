//! A policy, standard, procedure, guideline or plan is in force and has no version.
//!
//! Why: 7.5.2 and 7.5.3 require documented information to be identified and its changes to be controlled. Without a
//! version nobody can say whether the copy in their hand is the one in force.
//!
//! Example: `status = "approved"` without `version`.
//!
//! Fix it: add `version = "1.0"`. Records, forms and pages are exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "missing-version",
    level: Level::Warn,
    source: include_str!("missing_version.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let day = facts.coverage.as_of;
    for (ix, document) in facts.handbook.documents() {
        let meta = &document.meta;
        // A document whose review is overdue is still the one that people follow.
        if document.approved_by(day)
            && meta.kind.is_maintained()
            && meta.version.as_ref().is_none_or(|version| version.trim().is_empty())
        {
            let message = format!("“{}” is in force but has no version", meta.title);
            report.add(Subject::Document(ix), Diagnostic::warning(CHECK.code, meta.status.span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const DOCUMENT: &str = "//- content/policies/a.md\n+++\ntitle = \"T\"\nstatus = \"approved\"\n+++\n";

    #[test]
    fn a_document_in_force_has_a_version() {
        let expected = ["warning content/policies/a.md:3:10 “T” is in force but has no version"];
        check("missing-version", DOCUMENT, &expected);
        check("missing-version", &DOCUMENT.replace("title", "version = \"1.0\"\ntitle"), &[]);
        let blank = expected.map(|line| line.replace(":3:", ":4:"));
        let blank = blank.each_ref().map(String::as_str);
        check("missing-version", &DOCUMENT.replace("title", "version = \" \"\ntitle"), &blank);
        for folder in ["standards", "procedures", "guidelines", "plans"] {
            let there = expected.map(|line| line.replace("policies", folder));
            check("missing-version", &DOCUMENT.replace("policies", folder), &there.each_ref().map(String::as_str));
        }
    }

    #[test]
    fn drafts_records_forms_and_pages_need_none() {
        for status in ["draft", "in-review", "retired"] {
            check("missing-version", &DOCUMENT.replace("approved", status), &[]);
        }
        for folder in ["records", "forms", "pages"] {
            check("missing-version", &DOCUMENT.replace("policies", folder), &[]);
        }
    }
}
