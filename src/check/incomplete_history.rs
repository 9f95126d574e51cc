//! The history of the handbook is there in part only, or cannot be read.
//!
//! Why: versions, what changed, and which text was approved come from the commits. In a shallow clone the older ones are missing, and
//! every page says "before" instead of a day.
//!
//! Example: a CI system that clones only the newest commit, as `actions/checkout` does unless it is told otherwise.
//!
//! Another: a repository that belongs to another user, as it may in a container.
//!
//! Fix it: clone the whole history: `fetch-depth: 0` for `actions/checkout`, `GIT_DEPTH: 0` for GitLab, `git fetch --unshallow` by hand.
//! Give the repository to the user that builds. Or turn the history off: `[history]` with `git = false`.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::history::HistoryState;

pub(super) const CHECK: Check = Check {
    code: "incomplete-history",
    level: Level::Warn,
    source: include_str!("incomplete_history.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let (message, help) = match &facts.past.history.state {
        HistoryState::Shallow(day) => {
            let help =
                "clone the whole history: `fetch-depth: 0` for `actions/checkout`, `git fetch --unshallow` by hand";
            (format!("the history before {day} is missing: this is a shallow clone"), help)
        }
        HistoryState::ForeignOwner => {
            let help = "give the repository to the user that runs clausebook, or set `git = false` in `[history]`";
            ("the history is not read: the repository belongs to another user".to_owned(), help)
        }
        HistoryState::Unreadable(why) => {
            (format!("the history cannot be read as a whole: {why}"), "look at the repository with `git fsck`")
        }
        HistoryState::Off | HistoryState::NoRepository | HistoryState::NoCommits | HistoryState::Whole => return,
    };
    report.add(None, Diagnostic::warning(CHECK.code, None, message).help(help.to_owned()));
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::fixture::findings_in;
    use crate::history::{History, HistoryState};

    #[test]
    fn a_history_that_is_not_whole_is_reported_once() {
        let found = |state| {
            findings_in("incomplete-history", "//- content/a.md\n# A\n", History { state, ..History::default() })
        };
        assert_eq!(found(HistoryState::Whole), [""; 0]);
        assert_eq!(found(HistoryState::NoRepository), [""; 0]);
        let shallow = "warning the history before 2026-05-03 is missing: this is a shallow clone";
        assert_eq!(found(HistoryState::Shallow(date(2026, 5, 3))), [shallow]);
        let foreign = "warning the history is not read: the repository belongs to another user";
        assert_eq!(found(HistoryState::ForeignOwner), [foreign]);
    }
}
