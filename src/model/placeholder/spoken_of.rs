//! Places where the words of a placeholder are only talked about.

use std::ops::Range;

use crate::model::text::sentence;

/// Marks around a word that is only talked about.
const QUOTES: &[char] = &['"', '\'', '“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '‹', '›'];

/// Pairs of quotation marks.
const PAIRS: [(char, char); 6] = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('»', '«'), ('‚', '‘')];

/// Number of bytes within which a pair of quotation marks is looked for.
const LONGEST_QUOTATION: usize = 120;

/// Words that deny or forbid something.
const DENIALS: &[&str] = &[
    "no",
    "never",
    "none",
    "without",
    "nor",
    "forbidden",
    "avoid",
    "kein",
    "keine",
    "keinen",
    "keinem",
    "keiner",
    "nie",
    "niemals",
    "ohne",
    "verboten",
    "weder",
];

/// Words that do so with one of the words before it: "must not", "darf nicht". "Not yet written (TBD)" forbids nothing.
const NOT: [(&str, &[&str]); 2] = [
    ("not", &["must", "may", "shall", "should", "do", "does", "can"]),
    ("nicht", &["darf", "dürfen", "soll", "sollen", "sollte", "sollten"]),
];

/// Words of a rule about texts.
const OF_TEXTS: &[&str] = &[
    "accepted",
    "allowed",
    "appear",
    "appears",
    "contain",
    "contains",
    "entries",
    "entry",
    "field",
    "fields",
    "leave",
    "left",
    "marker",
    "markers",
    "permitted",
    "placeholder",
    "remain",
    "remains",
    "say",
    "says",
    "use",
    "used",
    "write",
    "written",
    "bleiben",
    "bleibt",
    "eintrag",
    "einträge",
    "enthalten",
    "enthält",
    "erlaubt",
    "feld",
    "felder",
    "platzhalter",
    "stehen",
    "steht",
    "verwendet",
    "zulässig",
];

/// Words that speak of placeholders.
const OF_PLACEHOLDERS: &[&str] = &["placeholders", "placeholder text", "placeholder words", "platzhalter"];

/// Returns whether the words at a place are a part of a name, a quotation, a rule about them, or a sentence that says what
/// somebody has to do. `lower` is the text in lowercase.
pub(super) fn is_spoken_of(words: &str, lower: &str, place: &Range<usize>) -> bool {
    is_joined(words, place)
        || is_quoted(words, place)
        || is_infinitive(lower, place)
        || is_within_quotation(words, place)
        || is_forbidden(lower, place)
}

/// Returns whether a place is between two quotation marks of its sentence.
fn is_within_quotation(words: &str, place: &Range<usize>) -> bool {
    let (from, to) = (place.start.saturating_sub(LONGEST_QUOTATION), (place.end + LONGEST_QUOTATION).min(words.len()));
    let before = &words[words.ceil_char_boundary(from)..place.start];
    let before = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    let after = &words[place.end..words.floor_char_boundary(to)];
    let after = after.split('\n').next().unwrap_or(after);
    PAIRS.iter().any(|(open, close)| {
        let is_open = match open == close {
            true => before.matches(*open).count() % 2 == 1,
            false => before.rfind(*open) > before.rfind(*close) && before.contains(*open),
        };
        is_open && after.contains(*close)
    })
}

/// Returns whether the sentence around a place says that there must be no such words, or speaks of placeholders.
fn is_forbidden(lower: &str, place: &Range<usize>) -> bool {
    let around = sentence(lower, place.start);
    let (before, whole) = (&lower[around.start..place.start], &lower[around.clone()]);
    if OF_PLACEHOLDERS.iter().any(|name| whole.contains(name)) {
        return true;
    }
    // "No date: TBD" denies something else.
    let clause = before.rsplit(':').next().unwrap_or(before);
    let has = |text: &str, list: &[&str]| text.split(|c: char| !c.is_alphanumeric()).any(|word| list.contains(&word));
    let is_denied = has(clause, DENIALS) || NOT.iter().any(|(not, verbs)| has(clause, &[not]) && has(clause, verbs));
    is_denied && has(whole, OF_TEXTS)
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

/// Returns whether a place is a part of what somebody has to do: "roles have to be defined", "it is to be defined by the
/// board", unlike "Roles: to be defined" and "it is still to be defined".
fn is_infinitive(lower: &str, place: &Range<usize>) -> bool {
    let before = lower[..place.start].trim_end();
    let verb = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let goes_on = lower[place.end..].trim_start_matches([' ', '\u{a0}']).starts_with(char::is_alphabetic);
    let is_open = matches!(verb, "still" | "yet" | "remains" | "remain") || matches!(verb, "is" | "are") && !goes_on;
    lower[place.clone()].starts_with("to be ")
        && before.ends_with(char::is_alphanumeric)
        && !is_open
        && lower[before.len()..place.start].chars().all(|c| c == ' ' || c == '\u{a0}')
}

/// Returns whether a place is all that is in a pair of quotation marks.
pub(super) fn is_quoted(words: &str, place: &Range<usize>) -> bool {
    words[..place.start].ends_with(QUOTES) && words[place.end..].starts_with(QUOTES)
}
