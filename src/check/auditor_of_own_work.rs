//! An auditor owns what is audited.
//!
//! Why: 9.2.2 requires auditors to be chosen so that the audit is objective and impartial. Nobody sees the faults of
//! their own work.
//!
//! Example: the IT lead audits A.8.13, whose owner in the Statement of Applicability is the IT lead.
//!
//! Fix it: have somebody else audit that part, or take it out of the scope of this audit. Owners are those in the
//! Statement of Applicability and of the documents; roles and the people who hold them are compared. Audits by a
//! certification body, a customer or of a supplier are exempt, and so is an auditor who has only a name and no role.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Audit;
use crate::model::{Handbook, Subject};

/// The number of subjects that a message names.
const SHOWN: usize = 3;

pub(super) const CHECK: Check = Check {
    code: "auditor-of-own-work",
    level: Level::Warn,
    source: include_str!("auditor_of_own_work.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for audit in Audit::all(&facts.handbook) {
        let own = audit.own_work(&facts.handbook);
        if own.is_empty() {
            continue;
        }
        let names: Vec<String> = own.iter().take(SHOWN).map(|subject| name(&facts.handbook, *subject)).collect();
        let others = own.len() - names.len();
        let more = if others > 0 { format!(" and {others} more") } else { String::new() };
        let message = format!("the auditor of {} owns what is audited: {}{more}", audit.id(), names.join(", "));
        let field = if audit.links(Audit::AUDITOR).is_empty() { Audit::AUDITOR_NAME } else { Audit::AUDITOR };
        let finding =
            Diagnostic::warning(CHECK.code, audit.span(field), message).help("have somebody else audit it".to_owned());
        report.add(Subject::Entry(audit.ix), finding);
    }
}

/// Returns the number of a requirement, or the title of a document.
fn name(handbook: &Handbook, subject: Subject) -> String {
    match subject {
        Subject::Requirement(ix) => handbook.catalog.label(ix),
        other => format!("“{}”", handbook.name(other)),
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{ROLES, check};

    const OWNED: &str = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.8.13\"\napplicable = true\nowner = \"it\"\n\
        //- content/policies/audits.md\n+++\ntitle = \"Audits\"\nowner = \"hr\"\n+++\n## Audits {clauses=\"9.2\"}\n";

    #[track_caller]
    fn audit(fields: &str, expected: &[&str]) {
        let audit =
            "//- content/registers/audits.toml\n[[audit]]\nid = \"AUD-1\"\ntitle = \"A\"\nplanned = 2026-11-01\n";
        check("auditor-of-own-work", &format!("{ROLES}{OWNED}{audit}{fields}\n"), expected);
    }

    const CONTROL: &str = "controls = [\"A.8.13\"]\n";
    const CLAUSE: &str = "clauses = [\"9.2\"]\n";

    #[test]
    fn nobody_audits_what_they_own() {
        let at = "warning content/registers/audits.toml:5:11 the auditor of AUD-1 owns what is audited:";
        audit(&format!("auditor = \"it\"\n{CONTROL}"), &[&format!("{at} A.8.13")]);
        audit(&format!("auditor = \"dpo\"\n{CONTROL}"), &[&format!("{at} A.8.13")]);
        audit(&format!("auditor = \"hr\"\n{CLAUSE}"), &[&format!("{at} 9.2.1, 9.2.2")]);
        audit("auditor = \"hr\"\nclauses = [\"10.1\"]\ndocuments = [\"audits\"]", &[&format!("{at} “Audits”")]);
        let named = "warning content/registers/audits.toml:5:16 the auditor of AUD-1 owns what is audited: A.8.13";
        audit(&format!("auditor-name = \"Cem\"\n{CONTROL}"), &[named]);
    }

    #[test]
    fn others_and_auditors_from_outside_may() {
        for auditor in ["hr", "cto", "staff"] {
            audit(&format!("auditor = \"{auditor}\"\n{CONTROL}"), &[]);
        }
        audit(&format!("auditor = \"it\"\n{CLAUSE}"), &[]);
        for kind in ["certification", "customer"] {
            audit(&format!("auditor = \"it\"\nkind = \"{kind}\"\n{CONTROL}"), &[]);
        }
        audit(&format!("auditor-name = \"Audit House Ltd\"\n{CONTROL}{CLAUSE}"), &[]);
    }
}
