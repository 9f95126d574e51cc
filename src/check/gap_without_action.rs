//! A requirement has a gap but no open action to close it.
//!
//! Why: a known gap without a plan stays open.
//!
//! Example: there is no evidence for A.5.7, and no open action names it in `controls`.
//!
//! Fix it: open an action with `controls` or `clauses`, an owner and a due date, or close the gap. While the register
//! of actions is empty, or no document claims anything, all gaps are reported together.

use super::{Check, HOW_TO_CLAIM, Report, Run, has_claims};
use crate::assess::Assessed;
use crate::config::Level;
use crate::coverage::gaps;
use crate::diag::Diagnostic;
use crate::isms::Action;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "gap-without-action",
    level: Level::Warn,
    source: include_str!("gap_without_action.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let (handbook, catalog) = (&facts.handbook, &facts.handbook.catalog);
    let gaps = gaps(handbook, &facts.config.risk, &facts.coverage);
    let mut bare: Vec<_> = gaps.iter().filter(|gap| gap.actions.is_empty()).map(|gap| gap.requirement).collect();
    bare.sort_unstable();
    bare.dedup();
    if bare.is_empty() {
        return;
    }
    let of = if bare.len() == 1 { "requirement has" } else { "requirements have" };
    if handbook.records(Action::REGISTER).next().is_none() {
        let message = format!("{} {of} gaps, but the register of actions is empty", bare.len());
        let help = format!("add entries with `controls` or `clauses` to {}", handbook.register_path(Action::REGISTER));
        let finding = Diagnostic::warning(CHECK.code, None, message).home("registers/actions");
        report.add(None, finding.help(help));
        return;
    }
    if bare.len() > 1 && !has_claims(facts) {
        let message = format!("{} {of} gaps and no action: no document claims a requirement yet", bare.len());
        let finding = Diagnostic::warning(CHECK.code, None, message).subject("documents");
        return report.add(None, finding.help(HOW_TO_CLAIM.to_owned()));
    }
    for requirement in bare {
        let reason = gaps
            .iter()
            .find(|gap| gap.requirement == requirement)
            .map_or_else(String::new, |gap| gap.missing.reason.to_string());
        let label = catalog.label(requirement);
        let message = format!("{label} has a gap ({reason}) but no action to close it");
        let decision = handbook.decision(requirement).map(|ix| handbook.record(ix).entry.span);
        report.add(Subject::Requirement(requirement), Diagnostic::warning(CHECK.code, decision, message));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::findings;

    const BOOK: &str = "//- book.toml\n[coverage]\ncontrols = [\"decided\", \"documented\"]\nclauses = []\n//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.7\"\napplicable = true\n";
    const ACTION: &str = "//- content/registers/actions.toml\n[[action]]\nid = \"AC-1\"\ntitle = \"A\"\nkind = \"improvement\"\nstatus = \"open\"\nowner = \"x\"\nopened = 2026-05-07\ndue = 2026-12-01\n";

    #[test]
    fn a_gap_is_planned() {
        let of = |fixture: &str| {
            let found = findings("gap-without-action", fixture);
            found.into_iter().filter(|line| line.contains("A.5.7 ")).collect::<Vec<_>>()
        };
        let expected = "warning content/registers/applicability.toml:2:6 A.5.7 has a gap (no document addresses it) but no action to close it";
        let claim = "//- content/a.md\n## A {controls=\"A.5.1\"}\n";
        let book = format!("{claim}{BOOK}");
        assert_eq!(of(&format!("{book}{ACTION}")), [expected]);
        assert_eq!(of(&format!("{book}{ACTION}controls = [\"A.5.7\"]\n")), Vec::<String>::new());
        let closed = ACTION.replace("open\"", "closed\"");
        assert_eq!(of(&format!("{book}{closed}controls = [\"A.5.7\"]\n")), [expected]);
    }

    #[test]
    fn an_empty_register_is_reported_once() {
        let book = "//- book.toml\n[coverage]\ncontrols = []\nclauses = [\"owned\"]\n";
        let all = findings("gap-without-action", book);
        assert_eq!(all.len(), 1, "{all:?}");
        assert!(all[0].ends_with("have gaps, but the register of actions is empty"), "{all:?}");
    }
}
