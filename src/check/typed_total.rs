//! A document states how many controls or clauses are covered, which the handbook calculates: "93/93", "81 of 93 controls
//! are implemented", "100 % of ISO 27001 is met".
//!
//! Why: a typed total does not change when the facts do, and a wrong total costs trust.
//!
//! Example: "We comply with 100 % of ISO 27001."
//!
//! Found are numbers in a sentence, or a row of a table, that claims coverage: that something is met, covered, implemented
//! or documented. How many controls the standard has is not such a number.
//!
//! Fix it: remove the number, link to the page that calculates it, or write a named count such as
//! `{{ covered controls }}`.

use std::ops::Range;

use super::{Check, Run};
use crate::catalog::Catalog;
use crate::config::{Config, Level};
use crate::diag::Diagnostic;
use crate::model::{Text, first_digit};

pub(super) const CHECK: Check =
    Check { code: "typed-total", level: Level::Warn, source: include_str!("typed_total.rs"), run: Run::Texts(run) };

/// The number of controls in each edition's annex.
const TOTALS: [&str; 2] = ["93", "114"];

/// Words that say that a sentence is about the standard.
const STANDARD: [&str; 6] = ["27001", "27002", "annex a", "anhang a", "statement of applicability", "anwendbarkeit"];

/// Parts of the standard that are counted.
const COUNTED: [&str; 10] = [
    "control",
    "controls",
    "clause",
    "clauses",
    "requirements",
    "annex",
    "maßnahmen",
    "klauseln",
    "anforderungen",
    "kontrollen",
];

/// Beginnings of words that claim coverage.
const COVERED: &[&str] = &[
    "address",
    "anwendbar",
    "applicab",
    "certif",
    "compl",
    "conform",
    "cover",
    "document",
    "done",
    "fulfil",
    "implement",
    "meet",
    "met",
    "satisf",
    "coverage",
    "abgedeckt",
    "abdeck",
    "dokumentiert",
    "erfüll",
    "implementiert",
    "konform",
    "umgesetzt",
    "umsetz",
    "deckt",
];

fn run(text: &Text, _: &Catalog, _: &Config, findings: &mut Vec<Diagnostic>) {
    // Almost no text has one: a look for their characters costs little.
    let may_have_one = text.words.contains('%')
        || TOTALS.iter().any(|total| text.words.contains(total))
        || text.words.contains(" of ");
    if !may_have_one {
        return;
    }
    let mut ranges: Vec<Range<usize>> = numbers(&text.words).filter_map(|number| total(text, number)).collect();
    ranges.dedup_by(|next, before| next.start < before.end);
    for range in ranges.into_iter().filter(|range| !text.is_quoted(range.start)) {
        let message = format!("`{}` is a total that the handbook calculates", text.words[range.clone()].trim());
        findings.push(
            Diagnostic::warning(CHECK.code, text.span(range), message)
                .help("remove it, and link to the page that calculates it".to_owned()),
        );
    }
}

/// Returns the places of all whole numbers.
fn numbers(words: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + first_digit(&words.as_bytes()[at..])?;
            let end = start + words.as_bytes()[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            at = end;
            let is_part = words[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ':' | '-' | '_'))
                || words[end..].starts_with(|c: char| c.is_alphabetic() || c == '_')
                || words[end..].starts_with(['.', ':', ','])
                    && words[end + 1..].starts_with(|c: char| c.is_ascii_digit());
            if !is_part {
                return Some(start..end);
            }
        }
    })
}

/// Returns the place of the total that begins with a number, if the sentence claims coverage.
fn total(text: &Text, number: Range<usize>) -> Option<Range<usize>> {
    let words = &text.words;
    let after = &words[number.end..];
    let rest = after.trim_start_matches([' ', '\u{a0}']);
    let end_of = |rest: &str, length: usize| words.len() - rest.len() + length;
    // "100 % of the controls", "100 %" of the standard.
    if let Some(behind) = rest.strip_prefix('%') {
        let range = number.start..end_of(rest, 1);
        let is_counted = is_counted(behind) || is_in_row(text, number.start);
        return claims(text, &range, is_counted || &words[number.clone()] == "100", !is_counted).then_some(range);
    }
    // "81 of 93", "93/93", "12 von 93".
    let of = ["of all", "of the", "of", "/", "von allen", "von"].iter().find_map(|of| rest.strip_prefix(*of));
    if let Some(rest) = of.map(|rest| rest.trim_start_matches([' ', '\u{a0}'])) {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let total = &rest[..digits];
        let range = number.start..end_of(rest, digits);
        let is_counted = is_counted(&rest[digits..]) || is_in_row(text, number.start);
        let is_total = digits > 0 && (TOTALS.contains(&total) || is_counted);
        return (is_total && claims(text, &range, true, !is_counted && !TOTALS.contains(&total))).then_some(range);
    }
    // "Of 93 controls, 91 are applicable".
    let counted = |counted: &&str| rest.strip_prefix(*counted)?.strip_prefix(", ");
    if ["Of ", "of "].iter().any(|of| words[..number.start].ends_with(of))
        && let Some(rest) = COUNTED.iter().find_map(counted)
    {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let range = number.start..end_of(rest, digits);
        return (digits > 0 && claims(text, &range, true, false)).then_some(range);
    }
    // "all 93 controls", "alle 93 Maßnahmen".
    let before = words[..number.start].trim_end_matches([' ', '\u{a0}']);
    let all = ["all", "All", "alle", "Alle"].iter().find(|all| before.ends_with(**all))?;
    let range = before.len() - all.len()..number.end;
    let is_total = TOTALS.contains(&&words[number]) && is_counted(after);
    (is_total && claims(text, &range, true, false)).then_some(range)
}

/// Returns whether the next words are parts of the standard: " of the controls", " Annex A controls".
fn is_counted(after: &str) -> bool {
    let words = after.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(4);
    let is_between = |word: &str| {
        matches!(
            word,
            "of" | "the"
                | "all"
                | "our"
                | "applicable"
                | "a"
                | "iso"
                | "iec"
                | "27001"
                | "der"
                | "aller"
                | "anwendbaren"
                | "von"
        )
    };
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let next = words.iter().find(|word| !is_between(word));
    let begins_line = after.starts_with('\n');
    !begins_line && next.is_some_and(|word| COUNTED.contains(&word.as_str()))
}

/// Returns whether a place is in a row of a table that is about parts of the standard.
fn is_in_row(text: &Text, at: usize) -> bool {
    text.cell_at(at).is_some_and(|_| {
        let row = text.words[text.sentence(at)].to_lowercase();
        row.split(|c: char| !c.is_alphanumeric()).any(|word| COUNTED.contains(&word))
    })
}

/// Returns whether the sentence, or the row of a table, around a total claims coverage, of the standard if it must.
fn claims(text: &Text, total: &Range<usize>, is_total: bool, names_standard: bool) -> bool {
    if !is_total {
        return false;
    }
    let sentence = text.words[text.sentence(total.start)].to_lowercase();
    let is_covered =
        sentence.split(|c: char| !c.is_alphanumeric()).any(|word| COVERED.iter().any(|begin| word.starts_with(begin)));
    is_covered && (!names_standard || STANDARD.iter().any(|name| sentence.contains(name)))
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[track_caller]
    fn totals(text: &str, expected: &[&str]) {
        check("typed-total", &format!("//- content/a.md\n{text}\n"), expected);
    }

    #[test]
    fn typed_totals_are_reported() {
        totals(
            "We meet all 93 controls.",
            &["warning content/a.md:1:9 `all 93` is a total that the handbook calculates"],
        );
        totals("Coverage is 93/93.", &["warning content/a.md:1:13 `93/93` is a total that the handbook calculates"]);
        totals(
            "81 of 93 controls are done.",
            &["warning content/a.md:1:1 `81 of 93` is a total that the handbook calculates"],
        );
        totals(
            "100 % of ISO 27001 is met.",
            &["warning content/a.md:1:1 `100 %` is a total that the handbook calculates"],
        );
    }

    #[test]
    fn a_total_in_a_row_of_a_table_is_reported() {
        totals(
            "| What | How many |\n|---|---|\n| Controls implemented | 87 of 93 |\n| Clauses covered | 100 % |\n| Risks | 93 |",
            &[
                "warning content/a.md:3:26 `87 of 93` is a total that the handbook calculates",
                "warning content/a.md:4:21 `100 %` is a total that the handbook calculates",
            ],
        );
        totals(
            "Of 93 controls, 91 are applicable.",
            &["warning content/a.md:1:4 `93 controls, 91` is a total that the handbook calculates"],
        );
        totals(
            "87 % of the controls are implemented, 12 of 30 clauses are covered, alle 93 Maßnahmen sind umgesetzt.",
            &[
                "warning content/a.md:1:1 `87 %` is a total that the handbook calculates",
                "warning content/a.md:1:39 `12 of 30` is a total that the handbook calculates",
                "warning content/a.md:1:69 `alle 93` is a total that the handbook calculates",
            ],
        );
    }

    #[test]
    fn a_sentence_that_claims_no_coverage_is_left_alone() {
        totals("Annex A has 93 controls in four themes. All 93 controls of Annex A are listed here.", &[]);
        totals("We looked at 12 clauses of the contract, and 3 of 5 clauses are about prices.", &[]);
        totals("The auditor sampled 12 of 93 controls. 100 % of ISO 27001 audits were on time.", &[]);
        totals("We covered 12 of 15 sites and met 100 % of the goals.", &[]);
    }

    #[test]
    fn other_numbers_are_left_alone() {
        totals("100 % of backups are tested. ISO 27001 asks for it.", &[]);
        totals("Within 93 days, on page 12 of 93, 100 % cotton, `93/93`, A lists 93 controls.", &[]);
        totals("> all 93 controls", &[]);
    }
}
