//! A document states a total that the handbook calculates, such as "93/93", "all 93 controls" or "100 %" next to the
//! name of the standard.
//!
//! Why: a typed total does not change when the facts do, and a wrong total costs trust.
//!
//! Example: "We comply with 100 % of ISO 27001."
//!
//! Fix it: remove the number, and link to the page that calculates it.

use super::{Check, Run};
use crate::catalog::Catalog;
use crate::config::{Config, Level};
use crate::diag::Diagnostic;
use crate::model::Text;

pub(super) const CHECK: Check =
    Check { code: "typed-total", level: Level::Warn, source: include_str!("typed_total.rs"), run: Run::Texts(run) };

/// The number of controls in each edition's annex.
const TOTALS: &[&str] = &["93", "114"];
/// Words that say that a sentence is about the standard.
const STANDARD: &[&str] = &["27001", "27002", "Annex A"];

fn run(text: &Text, _: &Catalog, _: &Config, findings: &mut Vec<Diagnostic>) {
    let mut ranges = Vec::new();
    for total in TOTALS.iter().filter(|total| !text.find(total).is_empty()) {
        let before = ["all ", "All ", "of ", "of all ", "/", "/ "].map(|word| format!("{word}{total}"));
        for phrase in before {
            // "of 93 days" is no total of controls: a slash needs a number before it, a word the controls after it.
            let is_total = |range: &std::ops::Range<usize>| {
                let (left, right) = (&text.words[..range.start], &text.words[range.end..]);
                let counted = left.trim_end().ends_with(|c: char| c.is_ascii_digit()) || phrase.starts_with(['a', 'A']);
                let of_controls = right.trim_start().starts_with("controls") || right.trim_start().starts_with("Annex");
                counted && (of_controls || phrase.starts_with('/') && left.ends_with("93"))
            };
            ranges.extend(text.find(&phrase).into_iter().filter(is_total));
        }
    }
    for phrase in ["100 %", "100%", "100\u{a0}%"] {
        // A sentence is searched once, not for each number in it.
        let (mut end, mut is_about_standard) = (0, false);
        let beside = |range: &std::ops::Range<usize>| {
            if range.start >= end {
                let sentence = sentence(text, range.start);
                end = sentence.as_ptr() as usize - text.words.as_ptr() as usize + sentence.len();
                is_about_standard = STANDARD.iter().any(|word| sentence.contains(word));
            }
            is_about_standard
        };
        ranges.extend(text.find(phrase).into_iter().filter(beside));
    }
    for range in ranges.into_iter().filter(|range| !text.is_quoted(range.start)) {
        let message = format!("`{}` is a total that the handbook calculates", text.words[range.clone()].trim());
        findings.push(
            Diagnostic::warning(CHECK.code, text.span(range), message)
                .help("remove it, and link to the page that calculates it".to_owned()),
        );
    }
}

/// The sentence around a byte.
fn sentence(text: &Text, at: usize) -> &str {
    let block = text.block(at);
    let at = at - (block.as_ptr() as usize - text.words.as_ptr() as usize);
    let start = block[..at].rfind(". ").map_or(0, |end| end + 2);
    let end = block[at..].find(". ").map_or(block.len(), |end| at + end);
    &block[start..end]
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
        totals("Coverage is 93/93.", &["warning content/a.md:1:15 `/93` is a total that the handbook calculates"]);
        totals(
            "81 of 93 controls are done.",
            &["warning content/a.md:1:4 `of 93` is a total that the handbook calculates"],
        );
        totals(
            "100 % of ISO 27001 is met.",
            &["warning content/a.md:1:1 `100 %` is a total that the handbook calculates"],
        );
    }

    #[test]
    fn other_numbers_are_left_alone() {
        totals("100 % of backups are tested. ISO 27001 asks for it.", &[]);
        totals("Within 93 days, on page 12 of 93, 100 % cotton, `93/93`, A lists 93 controls.", &[]);
        totals("> all 93 controls", &[]);
    }
}
