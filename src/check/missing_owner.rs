//! A document has no owner.
//!
//! Why: nobody keeps the document up to date, and nobody can be asked about it.
//!
//! Example: front matter without `owner`.
//!
//! Fix it: add `owner = "…"`, a role. Pages and retired documents are exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::DocumentKind;
use crate::model::{DocumentStatus, Subject};

pub(super) const CHECK: Check =
    Check { code: "missing-owner", level: Level::Warn, source: include_str!("missing_owner.rs"), run: Run::Facts(run) };

fn run(facts: &Assessed, report: &mut Report) {
    for (ix, document) in facts.handbook.documents() {
        let meta = &document.meta;
        if meta.status.value != DocumentStatus::Retired && meta.owner.is_none() && meta.kind != DocumentKind::Page {
            let message = format!("“{}” has no owner", meta.title);
            report.add(Subject::Document(ix), Diagnostic::warning(CHECK.code, meta.id.span, message));
        }
    }
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
}
