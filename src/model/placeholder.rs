//! Placeholders in words: the words of a book that stand for a text to come, and the forms that templates use, such as
//! `[Company Name]`, `<insert date>` and `«Firma»`.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::text::find_in;

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

/// Brackets that templates put around what is to be filled in.
const BRACKETS: [(char, char); 4] = [('[', ']'), ('<', '>'), ('«', '»'), ('»', '«')];

/// Marks around a word that is only talked about.
const QUOTES: &[char] = &['"', '\'', '“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '‹', '›'];

/// Words that are a placeholder if they are alone in brackets.
const ALONE: &[&str] = &[
    "company",
    "companyname",
    "date",
    "insert",
    "name",
    "organisation",
    "organization",
    "role",
    "specify",
    "datum",
    "firma",
    "firmenname",
    "rolle",
    "unternehmen",
    "unternehmensname",
];

/// Words that are a placeholder together with another one of these two lists.
const TOGETHER: &[&str] = &[
    "address",
    "amount",
    "approval",
    "approver",
    "author",
    "city",
    "client",
    "company's",
    "contact",
    "country",
    "customer",
    "day",
    "days",
    "department",
    "description",
    "document",
    "email",
    "e-mail",
    "frequency",
    "here",
    "information",
    "job",
    "legal",
    "location",
    "logo",
    "manager",
    "month",
    "months",
    "number",
    "organisation's",
    "organization's",
    "owner",
    "period",
    "person",
    "phone",
    "policy",
    "position",
    "review",
    "reviewer",
    "security",
    "signature",
    "site",
    "start",
    "end",
    "supplier",
    "system",
    "team",
    "telephone",
    "text",
    "time",
    "title",
    "url",
    "vendor",
    "version",
    "website",
    "year",
    "years",
    "abteilung",
    "adresse",
    "ansprechpartner",
    "anzahl",
    "autor",
    "dokument",
    "freigabe",
    "freigebende",
    "funktion",
    "hier",
    "jahr",
    "kunde",
    "lieferant",
    "nummer",
    "ort",
    "person",
    "stadt",
    "standort",
    "telefon",
    "telefonnummer",
    "titel",
    "unternehmens",
    "firmensitz",
    "verantwortliche",
    "verfasser",
    "zeitraum",
];

/// Words that connect them.
const BETWEEN: &[&str] =
    &["a", "an", "and", "for", "of", "or", "the", "der", "des", "die", "das", "eines", "einer", "für", "oder", "und"];

/// Words that ask the reader to fill something in, wherever they are in brackets with other words.
const ASKING: &[&str] = &[
    "enter",
    "fill",
    "insert",
    "specify",
    "your",
    "angeben",
    "einfügen",
    "einsetzen",
    "eintragen",
    "ergänzen",
    "ihr",
    "ihre",
    "ihres",
];

/// Maximum number of words in brackets that are a placeholder.
const LONGEST: usize = 8;

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
            let is_one = |place: &Range<usize>| {
                !is_joined(words, place) && !is_quoted(words, place) && !is_infinitive(&lower, place)
            };
            found.extend(places.into_iter().filter(is_one));
        }
        for (open, close) in BRACKETS {
            found.extend(bracketed(words, &lower, open, close).filter(|place| !is_quoted(words, place)));
        }
        found.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        found.dedup_by(|next, before| next.end <= before.end);
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

/// Returns whether a place is a part of a longer name: `VULN-XXX`, `192.168.255.XXX`.
fn is_joined(words: &str, place: &Range<usize>) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| matches!(c, '-' | '.' | '_' | '@' | '‑'));
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let inside = &words[place.clone()];
    let mut before = words[..place.start].chars().rev();
    let mut after = words[place.end..].chars();
    is_word(inside.chars().next()) && joins(before.next()) && is_word(before.next())
        || is_word(inside.chars().next_back()) && joins(after.next()) && is_word(after.next())
}

/// Returns whether a place is the end of a sentence of its own: "roles have to be defined", unlike "Roles: to be defined".
fn is_infinitive(lower: &str, place: &Range<usize>) -> bool {
    let before = lower[..place.start].trim_end();
    let verb = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    lower[place.clone()].starts_with("to be ")
        && before.ends_with(char::is_alphanumeric)
        && !matches!(verb, "is" | "are" | "still" | "yet" | "remains" | "remain")
        && lower[before.len()..place.start].chars().all(|c| c == ' ' || c == '\u{a0}')
}

/// Returns whether a place is all that is in a pair of quotation marks.
fn is_quoted(words: &str, place: &Range<usize>) -> bool {
    words[..place.start].ends_with(QUOTES) && words[place.end..].starts_with(QUOTES)
}

/// Returns the places of brackets that ask to be filled in.
fn bracketed<'w>(words: &'w str, lower: &'w str, open: char, close: char) -> impl Iterator<Item = Range<usize>> + 'w {
    words.match_indices(open).filter_map(move |(at, _)| {
        let start = at + open.len_utf8();
        let length = lower[start..].find([close, open, '\n'])?;
        let end = start + length;
        let is_closed = words[end..].starts_with(close);
        let is_glued = words[..at].ends_with(|c: char| c.is_alphanumeric() || c == open || c == ']');
        let goes_on = words[end + close.len_utf8() * usize::from(is_closed)..].starts_with(['(', '[', ':', close]);
        (is_closed && !is_glued && !(open == '[' && goes_on) && asks(&lower[start..end]))
            .then_some(at..end + close.len_utf8())
    })
}

/// Returns whether words in brackets, in lowercase, ask to be filled in.
fn asks(inside: &str) -> bool {
    let words: Vec<&str> = inside.split([' ', '_', '/', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let content: Vec<&&str> = words.iter().filter(|word| !BETWEEN.contains(word)).collect();
    match content[..] {
        _ if words.len() > LONGEST => false,
        [] => false,
        [one] => ALONE.contains(one),
        _ => {
            content.iter().any(|word| ASKING.contains(word))
                || content.iter().all(|word| ALONE.contains(word) || TOGETHER.contains(word))
        }
    }
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
        ] {
            assert_eq!(found(words), [""; 0], "{words}");
        }
    }
}
