//! A corrective action is closed without an effectiveness check.
//!
//! Why: 10.2 d) requires a review of the effectiveness of corrective action. A cause that was not removed comes back.
//!
//! Example: `status = "closed"` without `checked-on`, `checked-by` or `result`.
//!
//! Fix it: check whether the action was effective, and enter who checked it, when and with what result. Until then, use
//! the status `done`.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "closed-without-effectiveness-check",
    level: Level::Warn,
    source: include_str!("closed_without_effectiveness_check.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const ACTION: &str = "//- content/registers/actions.toml\n[[action]]\nid = \"AC-1\"\ntitle = \"A\"\nkind = \"corrective\"\nowner = \"x\"\nopened = 2026-05-07\n";

    #[test]
    fn who_closes_an_action_has_seen_that_it_worked() {
        let closed = format!("{ACTION}due = 2026-08-01\nstatus = \"closed\"\ncause = \"C\"\ndone-on = 2026-07-01\n");
        let at = "warning content/registers/actions.toml:2:6 AC-1 is closed, but its effectiveness check has no";
        let code = "closed-without-effectiveness-check";
        check(
            code,
            &closed,
            &[&format!("{at} `checked-by`"), &format!("{at} `checked-on`"), &format!("{at} `result`")],
        );
        let checked = "checked-on = 2026-09-01\nchecked-by = \"y\"\nresult = \"Five of five\"\n";
        check(code, &format!("{closed}{checked}"), &[]);
        check(code, &closed.replace("\"closed\"", "\"done\""), &[]);
        check(code, &closed.replace("corrective", "improvement"), &[]);
    }
}
