//! Something has changed since it was approved.
//!
//! Why: an approval is of a text. Whatever was changed afterwards, nobody approved; a control that it describes is not covered until
//! somebody does (7.5.2 c, 7.5.3 e).
//!
//! Example: `clausebook approve access-control-policy --by ceo`, and later "every quarter" becomes "every year" while the version
//! stays 2.1. For the Statement of Applicability it is a decision, its reasons or its justification that changed; for the
//! risk treatment plan a treatment, its controls, owner, day or residual rating.
//!
//! Fix it: raise `version` and have it approved again, or record a minor change with `clausebook approve --minor REASON`.

use super::{Check, Report, Run};
use crate::approval::Binding;
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{Approval, ApprovalOf};
use crate::model::{DocIx, Document, ResolvedReference, Subject};
use crate::parse::blocks::blocks;
use crate::redline::compare;
use crate::source::Span;

pub(super) const CHECK: Check = Check {
    code: "changed-after-approval",
    level: Level::Warn,
    source: include_str!("changed_after_approval.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let day = facts.coverage.as_of;
    let documents = facts.handbook.documents().filter(|(_, document)| document.approved_by(day));
    let documents = documents.map(|(ix, _)| ApprovalOf::Document(ix));
    for of in documents.chain([ApprovalOf::Soa, ApprovalOf::TreatmentPlan]) {
        let Binding::Changed(entry) = facts.bindings.on(&facts.handbook, &facts.config, of, day) else { continue };
        let Some(approval) = Approval::of(facts.handbook.record(entry)) else { continue };
        let version = approval.version().map_or_else(String::new, |version| format!(" {version}"));
        let on = approval.on().map_or_else(String::new, |on| format!(" of {on}"));
        let since = format!("has changed since approval{version}{on}");
        let found = match of {
            ApprovalOf::Document(ix) => {
                let document = facts.handbook.document(ix);
                let message = format!("“{}” {since}", document.meta.title);
                Diagnostic::warning(CHECK.code, place(facts, document, approval), message)
            }
            ApprovalOf::Soa => {
                let message = format!("the Statement of Applicability {since}");
                Diagnostic::warning(CHECK.code, approval.entry.span, message)
            }
            ApprovalOf::TreatmentPlan => {
                let message = format!("the risk treatment plan {since}");
                Diagnostic::warning(CHECK.code, approval.entry.span, message)
            }
        };
        let subject = subject(of, approval);
        report.add(subject, found.help(help(facts, of)));
    }
}

fn subject(of: ApprovalOf, approval: Approval<'_>) -> Subject {
    match of {
        ApprovalOf::Document(ix) => Subject::Document(ix),
        ApprovalOf::Soa | ApprovalOf::TreatmentPlan => Subject::Entry(approval.ix),
    }
}

/// Returns the place of the first changed block of a document if the history has the text that was approved, else that of its
/// version, else its beginning.
fn place(facts: &Assessed, document: &Document<ResolvedReference>, approval: Approval<'_>) -> Span {
    let path = facts.config.in_book(&document.path);
    let approved = approval.text_digest().and_then(|digest| facts.past.with_digest(&path, digest));
    let changes = approved.map(|approved| compare(&blocks(approved.body()), &blocks(document.prose.text())).changes);
    let first = changes.into_iter().flatten().find_map(|change| change.place);
    if let Some(block) = first {
        let start = document.prose.start();
        return Span::new(document.file, start + block.start..start + block.end);
    }
    document.place_of_fact("version")
}

/// Returns the commands that record the change.
fn help(facts: &Assessed, of: ApprovalOf) -> String {
    let id = |ix: DocIx| facts.handbook.document(ix).meta.id.value.clone();
    match of {
        ApprovalOf::Document(ix) => {
            format!("raise its version and run `clausebook approve {} --by ROLE`, or add `--minor REASON`", id(ix))
        }
        ApprovalOf::Soa => {
            "raise the version in `[soa]` and run `clausebook approve soa --by ROLE`, or add `--minor REASON`"
                .to_owned()
        }
        ApprovalOf::TreatmentPlan => "run `clausebook approve treatment-plan --by ROLE`".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{APPROVAL, ROLES, check};

    #[test]
    fn a_text_with_another_digest_has_changed_and_one_of_another_status_is_not_asked() {
        let book = |status: &str| {
            format!(
                "{ROLES}//- content/policies/a.md\n+++\nversion = \"1\"\nstatus = \"{status}\"\n+++\n# A\n{APPROVAL}"
            )
        };
        let expected = ["warning content/policies/a.md:2:1 “A” has changed since approval 1 of 2026-02-10"];
        check("changed-after-approval", &book("approved"), &expected);
        check("changed-after-approval", &book("draft"), &[]);
        check("changed-after-approval", &book("approved").replace("2026-02-10", "2026-10-02"), &[]);
    }
}
