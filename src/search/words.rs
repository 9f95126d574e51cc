//! Tokenization of texts and queries, mirrored by `words` in `browser/rank.js`.
//!
//! An id is one word (`A.5.15`, `R-004`, `27001:A.5.15`, `21(2)(d)`). A hyphenated word is split into its parts; if it
//! has a digit, the whole is a word as well. Chinese and Japanese are read in pairs of characters. Forms are in
//! lowercase and without accents, so that spelling variants match.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A run of letters and digits with single dots, colons and hyphens between them, and the numbers and letters in
/// parentheses that follow a digit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Run<'a> {
    /// The run as written.
    pub text: &'a str,
    /// Its first byte.
    pub start: usize,
    /// Whether it has several parts.
    pub joined: bool,
}

impl<'a> Run<'a> {
    /// Returns the parts that are words; none if only the whole is a word.
    pub(super) fn parts(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let joined = self.joined;
        let numbered = self.is_numbered();
        let none = numbered && self.text.contains(['.', ':']);
        let word = move |part: &&str| !joined || (part.chars().nth(1).is_some() && !(numbered && is_number(part)));
        self.text.split(SEPARATORS).filter(move |part| !none && word(part))
    }

    /// Returns a word of two or three parts, such as `off-site`, written without its hyphens.
    pub(super) fn without_hyphens(&self) -> Option<String> {
        let parts = self.text.split('-').count();
        ((2..=3).contains(&parts) && self.text.chars().all(|c| c == '-' || c.is_alphabetic()))
            .then(|| self.text.replace('-', ""))
    }

    /// Returns whether the whole is a word in addition to its parts: it has several parts, and a digit.
    pub(super) fn is_numbered(&self) -> bool {
        self.joined && self.text.bytes().any(|b| b.is_ascii_digit())
    }
}

/// Characters that join the parts of a run.
const JOINTS: [char; 3] = ['.', ':', '-'];

/// Characters that separate the parts of a run.
const SEPARATORS: [char; 5] = ['.', ':', '-', '(', ')'];

fn is_number(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_digit())
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Returns the runs of a text. A single letter next to an apostrophe (`it's`, `l'accès`) is skipped.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + gap(&text[at..])?;
            if let Some((length, step)) = pair(&text[start..]) {
                at = start + step;
                return Some(Run { text: &text[start..start + length], start, joined: false });
            }
            let mut end = start + piece(&text[start..]);
            let mut joined = false;
            // A joint is one byte.
            while text.as_bytes().get(end).is_some_and(|byte| JOINTS.contains(&char::from(*byte))) {
                let more = piece(&text[end + 1..]);
                if more == 0 {
                    break;
                }
                end += 1 + more;
                joined = true;
            }
            if text.as_bytes()[end - 1].is_ascii_digit() {
                while let Some(more) = bracketed(&text.as_bytes()[end..]) {
                    end += more;
                    joined = true;
                }
            }
            at = end;
            let run = Run { text: &text[start..end], start, joined };
            let single = run.text.len() <= 4 && run.text.chars().nth(1).is_none();
            if !(single && (text[..start].ends_with(is_apostrophe) || text[end..].starts_with(is_apostrophe))) {
                return Some(run);
            }
        }
    })
}

/// Returns the number of bytes of the pair of Chinese or Japanese characters at the start, or of a single one, and where the
/// next run may begin: pairs overlap, so that words without spaces between them are found inside of a sentence.
fn pair(text: &str) -> Option<(usize, usize)> {
    let mut ends = text.char_indices().take_while(|(_, c)| is_paired(*c)).map(|(at, c)| at + c.len_utf8());
    let first = ends.next()?;
    let Some(second) = ends.next() else { return Some((first, first)) };
    Some((second, if ends.next().is_some() { first } else { second }))
}

/// Returns whether this is a letter of a script without spaces between words.
fn is_paired(c: char) -> bool {
    let in_script = matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}');
    in_script && is_word_char(c)
}

/// Returns whether a word begins with a letter of a script without spaces between words.
pub(super) fn is_of_pairs(word: &str) -> bool {
    word.starts_with(is_paired)
}

/// Returns the number of bytes before the first letter or digit. Almost all text is ASCII, so bytes are checked first.
fn gap(text: &str) -> Option<usize> {
    let at = text.bytes().position(|byte| WORD[usize::from(byte)] || !byte.is_ascii())?;
    if text.as_bytes()[at].is_ascii() { Some(at) } else { text[at..].find(is_word_char).map(|found| at + found) }
}

/// Returns the number of bytes of the letters and digits at the start, up to one that is read in pairs.
fn piece(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ascii = bytes.iter().position(|byte| !WORD[usize::from(*byte)]).unwrap_or(bytes.len());
    if bytes.get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    text[ascii..].find(|c| !is_word_char(c) || is_paired(c)).map_or(text.len(), |more| ascii + more)
}

/// Returns the number of bytes of a number of at most three digits or a letter in parentheses: the `(2)` and the `(d)` of
/// `21(2)(d)`.
fn bracketed(text: &[u8]) -> Option<usize> {
    let end = text.iter().take(5).position(|byte| *byte == b')')?;
    let inside = text[..end].strip_prefix(b"(")?;
    let number = !inside.is_empty() && inside.iter().all(u8::is_ascii_digit);
    let letter = inside.len() == 1 && inside[0].is_ascii_alphabetic();
    (number || letter).then_some(end + 1)
}

/// Table of the bytes that are ASCII letters or digits.
const WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

fn is_word_char(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_combining_mark(c) }
}

/// Returns a word in lowercase, without accents.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.to_lowercase().nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            c => folded.push(c),
        }
    }
    folded
}

/// Returns whether a word consists only of combining marks, such as the variation selector of the emoji `⚠️`.
pub(super) fn is_blank(word: &str) -> bool {
    word.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let words = runs(text).map(|run| {
            let whole = run.is_numbered().then_some(run.text);
            whole.into_iter().chain(run.parts()).map(fold).collect::<Vec<_>>().join("+")
        });
        words.collect()
    }

    #[test]
    fn an_id_is_one_word() {
        assert_eq!(words("A.5.15, 27001:A.5.15 and 6.1.2."), ["a.5.15", "27001:a.5.15", "and", "6.1.2"]);
        assert_eq!(words("R-004; AES-256 5 of 15"), ["r-004", "aes-256+aes", "5", "of", "15"]);
        assert_eq!(words("A.5.15–A.5.18"), ["a.5.15", "a.5.18"]);
        assert_eq!(words("nis2:21(2)(d), AC-2(1), 6(1)"), ["nis2:21(2)(d)", "ac-2(1)+ac", "6(1)"]);
        assert_eq!(words("key(s) 27001(en) 5(1 5( 5() (5)"), ["key", "s", "27001", "en", "5", "1", "5", "5", "5"]);
    }

    #[test]
    fn chinese_and_japanese_are_read_in_pairs() {
        assert_eq!(
            words("情報セキュリティ方針"),
            ["情報", "報セ", "セキ", "キュ", "ュリ", "リテ", "ティ", "ィ方", "方針"]
        );
        assert_eq!(
            words("ISO27001規格の鍵。第5.15条、A.5.15の"),
            ["iso27001", "規格", "格の", "の鍵", "第", "5.15", "条", "a.5.15", "の"]
        );
    }

    #[test]
    fn hyphens_and_apostrophes_part_words() {
        assert_eq!(words("multi-factor supplier's l’accès e.g."), ["multi+factor", "supplier", "acces", ""]);
        assert_eq!(words("- -- a- -b"), ["a", "b"]);
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(words("Überprüfung STRASSE Straße ﬁle"), ["uberprufung", "strasse", "strasse", "file"]);
        assert_eq!(fold("e\u{301}tat"), "etat");
    }
}
