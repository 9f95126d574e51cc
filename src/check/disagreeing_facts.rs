//! The register of documents and a document itself state a fact differently.
//!
//! Why: two versions, owners or dates of one document mean that one of them is out of date, and nobody can tell which (7.5.3).
//!
//! Example: `**Version:** 2.6` in the text, and `2.5` in its row of the register.
//!
//! Fix it: correct the one that is out of date. The site shows the one whose source is the first in book.toml.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Role;
use crate::model::{Difference, EntryIx, Subject};

pub(super) const CHECK: Check = Check {
    code: "disagreeing-facts",
    level: Level::Warn,
    source: include_str!("disagreeing_facts.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let roles = OnceCell::new();
    for (ix, document) in facts.handbook.documents() {
        let is_same = |difference: &&Difference| is_same_role(roles.get_or_init(|| roles_of(facts)), difference);
        let real = document.meta.differences.iter().filter(|difference| !is_same(difference));
        for Difference { field, here, listed } in real {
            let title = &document.meta.title;
            let message =
                format!("`{field}` of “{title}” is `{}` here and `{}` in its register", here.value, listed.value);
            let finding = Diagnostic::warning(CHECK.code, here.span, message).also(listed.span, "stated here");
            report.add(Subject::Document(ix), finding.subject(*field));
        }
    }
}

/// Returns whether two names are the id and the title of one role.
fn is_same_role(roles: &FxHashMap<String, EntryIx>, difference: &Difference) -> bool {
    let role = |name: &str| roles.get(&key(name));
    let is_role = ["owner", "approver"].contains(&difference.field);
    is_role && role(&difference.here.value).is_some_and(|here| Some(here) == role(&difference.listed.value))
}

/// Returns the roles by their ids and titles. Of several with one name, the first counts.
fn roles_of(facts: &Assessed) -> FxHashMap<String, EntryIx> {
    let mut roles = FxHashMap::default();
    for role in facts.handbook.records(Role::REGISTER) {
        [role.id(), role.title()].into_iter().for_each(|name| _ = roles.entry(key(name)).or_insert(role.ix));
    }
    roles
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::fixture::{ROLES, check};

    fn book(document: &str, row: &str) -> String {
        format!(
            "//- book.toml\n[[documents]]\nmatch = \"*.md\"\n\
             register = {{ file = \"registers/Documents.csv\", by = {{ ID = \"id\" }} }}\n\
             title = [\"heading\", \"register:Title\"]\nversion = [\"label:Version\", \"register:Version\"]\n\
             owner = [\"label:Owner\", \"register:Owner\"]\nreview-by = [\"register:Review\", \"label:Review\"]\n\
             //- content/P-1-keys.md\n{document}\n\
             //- content/registers/Documents.csv\nID,Title,Version,Owner,Review\nP-1,{row}\n"
        )
    }

    #[test]
    fn what_both_state_differently_is_reported_with_both_places() {
        let document = "# Keys\n\n**Version:** 2.6 | **Owner:** IT | **Review:** 2026-12-01\n";
        check(
            "disagreeing-facts",
            &book(document, "Keys and locks,2.5,HR,01.11.2026"),
            &[
                "warning content/P-1-keys.md:1:3 `title` of “Keys” is `Keys` here and `Keys and locks` in its register",
                "warning content/P-1-keys.md:3:14 `version` of “Keys” is `2.6` here and `2.5` in its register",
                "warning content/P-1-keys.md:3:31 `owner` of “Keys” is `IT` here and `HR` in its register",
                "warning content/P-1-keys.md:3:48 `review-by` of “Keys” is `2026-12-01` here and `2026-11-01` in its register",
            ],
        );
        let front = "---\nversion: 1.0\n---\n# Keys\n";
        let expected = "warning content/P-1-keys.md:2:10 `version` of “Keys” is `1.0` here and `2.5` in its register";
        check("disagreeing-facts", &book(front, "Keys,2.5,,"), &[expected]);
    }

    #[test]
    fn what_only_looks_different_or_only_one_states_is_not() {
        let document = "# Keys\n\n**Version:** v2.0 | **Owner:** cto | **Review:** 2026-12-01\n";
        check("disagreeing-facts", &format!("{}{ROLES}", book(document, "KEYS,2,CTO,1 Dec 2026")), &[]);
        check("disagreeing-facts", &book("# Keys\n", "Keys,2.5,HR,2026-11-01"), &[]);
        check("disagreeing-facts", &book(document, ",,,"), &[]);
    }
}
