//! The SoA says that a document describes a control, but the document never cites it.
//!
//! Why: who follows the pointer, first of all an auditor, finds nothing about the control there.
//!
//! Example: `documents = ["POL-1"]` for A.5.4, but POL-1 neither claims nor names A.5.4.
//!
//! Fix it: claim the control in the section that describes it, `{#example controls="A.5.4"}`, or name the right document.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Decision;
use crate::model::{Destination, Subject};

pub(super) const CHECK: Check = Check {
    code: "document-without-control",
    level: Level::Warn,
    source: include_str!("document_without_control.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let handbook = &facts.handbook;
    for decision in Decision::all(handbook) {
        let Some(control @ Subject::Requirement(requirement)) = handbook.about(decision.ix) else { continue };
        for link in decision.links(Decision::DOCUMENTS) {
            let Some(Destination::Subject(Subject::Document(ix)) | Destination::Section(ix, _)) = link.to else {
                continue;
            };
            let cites = handbook.references_of(ix).iter().any(|reference| {
                matches!(reference.to, Subject::Requirement(cited) if handbook.catalog.chain(cited).any(|ix| ix == requirement))
            });
            if !cites {
                let label = handbook.catalog.label(requirement);
                let name = &handbook.document(ix).meta.id.value;
                let message = format!("{label} points to {name}, which does not speak of it");
                report.add(control, Diagnostic::warning(CHECK.code, link.span, message).subject(name.as_str()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const SOA: &str = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.4\"\napplicable = true\ndocuments = [\"POL-1\"]\n";

    #[test]
    fn a_document_that_the_soa_points_to_speaks_of_the_control() {
        let policy = |text: &str| {
            format!(
                "{SOA}//- content/a.md\n+++\nid = \"POL-1\"\ntitle = \"P\"\n+++\n{text}\n//- content/b.md\n## B {{controls=\"A.5.4\"}}\n"
            )
        };
        check(
            "document-without-control",
            &policy("About other things."),
            &["warning content/registers/applicability.toml:4:14 A.5.4 points to POL-1, which does not speak of it"],
        );
        for text in ["## A {controls=\"A.5.4\"}", "As A 5.4 asks.", "See A.5.1–A.5.6.", "[A.5.4](https://e.org)"] {
            check("document-without-control", &policy(text), &[]);
        }
    }
}
