//! No document in force addresses a clause.
//!
//! Why: unlike controls, the clauses 4 to 10 cannot be excluded.
//!
//! Example: no section has `clauses="9.3.1"`.
//!
//! Fix it: claim the clause in the section that addresses it. A claim on 9.3 also covers 9.3.1 to 9.3.3.
//! While no document claims anything, all clauses are reported together.

use super::uncovered_control::uncovered;
use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::catalog::RequirementKind;
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "uncovered-clause",
    level: Level::Warn,
    source: include_str!("uncovered_clause.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    uncovered(facts, report, RequirementKind::Clause, CHECK.code);
}

#[cfg(test)]
mod tests {
    use crate::fixture::findings;

    #[test]
    fn a_book_in_which_nothing_is_claimed_hears_of_it_once() {
        let found = findings("uncovered-clause", "//- content/a.md\n# A\n");
        assert_eq!(found, ["warning no document claims a requirement, so none of 30 clauses is covered"]);
    }

    #[test]
    fn each_clause_needs_a_text() {
        let found = findings(
            "uncovered-clause",
            "//- content/a.md\n+++\nstatus = \"approved\"\n+++\n## A {clauses=\"9.3\"}\nWords.\n",
        );
        assert_eq!(found.len(), 27);
        assert!(found.iter().all(|finding| !finding.contains(" 9.3.")), "{found:?}");
    }
}
