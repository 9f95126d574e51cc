//! A document has no class in a book that has classes.
//!
//! Why: A.5.12 and A.5.13 require information to be classified and labelled. A reader of a document without a label
//! does not know whom it may be shown to.
//!
//! Example: the assets have classes, but a policy has no `classification`, and neither has book.toml.
//!
//! Fix it: add `classification = "…"` to the document, or to book.toml as the default. Pages and retired documents are
//! exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Asset;
use crate::model::{Document, DocumentKind, DocumentStatus, ResolvedReference, Subject};

pub(super) const CHECK: Check = Check {
    code: "missing-classification",
    level: Level::Warn,
    source: include_str!("missing_classification.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let handbook = &facts.handbook;
    let is_class = |class: &String| !class.trim().is_empty();
    let class_of = |document: &Document<ResolvedReference>| document.meta.classification.clone().filter(is_class);
    let default = facts.config.classification.as_ref().is_some_and(is_class);
    let has_classes = handbook.documents().any(|(_, document)| class_of(document).is_some())
        || Asset::all(handbook).any(|asset| asset.has_text(Asset::CLASSIFICATION));
    if default || !has_classes {
        return;
    }
    for (ix, document) in handbook.documents() {
        let meta = &document.meta;
        let is_exempt = meta.kind == DocumentKind::Page || meta.status.value == DocumentStatus::Retired;
        if !is_exempt && class_of(document).is_none() {
            let message = format!("“{}” has no classification", meta.title);
            report.add(Subject::Document(ix), Diagnostic::warning(CHECK.code, meta.id.span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const DOCUMENT: &str = "//- content/policies/a.md\n+++\ntitle = \"T\"\n+++\n";
    const ASSET: &str = "//- content/registers/assets.toml\n[[asset]]\nid = \"AST-1\"\ntitle = \"A\"\nkind = \"data\"\nowner = \"x\"\nconfidentiality = 1\nintegrity = 1\navailability = 1\nclassification = \"secret\"\n";
    const EXPECTED: &[&str] = &["warning content/policies/a.md:2:1 “T” has no classification"];

    #[test]
    fn where_there_are_classes_each_document_has_one() {
        let other = "//- content/policies/b.md\n+++\nclassification = \"internal\"\n+++\n";
        check("missing-classification", &format!("{DOCUMENT}{other}"), EXPECTED);
        check("missing-classification", &format!("{DOCUMENT}{ASSET}"), EXPECTED);
        check("missing-classification", &format!("{DOCUMENT}{ASSET}").replace("policies", "pages"), &[]);
        let classified = DOCUMENT.replace("title", "classification = \"internal\"\ntitle");
        check("missing-classification", &format!("{classified}{ASSET}"), &[]);
    }

    #[test]
    fn a_book_without_classes_or_with_a_default_is_silent() {
        check("missing-classification", DOCUMENT, &[]);
        // The fixture begins with the table [book].
        let book = "//- book.toml\nclassification = \"internal\"\n";
        check("missing-classification", &format!("{book}{DOCUMENT}{ASSET}"), &[]);
    }
}
