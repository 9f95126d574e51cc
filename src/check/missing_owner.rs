//! A document has no owner.
//!
//! Why: nobody keeps the document up to date, and nobody can be asked about it.
//!
//! Example: front matter without `owner`.
//!
//! Fix it: add `owner = "…"`, a role. Pages and retired documents are exempt, and the index of a folder that says nothing about
//! its approval. While no document of the book has an owner, all of them are reported together.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::{DocIx, Document, DocumentKind, DocumentStatus, ResolvedReference, Subject};
use crate::pages::is_index;

pub(super) const CHECK: Check =
    Check { code: "missing-owner", level: Level::Warn, source: include_str!("missing_owner.rs"), run: Run::Facts(run) };

fn run(facts: &Assessed, report: &mut Report) {
    let handbook = &facts.handbook;
    let without: Vec<_> = handbook.documents().filter(|(_, document)| needs_one(document)).collect();
    let has_owners = !handbook.left_out.is_empty() || handbook.documents().any(|(_, d)| d.meta.owner.is_some());
    if without.len() > 1 && !has_owners {
        let message = format!("none of the {} documents that need an owner has one", without.len());
        let help = "write the role that answers for a document into its front matter, such as `owner = \"it-lead\"`";
        let finding = Diagnostic::warning(CHECK.code, None, message).subject("documents").help(help.to_owned());
        let add = |finding: Diagnostic, (_, document): &(DocIx, &Document<ResolvedReference>)| {
            finding.also(document.meta.id.span, "this one needs an owner")
        };
        return report.add(None, without.iter().fold(finding, add));
    }
    for (ix, document) in without {
        let message = format!("“{}” has no owner", document.meta.title);
        report.add(Subject::Document(ix), Diagnostic::warning(CHECK.code, document.meta.id.span, message));
    }
}

/// Returns whether a document has no owner and needs one.
fn needs_one(document: &Document<ResolvedReference>) -> bool {
    let meta = &document.meta;
    let says_nothing = meta.status.value == DocumentStatus::Unstated && meta.claims.is_empty();
    let is_exempt = meta.kind == DocumentKind::Page || meta.status.value == DocumentStatus::Retired;
    meta.owner.is_none() && !is_exempt && !(is_index(&document.path) && says_nothing)
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_document_has_an_owner() {
        let document = "//- content/policies/a.md\n# T\n";
        check("missing-owner", document, &["warning content/policies/a.md:1:1 “T” has no owner"]);
        check("missing-owner", &document.replace("# T", "+++\nowner = \"it\"\n+++"), &[]);
        check("missing-owner", &document.replace("policies", "pages"), &[]);
    }

    #[test]
    fn the_index_of_a_folder_needs_no_owner_unless_it_is_a_document() {
        let index = "//- content/policies/README.md\n# Policies\n";
        check("missing-owner", index, &[]);
        check("missing-owner", &index.replace("README", "index"), &[]);
        let expected = "warning content/policies/README.md:2:1 “Policies” has no owner";
        check("missing-owner", &index.replace("# P", "+++\nstatus = \"draft\"\n+++\n# P"), &[expected]);
    }

    #[test]
    fn a_book_without_any_owner_hears_of_it_once() {
        let two = "//- content/policies/a.md\n# A\n//- content/policies/b.md\n# B\n//- content/c.md\n# C\n";
        check("missing-owner", two, &["warning none of the 2 documents that need an owner has one"]);
        let one = two.replace("# C", "+++\nowner = \"it\"\n+++\n# C");
        check(
            "missing-owner",
            &one,
            &[
                "warning content/policies/a.md:1:1 “A” has no owner",
                "warning content/policies/b.md:1:1 “B” has no owner",
            ],
        );
    }
}
