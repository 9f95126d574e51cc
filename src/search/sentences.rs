//! Sentences that can stand alone as a quotation, so that search can answer with one. All rules of a language are here:
//! the lines of a text say which of them can be quoted, and the browser needs no grammar.
//!
//! When in doubt, a sentence is not quoted: no answer is better than a wrong one.

use super::grammar::{Grammar, lists};
use super::page::{Line, Role};

/// Fewest and most words, and most letters, of a sentence that is quoted.
const WORDS: std::ops::RangeInclusive<usize> = 4..=60;
const LETTERS: usize = 400;
/// Most words of a sentence that begins with "only" and belongs to the one before it.
const SHORT: usize = 6;

impl Grammar {
    /// Returns whether what is said below a heading can be quoted without it.
    pub(super) fn is_plain_heading(&self, heading: &str) -> bool {
        words(heading).all(|word| !lists(self.reversing, &word))
    }

    /// Splits a paragraph into lines, a sentence each, and says which of them can be quoted.
    pub(super) fn lines(&self, paragraph: &str) -> Vec<Line> {
        let sentences = self.split(paragraph);
        let roles = sentences.iter().map(|sentence| self.role(sentence));
        let mut lines: Vec<Line> =
            roles.zip(&sentences).map(|(role, text)| Line::new(role, (*text).to_owned())).collect();
        // What follows a question answers that one.
        for at in 1..lines.len() {
            if lines[at - 1].shown.ends_with('?') {
                lines[at].role = Role::Plain;
            }
        }
        lines
    }

    fn role(&self, sentence: &str) -> Role {
        let mut all = words(sentence);
        let Some(first) = all.next() else { return Role::Plain };
        let second = all.next().unwrap_or_default();
        let count = words(sentence).count();
        if lists(self.exceptions, &first)
            || self.exceptions_of_two.contains(&(first.as_str(), second.as_str()))
            || (first == self.only && count <= SHORT)
        {
            return Role::Exception;
        }
        let opens = sentence.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
        let is_they = self.ambiguous.is_some_and(|(word, with)| first == word && sentence.contains(with));
        let depends = lists(self.dependent, &first)
            || (lists(self.articles, &first) && lists(self.verbs, &second))
            || is_they
            || words(sentence).any(|word| lists(self.pointing, &word))
            || ELLIPSES.iter().any(|ellipsis| sentence.contains(ellipsis));
        let says = !lists(self.negations, &first) || words(sentence).any(|word| lists(self.verbs, &word));
        let fits = WORDS.contains(&count) && sentence.chars().count() <= LETTERS;
        if opens && !depends && says && fits && is_complete(sentence) { Role::Quotable } else { Role::Plain }
    }

    /// Splits a paragraph behind each mark that ends a sentence.
    fn split<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let mut sentences = Vec::new();
        let mut start = 0;
        for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '…')) {
            let behind = text[at + mark.len_utf8()..].trim_start_matches(CLOSING);
            let end = text.len() - behind.len();
            let next = behind.trim_start();
            let ends = behind.starts_with(char::is_whitespace)
                && next.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
                && !(mark == '.' && self.is_abbreviation(&text[start..at], next));
            if ends && end > start {
                sentences.push(text[start..end].trim());
                start = end;
            }
        }
        sentences.push(text[start..].trim());
        sentences.retain(|sentence| !sentence.is_empty());
        sentences
    }

    /// Returns whether a full stop between two texts belongs to the word before it: an abbreviation, an initial, or the
    /// number of a day.
    fn is_abbreviation(&self, text: &str, next: &str) -> bool {
        let word = text.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default().to_lowercase();
        let letters = word.chars().count();
        let numbers = next.starts_with(|c: char| c.is_ascii_digit());
        (lists(self.abbreviations, &word) && (word != "no" || numbers))
            || (letters == 1 && word.chars().all(char::is_alphabetic))
            || (letters <= 2 && word.chars().all(|c| c.is_ascii_digit()))
    }
}

/// Negations without what they negate, which was said before: "Your own printer is not."
const ELLIPSES: [&str; 8] = [" not.", " not:", " not;", " not,", " nicht.", " nicht:", " nicht;", " nicht,"];

/// Marks that may stand between the end of a sentence and the space behind it.
const CLOSING: [char; 8] = ['"', '”', '’', '\'', '»', '«', '“', ')'];

/// Returns whether a sentence has its end, and is not a question.
fn is_complete(sentence: &str) -> bool {
    let bare = sentence.trim_end_matches(CLOSING);
    bare.ends_with(['.', '!']) && !bare.ends_with("..")
}

/// Makes plain lines of the last sentence that can be quoted and of the exceptions behind it: they go on elsewhere.
pub(super) fn settle(lines: &mut [Line]) {
    for line in lines.iter_mut().rev() {
        let role = std::mem::replace(&mut line.role, Role::Plain);
        if role != Role::Exception {
            return;
        }
    }
}

/// Returns the words of a text in lowercase; an apostrophe is part of a word.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(language: &str, text: &str) -> Vec<(char, String)> {
        let lines = Grammar::of(language).unwrap().lines(text);
        lines.into_iter().map(|line| (line.role.mark(), line.shown)).collect()
    }

    #[track_caller]
    fn check(language: &str, text: &str, marks: &str) {
        let roles = roles(language, text);
        assert_eq!(roles.iter().map(|(mark, _)| *mark).collect::<String>(), marks, "{roles:?}");
    }

    #[test]
    fn whole_sentences_can_be_quoted_and_their_exceptions_follow() {
        check("en", "Lock your screen when you leave. But not in the lab. Report a lost phone at once!", ">+>");
        check("en", "Visitors may enter the lab. Only with a host. Only the host opens the door to the lab.", ">+>");
        check("en", "Lost or stolen? Call the service desk at once. Visitors sign in at the desk.", "  >");
        check("en", "Visitors sign in at the desk, e.g. at the main door. Ask Dr. Weiss or No. 5 first.", ">>");
        check("en", "Backups (two copies) are kept off site.) Unless the owner agrees.", ">+");
        check("de", "Sie dürfen private Geräte nutzen. Es sei denn, es geht um Kundendaten.", ">+");
        check("de", "Am 3. März wird z.B. das Passwort geändert. Außer im Labor.", ">+");
        check("de", "Sofern nicht anders vereinbart. Das Gerät wird sofort gemeldet.", "+>");
    }

    #[test]
    fn what_needs_its_context_is_not_quoted() {
        let english = [
            "Is a phone allowed at work?",
            "It is reported within an hour.",
            "never on the train, please.",
            "Not in a private mailbox, ever.",
            "No customer data, no secrets.",
            "The following is allowed for everyone:",
            "A heading without an end",
            "Too short.",
            "And so on, and so on...",
            "Yes, if the owner agrees to it.",
            "Your own printer is not: nothing is printed.",
            "Needs a ticket and an approval first.",
            "Whoever is named below approves the change.",
            "No.",
        ];
        let german = [
            "Dies gilt auch für Gäste.",
            "Das ist den Gästen erlaubt.",
            "Keine Kundendaten im Zug.",
            "Sie werden sofort gesperrt.",
        ];
        english.iter().for_each(|text| check("en", text, " "));
        german.iter().for_each(|text| check("de", text, " "));
        check("en", "No customer data may leave the building.", ">");
        check("de", "Keine Kundendaten dürfen das Haus verlassen.", ">");
        assert!(Grammar::of("fr").is_none());
    }

    #[test]
    fn a_heading_may_turn_around_what_is_below() {
        let english = Grammar::of("en-GB").unwrap();
        assert!(english.is_plain_heading("Own phones") && !english.is_plain_heading("What you must not do"));
        assert!(!Grammar::of("de").unwrap().is_plain_heading("Was verboten ist"));
    }
}
