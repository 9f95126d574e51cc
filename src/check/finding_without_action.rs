//! A nonconformity has no action.
//!
//! Why: 10.2 requires a reaction to each nonconformity. If nobody acts on it, the next audit finds it again.
//!
//! Example: a finding of grade `minor` that is not in the `answers` of any action.
//!
//! Fix it: open an action with `answers = ["…"]`. Opportunities for improvement are exempt.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "finding-without-action",
    level: Level::Warn,
    source: include_str!("finding_without_action.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const AUDIT: &str =
        "//- content/registers/audits.toml\n[[audit]]\nid = \"AUD-1\"\ntitle = \"A\"\nheld-on = 2026-05-06\n";

    #[test]
    fn a_nonconformity_has_an_action() {
        let finding = |grade: &str| {
            format!(
                "{AUDIT}//- content/registers/findings.toml\n[[finding]]\nid = \"F-1\"\ntitle = \"F\"\naudit = \"AUD-1\"\ngrade = \"{grade}\"\nstatus = \"open\"\nseen = \"S\"\n"
            )
        };
        let expected = ["warning content/registers/findings.toml:2:6 F-1 is a nonconformity without an action"];
        check("finding-without-action", &finding("minor"), &expected);
        check("finding-without-action", &finding("opportunity"), &[]);
        let action = "//- content/registers/actions.toml\n[[action]]\nid = \"AC-1\"\ntitle = \"A\"\nkind = \"corrective\"\nanswers = [\"F-1\"]\nstatus = \"open\"\nowner = \"x\"\nopened = 2026-05-07\ndue = 2026-12-01\n";
        check("finding-without-action", &format!("{}{action}", finding("minor")), &[]);
    }
}
