//! The front matter claims a requirement that the text never addresses.
//!
//! Why: an auditor who follows the claim finds nothing. Such claims make coverage look better than it is.
//!
//! Example: `controls = ["A.5.23"]` in a document that does not mention cloud services.
//!
//! Fix it: claim it in the section that addresses it, `## Cloud services {#cloud controls="A.5.23"}`, or remove the
//! claim.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::{DocumentStatus, ResolvedReference, Subject};

pub(super) const CHECK: Check = Check {
    code: "claim-without-text",
    level: Level::Warn,
    source: include_str!("claim_without_text.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for (ix, document) in facts.handbook.documents() {
        if document.meta.status.value == DocumentStatus::Retired {
            continue;
        }
        let in_text = |claim: &&ResolvedReference| {
            let sections = document.sections.iter().flat_map(|section| &section.claims);
            sections.chain(&document.prose.references).any(|link| link.to.is_some() && link.to == claim.to)
        };
        for claim in document.meta.claims.iter().filter(|claim| claim.to.is_some() && !in_text(claim)) {
            let message = format!("{} is claimed here, but the text does not address it", claim.text);
            report.add(
                Subject::Document(ix),
                Diagnostic::warning(CHECK.code, claim.span, message).subject(claim.text.as_str()),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_claim_is_borne_out_by_the_text() {
        let document = |text: &str| format!("//- content/a.md\n+++\ncontrols = [\"A.5.23\"]\n+++\n{text}\n");
        let expected = ["warning content/a.md:2:13 A.5.23 is claimed here, but the text does not address it"];
        check("claim-without-text", &document("Nothing."), &expected);
        check("claim-without-text", &document("See A.5.23."), &[]);
        check("claim-without-text", &document("## Cloud {controls=\"A.5.23\"}"), &[]);
        check("claim-without-text", &document("`A.5.23`"), &expected);
    }
}
