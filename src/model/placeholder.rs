//! Placeholders in words: the words of a book that stand for a text to come, and the forms that templates use, such as
//! `[Company Name]`, `<insert date>` and `«Firma»`.

mod brackets;
mod spoken_of;

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::text::find_in;

use brackets::{BRACKETS, bracketed};
use spoken_of::{is_quoted, is_spoken_of};

/// The words that stand for a text that is not written yet, prepared once for all texts of a book.
#[derive(Debug, Clone)]
pub struct Placeholders {
    phrases: Vec<Phrase>,
    /// Finds a part of each phrase in any case, and the brackets. A text without any of that has no placeholder.
    signs: AhoCorasick,
}

/// A phrase.
#[derive(Debug, Clone, PartialEq)]
struct Phrase {
    /// The phrase as it is searched for.
    words: String,
    in_capitals: bool,
}

impl PartialEq for Placeholders {
    fn eq(&self, other: &Self) -> bool {
        self.phrases == other.phrases
    }
}

impl Placeholders {
    /// Takes phrases: those in capitals are found in capitals only, all others in any case.
    pub fn new<P: AsRef<str>>(phrases: impl IntoIterator<Item = P>) -> Self {
        let phrase = |phrase: P| {
            let phrase = phrase.as_ref();
            let in_capitals = !phrase.chars().any(char::is_lowercase);
            Phrase { words: if in_capitals { phrase.to_owned() } else { lower(phrase) }, in_capitals }
        };
        let phrases: Vec<Phrase> = phrases.into_iter().map(phrase).filter(|phrase| !phrase.words.is_empty()).collect();
        // Letters beyond ASCII have other bytes in the other case, so only the longest part without them is a sign. A
        // phrase without such a part makes every text one to look at.
        let part = |phrase: &Phrase| {
            let parts = phrase.words.split(|c: char| !c.is_ascii());
            parts.max_by_key(|part| part.len()).unwrap_or_default().to_owned()
        };
        let brackets = BRACKETS.iter().map(|(open, _)| open.to_string());
        let signs = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            .build(phrases.iter().map(part).chain(brackets));
        Self { phrases, signs: signs.expect("a book has few phrases, and they are short") }
    }

    /// Returns the place of each placeholder in some words, in order.
    pub fn find(&self, words: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if !self.signs.is_match(words) {
            return found;
        }
        let lower = lower(words);
        for phrase in &self.phrases {
            let words_to_search = if phrase.in_capitals { words } else { &lower };
            let places = find_in(words_to_search, &phrase.words);
            found.extend(places.into_iter().filter(|place| !is_spoken_of(words, &lower, place)));
        }
        for (open, close) in BRACKETS {
            found.extend(bracketed(words, &lower, open, close).filter(|place| !is_quoted(words, place)));
        }
        found.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        found.dedup_by(|next, before| {
            let between = words.get(before.end..next.start);
            // `+49 30 XXX XXX` is one.
            let is_one = between.is_some_and(|between| between.len() == 1 && !between.contains(char::is_alphanumeric))
                && words[before.clone()].ends_with(&words[next.clone()]);
            if is_one {
                before.end = next.end;
            }
            is_one || next.end <= before.end
        });
        found
    }

    /// Returns whether there is a placeholder in some words.
    pub fn any_in(&self, words: &str) -> bool {
        !self.find(words).is_empty()
    }
}

/// Returns words in lowercase, but for the few letters that change their length with it: each place stays what it is.
fn lower(words: &str) -> String {
    if words.is_ascii() {
        return words.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        let mut lower = c.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(one), None) if one.len_utf8() == c.len_utf8() => out.push(one),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Placeholders;

    fn found(words: &str) -> Vec<&str> {
        let phrases = ["TBD", "XXX", "lorem ipsum", "to be defined", "näher ausführen", "ÄÖ"];
        Placeholders::new(phrases).find(words).into_iter().map(|place| &words[place]).collect()
    }

    #[test]
    fn what_templates_ask_for_is_found() {
        for (words, expected) in [
            ("At [Company Name] by [Insert date].", &["[Company Name]", "[Insert date]"][..]),
            ("<Company>, «Firma», »Name«", &["<Company>", "«Firma»", "»Name«"]),
            (
                "[DATE] [date of approval] [Name des Unternehmens]",
                &["[DATE]", "[date of approval]", "[Name des Unternehmens]"],
            ),
            (
                "[Datum einfügen] [Ihr Unternehmen] <insert the name here>",
                &["[Datum einfügen]", "[Ihr Unternehmen]", "<insert the name here>"],
            ),
            ("Roles: to be defined. It is still to be defined.", &["to be defined", "to be defined"]),
            ("TBD. (XXX) Lorem Ipsum", &["TBD", "XXX", "Lorem Ipsum"]),
            ("NÄHER AUSFÜHREN; ÄÖ", &["NÄHER AUSFÜHREN", "ÄÖ"]),
            ("Call +49 30 XXX XXX XXX or XXX.", &["XXX XXX XXX", "XXX"]),
            (
                "Owner: [POLICY_OWNER, e.g. head of IT]. [VERSION] [INSERT DATE]",
                &["[POLICY_OWNER, e.g. head of IT]", "[VERSION]", "[INSERT DATE]"],
            ),
            (
                "[Date to be set] [Your Company] <COMPANY> [●] [Organisation]",
                &["[Date to be set]", "[Your Company]", "<COMPANY>", "[●]", "[Organisation]"],
            ),
            (
                "[Firma eintragen] [noch festzulegen] {Company Name}",
                &["[Firma eintragen]", "[noch festzulegen]", "{Company Name}"],
            ),
            (
                "[insert the name of the person who answers for this policy] [Owner] [DD/MM/YYYY] [describe the scope]",
                &[
                    "[insert the name of the person who answers for this policy]",
                    "[Owner]",
                    "[DD/MM/YYYY]",
                    "[describe the scope]",
                ],
            ),
            (
                "The owner is not known (TBD). No date: TBD. The date is to be defined.",
                &["TBD", "TBD", "to be defined"],
            ),
        ] {
            assert_eq!(found(words), expected, "{words}");
        }
    }

    #[test]
    fn names_quotations_and_other_brackets_are_not() {
        for words in [
            "VULN-XXX, XXX-001, 192.168.255.XXX, x@XXX.org",
            "no \"TBD\" and no “[COMPANY]” and no 'XXX' is left",
            "[x] [sic] [1] [RFC 2119] [see below] [policy] [...] [^name] [[name]] [Unreleased]",
            "[name][label] [name]: x <x> a<name> «Datenschutz ist wichtig» array[name]",
            "Roles have to be defined, and this allows rules to be defined.",
            "[the rules of the company and of its partners]",
            "[REDACTED] [CEO] [DRAFT] [ISO 27001] [NOTE] [A.5.15] [list of roles] [add-on] [^1] [ ] [PUBLIC]",
            "No field may say \"TBD\" or \"TODO\". Show XXX-XX-1234 and 192.168.0.XXX.",
            "No placeholder text (TBD, XXX) remains. Documents must never contain TBD.",
            "Kein Dokument enthält TBD. Platzhalter wie XXX werden ersetzt.",
            "The scope is to be defined by the board each year; limits are to be defined in the plan.",
            "They wrote “the owner is TBD” and «noch TBD».",
        ] {
            assert_eq!(found(words), [""; 0], "{words}");
        }
    }
}
