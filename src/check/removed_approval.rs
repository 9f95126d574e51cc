//! An approval that was recorded once is gone, or was overwritten.
//!
//! Why: without its approval, a document is as if nobody had ever approved it, and a change of its text goes unnoticed. Approvals
//! are kept, also those of earlier versions (7.5.3 f).
//!
//! Example: a commit that deletes an entry of registers/approvals.toml, or the whole file.
//!
//! Another: an entry that keeps its id and gets another digest, so that another text looks as if it had been approved on that day.
//!
//! Fix it: restore the entry from the history: `git log -p -- registers/approvals.toml`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::{Level, register_name};
use crate::diag::Diagnostic;
use crate::isms::Approval;
use crate::model::{Cells, Subject};
use crate::parse::past_entries;

pub(super) const CHECK: Check = Check {
    code: "removed-approval",
    level: Level::Warn,
    source: include_str!("removed_approval.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let Assessed { handbook, config, past, .. } = facts;
    let history = &past.history;
    let mut gone: BTreeMap<String, usize> = BTreeMap::new();
    let mut digests: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, revisions) in &history.files {
        if register_name(config.inside_content(path)) != Approval::REGISTER {
            continue;
        }
        for (at, revision) in revisions.iter().enumerate().rev() {
            for (schema, entry) in
                revision.text.iter().flat_map(|text| past_entries(config.inside_content(path), text, config))
            {
                let digest = Cells::new(&schema.fields, &entry.values).text(Approval::DIGEST).unwrap_or_default();
                digests.entry(entry.id.value.clone()).or_default().insert(digest.to_owned());
                // The commit after the newest text that has an entry is the one that removed it.
                if let Some(next) = at.checked_sub(1) {
                    gone.insert(entry.id.value, revisions[next].commit);
                }
            }
        }
    }
    for approval in Approval::all(handbook) {
        let known = digests.get(approval.id());
        if known.is_some_and(|known| known.iter().any(|digest| Some(digest.as_str()) != approval.digest())) {
            let message = format!("the approval {} was overwritten: it had another digest before", approval.id());
            let help = "restore the entry from the history, and record the change as an approval of its own".to_owned();
            let found = Diagnostic::warning(CHECK.code, approval.span(Approval::DIGEST), message);
            report.add(Subject::Entry(approval.ix), found.help(help));
        }
    }
    for (id, commit) in gone {
        if handbook.find(&id).is_some_and(|subject| matches!(subject, Subject::Entry(_))) {
            continue;
        }
        let message = format!("the approval {id} was removed on {}", history.commits[commit].day);
        let help = format!("restore the entry from the commit before {}", history.commits[commit].short_id());
        report.add(None, Diagnostic::warning(CHECK.code, None, message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{APPROVAL, findings_in, past};

    #[test]
    fn an_entry_that_was_there_is_missed() {
        let entry = APPROVAL.split_once('\n').map_or("", |(_, entry)| entry);
        let other = entry.replace("access-1", "other");
        let both = format!("{entry}{other}");
        let found = |now: &str| {
            let path = "content/registers/approvals.toml";
            findings_in("removed-approval", &format!("//- {path}\n{now}"), past(path, [now, &both]))
        };
        assert_eq!(found(entry), ["warning the approval other was removed on 2026-02-02"]);
        assert_eq!(found(&both), [""; 0]);
        let overwritten = "warning content/registers/approvals.toml:8:10 the approval access-1 was overwritten: it had another digest before";
        assert_eq!(found(&both.replacen("\"A0\"", "\"A1\"", 1)), [overwritten]);
    }
}
