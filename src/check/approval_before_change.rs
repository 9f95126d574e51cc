//! An approval is dated before the text that it approves was there.
//!
//! Why: nobody can approve a text before it is written. Either the day is wrong, or the text was changed and its approval with it.
//!
//! Example: an entry of the register of approvals with `on = 2026-02-10`, for a text that a commit of 1 March brought. The text with
//! which the history of a document begins may be older, so it is not reported.
//!
//! Fix it: have the text approved and record it with `clausebook approve`, on the day on which that happens.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::{Level, register_name};
use crate::diag::Diagnostic;
use crate::isms::{Approval, ApprovalOf};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "approval-before-change",
    level: Level::Warn,
    source: include_str!("approval_before_change.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let Assessed { handbook, config, past, .. } = facts;
    for approval in Approval::all(handbook) {
        let (Some(ApprovalOf::Document(ix)), Some(on)) = (approval.subject(handbook), approval.on()) else { continue };
        let path = config.in_book(&handbook.document(ix).path);
        let Some(digest) = approval.text_digest() else { continue };
        // A text that came back counts from when it was there first. The oldest one may have been kept elsewhere before.
        let texts = past.texts(&path);
        let Some(first) = texts.iter().rposition(|text| past.digest(&path, text) == digest) else { continue };
        // An approval that is merged together with its text was given before the merge.
        if first + 1 == texts.len() || recorded_in(facts, digest) == Some(texts[first].commit) {
            continue;
        }
        let since = past.history.commits[texts[first].commit].day;
        if since > on {
            let message =
                format!("{} is of {on}, and the text that it approves is there only since {since}", approval.id());
            let found = Diagnostic::warning(CHECK.code, approval.span(Approval::ON), message);
            let help = "record the approval on the day on which it is given".to_owned();
            report.add(Subject::Entry(approval.ix), found.help(help));
        }
    }
}

/// Returns the index of the commit that brought an approval of the text with a digest into the register.
fn recorded_in(facts: &Assessed, digest: &str) -> Option<usize> {
    let registers = facts
        .past
        .history
        .files
        .iter()
        .filter(|(path, _)| register_name(facts.config.inside_content(path)) == Approval::REGISTER);
    let mut revisions = registers.flat_map(|(_, revisions)| revisions.iter().rev());
    revisions
        .find(|revision| revision.text.as_ref().is_some_and(|text| text.contains(digest)))
        .map(|found| found.commit)
}

#[cfg(test)]
mod tests {
    use crate::approval::text_digest;
    use crate::fixture::{APPROVAL, ROLES, findings_in, handbook, past};
    use crate::history::Revision;

    #[test]
    fn an_approval_is_not_older_than_its_text_unless_both_came_in_one_commit() {
        let text = |words: &str| format!("+++\nversion = \"1\"\nstatus = \"approved\"\n+++\n# A\n\n{words}\n");
        let (now, before) = (text("New."), text("Old."));
        let path = "content/policies/a.md";
        let digest = text_digest(handbook(&format!("//- {path}\n{now}")).documents().next().unwrap().1);
        let entry = |on: &str| APPROVAL.replace("2026-02-10", on) + &format!("text = \"{digest}\"\n");
        let history = || past(path, [&now, &before]);
        let found = |on: &str, history| {
            let book = format!("//- {path}\n{now}{ROLES}{}", entry(on));
            findings_in("approval-before-change", &book, history)
        };
        let early = "warning content/registers/approvals.toml:7:6 access-1 is of 2026-02-01, and the text that it approves is there only since 2026-02-02";
        assert_eq!(found("2026-02-01", history()), [early]);
        assert_eq!(found("2026-02-02", history()), [""; 0]);
        let mut together = history();
        let revision = Revision { commit: 0, text: Some(entry("2026-02-01").as_str().into()) };
        together.files.insert("content/registers/approvals.toml".to_owned(), vec![revision]);
        assert_eq!(found("2026-02-01", together), [""; 0]);
    }
}
