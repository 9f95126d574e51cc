//! The owner of a document has approved it.
//!
//! Why: some organisations want a second pair of eyes on every document. It is a rule of the house that ISO/IEC 27001
//! does not ask for, so this check is off unless book.toml turns it on.
//!
//! Example: `owner = "cto"` and `approver = "cto"`, or two roles that the same person holds.
//!
//! Fix it: have somebody else approve the document. Retired documents are exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{entry_of, is_same_person};
use crate::model::{DocumentStatus, ResolvedReference, Subject};

pub(super) const CHECK: Check = Check {
    code: "approver-is-owner",
    level: Level::Allow,
    source: include_str!("approver_is_owner.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for (ix, document) in facts.handbook.documents() {
        let meta = &document.meta;
        let role = |link: &Option<ResolvedReference>| link.as_ref().and_then(entry_of);
        let (Some(owner), Some(approver)) = (role(&meta.owner), role(&meta.approver)) else { continue };
        if meta.status.value != DocumentStatus::Retired && is_same_person(&facts.handbook, owner, approver) {
            let message = format!("the owner of “{}” is its approver", meta.title);
            let span = meta.approver.as_ref().map(|link| link.span);
            report.add(Subject::Document(ix), Diagnostic::warning(CHECK.code, span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{ROLES, check};

    #[track_caller]
    fn document(level: &str, front: &str, expected: &[&str]) {
        let book = format!("//- book.toml\n[checks]\napprover-is-owner = \"{level}\"\n");
        let document = format!("//- content/policies/a.md\n+++\ntitle = \"T\"\n{front}+++\n");
        check("approver-is-owner", &format!("{book}{ROLES}{document}"), expected);
    }

    #[test]
    fn a_book_that_wants_it_has_two_people_for_each_document() {
        let expected = ["warning content/policies/a.md:4:12 the owner of “T” is its approver"];
        document("warn", "owner = \"it\"\napprover = \"it\"\n", &expected);
        document("warn", "owner = \"it\"\napprover = \"dpo\"\n", &expected);
        document("warn", "owner = \"it\"\napprover = \"cto\"\n", &[]);
        document("warn", "owner = \"it\"\napprover = \"it\"\nstatus = \"retired\"\n", &[]);
        document("allow", "owner = \"it\"\napprover = \"it\"\n", &[]);
    }
}
