//! The version of a document is not the one that is recorded as approved.
//!
//! Why: somebody approved an earlier version. That says nothing about the text of this one.
//!
//! Example: the register of approvals has version 2.0 of a policy, and the policy has `version = "2.1"` and `status = "approved"`.
//!
//! Another: the version is 1.9, lower than the 2.0 that was approved before.
//!
//! Fix it: have the version approved and run `clausebook approve DOCUMENT --by ROLE`, or set `status` to what it is. Versions only go up.

use super::{Check, Report, Run};
use crate::approval::{Binding, is_lower, version};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{Approval, ApprovalOf};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "version-without-approval",
    level: Level::Warn,
    source: include_str!("version_without_approval.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let Assessed { handbook, bindings, config, .. } = facts;
    let day = facts.coverage.as_of;
    let documents = handbook.documents().filter(|(_, document)| document.approved_by(day));
    for of in documents.map(|(ix, _)| ApprovalOf::Document(ix)).chain([ApprovalOf::Soa]) {
        let Binding::OtherVersion(last) = bindings.on(handbook, config, of, day) else { continue };
        let Some(approval) = Approval::of(handbook.record(last)) else { continue };
        let (before, now) = (approval.version().unwrap_or("–"), version(handbook, config, of));
        let (title, id, subject, place) = match of {
            ApprovalOf::Document(ix) => {
                let document = handbook.document(ix);
                let place = document.place_of_fact("version");
                (format!("“{}”", document.meta.title), document.meta.id.value.as_str(), Subject::Document(ix), place)
            }
            _ => ("the Statement of Applicability".to_owned(), "soa", Subject::Entry(last), approval.entry.span),
        };
        let what = now.map_or_else(|| title.clone(), |now| format!("version {now} of {title}"));
        let found = if is_lower(now, approval.version()) {
            let message = format!("{what} is lower than {before}, which is approved already");
            Diagnostic::warning(CHECK.code, place, message).help("versions go up: raise it".to_owned())
        } else {
            let message = format!("no approval of {what} is recorded; the last one is of {before}");
            Diagnostic::warning(CHECK.code, place, message).help(format!("run `clausebook approve {id} --by ROLE`"))
        };
        report.add(subject, found);
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{APPROVAL, ROLES, check};

    #[test]
    fn the_version_is_one_that_was_approved_and_goes_up() {
        let book = |version: &str| {
            format!(
                "{ROLES}//- content/policies/a.md\n+++\nversion = \"{version}\"\nstatus = \"approved\"\n+++\n# A\n{APPROVAL}"
            )
        };
        let at = "warning content/policies/a.md:2:1";
        let none = format!("{at} no approval of version 1.1 of “A” is recorded; the last one is of 1");
        check("version-without-approval", &book("1.1"), &[&none]);
        let lower = format!("{at} version 0.9 of “A” is lower than 1, which is approved already");
        check("version-without-approval", &book("0.9"), &[&lower]);
        check("version-without-approval", &book("1"), &[]);
    }
}
