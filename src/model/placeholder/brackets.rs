//! Brackets with words in them that ask to be filled in, as templates have them.

use std::ops::Range;

/// Brackets that templates put around what is to be filled in.
pub(super) const BRACKETS: [(char, char); 5] = [('[', ']'), ('<', '>'), ('{', '}'), ('«', '»'), ('»', '«')];

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
    "approver",
    "department",
    "owner",
    "version",
    "abteilung",
    "eigentümer",
    "freigebende",
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
    "auszufüllen",
    "einzufügen",
    "einzusetzen",
    "einzutragen",
    "enter",
    "festzulegen",
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

/// Words that ask for it if they are the first ones.
const IMPERATIVES: &[&str] = &[
    "add", "choose", "delete", "describe", "enter", "explain", "insert", "list", "provide", "select", "specify",
    "state",
];

/// What is still to be done with a value, after "to be".
const TO_BE: &[&str] = &[
    "added",
    "agreed",
    "assigned",
    "completed",
    "confirmed",
    "decided",
    "defined",
    "determined",
    "filled",
    "inserted",
    "named",
    "set",
    "specified",
];

/// Maximum number of words in brackets that are a placeholder, and of those that begin by asking for something.
const LONGEST: usize = 8;
const LONGEST_REQUEST: usize = 25;

/// Returns the places of brackets that ask to be filled in.
pub(super) fn bracketed<'w>(
    words: &'w str,
    lower: &'w str,
    open: char,
    close: char,
) -> impl Iterator<Item = Range<usize>> + 'w {
    words.match_indices(open).filter_map(move |(at, _)| {
        let start = at + open.len_utf8();
        let length = lower[start..].find([close, open, '\n'])?;
        let end = start + length;
        let is_closed = words[end..].starts_with(close);
        let is_glued = words[..at].ends_with(|c: char| c.is_alphanumeric() || c == open || c == ']');
        let goes_on = words[end + close.len_utf8() * usize::from(is_closed)..].starts_with(['(', '[', ':', close]);
        let is_template =
            || asks(&lower[start..end]) || is_in_capitals(&words[start..end]) || is_blank(&words[start..end]);
        (is_closed && !is_glued && !(open == '[' && goes_on) && is_template()).then_some(at..end + close.len_utf8())
    })
}

/// Returns whether words in brackets, in lowercase, ask to be filled in. An example after a comma says nothing about it.
fn asks(inside: &str) -> bool {
    let inside = inside.split(", e.g.").next().unwrap_or(inside).split(", z.").next().unwrap_or(inside);
    let words: Vec<&str> = inside.split([' ', '_', '/', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let content: Vec<&&str> = words.iter().filter(|word| !BETWEEN.contains(word)).collect();
    let is_request = words.len() > 2 && IMPERATIVES.contains(&words[0]) && words[1] != "of";
    let is_to_come = || words.windows(3).any(|words| words[0] == "to" && words[1] == "be" && TO_BE.contains(&words[2]));
    match content[..] {
        _ if is_request && words.len() <= LONGEST_REQUEST => true,
        _ if words.len() > LONGEST => false,
        [] => false,
        [one] => ALONE.contains(one),
        _ => {
            is_to_come()
                || content.iter().any(|word| ASKING.contains(word))
                || content.iter().all(|word| ALONE.contains(word) || TOGETHER.contains(word))
        }
    }
}

/// Returns whether words in brackets are the name of a value: `POLICY_OWNER`, or a known word alone in capitals.
fn is_in_capitals(inside: &str) -> bool {
    let name = inside.split(',').next().unwrap_or(inside).trim();
    let is_name = name.len() > 3 && name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_');
    is_name && (name.contains('_') || TOGETHER.contains(&name.to_lowercase().as_str()))
}

/// Returns whether there is nothing but a mark to be replaced in brackets: `●`, or the letters of a date.
fn is_blank(inside: &str) -> bool {
    let is_mark = matches!(inside.trim(), "●" | "•" | "◆" | "■" | "▪" | "__" | "___" | "____");
    let parts: Vec<&str> = inside.split(['/', '-', '.']).collect();
    let letters = |part: &&str| ["DD", "MM", "YY", "YYYY", "TT", "JJ", "JJJJ", "dd", "mm", "yyyy"].contains(part);
    is_mark || parts.len() == 3 && parts.iter().all(letters)
}
