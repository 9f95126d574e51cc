//! The words before a number that say what the number is of: "clause", "Maßnahme", "Annex A", "A".

use std::ops::Range;

use super::Form;
use crate::model::Spelling;

/// The part of the standard that a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parse) enum Prefix {
    /// The body, whose clauses have numbers alone.
    Clause,
    /// Annex A, whose numbers have a letter.
    Annex,
}

/// The beginning of a list of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lead {
    pub prefix: Prefix,
    pub spelling: Spelling,
    pub form: Form,
}

impl Prefix {
    /// Returns the id of a number. Tables that are sorted by letters write `A.5.01`.
    pub(super) fn id(self, number: &str) -> String {
        if number.contains(".0") {
            let parts = number.split('.').map(|part| part.trim_start_matches('0'));
            if parts.clone().all(|part| !part.is_empty()) {
                return self.id(&parts.collect::<Vec<_>>().join("."));
            }
        }
        match self {
            Self::Clause => number.to_owned(),
            Self::Annex => format!("A.{number}"),
        }
    }

    /// Returns whether a clause or a control may have such a number. A clause has up to three parts.
    pub(super) fn fits(self, number: &str) -> bool {
        match (self, number.split('.').count()) {
            (Self::Clause, parts) => parts <= 3,
            (Self::Annex, parts) => matches!(parts, 2 | 3),
        }
    }
}

/// Things with letters and numbers that are not controls.
const OTHERS: &[&str] = &[
    "abbildung",
    "appendix",
    "article",
    "attachment",
    "fig",
    "figure",
    "firmware",
    "form",
    "formular",
    "raum",
    "room",
    "schedule",
    "section",
    "tabelle",
    "table",
    "version",
    "exhibit",
    "anlage",
    "din",
    "page",
    "paper",
];

/// Units, and words that follow an amount.
const UNITS: &[&str] = &["GB", "MB", "TB", "KB", "V", "W", "Hz", "GHz", "MHz", "KM", "USB", "EUR", "USD", "CHF"];

/// Words with which a sentence about a control goes on: "A 5.15 requires …".
const GOES_ON: &[&str] = &[
    "and",
    "applies",
    "are",
    "asks",
    "bis",
    "covers",
    "demands",
    "describes",
    "for",
    "fordert",
    "gilt",
    "in",
    "is",
    "ist",
    "mandates",
    "must",
    "needs",
    "oder",
    "of",
    "or",
    "regelt",
    "requires",
    "says",
    "see",
    "shall",
    "should",
    "sieht",
    "sind",
    "states",
    "through",
    "to",
    "und",
    "verlangt",
    "was",
    "were",
    "wird",
    "with",
];

/// Returns how the list that a number begins is introduced, by the word before it.
pub(super) fn lead(text: &str, place: &Range<usize>, number: &str) -> Option<Lead> {
    let before = &text[..place.start];
    let trimmed = before.trim_end();
    // "clause: 7" and "(clause) 7" are not the way to cite one.
    if trimmed.len() == before.len() || !trimmed.ends_with(char::is_alphabetic) {
        return None;
    }
    let word = last_word(trimmed);
    if word == "A" {
        let fits =
            Prefix::Annex.fits(number) && !is_of_other(text, trimmed.len() - 1) && !is_article(text, trimmed, place);
        return fits.then_some(Lead { prefix: Prefix::Annex, spelling: Spelling::Loose, form: Form::Annex });
    }
    let (prefix, spelling, form) = match word.to_lowercase().as_str() {
        "clause" | "clauses" | "klausel" | "klauseln" | "normkapitel" | "normabschnitt" | "normabschnitte" => {
            (Prefix::Clause, Spelling::Exact, Form::Number)
        }
        "abschnitt" | "abschnitte" | "abschnitten" | "kapitel" | "kapiteln" => {
            let is_long = number.split('.').count() == 3;
            (Prefix::Clause, Spelling::Exact, if is_long { Form::Number } else { Form::NumberIfNamed })
        }
        "control" | "controls" | "maßnahme" | "maßnahmen" | "massnahme" | "massnahmen" if number.contains('.') => {
            (Prefix::Annex, Spelling::Loose, Form::Number)
        }
        _ => return None,
    };
    prefix.fits(number).then_some(Lead { prefix, spelling, form })
}

/// Returns the last word of a text, without the punctuation before it.
fn last_word(text: &str) -> &str {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or(text);
    word.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// Returns whether the word before a place says that what follows is a part of something else: `Appendix A5.2`.
pub(super) fn is_of_other(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    before.ends_with(char::is_alphabetic) && OTHERS.contains(&last_word(before).to_lowercase().as_str())
}

/// Returns whether the `A` before a number is the article of what follows: "A 5.1 inch display". Only the first word of a
/// sentence can be one.
fn is_article(text: &str, before: &str, number: &Range<usize>) -> bool {
    let sentence = before[..before.len() - 1].trim_end();
    let begins = sentence.is_empty() || sentence.ends_with(['.', '!', '?', ':', ';', '"', '“', '„', '\n']);
    let rest = &text[number.end..];
    let mut next = rest.trim_start().split(|c: char| !c.is_alphanumeric());
    let next = next.find(|word| !word.is_empty()).unwrap_or_default();
    let follows_directly = rest.trim_start_matches(['"', '″']).starts_with([' ', '\u{a0}', '-']);
    let is_noun = next.starts_with(char::is_lowercase) && !GOES_ON.contains(&next);
    follows_directly && (begins && is_noun || UNITS.contains(&next))
}
