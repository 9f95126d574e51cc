//! Text of others on a terminal or in the log of a CI system: names, ids, titles, excerpts.
//!
//! A terminal obeys control characters, and a CI system obeys lines of a certain form, so neither is printed as it is.
//! Control characters and those that change the direction of what follows become visible, and a backslash takes the
//! meaning from a command. The formats for programs have an escape of their own for each, which keeps the value.

use std::borrow::Cow;

/// Commands of GitHub and GitLab, which they obey at the start of a line, after blanks.
const LINE_COMMANDS: [&str; 3] = ["::", "section_start:", "section_end:"];

/// How a format writes what must not be printed as it is.
struct Style {
    character: fn(char) -> String,
    /// The bracket of `##[error]`, `##vso[…]` and the like, which are obeyed anywhere in a line.
    bracket: &'static str,
}

const PLAIN: Style = Style { character: picture, bracket: "\\[" };
/// One character for each, so that a place has the column that it has in the file.
const EXCERPT: Style =
    Style { character: |c| if c.is_ascii() { picture(c) } else { "\u{fffd}".to_owned() }, bracket: "⟦" };
const JSON: Style = Style { character: |c| format!("\\u{:04x}", u32::from(c)), bracket: "\\u005b" };
const XML: Style = Style { character: |c| format!("&#x{:x};", u32::from(c)), bracket: "&#x5b;" };

/// A part of a text that is written in another way.
struct Edit {
    at: usize,
    len: usize,
    new: String,
}

/// Returns a name for use within a line: it has no line breaks either.
pub(crate) fn name(text: &str) -> Cow<'_, str> {
    replaced(text, &edits(text, &PLAIN, |_, _| false))
}

/// Returns lines for people. Line breaks and tabs stay.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    disarmed(replaced(text, &edits(text, &PLAIN, is_layout)))
}

/// Returns a message in one line, with its help, if any, in a second one.
pub(crate) fn message(text: &str) -> Cow<'_, str> {
    let is_help = |rest: &str, c| c == '\n' && rest.starts_with("\nhelp: ");
    disarmed(replaced(text, &edits(text, &PLAIN, is_help)))
}

/// Returns an excerpt for people, and where a range of it is then.
pub(crate) fn excerpt(text: &str, range: std::ops::Range<usize>) -> (Cow<'_, str>, std::ops::Range<usize>) {
    let edits = edits(text, &EXCERPT, is_layout);
    let moved = |offset: usize| {
        let before = edits.iter().take_while(|edit| edit.at < offset);
        before.fold(offset, |moved, edit| moved + edit.new.len() - edit.len)
    };
    (replaced(text, &edits), moved(range.start)..moved(range.end))
}

/// Returns the same JSON without such characters, which can only be within its strings.
pub(crate) fn json(text: &str) -> Cow<'_, str> {
    replaced(text, &edits(text, &JSON, is_layout))
}

/// Returns the same XML without such characters; XML knows no others in text and in attributes.
pub(crate) fn xml(text: &str) -> Cow<'_, str> {
    replaced(text, &edits(text, &XML, is_layout))
}

/// Returns whether a character at the start of `rest` only lays out a text of several lines.
fn is_layout(rest: &str, c: char) -> bool {
    matches!(c, '\n' | '\t') || rest.starts_with("\r\n")
}

/// Returns whether a terminal obeys a character instead of showing it.
fn is_obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Finds what must not be printed as it is. `kept` takes the text from a character on, and the character.
fn edits(text: &str, style: &Style, kept: impl Fn(&str, char) -> bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (at, c) in text.char_indices() {
        if c == '[' {
            let before = text[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
            if before.ends_with("##") {
                edits.push(Edit { at, len: 1, new: style.bracket.to_owned() });
            }
        } else if is_obeyed(c) && !kept(&text[at..], c) {
            edits.push(Edit { at, len: c.len_utf8(), new: (style.character)(c) });
        }
    }
    edits
}

fn replaced<'a>(text: &'a str, edits: &[Edit]) -> Cow<'a, str> {
    if edits.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut all = String::with_capacity(text.len() + 8 * edits.len());
    let mut done = 0;
    for edit in edits {
        all.push_str(&text[done..edit.at]);
        all.push_str(&edit.new);
        done = edit.at + edit.len;
    }
    all.push_str(&text[done..]);
    Cow::Owned(all)
}

/// Puts a backslash before what would be a command at the start of a line.
fn disarmed(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_command = |line: &str| LINE_COMMANDS.iter().any(|command| line.trim_start().starts_with(command));
    if !text.split('\n').any(is_command) {
        return text;
    }
    let line = |line: &str| match is_command(line) {
        true => {
            let (blanks, command) = line.split_at(line.len() - line.trim_start().len());
            format!("{blanks}\\{command}")
        }
        false => line.to_owned(),
    };
    Cow::Owned(text.split('\n').map(line).collect::<Vec<_>>().join("\n"))
}

/// Returns the picture of a control character, such as `␛`, or else its number.
fn picture(c: char) -> String {
    match u32::from(c) {
        code @ 0..0x20 => char::from_u32(0x2400 + code).map(String::from).unwrap_or_default(),
        0x7f => "␡".to_owned(),
        code => format!("<U+{code:04X}>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_seen() {
        assert_eq!(name("a\u{1b}[31m\u{9b}2J\u{7f}\r\nb\tc"), "a␛[31m<U+009B>2J␡␍␊b␉c");
        assert_eq!(name("\u{202e}cod.exe\u{2069}\u{2028}"), "<U+202E>cod.exe<U+2069><U+2028>");
        assert_eq!(lines("a\u{8}\r\n\tb\rc\n"), "a␈\r\n\tb␍c\n");
        for plain in ["Zugänge – “für” alle ✅ 👩‍💻", "שלום\u{200f}!", "a [b] # [c] ## [d] x::y", ""]
        {
            assert!(matches!(lines(plain), Cow::Borrowed(text) if text == plain));
        }
    }

    #[test]
    fn no_line_is_a_command() {
        assert_eq!(lines("::add-mask::x\n  ::stop::\na::b"), "\\::add-mask::x\n  \\::stop::\na::b");
        assert_eq!(lines("\u{a0}::error::x"), "\u{a0}\\::error::x", "any blank is trimmed");
        assert_eq!(lines("see ##[error]a, ##vso[task.x]"), "see ##\\[error]a, ##vso\\[task.x]");
        assert_eq!(lines("section_start:1:a\r\u{1b}[0Kb"), "\\section_start:1:a␍␛[0Kb");
        assert_eq!(lines("one\r::error::two"), "one␍::error::two");
    }

    #[test]
    fn a_message_breaks_only_before_its_help() {
        assert_eq!(message("no `a\n::error::b`\nhelp: fix it"), "no `a␊::error::b`\nhelp: fix it");
        assert_eq!(message("::warning::.md changed"), "\\::warning::.md changed");
    }

    #[test]
    fn a_place_moves_with_its_excerpt() {
        let text = "\u{1b}a ##[b] ü\u{9b}c";
        let start = text.find('ü').unwrap_or_default();
        let (shown, range) = excerpt(text, start..text.len());
        assert_eq!((&*shown, &shown[range]), ("␛a ##⟦b] ü\u{fffd}c", "ü\u{fffd}c"));
        let (shown, range) = excerpt("a\u{1b}b", 1..2);
        assert_eq!((&*shown, range), ("a␛b", 1..4));
    }

    #[test]
    fn formats_for_programs_keep_the_value() -> Result<(), serde_json::Error> {
        let value = serde_json::json!({ "a\u{9b}": "\u{1b} \u{202e}x ##[error]y \u{7f}\n::z" });
        let written = serde_json::to_string_pretty(&value)?;
        let shown = json(&written);
        assert!(!shown.contains("##[") && !shown.contains(|c: char| is_obeyed(c) && c != '\n'), "{shown}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown)?, value);
        assert_eq!(xml("<a>\u{202e} ##[error]</a>\n"), "<a>&#x202e; ##&#x5b;error]</a>\n");
        Ok(())
    }
}
