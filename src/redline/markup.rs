//! Words and the markup around them, as far as a reader of changes needs it. It is told from the characters alone: what is
//! taken for markup by mistake is still compared.

use std::ops::Range;

/// The end of markup is searched for within so many bytes.
const LONGEST: usize = 2_000;

/// A word, blanks, punctuation or markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) is_markup: bool,
}

impl<'t> Token<'t> {
    /// Returns how much of a text it is: its characters, unless it is blank or markup.
    pub(super) fn weight(self) -> usize {
        if self.is_markup || self.text.starts_with(char::is_whitespace) { 0 } else { self.text.chars().count() }
    }

    /// Returns it without markup.
    pub(super) fn plain(self) -> &'t str {
        if self.is_markup {
            return if self.text.starts_with("<br") { "\n" } else { "" };
        }
        match self.text.strip_prefix("[[").and_then(|text| text.strip_suffix("]]")) {
            Some(link) => link.rsplit('|').next().unwrap_or(link),
            None => self.text,
        }
    }
}

/// Splits the text of a block. The tokens together are the text.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut scanner = Scanner { text, at: 0, is_escaped: false, code: None, targets: Vec::new() };
    std::iter::from_fn(move || {
        (scanner.at < text.len()).then(|| {
            let (length, is_markup) = scanner.next();
            let start = scanner.at;
            scanner.at += length;
            Token { text: &text[start..scanner.at], is_markup }
        })
    })
}

/// Returns the words of a text on one line, without markup.
pub(super) fn plain(text: &str) -> String {
    let words: String = tokens(text).map(Token::plain).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A place in a text that is split.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    is_escaped: bool,
    /// The backticks that end the code at this place.
    code: Option<Range<usize>>,
    /// The ends of the open links, each with the target.
    targets: Vec<Range<usize>>,
}

impl Scanner<'_> {
    /// Returns the length of the next token, and whether it is markup.
    fn next(&mut self) -> (usize, bool) {
        let (text, at) = (self.text, self.at);
        let rest = &text[at..];
        if let Some(close) = self.code.clone() {
            if at < close.start {
                return (word(&text[at..close.start]), false);
            }
            self.code = None;
            return (close.len(), true);
        }
        let first = rest.chars().next().unwrap_or_default();
        if std::mem::take(&mut self.is_escaped) {
            return (first.len_utf8(), false);
        }
        while self.targets.pop_if(|target| target.start < at).is_some() {}
        if let Some(target) = self.targets.pop_if(|target| target.start == at) {
            return (target.len(), true);
        }
        match first {
            '`' => self.backticks(),
            '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                self.is_escaped = true;
                (1, true)
            }
            '*' | '_' | '~' => self.emphasis(first),
            '[' | '!' => self.link(),
            '<' => tag(rest).unwrap_or((1, false)),
            '{' => braces(rest).unwrap_or((1, false)),
            _ => (word(rest), false),
        }
    }

    fn backticks(&mut self) -> (usize, bool) {
        let run = run(&self.text[self.at..], '`');
        let start = self.at + run;
        let mut at = start;
        let end = self.text.ceil_char_boundary((start + LONGEST).min(self.text.len()));
        while let Some(next) = self.text[at..end].find('`').map(|next| at + next) {
            let length = self::run(&self.text[next..], '`');
            if length == run {
                self.code = Some(next..next + length);
                return (run, true);
            }
            at = (next + length).min(end);
        }
        (run, false)
    }

    fn emphasis(&self, character: char) -> (usize, bool) {
        let length = run(&self.text[self.at..], character);
        let before = self.text[..self.at].chars().next_back().unwrap_or(' ');
        let behind = self.text[self.at + length..].chars().next().unwrap_or(' ');
        let is_apart = before.is_whitespace() && behind.is_whitespace();
        let is_inside = character == '_' && before.is_alphanumeric() && behind.is_alphanumeric();
        (length, !is_apart && !is_inside && (character != '~' || length == 2))
    }

    fn link(&mut self) -> (usize, bool) {
        let rest = &self.text[self.at..];
        let rest = &rest[..rest.floor_char_boundary(LONGEST)];
        let open = if rest.starts_with("![") { 2 } else { 1 };
        if rest.starts_with('!') && open == 1 {
            return (run(rest, '!'), false);
        }
        if rest.starts_with("[^") {
            return (rest.find(']').map_or(1, |end| end + 1), false);
        }
        if let Some(end) = rest.strip_prefix("[[").and_then(|rest| rest.find("]]")) {
            return (end + 4, false);
        }
        let Some(target) = target(rest, open) else { return (open, false) };
        self.targets.push(self.at + target.start..self.at + target.end);
        (open, true)
    }
}

/// Returns the number of times that a character is repeated at the start of a text.
fn run(text: &str, character: char) -> usize {
    text.len() - text.trim_start_matches(character).len()
}

/// Returns the place of the end of a link, with its target or label: `](target)`, `][label]`.
fn target(text: &str, open: usize) -> Option<Range<usize>> {
    let start = closing(text, open, ('[', ']'))?;
    let behind = match text[start + 1..].chars().next()? {
        '(' => closing(text, start + 2, ('(', ')'))?,
        '[' => closing(text, start + 2, ('[', ']'))?,
        _ => return None,
    };
    Some(start..behind + 1)
}

/// Returns the place of the bracket that closes the one before `from`.
fn closing(text: &str, from: usize, (open, close): (char, char)) -> Option<usize> {
    let mut depth = 0;
    let mut is_escaped = false;
    for (at, c) in text[from..].char_indices() {
        if std::mem::take(&mut is_escaped) {
            continue;
        }
        if c == close && depth == 0 {
            return Some(from + at);
        }
        is_escaped = c == '\\';
        depth += usize::from(c == open);
        depth -= usize::from(c == close);
    }
    None
}

/// Returns the length of a tag or a comment, and whether it is markup: an address between angle brackets is not.
fn tag(rest: &str) -> Option<(usize, bool)> {
    let rest = &rest[..rest.floor_char_boundary(LONGEST)];
    let begins = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    let end =
        if rest.starts_with("<!--") { rest.find("-->").map(|end| end + 3) } else { rest.find('>').map(|end| end + 1) };
    let end = end.filter(|_| begins)?;
    let name = rest[1..end].split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
    Some((end, !name.contains([':', '@'])))
}

/// Returns the length of a count or of the attributes of a heading, and whether it is markup.
fn braces(rest: &str) -> Option<(usize, bool)> {
    let near = &rest[..rest.floor_char_boundary(LONGEST)];
    if near.starts_with("{{") {
        return near.find("}}").map(|end| (end + 2, false));
    }
    let end = near.find('}')? + 1;
    let inside = near[1..end - 1].trim_start();
    let has_attributes = inside.starts_with(['#', '.', ':']) || inside.contains('=');
    (has_attributes && rest[end..].trim().is_empty()).then_some((end, true))
}

/// Returns the length of a word, of blanks, or of a character that is repeated.
fn word(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let Some((_, first)) = chars.next() else { return 0 };
    if first.is_whitespace() {
        return text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len());
    }
    if !first.is_alphanumeric() {
        return run(text, first);
    }
    if is_ideograph(first) {
        return first.len_utf8();
    }
    let mut before = first;
    while let Some((at, c)) = chars.next() {
        let behind = chars.peek().map_or(' ', |(_, behind)| *behind);
        let is_part = c.is_alphanumeric() && !is_ideograph(c)
            || unicode_normalization::char::is_combining_mark(c)
            || matches!(c, '\'' | '’' | '_') && behind.is_alphanumeric()
            // Numbers, days and ids.
            || c == '.' && before.is_alphanumeric() && behind.is_ascii_digit()
            || matches!(c, ',' | ':' | '-') && before.is_ascii_digit() && behind.is_ascii_digit();
        if !is_part {
            return at;
        }
        before = c;
    }
    text.len()
}

/// Returns whether a character is written without blanks between words, as in Chinese and Japanese.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
