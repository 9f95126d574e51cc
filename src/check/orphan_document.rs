//! No page refers to a document, and it claims no requirement.
//!
//! Why: readers cannot find their way to it. Often it was replaced and forgotten.
//!
//! Example: a guideline that no policy links to.
//!
//! Fix it: link to it from where its readers are, claim the requirements that it addresses, or retire it. While no document
//! of the book claims a requirement, all of them are reported together.

use std::collections::BTreeSet;

use super::{Check, HOW_TO_CLAIM, Report, Run, has_claims};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::{DocIx, Document, DocumentStatus, Folder, ResolvedReference, Subject};
use crate::pages::is_index;
use crate::source::Span;

pub(super) const CHECK: Check = Check {
    code: "orphan-document",
    level: Level::Warn,
    source: include_str!("orphan_document.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let listed: BTreeSet<Subject> = facts.handbook.folders.iter().flat_map(Folder::subjects).collect();
    let is_orphan = |(ix, document): &(DocIx, &Document<ResolvedReference>)| {
        let claims = document.claims().next().is_some();
        let subject = Subject::Document(*ix);
        let referred = facts.handbook.referrers(subject).next().is_some() || listed.contains(&subject);
        // The index at the top is where readers begin.
        let is_start = !document.path.contains('/') && is_index(&document.path);
        !claims && !referred && !is_start && document.meta.status.value != DocumentStatus::Retired
    };
    let all = facts.handbook.documents.len();
    let orphans: Vec<_> = facts.handbook.documents().filter(is_orphan).filter(|_| all > 1).collect();
    if orphans.len() > 1 && !has_claims(facts) {
        let message =
            format!("no page refers to {} of the {all} documents, and no document claims a requirement", orphans.len());
        let finding = Diagnostic::warning(CHECK.code, None, message).subject("documents").help(HOW_TO_CLAIM.to_owned());
        let finding = orphans.iter().fold(finding, |finding, (_, document)| {
            finding.also(Span::new(document.file, 0..0), "no page refers to this one")
        });
        return report.add(None, finding);
    }
    for (ix, document) in orphans {
        let subject = Subject::Document(ix);
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
    fn a_book_in_which_nothing_claims_anything_hears_of_it_once() {
        let lost = "//- content/a.md\n# A\n//- content/b.md\n# B\n//- content/c.md\n# C\n[a](a.md)\n";
        let together = "warning no page refers to 2 of the 3 documents, and no document claims a requirement";
        check("orphan-document", lost, &[together]);
        let one = lost.replace("[a](a.md)", "[a](a.md) [b](b.md)");
        check(
            "orphan-document",
            &one,
            &["warning content/c.md:1:1 no page refers to “C”, and it claims no requirement"],
        );
        let claimed = format!("{lost}//- content/d.md\n## D {{controls=\"A.5.1\"}}\n");
        check(
            "orphan-document",
            &claimed,
            &[
                "warning content/b.md:1:1 no page refers to “B”, and it claims no requirement",
                "warning content/c.md:1:1 no page refers to “C”, and it claims no requirement",
            ],
        );
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
