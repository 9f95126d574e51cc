//! Two texts are approved with the same version.
//!
//! Why: a version names one text. If two have it, nobody can say which of them somebody has read or signed (7.5.3 e).
//!
//! Example: two entries of the register of approvals with `document = "access-control-policy"` and `version = "2.1"`, with different
//! digests, of which neither is a minor change.
//!
//! Fix it: raise the version of the later text and approve it, or give the later entry `kind = "minor-change"` and a `reason`.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{Approval, ApprovalOf};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "version-approved-twice",
    level: Level::Warn,
    source: include_str!("version_approved_twice.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let handbook = &facts.handbook;
    let mut seen: Vec<(ApprovalOf, Approval<'_>)> = Vec::new();
    let mut approvals: Vec<_> = Approval::all(handbook).filter(|approval| !approval.is_minor()).collect();
    approvals.sort_by_key(|approval| approval.on());
    for approval in approvals {
        let Some(of) = approval.subject(handbook).filter(|of| *of != ApprovalOf::TreatmentPlan) else { continue };
        let same = |(other, before): &&(ApprovalOf, Approval<'_>)| {
            *other == of && before.version() == approval.version() && before.digest() != approval.digest()
        };
        if let Some((_, before)) = seen.iter().find(same) {
            let version = approval.version().unwrap_or("–");
            let message =
                format!("{} approves version {version} with another text than {}", approval.id(), before.id());
            let found = Diagnostic::warning(CHECK.code, approval.span(Approval::VERSION), message);
            let help = "raise the version, or record the later text as a minor change".to_owned();
            report.add(Subject::Entry(approval.ix), found.help(help));
        }
        seen.push((of, approval));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{APPROVAL, ROLES, check};

    #[test]
    fn a_version_is_approved_with_one_text_unless_the_change_is_minor() {
        let a = "//- content/policies/a.md\n+++\nversion = \"1\"\nstatus = \"approved\"\n+++\n# A\n";
        let entry = APPROVAL.split_once('\n').map_or("", |(_, entry)| entry);
        let later = entry.replace("access-1", "later").replace("2026-02-10", "2026-03-10");
        let book = |later: &str| format!("{ROLES}{a}{APPROVAL}{later}");
        check("version-approved-twice", &book(&later), &[]);
        let other = later.replace("\"A0\"", "\"A1\"");
        let twice =
            "warning content/registers/approvals.toml:13:11 later approves version 1 with another text than access-1";
        check("version-approved-twice", &book(&other), &[twice]);
        check("version-approved-twice", &book(&format!("{other}kind = \"minor-change\"\nreason = \"R\"\n")), &[]);
    }
}
