//! A control applies, but the SoA does not say whether it is implemented.
//!
//! Why: the Statement of Applicability must say for each necessary control whether it is implemented or not (6.1.3 d).
//!
//! Example: A.8.12 has `applicable = true` and no `implementation`.
//!
//! Fix it: add `implementation = "implemented"`, `"partial"` or `"planned"`; with `"planned"` also `owner` and `due`.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Decision;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "soa-without-implementation",
    level: Level::Warn,
    source: include_str!("soa_without_implementation.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for ladder in facts.coverage.ladders() {
        let Some(decision) = Decision::on(&facts.handbook, ladder.requirement) else { continue };
        if decision.applies() == Some(true) && decision.implementation().is_none() {
            let id = facts.handbook.catalog.label(ladder.requirement);
            let message = format!("{id} applies, but the SoA does not say whether it is implemented");
            let help = "add `implementation` with `planned`, `partial` or `implemented`";
            let finding = Diagnostic::warning(CHECK.code, decision.entry.span, message).help(help.to_owned());
            report.add(Subject::Requirement(ladder.requirement), finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const SOA: &str = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.8.12\"\napplicable = true\n";

    #[test]
    fn a_control_that_applies_says_whether_it_is_implemented() {
        let expected = "warning content/registers/applicability.toml:2:6 A.8.12 applies, but the SoA does not say whether it is implemented";
        check("soa-without-implementation", SOA, &[expected]);
        for implementation in ["planned", "partial", "implemented"] {
            check("soa-without-implementation", &format!("{SOA}implementation = \"{implementation}\"\n"), &[]);
        }
    }

    #[test]
    fn an_excluded_or_undecided_control_need_not_say_so() {
        check("soa-without-implementation", &SOA.replace("true", "false\njustification = \"J\""), &[]);
        check("soa-without-implementation", "//- content/a.md\n# A\n", &[]);
    }
}
