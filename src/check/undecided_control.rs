//! The Statement of Applicability does not decide whether a control applies.
//!
//! Why: 6.1.3 d) requires a decision and a justification for each Annex A control. Auditors start here.
//!
//! Example: `applicability.toml` has no `[[control]]` with `id = "A.5.7"`.
//!
//! Fix it: add the entry with `applicable = true` or `false` and a justification. While no control is decided, all of
//! them are reported together.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::catalog::Found;
use crate::config::{Level, is_toml};
use crate::coverage::CoverageStatus;
use crate::diag::Diagnostic;
use crate::isms::Decision;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "undecided-control",
    level: Level::Warn,
    source: include_str!("undecided_control.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let catalog = &facts.handbook.catalog;
    let path = facts.handbook.register_path(Decision::REGISTER);
    let home = path.rsplit_once('.').map_or(path.as_str(), |(home, _)| home);
    let is_own = is_toml(&path);
    let undecided: Vec<_> =
        facts.coverage.ladders().filter(|ladder| ladder.status == CoverageStatus::Undecided).collect();
    if undecided.len() > 1 && facts.handbook.records(Decision::REGISTER).next().is_none() {
        let message = format!("none of the {} controls is decided", undecided.len());
        let help = if is_own { "a `[[control]]`" } else { "a row" };
        let help = format!("add {help} for each control to {path}");
        let finding = Diagnostic::warning(CHECK.code, None, message).home(home).help(help);
        // The clause that asks for the decisions.
        let clause = match catalog.find("6.1.3") {
            Found::One(clause) => Some(Subject::Requirement(clause)),
            _ => None,
        };
        return report.add(clause, finding);
    }
    for ladder in undecided {
        let requirement = catalog.requirement(ladder.requirement);
        let message = format!("{} {} is not decided", catalog.label(ladder.requirement), requirement.title);
        let id = &requirement.id.local;
        let help = match is_own {
            true => format!("add a `[[control]]` with `id = \"{id}\"` to {path}"),
            false => format!("add a row for {id} to {path}"),
        };
        let finding = Diagnostic::warning(CHECK.code, None, message).home(home).help(help);
        report.add(Subject::Requirement(ladder.requirement), finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    use crate::fixture::findings;

    #[test]
    fn each_control_without_a_decision_is_named() {
        let one = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.1\"\napplicable = true\n";
        let found = findings("undecided-control", one);
        assert_eq!(found.len(), 92);
        assert_eq!(found[0], "warning A.5.2 Information security roles and responsibilities is not decided");
    }

    #[test]
    fn a_book_without_any_decision_hears_of_it_once() {
        let found = findings("undecided-control", "//- content/a.md\n# A\n");
        assert_eq!(found, ["warning none of the 93 controls is decided"]);
    }

    #[test]
    fn a_book_that_does_not_require_decisions_is_left_alone() {
        check("undecided-control", "//- book.toml\n[coverage]\ncontrols = [\"documented\"]\n", &[]);
    }
}
