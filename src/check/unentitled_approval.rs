//! A role approved what book.toml does not let it approve.
//!
//! Why: who may approve which kind of document is decided once (5.3, 7.5.2). An approval by somebody else does not count.
//!
//! Example: `[approvals.by]` with `policy = ["ceo"]`, and an entry of the register of approvals of a policy with `by = "it-lead"`.
//!
//! Another: `policy = ["ceoo"]`, which is not a role of the handbook.
//!
//! Fix it: have it approved by a role that may, or add the role to `[approvals.by]`.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::{Diagnostic, did_you_mean};
use crate::isms::{Approval, Role};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "unentitled-approval",
    level: Level::Warn,
    source: include_str!("unentitled_approval.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let Assessed { handbook, config, .. } = facts;
    for role in config.approvals.by.values().flatten() {
        let mut roles = Role::all(handbook).map(|known| known.id());
        if !roles.any(|known| known == role.value) {
            let message = format!("`[approvals.by]` names the role `{}`, which does not exist", role.value);
            let known = did_you_mean(&role.value, Role::all(handbook).map(|known| known.id()));
            let help = known.map(|known| format!("did you mean `{known}`?"));
            report.add(None, Diagnostic::warning(CHECK.code, role.span, message).help(help));
        }
    }
    for approval in Approval::all(handbook) {
        if approval.is_entitled(handbook, &config.approvals) {
            continue;
        }
        let (Some(of), Some(role)) = (approval.subject(handbook), approval.role()) else { continue };
        let what = of.word(handbook);
        let may =
            config.approvals.by[what].iter().map(|role| format!("`{}`", role.value)).collect::<Vec<_>>().join(", ");
        let message =
            format!("{} does not count: `{}` may not approve `{what}`", approval.id(), handbook.record(role).id());
        let found = Diagnostic::warning(CHECK.code, approval.span(Approval::BY), message);
        report.add(Subject::Entry(approval.ix), found.help(format!("`[approvals.by]` gives it to {may}")));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{APPROVAL, ROLES, check};

    #[test]
    fn a_role_approves_what_it_may() {
        let book = |roles: &str| {
            format!(
                "//- book.toml\n[approvals.by]\npolicy = [{roles}]\n{ROLES}//- content/policies/a.md\n+++\nversion = \"1\"\nstatus = \"approved\"\n+++\n# A\n{APPROVAL}"
            )
        };
        check("unentitled-approval", &book("\"cto\", \"ceo\""), &[]);
        let at = "warning content/registers/approvals.toml:6:6";
        let other = format!("{at} access-1 does not count: `ceo` may not approve `policy`");
        check("unentitled-approval", &book("\"cto\""), &[&other]);
        let unknown = "warning book.toml:5:18 `[approvals.by]` names the role `coe`, which does not exist";
        check("unentitled-approval", &book("\"ceo\", \"coe\""), &[unknown]);
    }
}
