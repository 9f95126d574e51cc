//! Sentences that can stand alone as a quotation, so that search can answer with one. All rules of a language are here:
//! the lines of a text say which of them can be quoted, and the browser needs no grammar.
//!
//! When in doubt, a sentence is not quoted: no answer is better than a wrong one.

use super::page::{Line, Role};

/// Fewest and most words, and most letters, of a sentence that is quoted.
const WORDS: std::ops::RangeInclusive<usize> = 4..=60;
const LETTERS: usize = 400;

/// The words of a language by which a sentence is judged, in lowercase.
pub(super) struct Grammar {
    /// First words that refer to what was said before.
    dependent: &'static [&'static str],
    /// First words of an exception to what was said before, which is quoted with it.
    exceptions: &'static [&'static str],
    /// First words of a negation, which is a sentence only with one of the `verbs`.
    negations: &'static [&'static str],
    verbs: &'static [&'static str],
    /// Words in a heading that turn around what is said below it.
    reversing: &'static [&'static str],
    /// Words before a full stop that does not end a sentence.
    abbreviations: &'static [&'static str],
}

const ENGLISH: Grammar = Grammar {
    dependent: &[
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "they",
        "their",
        "them",
        "he",
        "she",
        "his",
        "her",
        "such",
        "both",
        "either",
        "neither",
        "nor",
        "here",
        "there",
        "then",
        "otherwise",
        "also",
        "so",
        "even",
        "instead",
        "therefore",
        "thus",
        "likewise",
        "similarly",
        "else",
        "not",
        "never",
        "without",
        "and",
        "or",
        "yes",
        "some",
        "most",
        "others",
        "another",
        "same",
        "afterwards",
        "before",
        "after",
        "example",
    ],
    exceptions: &["but", "unless", "except", "however", "only", "provided"],
    negations: &["no", "none", "nobody", "nothing"],
    verbs: &[
        "is", "are", "was", "were", "may", "must", "can", "cannot", "will", "shall", "should", "has", "have", "does",
        "do", "needs", "need", "goes", "leaves", "gets", "works", "stays",
    ],
    reversing: &[
        "not",
        "no",
        "never",
        "don't",
        "don’t",
        "forbidden",
        "prohibited",
        "without",
        "example",
        "examples",
        "myths",
        "wrong",
        "mistakes",
        "excluded",
        "exceptions",
        "exception",
    ],
    abbreviations: &[
        "e.g", "i.e", "no", "nos", "art", "sec", "approx", "cf", "vs", "dr", "mr", "mrs", "ms", "st", "fig", "al",
        "inc", "ltd", "co", "incl", "para", "cl", "ch", "ed", "vol",
    ],
};

const GERMAN: Grammar = Grammar {
    dependent: &[
        "er",
        "es",
        "ihr",
        "ihre",
        "ihren",
        "dies",
        "diese",
        "dieser",
        "dieses",
        "diesen",
        "diesem",
        "jene",
        "jener",
        "solche",
        "beide",
        "beides",
        "hier",
        "dort",
        "da",
        "dann",
        "danach",
        "dabei",
        "dafür",
        "dagegen",
        "dazu",
        "damit",
        "davon",
        "darüber",
        "darum",
        "daher",
        "deshalb",
        "deren",
        "dessen",
        "sonst",
        "ansonsten",
        "andernfalls",
        "auch",
        "ebenso",
        "gleiches",
        "nicht",
        "nie",
        "niemals",
        "weder",
        "ohne",
        "und",
        "oder",
        "denn",
        "sondern",
        "ja",
        "nein",
        "so",
        "vorher",
        "anschließend",
        "stattdessen",
        "andere",
        "manche",
        "einige",
        "beispiel",
    ],
    exceptions: &["aber", "außer", "jedoch", "ausgenommen", "ausnahme", "ausnahmen", "nur", "vorausgesetzt"],
    negations: &["kein", "keine", "keinen", "keinem", "keiner", "keines", "niemand", "nichts"],
    verbs: &[
        "ist", "sind", "war", "waren", "darf", "dürfen", "muss", "müssen", "kann", "können", "wird", "werden", "soll",
        "sollen", "hat", "haben",
    ],
    reversing: &[
        "nicht",
        "kein",
        "keine",
        "nie",
        "niemals",
        "verboten",
        "untersagt",
        "unzulässig",
        "ohne",
        "beispiel",
        "beispiele",
        "falsch",
        "fehler",
        "ausgenommen",
        "ausnahme",
        "ausnahmen",
    ],
    abbreviations: &[
        "z.b", "d.h", "u.a", "o.ä", "i.d.r", "s.o", "s.u", "nr", "art", "abs", "vgl", "bzw", "ca", "dr", "ggf", "usw",
        "evtl", "sog", "ziff", "kap", "inkl", "st", "str", "lit", "max", "min", "mind", "einschl",
    ],
};

impl Grammar {
    /// Returns the grammar of a language; `None` if its sentences cannot be judged.
    pub(super) fn of(language: &str) -> Option<&'static Self> {
        match language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" => Some(&ENGLISH),
            "de" => Some(&GERMAN),
            _ => None,
        }
    }

    /// Returns whether what is said below a heading can be quoted without it.
    pub(super) fn is_plain_heading(&self, heading: &str) -> bool {
        words(heading).all(|word| !self.reversing.contains(&word.as_str()))
    }

    /// Splits a paragraph into lines, a sentence each, and says which of them can be quoted.
    pub(super) fn lines(&self, paragraph: &str) -> Vec<Line> {
        let sentences = self.split(paragraph);
        let roles = sentences.iter().map(|sentence| self.role(sentence));
        roles.zip(&sentences).map(|(role, text)| Line::new(role, (*text).to_owned())).collect()
    }

    fn role(&self, sentence: &str) -> Role {
        let mut all = words(sentence);
        let Some(first) = all.next() else { return Role::Plain };
        let second = all.next().unwrap_or_default();
        if self.exceptions.contains(&first.as_str())
            || matches!((first.as_str(), second.as_str()), ("es", "sei") | ("sofern" | "soweit" | "wenn", "nicht"))
        {
            return Role::Exception;
        }
        let count = 1 + usize::from(!second.is_empty()) + all.count();
        let opens = sentence.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
        let stands_alone = !self.dependent.contains(&first.as_str())
            && !(["das", "die", "der", "den", "dem"].contains(&first.as_str()) && self.is_pronoun(sentence))
            && !(first == "sie" && sentence.contains("werden"));
        let negated = self.negations.contains(&first.as_str());
        let says = !negated || words(sentence).any(|word| self.verbs.contains(&word.as_str()));
        let fits = WORDS.contains(&count) && sentence.chars().count() <= LETTERS;
        if opens && stands_alone && says && fits && is_complete(sentence) { Role::Quotable } else { Role::Plain }
    }

    /// Returns whether the article at the start of a German sentence stands for what was said before: no noun follows soon.
    fn is_pronoun(&self, sentence: &str) -> bool {
        let second = sentence.split_whitespace().nth(1).unwrap_or_default();
        self.verbs.contains(&second)
            || ["gilt", "gelten", "betrifft", "heißt", "bedeutet", "geht", "umfasst", "macht"].contains(&second)
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
        (self.abbreviations.contains(&word.as_str()) && (word != "no" || numbers))
            || (letters == 1 && word.chars().all(char::is_alphabetic))
            || (letters <= 2 && word.chars().all(|c| c.is_ascii_digit()))
    }
}

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
        check("en", "Visitors sign in at the desk, e.g. at the main door. Ask Dr. Weiss or No. 5 first.", ">>");
        check("en", "Backups (two copies) are kept off site.) Unless the owner agrees.", ">+");
        check("de", "Sie dürfen private Geräte nutzen. Es sei denn, es geht um Kundendaten.", ">+");
        check("de", "Am 3. März wird z.B. das Passwort geändert. Außer im Labor.", ">+");
        check("de", "Sofern nicht anders vereinbart. Das Gerät wird sofort gemeldet.", "+>");
    }

    #[test]
    fn what_needs_its_context_is_not_quoted() {
        for text in [
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
            "No.",
        ] {
            check("en", text, " ");
        }
        check("en", "No customer data may leave the building.", ">");
        for text in [
            "Dies gilt auch für Gäste.",
            "Das ist den Gästen erlaubt.",
            "Keine Kundendaten im Zug.",
            "Sie werden sofort gesperrt.",
        ] {
            check("de", text, " ");
        }
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
