//! A document is approved but has no approver.
//!
//! Why: 7.5.2 c) requires approval, and an approval without a name does not show it.
//!
//! Example: `status = "approved"` without `approver`.
//!
//! Fix it: add `approver = "…"`, the role that approved the document. Pages are exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::DocumentKind;
use crate::model::{DocumentStatus, Subject};

pub(super) const CHECK: Check = Check {
    code: "approved-without-approver",
    level: Level::Warn,
    source: include_str!("approved_without_approver.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for (ix, document) in facts.handbook.documents() {
        let meta = &document.meta;
        if meta.status.value == DocumentStatus::Approved && meta.approver.is_none() && meta.kind != DocumentKind::Page {
            let message = format!("“{}” is approved but has no approver", meta.title);
            report.add(Subject::Document(ix), Diagnostic::warning(CHECK.code, meta.status.span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_approval_has_an_approver() {
        let document = "//- content/policies/a.md\n+++\ntitle = \"T\"\nstatus = \"approved\"\n+++\n";
        check(
            "approved-without-approver",
            document,
            &["warning content/policies/a.md:3:10 “T” is approved but has no approver"],
        );
        check("approved-without-approver", &document.replace("title", "approver = \"ceo\"\ntitle"), &[]);
        check("approved-without-approver", &document.replace("approved", "draft"), &[]);
        check("approved-without-approver", &document.replace("policies", "pages"), &[]);
    }
}
