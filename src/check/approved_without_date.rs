//! A document is approved but has no approval date.
//!
//! Why: the approval date determines the next review and which version was in force on a given day.
//!
//! Example: `status = "approved"` without `approved`.
//!
//! Fix it: add `approved = 2026-02-10`. Pages are exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::DocumentKind;
use crate::model::{DocumentStatus, Subject};

pub(super) const CHECK: Check = Check {
    code: "approved-without-date",
    level: Level::Warn,
    source: include_str!("approved_without_date.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for (ix, document) in facts.handbook.documents() {
        let meta = &document.meta;
        if meta.status.value == DocumentStatus::Approved && meta.approved.is_none() && meta.kind != DocumentKind::Page {
            let message = format!("“{}” is approved but has no approval date", meta.title);
            report.add(Subject::Document(ix), Diagnostic::warning(CHECK.code, meta.status.span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_approval_has_a_date() {
        let document = "//- content/policies/a.md\n+++\ntitle = \"T\"\nstatus = \"approved\"\n+++\n";
        check(
            "approved-without-date",
            document,
            &["warning content/policies/a.md:3:10 “T” is approved but has no approval date"],
        );
        check("approved-without-date", &document.replace("title", "approved = 2026-02-10\ntitle"), &[]);
        check("approved-without-date", &document.replace("approved", "draft"), &[]);
    }
}
