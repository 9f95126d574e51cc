//! The Statement of Applicability has no version, no approver or no date of approval.
//!
//! Why: 6.1.3 d) requires the Statement of Applicability, and 7.5.2 that it is identified and approved like any other
//! document. The certificate names its version.
//!
//! Example: controls are decided, but book.toml has no `[soa]` table.
//!
//! Fix it: add `version`, `approver` and `approved` to `[soa]` in book.toml. A book that decides on no control yet is
//! exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Decision;

pub(super) const CHECK: Check = Check {
    code: "soa-without-approval",
    level: Level::Warn,
    source: include_str!("soa_without_approval.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    if Decision::all(&facts.handbook).next().is_none() {
        return;
    }
    let soa = &facts.config.soa;
    let has_text = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    let given = [
        ("version", has_text(&soa.version)),
        ("approver", has_text(&soa.approver)),
        ("approved", soa.approved.is_some()),
    ];
    for (key, _) in given.into_iter().filter(|(_, given)| !given) {
        let message = format!("the Statement of Applicability has no `{key}`");
        let help = format!("add `{key} = …` to `[soa]` in book.toml");
        report.add(None, Diagnostic::warning(CHECK.code, None, message).subject(key).help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const DECISION: &str =
        "//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.18\"\napplicable = true\n";

    #[test]
    fn a_statement_is_approved_in_a_version() {
        let expected = ["approved", "approver", "version"]
            .map(|key| format!("warning the Statement of Applicability has no `{key}`"));
        check("soa-without-approval", DECISION, &expected.each_ref().map(String::as_str));
        let soa = "//- book.toml\n[soa]\nversion = \"1.0\"\napprover = \"ceo\"\napproved = 2026-10-01\n";
        check("soa-without-approval", &format!("{soa}{DECISION}"), &[]);
        for (at, line) in ["approved = 2026-10-01\n", "approver = \"ceo\"\n", "version = \"1.0\"\n"].iter().enumerate()
        {
            check("soa-without-approval", &format!("{}{DECISION}", soa.replace(line, "")), &[&expected[at]]);
        }
    }

    #[test]
    fn nothing_is_to_be_approved_before_the_first_decision() {
        check("soa-without-approval", "//- content/a.md\nx\n", &[]);
    }
}
