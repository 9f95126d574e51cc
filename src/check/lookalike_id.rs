//! An id looks like another one, of the standard or of this handbook, but has other letters.
//!
//! Why: a reader cannot tell them apart. A reference leads to one of them, and an auditor takes it for the other.
//!
//! Example: an entry `А.5.15` whose first letter is Cyrillic; `R‑001`, with a hyphen that does not break, beside `R-001`;
//! `A.5.l5`, with the letter l.
//!
//! Fix it: type the id again with a Latin keyboard, or choose another one.

use rustc_hash::FxHashMap;

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::catalog::Found;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::letters::skeleton;
use crate::model::{Identity, Subject};
use crate::source::Span;

pub(super) const CHECK: Check =
    Check { code: "lookalike-id", level: Level::Warn, source: include_str!("lookalike_id.rs"), run: Run::Facts(run) };

fn run(facts: &Assessed, report: &mut Report) {
    let handbook = &facts.handbook;
    let documents = handbook.documents().map(|(ix, document)| (Subject::Document(ix), &document.meta.id));
    let entries = handbook.all_records().filter(|record| record.schema().identity == Identity::Own);
    let entries = entries.map(|record| (Subject::Entry(record.ix), &record.entry.id));
    // Ids with Latin letters only are never the ones that look like another.
    let mut foreign: FxHashMap<String, (&str, Span)> = FxHashMap::default();
    for (about, id) in documents.chain(entries) {
        let plain = skeleton(&id.value);
        let of_standard =
            [&plain, &digits(&plain)].into_iter().find_map(|plain| like_a_requirement(facts, &id.value, plain));
        let finding = |other: &str, what: &str| {
            let message = format!("the id `{}` looks like {what} `{other}`, but has other letters", id.value);
            let help = "type it again with a Latin keyboard, or choose another id".to_owned();
            Diagnostic::warning(CHECK.code, id.span, message).help(help)
        };
        if let Some(other) = of_standard {
            report.add(about, finding(&other, "the requirement"));
        } else if plain != id.value {
            if handbook.ids.contains_key(&plain) {
                report.add(about, finding(&plain, "the id"));
            } else if let Some((first, span)) = foreign.get(&plain) {
                report.add(about, finding(first, "the id").also(*span, "first defined here"));
            } else {
                foreign.insert(plain, (&id.value, id.span));
            }
        }
    }
}

/// Returns the requirement that an id looks like, by what the id looks like.
fn like_a_requirement(facts: &Assessed, id: &str, plain: &str) -> Option<String> {
    let is_number = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_like_control = !id.is_ascii() && plain.strip_prefix("A.").is_some_and(is_number);
    let is_known = facts.handbook.catalog.find(plain) != Found::Nothing;
    (plain != id && (is_known || is_like_control)).then(|| plain.to_owned())
}

/// Returns an id with the letters that look like digits as digits.
fn digits(id: &str) -> String {
    let digit = |c: char| match c {
        'l' | 'I' => '1',
        'O' | 'o' => '0',
        c => c,
    };
    if id.bytes().any(|byte| byte.is_ascii_digit()) { id.chars().map(digit).collect() } else { id.to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check, findings};

    fn entries(ids: &[&str]) -> String {
        let entry = |id: &&str| format!("[[role]]\nid = \"{id}\"\ntitle = \"T\"\n");
        format!("//- content/registers/roles.toml\n{}", ids.iter().map(entry).collect::<String>())
    }

    #[test]
    fn an_id_that_looks_like_one_of_the_standard_is_reported() {
        check(
            "lookalike-id",
            &entries(&["А.5.15"]),
            &[
                "warning content/registers/roles.toml:2:6 the id `А.5.15` looks like the requirement `A.5.15`, but has other letters",
            ],
        );
        for id in ["Α.5.15", "Ａ.5.15", "A․5․15", "A.5.１5", "А.99.1", "A.5.l5", "A.5.1O", "б.1.2"] {
            assert_eq!(findings("lookalike-id", &entries(&[id])).len(), 1, "{id}");
        }
        let document = "//- content/a.md\n+++\nid = \"А.5.15\"\n+++\n# A\n";
        assert_eq!(findings("lookalike-id", document).len(), 1);
    }

    #[test]
    fn two_ids_that_look_alike_are_reported_once() {
        check(
            "lookalike-id",
            &entries(&["R-001", "R‑001", "R-002"]),
            &[
                "warning content/registers/roles.toml:5:6 the id `R‑001` looks like the id `R-001`, but has other letters",
            ],
        );
        assert_eq!(findings("lookalike-id", &entries(&["Х–1ж", "X–1ж"])).len(), 1);
    }

    #[test]
    fn ids_in_the_letters_of_a_language_are_fine() {
        let ids = [
            "it-lead",
            "größe",
            "Ü-1",
            "U-1",
            "политика",
            "сор",
            "ρόλος",
            "政策-1",
            "AO-1",
            "LOI-1",
            "A-5.15x",
            "R-10",
            "R-1O",
        ];
        check("lookalike-id", &entries(&ids), &[]);
        check(
            "lookalike-id",
            "//- content/политики/доступ.md\n# A\n//- content/A.5.15.md\n+++\nid = \"a-5-15\"\n+++\n",
            &[],
        );
    }
}
