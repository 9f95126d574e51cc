//! An approval that was recorded once is gone.
//!
//! Why: without its approval, a document is as if nobody had ever approved it, and a change of its text goes unnoticed. Approvals
//! are kept, also those of earlier versions (7.5.3 f).
//!
//! Example: a commit that deletes an entry of registers/approvals.toml, or the whole file.
//!
//! Fix it: restore the entry from the history: `git log -p -- registers/approvals.toml`.

use std::collections::BTreeMap;

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::{Level, register_name};
use crate::diag::Diagnostic;
use crate::isms::Approval;
use crate::model::Subject;
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
    for (path, revisions) in &history.files {
        if register_name(config.inside_content(path)) != Approval::REGISTER {
            continue;
        }
        // The commit after the newest text that has an entry is the one that removed it.
        for pair in revisions.windows(2).rev() {
            let before = pair[1].text.iter().flat_map(|text| past_entries(config.inside_content(path), text, config));
            gone.extend(before.map(|(_, entry)| (entry.id.value, pair[0].commit)));
        }
    }
    for (id, commit) in gone {
        if handbook.find(&id).is_some_and(|subject| matches!(subject, Subject::Entry(_))) {
            continue;
        }
        let message = format!("the approval {id} was removed on {}", history.commits[commit].day);
        let help = format!(
            "restore the entry from the commit before {}",
            history.commits[commit].id.get(..10).unwrap_or_default()
        );
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
    }
}
