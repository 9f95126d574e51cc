//! A document names another approver, or another day, than its recorded approval.
//!
//! Why: an auditor compares the two, and only one of them can be right.
//!
//! Example: `approver = "cto"` in a policy, and `by = "ceo"` in the entry of the register of approvals for the same version.
//!
//! Fix it: correct the document. `approver` and `approved` are not part of what is approved, so its approval still holds.

use super::{Check, Report, Run};
use crate::approval::Binding;
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{Approval, ApprovalOf};
use crate::model::{EntryIx, Subject};

pub(super) const CHECK: Check = Check {
    code: "disagreeing-approval",
    level: Level::Warn,
    source: include_str!("disagreeing_approval.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let Assessed { handbook, bindings, config, .. } = facts;
    for (ix, document) in handbook.documents() {
        let of = ApprovalOf::Document(ix);
        if !matches!(bindings.on(handbook, config, of, facts.coverage.as_of), Binding::Bound(_) | Binding::Changed(_)) {
            continue;
        }
        let recorded = bindings.recorded(handbook, of);
        let of_version = |entry: &EntryIx| {
            let approval = Approval::of(handbook.record(*entry))?;
            (!approval.is_minor() && approval.version() == document.meta.version.as_deref()).then_some(approval)
        };
        let Some(approval) = recorded.iter().rev().find_map(of_version) else { continue };
        let mut disagree = |field: &str, span, here: String, there: String| {
            let message = format!("{field} is {here} here, and {there} in {}", approval.id());
            report.add(Subject::Document(ix), Diagnostic::warning(CHECK.code, span, message));
        };
        if let (Some(approver), Some(by)) = (&document.meta.approver, approval.by())
            && approver.to != by.to
        {
            disagree("`approver`", approver.span, approver.text.clone(), by.text.clone());
        }
        if let (Some(approved), Some(on)) = (&document.meta.approved, approval.on())
            && approved.value != on
        {
            disagree("`approved`", approved.span, approved.value.to_string(), on.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{APPROVAL, ROLES, check};

    #[test]
    fn approver_and_day_are_those_of_the_recorded_approval() {
        let book = |approver: &str, day: &str| {
            format!(
                "{ROLES}//- content/policies/a.md\n+++\nversion = \"1\"\nstatus = \"approved\"\napprover = \"{approver}\"\napproved = {day}\n+++\n# A\n{APPROVAL}"
            )
        };
        check("disagreeing-approval", &book("ceo", "2026-02-10"), &[]);
        let at = "warning content/policies/a.md";
        let role = format!("{at}:4:12 `approver` is CTO here, and CEO in access-1");
        check("disagreeing-approval", &book("cto", "2026-02-10"), &[&role]);
        let day = format!("{at}:5:12 `approved` is 2026-02-11 here, and 2026-02-10 in access-1");
        check("disagreeing-approval", &book("ceo", "2026-02-11"), &[&day]);
    }
}
