//! Ids in prose: `A.5.15`, `A.5.15–A.5.18`, `clause 6.1.2`, `R-004`.
//!
//! This finds words with the shape of an id; `link` decides whether anything has that id.

use std::ops::Range;

/// An id that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// The bytes that name it; empty for an id inside a range.
    pub range: Range<usize>,
    /// The id, as the catalogue or a register writes it.
    pub id: String,
}

/// A range of ids longer than this is a slip of the pen.
const LONGEST_RANGE: u32 = 100;

/// All ids that a piece of prose names, in order.
pub(super) fn scan(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    // No id without a digit: only words that have one are looked at.
    while let Some(digit) = first_digit(&text.as_bytes()[at..]) {
        let start = text[at..at + digit].rfind(char::is_whitespace).map_or(at, |space| at + space);
        let Some(word) = next_word(text, start) else { break };
        at = word.end;
        if is_address(&text[word.clone()]) {
            continue;
        }
        let listed = keyword(text, word.start).and_then(|(before, prefix)| numbers(text, before, prefix, &mut found));
        match listed {
            Some(end) => at = end.max(at),
            None => id_word(text, trim(text, word), &mut found),
        }
    }
    found
}

/// Most of a text has no digit: it is looked through in blocks, each at once.
fn first_digit(text: &[u8]) -> Option<usize> {
    const BLOCK: usize = 32;
    let has_digit = |block: &&[u8]| block.iter().fold(false, |any, b| any | b.is_ascii_digit());
    let plain = text.chunks_exact(BLOCK).take_while(|block| !has_digit(block)).count() * BLOCK;
    text[plain..].iter().position(u8::is_ascii_digit).map(|at| plain + at)
}

/// The word before a number that says what the number is of, and what goes before the number in an id.
fn keyword(text: &str, number: usize) -> Option<(Range<usize>, &'static str)> {
    let before = text[..number].trim_end();
    let start = before.len() - before.rsplit(char::is_whitespace).next().map_or(0, str::len);
    let prefix = match text[trim(text, start..before.len())].to_ascii_lowercase().as_str() {
        "clause" | "clauses" => "",
        "control" | "controls" => "A.",
        _ => return None,
    };
    Some((start..before.len(), prefix))
}

/// The ids of `A.5.15–A.5.18`, `A.5.15-18` or of a single one.
pub fn expand_range(text: &str) -> Vec<String> {
    let Some((first, last)) = split_range(text) else { return vec![text.to_owned()] };
    let mut ids = vec![first.to_owned()];
    ids.extend(between(first, &last));
    ids.push(last);
    ids
}

fn next_word(text: &str, from: usize) -> Option<Range<usize>> {
    let start = from + text[from..].find(|c: char| !c.is_whitespace())?;
    let end = text[start..].find(char::is_whitespace).map_or(text.len(), |at| start + at);
    Some(start..end)
}

/// Web and mail addresses and paths are no prose.
fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains('@') || word.starts_with("www.") || word.contains('=') || word.contains('\\')
}

/// Without the punctuation around it.
fn trim(text: &str, word: Range<usize>) -> Range<usize> {
    let inner = text[word.clone()].trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = word.end - inner.len();
    let inner = inner.trim_end_matches(|c: char| !c.is_alphanumeric());
    start..start + inner.len()
}

/// A word that is an id, several joined by `/`, or a range of ids.
fn id_word(text: &str, word: Range<usize>, found: &mut Vec<Mention>) {
    let mut start = word.start;
    for part in text[word].split('/') {
        let range = trim(text, start..start + part.len());
        start += part.len() + 1;
        let part = &text[range.clone()];
        if let Some((first, last)) = split_range(part) {
            push_range(first, last, range, found);
        } else if is_requirement(part) || is_entry(part) {
            found.push(Mention { range, id: part.to_owned() });
        } else if let Some((head, _)) = part.split_once(['\'', '’'])
            && (is_requirement(head) || is_entry(head))
        {
            found.push(Mention { range: range.start..range.start + head.len(), id: head.to_owned() });
        }
    }
}

fn push_range(first: &str, last: String, range: Range<usize>, found: &mut Vec<Mention>) {
    let end = range.start + first.len();
    found.push(Mention { range: range.start..end, id: first.to_owned() });
    found.extend(between(first, &last).map(|id| Mention { range: end..end, id }));
    // `A.5.15–A.5.18` shows the whole id, `A.5.15-18` its last number.
    let dash = end + dash_length(&range, first.len(), &last);
    found.push(Mention { range: dash..range.end, id: last });
}

/// The bytes between the two ends of a range.
fn dash_length(range: &Range<usize>, first: usize, last: &str) -> usize {
    let rest = range.len() - first;
    let number = last.rsplit('.').next().map_or(0, str::len);
    if rest > last.len() { rest - last.len() } else { rest - number }
}

/// The two ends of a range, each as a whole id.
fn split_range(text: &str) -> Option<(&str, String)> {
    let (at, dash) = text.char_indices().find(|(_, c)| matches!(c, '-' | '–' | '—'))?;
    let (first, last) = (&text[..at], &text[at + dash.len_utf8()..]);
    if !is_control(first) {
        return None;
    }
    let (stem, low) = first.rsplit_once('.')?;
    let last = if last.bytes().all(|b| b.is_ascii_digit()) { format!("{stem}.{last}") } else { last.to_owned() };
    let (other, high) = last.rsplit_once('.')?;
    let length = high.parse::<u32>().ok()?.checked_sub(low.parse().ok()?)?;
    (is_control(&last) && other == stem && (1..LONGEST_RANGE).contains(&length)).then_some((first, last))
}

fn between(first: &str, last: &str) -> impl Iterator<Item = String> + use<> {
    let stem = first.rsplit_once('.').map_or("", |(stem, _)| stem).to_owned();
    let number = |id: &str| id.rsplit_once('.').and_then(|(_, n)| n.parse::<u32>().ok()).unwrap_or(0);
    (number(first) + 1..number(last)).map(move |n| format!("{stem}.{n}"))
}

/// `A.5.15`, `A.9.2.6`.
fn is_control(text: &str) -> bool {
    text.strip_prefix("A.").is_some_and(|rest| rest.contains('.') && is_numbers(rest))
}

/// A control, or any requirement with the standard in front: `27001:6.1.2`.
fn is_requirement(text: &str) -> bool {
    match text.split_once(':') {
        Some((standard, local)) => {
            standard.len() > 2 && crate::id::is_local(standard) && crate::id::is_local(local) && local.contains('.')
        }
        None => is_control(text),
    }
}

/// Capital letters, a hyphen, digits: `R-004`, `AUD-2026-1`.
fn is_entry(text: &str) -> bool {
    let mut parts = text.split('-');
    let head = parts.next().unwrap_or_default();
    let capitals = (1..=12).contains(&head.len()) && head.bytes().all(|b| b.is_ascii_uppercase());
    let mut rest = parts.peekable();
    capitals
        && rest.peek().is_some()
        && rest.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()))
        && text.ends_with(|c: char| c.is_ascii_digit())
}

/// Numbers of one to three digits with dots between.
fn is_numbers(text: &str) -> bool {
    text.split('.').all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

/// The list of numbers after "clause", "clauses", "control" or "controls". Answers where it ends, if there is one.
fn numbers(text: &str, keyword: Range<usize>, prefix: &str, found: &mut Vec<Mention>) -> Option<usize> {
    let mut at = keyword.end;
    let mut list = Vec::new();
    // "clause: 7" and "(clause) 7" are not the way to cite one.
    let glued = text[keyword.clone()].ends_with(|c: char| c.is_alphabetic());
    while glued && let Some(word) = next_word(text, at) {
        let range = trim(text, word.clone());
        let number = &text[range.clone()];
        let (first, last) = number.split_once(['–', '-']).map_or((number, None), |(a, b)| (a, Some(b)));
        if is_clause(first, prefix) && last.is_none_or(|last| is_clause(last, prefix)) {
            list.push((range.start..range.start + first.len(), first));
            list.extend(last.map(|last| (range.end - last.len()..range.end, last)));
        } else if !matches!(number, "and" | "or" | "to") && !is_letter(&text[word.clone()]) {
            break;
        }
        at = word.end;
        let ends = text[word].ends_with(['.', ';', ':', '?', '!', ')']) && !is_letter(number);
        if ends {
            break;
        }
    }
    if belongs_elsewhere(text, &keyword, at) {
        return None;
    }
    let end = list.last()?.0.end;
    found.extend(list.into_iter().map(|(range, number)| Mention { range, id: format!("{prefix}{number}") }));
    Some(end)
}

/// A clause's number has up to three parts below 100; a control's has two.
fn is_clause(text: &str, prefix: &str) -> bool {
    let parts = text.split('.').count();
    is_numbers(text) && if prefix.is_empty() { parts <= 3 } else { parts == 2 }
}

/// The letter of "6.1.3 d)".
fn is_letter(word: &str) -> bool {
    let word = word.trim_end_matches([',', '.', ';']);
    word.len() == 2 && word.ends_with(')') && word.starts_with(|c: char| c.is_ascii_lowercase())
}

/// "clause 7.3 of the contract" and "ISO 9001 clause 7.2" are clauses of something else.
fn belongs_elsewhere(text: &str, keyword: &Range<usize>, after: usize) -> bool {
    let other_standard = |words: &str| words.contains("ISO") && !words.contains("27001");
    let mut before = text[..keyword.start].rsplit([' ', '\u{a0}']).filter(|word| !word.is_empty());
    let before = [before.next(), before.next()].map(Option::unwrap_or_default);
    if other_standard(&before.join(" ")) || before[0].chars().all(|c| c.is_ascii_digit()) && other_standard(before[1]) {
        return true;
    }
    let mut words = text[after..].split_whitespace();
    if !matches!(words.next(), Some("of" | "in")) {
        return false;
    }
    let owner: Vec<&str> = words.take(3).collect();
    let ours = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        matches!(word, "standard" | "27001" | "ISMS") || word.starts_with("27001:")
    };
    let named = owner
        .first()
        .is_some_and(|word| matches!(*word, "the" | "our" | "their" | "your" | "this" | "a" | "ISO" | "ISO/IEC"));
    named && !owner.iter().any(ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = scan(text);
        let found: Vec<_> = found.iter().map(|m| (&text[m.range.clone()], m.id.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn controls_entries_and_clauses_are_found() {
        check("See A.5.15, and (A.8.2).", &[("A.5.15", "A.5.15"), ("A.8.2", "A.8.2")]);
        check("R-004's owner, AUD-2026-1", &[("R-004", "R-004"), ("AUD-2026-1", "AUD-2026-1")]);
        check("as clause 6.1.2 asks", &[("6.1.2", "6.1.2")]);
        check("clauses 6.1.2, 8.2 and 9.1.", &[("6.1.2", "6.1.2"), ("8.2", "8.2"), ("9.1", "9.1")]);
        check("clause 6.1.3 d) and more", &[("6.1.3", "6.1.3")]);
        check("clauses 4–10", &[("4", "4"), ("10", "10")]);
        check("Control 5.18 of the standard", &[("5.18", "A.5.18")]);
        check("27001:A.5.1 and A.5.1/A.5.2", &[("27001:A.5.1", "27001:A.5.1"), ("A.5.1", "A.5.1"), ("A.5.2", "A.5.2")]);
        check("the old A.9.2.6", &[("A.9.2.6", "A.9.2.6")]);
    }

    #[test]
    fn a_range_names_each_id_in_it() {
        let whole = [("A.5.15", "A.5.15"), ("", "A.5.16"), ("", "A.5.17"), ("A.5.18", "A.5.18")];
        check("A.5.15–A.5.18", &whole);
        check("(A.5.15-A.5.18)", &whole);
        check("A.5.15-18", &[("A.5.15", "A.5.15"), ("", "A.5.16"), ("", "A.5.17"), ("18", "A.5.18")]);
        assert_eq!(expand_range("A.5.1–3"), ["A.5.1", "A.5.2", "A.5.3"]);
        assert_eq!(expand_range("A.5.1"), ["A.5.1"]);
    }

    #[test]
    fn what_is_no_id_is_left_alone() {
        check("version 5.15, section 5.15 of the contract, A.5, 3.14", &[]);
        check("clause 7.3 of the contract", &[]);
        check("clause 14 in our agreement", &[]);
        check("ISO 9001 clause 7.2 and ISO/IEC 27701 clause 6.1", &[]);
        check("https://example.org/A.5.15 and mail A.5.15@example.org", &[]);
        check("A.5.18–A.5.15 backwards, a.5.15 small, XA.5.15x", &[]);
        check("UTF-8x, covid-19, e-mail, TLS1.3", &[]);
        check("no clause at all", &[]);
    }

    #[test]
    fn a_space_of_two_bytes_parts_words_like_any_other() {
        check("see\u{a0}clause\u{a0}6.1.2", &[("6.1.2", "6.1.2")]);
        check("Leavers lr\u{a0}\"sn.A5.18 A.6.5", &[("A.6.5", "A.6.5")]);
    }
}
