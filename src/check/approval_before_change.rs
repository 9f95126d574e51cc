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
use crate::config::Level;
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
        if first + 1 == texts.len() {
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
