//! Documented information that the standard requires is missing.
//!
//! Why: 7.5.1 a) requires each item, and a missing one is a nonconformity at stage 1.
//!
//! Example: no current evidence names 9.3.3, the results of management reviews.
//!
//! Fix it: write the document, or add the record to the evidence register with the clause that the page "Required
//! documents" names. While no document claims anything and all registers are empty, all items are reported together.

use super::{Check, HOW_TO_CLAIM, Report, Run, has_claims};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "missing-required-document",
    level: Level::Warn,
    source: include_str!("missing_required_document.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let catalog = &facts.handbook.catalog;
    let missing = facts.coverage.holdings.iter().filter(|holding| !holding.umbrella && holding.is_missing()).count();
    if missing > 1 && !has_claims(facts) && facts.handbook.all_records().next().is_none() {
        let message = format!(
            "no document claims a requirement, and the registers are empty: {missing} required documents and records are missing"
        );
        let finding = Diagnostic::warning(CHECK.code, None, message).subject("documents");
        return report.add(None, finding.help(HOW_TO_CLAIM.to_owned()));
    }
    for holding in facts.coverage.holdings.iter().filter(|holding| !holding.umbrella) {
        let (Err(reason), false) = (&holding.state, holding.unknown) else { continue };
        let item = &catalog.standard_of(holding.clause).documented[holding.item];
        let message = format!("{} ({}): {reason}", item.title, catalog.label(holding.clause));
        let home = item.registers.first().map_or_else(String::new, |register| format!("registers/{register}"));
        let finding = Diagnostic::warning(CHECK.code, None, message).home(home);
        report.add(Subject::Requirement(holding.clause), finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::findings;

    #[test]
    fn each_item_must_be_held() {
        let nothing = findings("missing-required-document", "//- content/a.md\nx\n");
        let expected = "warning no document claims a requirement, and the registers are empty: 18 required documents and records \
                        are missing";
        assert_eq!(nothing, [expected]);
        let scope = "//- content/a.md\n+++\nstatus = \"approved\"\n+++\n## Scope {clauses=\"4.3\"}\nLeeds.\n";
        let rest = findings("missing-required-document", scope);
        assert_eq!(rest.len(), 17);
        assert!(rest.iter().all(|finding| !finding.contains("(4.3)")), "{rest:?}");
        assert_eq!(findings("missing-required-document", &scope.replace("Leeds.", "TBD")).len(), 18);
    }
}
