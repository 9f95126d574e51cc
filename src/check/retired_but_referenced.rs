//! A page refers to a retired document.
//!
//! Why: readers are led to a rule that no longer applies.
//!
//! Example: a procedure links to a retired policy.
//!
//! Fix it: refer to the document that replaced it. Retired documents, and the document that `supersedes` it, may refer
//! to it.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::{DocumentStatus, Reference, Subject};

pub(super) const CHECK: Check = Check {
    code: "retired-but-referenced",
    level: Level::Warn,
    source: include_str!("retired_but_referenced.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let retired =
        facts.handbook.documents().filter(|(_, document)| document.meta.status.value == DocumentStatus::Retired);
    for (ix, document) in retired {
        for reference in
            facts.handbook.referrers(Subject::Document(ix)).filter(|reference| !is_history(facts, reference))
        {
            let message = format!("“{}” is retired", document.meta.title);
            let finding =
                Diagnostic::warning(CHECK.code, reference.span, message).subject(document.meta.id.value.as_str());
            report.add(reference.from, finding.also(document.meta.status.span, "retired here"));
        }
    }
}

/// Whether the document that refers is retired itself, or says that it replaced the other.
fn is_history(facts: &Assessed, reference: &Reference) -> bool {
    let Subject::Document(from) = reference.from else { return false };
    let meta = &facts.handbook.document(from).meta;
    meta.status.value == DocumentStatus::Retired || meta.supersedes.iter().any(|link| link.span == reference.span)
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_link_to_a_retired_document_is_reported_and_supersedes_is_not() {
        check(
            "retired-but-referenced",
            "//- content/old.md\n+++\ntitle = \"Old\"\nstatus = \"retired\"\n+++\n[[old]]\n//- content/new.md\n+++\nsupersedes = [\"old\"]\n+++\nSee [[old]].\n",
            &["warning content/new.md:4:7 “Old” is retired"],
        );
    }
}
