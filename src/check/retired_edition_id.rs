//! A document cites a control by its number in the 2013 edition, which ISO withdrew in October 2022, or the Statement of
//! Applicability decides on it.
//!
//! Why: the 2022 edition numbers its controls differently, so readers look up the wrong control. Certificates to the 2013
//! edition were valid until the transition ended on 31 October 2025. The Statement of Applicability is about the controls of today: it
//! does not show an entry about an old one.
//!
//! Example: "Access rights are removed (A.9.2.6)."
//!
//! Found are ids in text, links, descriptions of pictures and raw HTML.
//!
//! Fix it: use the 2022 number that the hint gives. Quotations are exempt, and ids that the sentence or the head of the
//! column calls old: "formerly A.9.2.6", "A.9.2.6 of ISO/IEC 27001:2013".

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Check, Run};
use crate::catalog::{Catalog, Found};
use crate::config::{Config, Level};
use crate::diag::Diagnostic;
use crate::model::Text;

pub(super) const CHECK: Check = Check {
    code: "retired-edition-id",
    level: Level::Warn,
    source: include_str!("retired_edition_id.rs"),
    run: Run::Texts(run),
};

/// Number of words before and behind an id that tell what it is.
const NEAR: usize = 4;

/// Words that call the id after them, or before them, an old one.
const FORMERLY: &[&str] = &[
    "formerly",
    "previously",
    "superseded",
    "replaces",
    "replaced",
    "ehemals",
    "früher",
    "vormals",
    "bisher",
    "ersetzt",
];

/// Words that do so only together with a word of the standard: "former employees" are none.
const FORMER: &[&str] = &[
    "2013",
    "former",
    "old",
    "previous",
    "prior",
    "retired",
    "withdrawn",
    "alt",
    "alte",
    "alten",
    "alter",
    "frühere",
    "früheren",
    "ehemalige",
    "ehemaligen",
    "vorherige",
    "vorherigen",
];

/// Words of the standard.
const STANDARD: &[&str] = &[
    "annex",
    "control",
    "controls",
    "edition",
    "id",
    "ids",
    "iso",
    "number",
    "numbers",
    "numbering",
    "standard",
    "version",
    "anhang",
    "ausgabe",
    "fassung",
    "maßnahme",
    "maßnahmen",
    "norm",
    "nummer",
    "nummern",
    "nummerierung",
];

fn run(text: &Text, catalog: &Catalog, _: &Config, findings: &mut Vec<Diagnostic>) {
    // Most documents have no such id in a table: the heads are read for the first one.
    let mut heads = None;
    for (range, id) in text.mentions.iter().filter(|(range, _)| !range.is_empty()) {
        let Found::One(old) = catalog.find(id) else { continue };
        if !catalog.standard_of(old).is_retired() || text.is_quoted(range.start) {
            continue;
        }
        let in_old_column = text.cell_at(range.start).is_some_and(|cell| {
            let heads = heads.get_or_insert_with(|| old_columns(text));
            heads.get(&(cell.table, cell.column)).copied().unwrap_or(false)
        });
        if in_old_column || is_history(text, range) {
            continue;
        }
        let successors: Vec<String> = catalog.requirement(old).successors.iter().map(|ix| catalog.label(*ix)).collect();
        let message = format!("`{id}` is a number from {}", catalog.standard_of(old).title);
        let help = format!("use the current number: {}", successors.join(", "));
        findings.push(Diagnostic::warning(CHECK.code, text.span(range.clone()), message).help(help));
    }
}

/// Returns for each column of each table, by their numbers, whether its head says that it holds old numbers.
fn old_columns(text: &Text) -> BTreeMap<(u32, u32), bool> {
    let heads = text.cells().filter(|(cell, _)| cell.row == 0);
    heads
        .map(|(cell, head)| ((cell.table, cell.column), words(head).any(|word| FORMER.contains(&word.as_str()))))
        .collect()
}

/// Returns whether the sentence calls an id an old one.
fn is_history(text: &Text, id: &Range<usize>) -> bool {
    let sentence = text.sentence(id.start);
    let before: Vec<String> = words(&text.words[sentence.start..id.start]).collect();
    let after: Vec<String> = words(&text.words[id.end..sentence.end.max(id.end)]).collect();
    let is = |list: &[&str], word: Option<&String>| word.is_some_and(|word| list.contains(&word.as_str()));
    let is_number = |word: Option<&String>| {
        word.is_some_and(|word| word.trim_start_matches("a.").starts_with(|c: char| c.is_ascii_digit()))
    };
    // "ISO/IEC 27001:2013" anywhere in the sentence.
    let names_edition = [&before, &after]
        .into_iter()
        .any(|words| words.windows(2).any(|pair| matches!(pair[0].as_str(), "27001" | "27002") && pair[1] == "2013"));
    let near = before[before.len().saturating_sub(NEAR)..].iter().chain(&after[..after.len().min(NEAR)]);
    let is_called_so = near.into_iter().any(|word| FORMERLY.contains(&word.as_str()));
    // "The old A.9.2.6", "old number A.9.2.6", "In 2013 this was A.9.2.6".
    let last = before.last();
    let of_standard = |words: &[String]| {
        (0..words.len()).any(|at| {
            let (word, next) = (words.get(at), words.get(at + 1));
            let previous = at.checked_sub(1).and_then(|at| words.get(at));
            is(FORMER, word) && (is(STANDARD, next) || is(STANDARD, previous) || is_number(next))
        })
    };
    let was = before.iter().any(|word| word == "2013") && is(&["was", "were", "war", "waren", "called", "hieß"], last);
    let directly = is(FORMER, last)
        || is(FORMER, after.first()) && after.get(1).is_none_or(|word| STANDARD.contains(&word.as_str()));
    names_edition || is_called_so || was || directly || of_standard(&before) || of_standard(&after)
}

/// Returns the words of a text, in lowercase; an id is one.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_matches('.'));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_old_number_is_reported_with_its_place() {
        check(
            "retired-edition-id",
            "//- content/a.md\nRights are removed (A.9.2.6).\n",
            &["warning content/a.md:1:21 `A.9.2.6` is a number from ISO/IEC 27001:2013"],
        );
    }

    #[test]
    fn a_decision_on_an_old_number_is_reported_with_its_successor() {
        check(
            "retired-edition-id",
            "//- content/registers/applicability.toml\n[[control]]\nid = \"A.9.2.1\"\napplicable = true\n\
             [[control]]\nid = \"A.5.16\"\napplicable = true\n",
            &[
                "warning content/registers/applicability.toml:2:6 `A.9.2.1` is a number from ISO/IEC 27001:2013, so the statement \
               does not show this entry",
            ],
        );
    }

    #[test]
    fn history_quotations_and_code_are_left_alone() {
        for sound in [
            "In 2013 this was A.9.2.6.",
            "The old A.9.2.6, formerly A.9.4.1. A.5.18 (previously A.9.2.5 and A.9.2.6).",
            "A.9.2.6 of ISO/IEC 27001:2013 is A.5.18. A.9.4.1 in the 2013 edition. A.9.4.1 (old)",
            "Früher A.9.2.6, in der alten Norm A.9.4.1.",
            "| ISO 27001:2013 | 2022 |\n|---|---|\n| A.9.2.6 | A.5.18 |",
            "| Old | New |\n|---|---|\n| A.9.2.6 | A.5.18 |\n| A.9.4.1 | A.8.3 |",
            "> See A.9.2.6.\n\n`A.9.2.6` and A.5.18, version 9.2.6",
        ] {
            check("retired-edition-id", &format!("//- content/a.md\n{sound}\n"), &[]);
        }
    }

    #[test]
    fn words_of_other_sentences_and_things_are_not_history() {
        let text = "The transformer team follows A.9.2.5. Founded in 2013, we follow A.9.2.1.\n\n\
                    Access of former employees is removed (A.9.2.6). In the old days. A.9.4.1 holds.\n";
        let finding =
            |place: &str, id: &str| format!("warning content/a.md:{place} `{id}` is a number from ISO/IEC 27001:2013");
        let expected = [("1:30", "A.9.2.5"), ("1:66", "A.9.2.1"), ("3:40", "A.9.2.6"), ("3:67", "A.9.4.1")];
        let expected: Vec<String> = expected.iter().map(|(place, id)| finding(place, id)).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check("retired-edition-id", &format!("//- content/a.md\n{text}"), &expected);
    }

    #[test]
    fn links_pictures_and_raw_html_are_read() {
        let text = "[A.9.2.6 removal](b.md) and ![A.13.1.1](p.png) and [![A.12.4.1](p.png)](b.md)\n\n\
                    <table><tr><td>A.9.2.3</td></tr></table>\n\n<p>A.9.4.1</p>\n";
        let places =
            [("1:2", "A.9.2.6"), ("1:31", "A.13.1.1"), ("1:55", "A.12.4.1"), ("3:16", "A.9.2.3"), ("5:4", "A.9.4.1")];
        let expected: Vec<String> = places
            .iter()
            .map(|(place, id)| format!("warning content/a.md:{place} `{id}` is a number from ISO/IEC 27001:2013"))
            .collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(
            "retired-edition-id",
            &format!("//- content/a.md\n{text}//- content/b.md\nb\n//- content/p.png\nx"),
            &expected,
        );
    }
}
