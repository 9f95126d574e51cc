//! Lines of an iCalendar file (RFC 5545): escaped, without control characters, folded.

use std::fmt::Display;

/// Maximum length of a line in bytes, without its line break.
const LINE: usize = 75;

/// An iCalendar file, or a part of one.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// Adds a property whose value has no characters to escape, such as a date or an escaped URL.
    pub(super) fn plain(&mut self, name: &str, value: impl Display) -> &mut Self {
        self.fold(&format!("{name}:{value}"));
        self
    }

    /// Adds a property with a text that an author wrote.
    pub(super) fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.fold(&format!("{name}:{}", escape(value)));
        self
    }

    /// Adds lines that are complete.
    pub(super) fn lines(&mut self, lines: &str) -> &mut Self {
        self.0.push_str(lines);
        self
    }

    /// Returns the lines.
    pub(super) fn done(&mut self) -> String {
        std::mem::take(&mut self.0)
    }

    /// Adds a line, and breaks it where it is too long; the space at the start of a further line counts.
    fn fold(&mut self, line: &str) {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// Escapes a text. Every character that a reader may take for the end of a line becomes `\n`; any other control
/// character, which the format does not allow, becomes the sign for an unreadable character.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | ',' | ';' => escaped.extend(['\\', letter]),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                escaped.push_str("\\n");
            }
            '\t' => escaped.push(' '),
            _ if letter.is_control() => escaped.push(char::REPLACEMENT_CHARACTER),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> String {
        Lines::default().text("SUMMARY", value).done()
    }

    #[test]
    fn a_text_stays_one_property() {
        assert_eq!(text(r"Smith, Jones; a\b: c"), "SUMMARY:Smith\\, Jones\\; a\\\\b: c\r\n");
        assert_eq!(text("a\r\nb\nc\rd\u{2028}e\u{85}f"), "SUMMARY:a\\nb\\nc\\nd\\ne\\nf\r\n");
        assert_eq!(text("a\tb\0c\u{1b}d\u{7f}"), "SUMMARY:a b\u{fffd}c\u{fffd}d\u{fffd}\r\n");
    }

    #[test]
    fn no_line_is_longer_than_75_bytes_and_no_letter_is_cut() {
        for letter in ["a", "ü", "界", "🔑", " ", ","] {
            for count in 0..160 {
                let value = letter.repeat(count);
                let folded = text(&value);
                assert!(folded.split("\r\n").all(|line| line.len() <= LINE), "{folded}");
                assert_eq!(folded.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", escape(&value)));
            }
        }
    }
}
