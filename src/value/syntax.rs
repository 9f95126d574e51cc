//! Faults of a file as its author sees them: one for each slip, with what to write instead.
//!
//! After a slip a parser guesses how to go on, so most of what it reports then is a consequence.

use std::ops::Range;

use crate::diag::Diagnostic;
use crate::source::Span;

/// A place where a text is not TOML.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub range: Range<usize>,
    pub message: String,
    pub help: Option<String>,
}

/// Quotation marks of word processors.
const QUOTES: [char; 11] = ['“', '”', '„', '‟', '‘', '’', '‚', '‛', '«', '»', '″'];

/// Length of the markers that version control writes around the two sides of a conflict.
const MARKER: usize = 7;

/// Returns the first marker of a merge conflict. If the text `has_faults`, any marker is one; otherwise only a complete set
/// of them, because a line of `=======` can be part of a text.
pub(super) fn merge_conflict(text: &str, has_faults: bool) -> Option<Range<usize>> {
    if !has_faults && !text.contains("<<<<<<<") {
        return None;
    }
    let mut first = None;
    let mut sides = ['<', '=', '>'].into_iter().peekable();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let Some(sign) = marker(line) else { continue };
        first = first.or(Some(range).filter(|_| has_faults || sign == '<'));
        sides.next_if_eq(&sign);
        if sides.peek().is_none() || (has_faults && first.is_some()) {
            return first;
        }
    }
    None
}

/// Returns the sign of a line that is a marker: seven of them, and then nothing or a space.
fn marker(line: &str) -> Option<char> {
    let sign = line.chars().next().filter(|sign| matches!(sign, '<' | '=' | '>' | '|'))?;
    let rest = line.trim_start_matches(sign);
    let is_end = rest.trim_end().is_empty() || (rest.starts_with(' ') && sign != '=');
    (line.len() - rest.len() == MARKER && is_end).then_some(sign)
}

/// Returns the error of a merge conflict.
pub fn conflict(span: Span) -> Diagnostic {
    let help = "keep one of the two sides, or both, and remove the lines with the markers";
    Diagnostic::error("merge-conflict", span, "an unresolved merge conflict").help(help.to_owned())
}

/// Returns the faults behind the errors of the TOML parser, given as places and messages.
pub(super) fn faults(text: &str, errors: &[(Range<usize>, &str)]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut errors: Vec<_> = errors.iter().collect();
    errors.sort_by_key(|(range, _)| range.start);
    // From the line of this one on, texts are taken for keys and keys for texts.
    let cut = errors.iter().find_map(|(range, message)| unclosed(text, range, message));
    if let Some(cut) = &cut {
        let line = line_of(text, cut.range.start);
        errors.retain(|(range, _)| range.start < line.start);
    }
    let mut last_line = None;
    let mut repeated = false;
    for (range, message) in errors {
        let number = text[..range.start].matches('\n').count();
        let line = line_of(text, range.start);
        let heading = text[line.clone()].trim();
        if *message == "duplicate key" {
            let is_heading = heading.starts_with('[') && !heading.starts_with("[[");
            if is_heading && !repeated {
                faults.push(repeated_heading(heading, range));
            }
            // The keys below such a heading repeat those of the first one.
            repeated |= is_heading;
            if repeated {
                continue;
            }
        }
        let follows = last_line.is_some_and(|last| number == last || number == last + 1);
        last_line = Some(number);
        if !follows {
            faults.push(fault(text, line, range, message));
        }
    }
    faults.extend(cut);
    faults
}

/// Returns the fault of a list or of a text in three quotes whose end or beginning is missing.
fn unclosed(text: &str, range: &Range<usize>, message: &str) -> Option<Fault> {
    let line = text[line_of(text, range.start)].trim();
    let fault = |message: &str, help: &str| {
        Some(Fault { range: range.clone(), message: message.to_owned(), help: Some(help.to_owned()) })
    };
    let is_next = line.starts_with('[') || line.split_once('=').is_some_and(|(key, _)| is_key(key.trim()));
    if is_next
        && (message.contains("array elements") || message.contains("in array") || message.contains("unclosed array,"))
    {
        return fault("the list before this is not closed", "close it with `]`");
    }
    for quotes in ["\"\"\"", "'''"] {
        if text.matches(quotes).count() % 2 == 1 {
            let help = format!(
                "the file has {quotes} an odd number of times: somewhere above, a text does not begin or end with it"
            );
            return fault(message, &help);
        }
    }
    None
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '"'))
}

/// Returns the line around a byte, without its end.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    start..end
}

fn repeated_heading(heading: &str, range: &Range<usize>) -> Fault {
    let name = heading.split(']').next().unwrap_or(heading).trim_start_matches('[').trim();
    let message = format!("the heading `[{name}]` is used twice");
    let help = format!("if each is an entry of a list, write `[[{name}]]` above each one");
    Fault { range: range.clone(), message, help: Some(help) }
}

/// Returns the fault of one line.
fn fault(text: &str, line: Range<usize>, range: &Range<usize>, message: &str) -> Fault {
    let value = text[line.clone()].split_once('=').map_or("", |(_, value)| value.trim());
    let place = |part: &str| text[line.clone()].find(part).map_or(range.clone(), |at| from(line.start + at, part));
    if let Some(quote) = value.chars().next().filter(|first| QUOTES.contains(first)).or_else(|| {
        let at_error = text[range.start..].chars().next();
        at_error.filter(|first| QUOTES.contains(first))
    }) {
        let message = format!("`{quote}` is not a quotation mark in TOML");
        let help = "write straight quotes: \"…\"".to_owned();
        return Fault { range: place(&quote.to_string()), message, help: Some(help) };
    }
    let word = value.split(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}' | '#')).next().unwrap_or("");
    if let Some(help) = written_date(word) {
        return Fault { range: place(word), message: format!("`{word}` is not a date in TOML"), help: Some(help) };
    }
    // A day that cannot be has two hyphens.
    let is_number = value.starts_with(|c: char| c.is_ascii_digit()) && word.matches('-').count() != 2;
    let is_missing = value.is_empty() || value.starts_with('#');
    let is_unquoted = value.starts_with(char::is_alphabetic) && !matches!(word, "true" | "false" | "inf" | "nan");
    let (message, help) = match message.starts_with("string values must be quoted") {
        true if is_missing => ("the value is missing", Some("write a text in quotes, or remove the key")),
        is_text if is_text || is_unquoted => ("a text must be in quotes", Some("write \"…\" around it")),
        _ if is_number && message != "duplicate key" => (message, Some("write \"…\" around it, if it is a text")),
        _ => (message, None),
    };
    let (message, help) = (message.to_owned(), help.map(str::to_owned));
    Fault { range: range.clone(), message, help }
}

fn from(start: usize, part: &str) -> Range<usize> {
    start..start + part.len()
}

/// Returns how to write a date that is written as `3.4.2026` or `03/04/2026`; `None` if the text is not such a date.
pub(super) fn written_date(text: &str) -> Option<String> {
    let sign = ['.', '/', '-'].into_iter().find(|sign| text.matches(*sign).count() == 2)?;
    let parts: Vec<&str> = text.trim_end_matches('.').split(sign).collect();
    let [first, second, third] = parts[..] else { return None };
    let number = |part: &str| part.parse::<i8>().ok().filter(|_| part.len() <= 2);
    let (year, a, b) = if first.len() == 4 {
        (first.parse::<i16>().ok()?, number(third)?, number(second)?)
    } else {
        let century = if third.len() == 2 { 2000 } else { 0 };
        let year = third.parse::<i16>().ok().filter(|_| matches!(third.len(), 2 | 4))?;
        (century + year, number(first)?, number(second)?)
    };
    let date = |month, day| jiff::civil::Date::new(year, month, day).ok();
    let (day_first, month_first) = (date(b, a), date(a, b));
    // With slashes, the month comes first in some countries.
    let is_clear = sign != '/' || first.len() == 4 || a == b;
    match (day_first, month_first.filter(|_| !is_clear)) {
        (Some(day), None) | (None, Some(day)) => Some(format!("write it as {day}")),
        (None, None) => None,
        (Some(_), Some(_)) => Some("write it as year-month-day, such as 2026-02-28".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let errors = toml::de::DeTable::parse_recoverable(text).1;
        let errors: Vec<_> = errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message())).collect();
        let faults = faults(text, &errors).into_iter();
        faults.map(|Fault { message, help, .. }| format!("{message} ({})", help.unwrap_or_default())).collect()
    }

    #[test]
    fn a_slip_is_one_fault_that_says_what_to_write() {
        assert_eq!(found("due = 03.04.2026\nx = 1"), ["`03.04.2026` is not a date in TOML (write it as 2026-04-03)"]);
        assert_eq!(found("due = 3.4.26"), ["`3.4.26` is not a date in TOML (write it as 2026-04-03)"]);
        assert_eq!(found("due = 31/12/2026"), ["`31/12/2026` is not a date in TOML (write it as 2026-12-31)"]);
        assert_eq!(
            found("due = 03/04/2026"),
            ["`03/04/2026` is not a date in TOML (write it as year-month-day, such as 2026-02-28)"]
        );
        assert_eq!(found("due = 2026-1-5"), ["`2026-1-5` is not a date in TOML (write it as 2026-01-05)"]);
        assert_eq!(found("due = 2026-13-01"), ["invalid date, expected month between 01 and 12 ()"]);
        for (quoted, first) in [("“x y”", '“'), ("„x y“", '„'), ("‘x’", '‘'), ("[“x”, “y”]", '“')]
        {
            let says = format!("`{first}` is not a quotation mark in TOML (write straight quotes: \"…\")");
            assert_eq!(found(&format!("owner = {quoted}\n")), [says]);
        }
        assert_eq!(found("owner = it-lead"), ["a text must be in quotes (write \"…\" around it)"]);
        assert_eq!(
            found("version = 1.2.3.4"),
            ["invalid float, expected nothing (write \"…\" around it, if it is a text)"]
        );
        assert_eq!(found("owner =\n\nx = 2"), ["the value is missing (write a text in quotes, or remove the key)"]);
        assert_eq!(
            found("[risk]\nid = 1\ntitle = 2\n[risk]\nid = 2\ntitle = 2\n[risk]\nid = 3\n"),
            ["the heading `[risk]` is used twice (if each is an entry of a list, write `[[risk]]` above each one)"]
        );
        assert_eq!(found("a = 1\na = 2\n"), ["duplicate key ()"]);
        assert_eq!(found("a = “x”\nb = 1\nc = 1\nd = “y”\n").len(), 2, "two slips are two faults");
    }

    #[test]
    fn what_toml_allows_is_not_a_fault() {
        let sound = "a = \"“x” 03.04.2026\"\nb = 2026-04-03\nc = '''\n=======\n'''\n";
        assert_eq!(found(sound), [""; 0]);
        assert_eq!(merge_conflict(sound, false), None);
        assert_eq!(merge_conflict("a = '''\n<<<<<<< is how it begins\n'''\n", false), None);
    }

    #[test]
    fn a_conflict_is_found_by_any_marker_in_a_text_that_cannot_be_read_and_by_all_of_them_elsewhere() {
        for marker in ["<<<<<<< HEAD", "=======", ">>>>>>> other", "||||||| base"] {
            assert_eq!(merge_conflict(&format!("a = 1\n{marker}\r\n"), true), Some(6..6 + marker.len()), "{marker}");
        }
        let inside = "a = '''\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> other\n'''\n";
        assert_eq!(merge_conflict(inside, false), Some(8..20));
        assert_eq!(merge_conflict("a = \n======== x\n<<<<<< y\n", true), None);
    }
}
