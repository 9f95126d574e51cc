//! Approved documents have no recorded approval, so nobody notices when their text changes.
//!
//! Why: `status = "approved"` is a word in the file that it speaks of. A recorded approval has the digest of the text and shows
//! that it is still the one that was approved.
//!
//! Example: a policy with `status = "approved"`, of which the register of approvals knows nothing.
//!
//! Fix it: run `clausebook approve DOCUMENT --by ROLE` for each. Without `required = true` in `[approvals]`, one finding names all of
//! them, and only once the book has recorded any approval.

use super::{Check, Report, Run};
use crate::approval::Binding;
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::ApprovalOf;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "unrecorded-approval",
    level: Level::Warn,
    source: include_str!("unrecorded_approval.rs"),
    run: Run::Facts(run),
};

/// Number of documents that the one finding names.
const NAMED: usize = 5;

fn run(facts: &Assessed, report: &mut Report) {
    let Assessed { handbook, bindings, config, .. } = facts;
    if bindings.is_empty() && !config.approvals.required {
        return;
    }
    let day = facts.coverage.as_of;
    let is_open = |ix| bindings.on(handbook, config, ApprovalOf::Document(ix), day) == Binding::NotBound;
    let open: Vec<_> =
        handbook.documents().filter(|(ix, document)| document.approved_by(day) && is_open(*ix)).collect();
    let help = |id: &str| format!("run `clausebook approve {id} --by ROLE`");
    if config.approvals.required {
        for (ix, document) in open {
            let message = format!("no approval of “{}” is recorded", document.meta.title);
            let found = Diagnostic::warning(CHECK.code, document.meta.status.span, message);
            report.add(Subject::Document(ix), found.help(help(&document.meta.id.value)));
        }
        return;
    }
    let names: Vec<_> = open.iter().take(NAMED).map(|(_, document)| format!("“{}”", document.meta.title)).collect();
    let rest = open.len() - names.len();
    let names = names.join(", ") + &if rest > 0 { format!(" and {rest} more") } else { String::new() };
    if let [(_, document), ..] = &open[..] {
        let (what, have) = if open.len() == 1 { ("document", "has") } else { ("documents", "have") };
        let message = format!("{} approved {what} {have} no recorded approval: {names}", open.len());
        report.add(None, Diagnostic::warning(CHECK.code, None, message).help(help(&document.meta.id.value)));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{APPROVAL, ROLES, check};

    #[test]
    fn each_is_missed_where_approvals_are_required_and_all_once_where_some_are_recorded() {
        let document = "//- content/policies/b.md\n+++\nversion = \"1\"\nstatus = \"approved\"\n+++\n# B\n";
        check("unrecorded-approval", document, &[]);
        let required = format!("//- book.toml\n[approvals]\nrequired = true\n{document}");
        check("unrecorded-approval", &required, &["warning content/policies/b.md:3:10 no approval of “B” is recorded"]);
        let a = "//- content/policies/a.md\n+++\nversion = \"1\"\nstatus = \"approved\"\n+++\n# A\n";
        let once = ["warning 1 approved document has no recorded approval: “B”"];
        check("unrecorded-approval", &format!("{ROLES}{a}{document}{APPROVAL}"), &once);
    }
}
