//! No page refers to a document, and it claims no requirement.
//!
//! Why: readers cannot find their way to it. Often it was replaced and forgotten.
//!
//! Example: a guideline that no policy links to.
//!
//! Fix it: link to it from where its readers are, claim the requirements that it addresses, or retire it.

use std::collections::BTreeSet;

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::{DocumentStatus, Folder, Subject};
use crate::source::Span;

pub(super) const CHECK: Check = Check {
    code: "orphan-document",
    level: Level::Warn,
    source: include_str!("orphan_document.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let listed: BTreeSet<Subject> = facts.handbook.folders.iter().flat_map(Folder::subjects).collect();
    for (ix, document) in facts.handbook.documents() {
        let subject = Subject::Document(ix);
        let claims = !document.meta.claims.is_empty() || document.sections.iter().any(|s| !s.claims.is_empty());
        let referred = facts.handbook.referrers(subject).next().is_some() || listed.contains(&subject);
        let alone = facts.handbook.documents.len() == 1;
        if claims || referred || alone || document.meta.status.value == DocumentStatus::Retired {
            continue;
        }
        let message = format!("no page refers to “{}”, and it claims no requirement", document.meta.title);
        report.add(subject, Diagnostic::warning(CHECK.code, Span::new(document.file, 0..0), message));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_document_is_led_to_or_claims_something() {
        let others = "//- content/b.md\n## B {controls=\"A.5.1\"}\n[[c]]\n//- content/c.md\nx\n";
        check(
            "orphan-document",
            &format!("//- content/a.md\n# Lost\n{others}"),
            &["warning content/a.md:1:1 no page refers to “Lost”, and it claims no requirement"],
        );
        check("orphan-document", others, &[]);
    }

    #[test]
    fn the_page_of_a_folder_leads_to_what_is_in_it() {
        let book = "//- content/README.md\n# Start {controls=\"A.5.1\"}\n[p](p)\n//- content/p/a.md\n# A\n\
            //- content/p/q/b.md\n# B\n//- content/p/r/index.md\n# R\n//- content/p/r/c.md\n# C\n";
        check(
            "orphan-document",
            book,
            &["warning content/p/r/c.md:1:1 no page refers to “C”, and it claims no requirement"],
        );
    }
}
