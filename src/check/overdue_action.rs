//! An action or its effectiveness check is overdue.
//!
//! Why: a gap with a plan that is not carried out is still a gap. Auditors look at overdue actions first.
//!
//! Example: `due = 2026-09-15` with `status = "doing"`, on 1 October 2026.
//!
//! Fix it: finish the action, or agree on a new date with its owner and give the reason.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "overdue-action", level: Level::Warn, source: include_str!("overdue_action.rs"), run: Run::Schemas };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const ACTION: &str = "//- content/registers/actions.toml\n[[action]]\nid = \"AC-1\"\ntitle = \"A\"\nkind = \"corrective\"\nowner = \"x\"\nopened = 2026-05-07\n";

    #[test]
    fn an_action_is_done_by_its_day_and_checked_by_another() {
        let action = |more: &str| format!("{ACTION}{more}");
        let expected = ["warning content/registers/actions.toml:7:7 AC-1 was due on 2026-09-30"];
        check("overdue-action", &action("due = 2026-09-30\nstatus = \"doing\"\n"), &expected);
        check("overdue-action", &action("due = 2026-10-01\nstatus = \"open\"\n"), &[]);
        check("overdue-action", &action("due = 2026-09-30\nstatus = \"closed\"\n"), &[]);
        let expected =
            ["warning content/registers/actions.toml:9:12 the effectiveness check of AC-1 was due on 2026-09-30"];
        check("overdue-action", &action("due = 2026-08-01\nstatus = \"done\"\ncheck-by = 2026-09-30\n"), &expected);
    }
}
