//! The letters of names: composed in one way, and those that a reader cannot see or cannot tell apart.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Returns a text with its letters composed, as they are typed. A Mac writes the names of files decomposed: `ü` as `u`
/// and a mark. Both are one name.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() }
}

/// A character that a reader does not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hidden {
    /// Its first byte in the text.
    pub at: usize,
    /// The character.
    pub letter: char,
    /// Its description, such as "a control character".
    pub kind: &'static str,
}

/// The use of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is read: control characters have no place in it.
    Text,
    /// It is a name on its own line: nothing may change the direction of what is around it.
    Title,
    /// It is compared and typed: every character must be seen.
    Id,
}

/// Returns the first character of a text that a reader does not see, and that has no place in it.
pub fn hidden(text: &str, of: Use) -> Option<Hidden> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')) {
        return None;
    }
    let has_rtl = || text.chars().any(is_rtl);
    text.char_indices().find_map(|(at, letter)| {
        let kind = match letter {
            '\t' | '\n' | '\r' => return None,
            // A form feed is white space, and the next-line character is a line break of old hosts.
            '\u{c}' | '\u{85}' if of == Use::Text => return None,
            _ if letter.is_control() => "a control character",
            _ if of == Use::Text => return None,
            '\u{202d}' | '\u{202e}' => "a character that reverses the order of letters",
            '\u{202a}'..='\u{202c}' | '\u{2066}'..='\u{2069}' if !has_rtl() => {
                "a character that changes the order of letters"
            }
            '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' => joiner(text, at).filter(|_| of == Use::Id)?,
            _ if of == Use::Id && is_invisible(letter) => "an invisible character",
            _ => return None,
        };
        Some(Hidden { at, letter, kind })
    })
}

/// Returns what a joiner, or a selector of a form, is behind a letter that has no other forms. Persian, the scripts of
/// India and emoji need them.
fn joiner(text: &str, at: usize) -> Option<&'static str> {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().nth(1);
    let has_forms = before.is_some_and(|letter| letter >= '\u{600}' && (!is_invisible(letter) || letter == '\u{fe0f}'));
    let is_key = after == Some('\u{20e3}');
    (!has_forms && !is_key).then_some("an invisible character")
}

fn is_rtl(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Returns whether a character leaves nothing on a page.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Letters of other scripts, each with the Latin letter or digit that it looks like. Wide and mathematical forms need no
/// row: their compatible form is the letter.
const ALIKE: &[(char, &str)] = &[
    // Greek.
    ('A', "Α"),
    ('B', "Β"),
    ('E', "Ε"),
    ('Z', "Ζ"),
    ('H', "Η"),
    ('I', "Ι"),
    ('K', "Κ"),
    ('M', "Μ"),
    ('N', "Ν"),
    ('O', "Ο"),
    ('P', "Ρ"),
    ('T', "Τ"),
    ('Y', "Υ"),
    ('X', "Χ"),
    ('F', "Ϝ"),
    ('J', "Ϳ"),
    ('o', "ο"),
    ('v', "ν"),
    ('i', "ι"),
    ('p', "ρ"),
    ('a', "α"),
    ('u', "υ"),
    ('k', "κ"),
    ('y', "γ"),
    ('x', "χ"),
    ('c', "ϲ"),
    ('j', "ϳ"),
    // Cyrillic.
    ('A', "А"),
    ('B', "В"),
    ('E', "Е"),
    ('K', "К"),
    ('M', "М"),
    ('H', "Н"),
    ('O', "О"),
    ('P', "Р"),
    ('C', "С"),
    ('T', "Т"),
    ('X', "Х"),
    ('Y', "У"),
    ('I', "ІӀ"),
    ('J', "Ј"),
    ('S', "Ѕ"),
    ('Q', "Ԛ"),
    ('W', "Ԝ"),
    ('G', "Ԍ"),
    ('a', "а"),
    ('e', "е"),
    ('o', "о"),
    ('p', "р"),
    ('c', "с"),
    ('x', "х"),
    ('y', "у"),
    ('i', "і"),
    ('j', "ј"),
    ('s', "ѕ"),
    ('h', "һ"),
    ('d', "ԁ"),
    ('q', "ԛ"),
    ('w', "ԝ"),
    ('l', "ӏ"),
    ('3', "ЗӠз"),
    ('6', "б"),
    ('r', "г"),
    // Armenian, Hebrew, Cherokee, Lisu, Coptic: the capitals and digits with which ids begin.
    ('O', "Օ"),
    ('S', "Տ"),
    ('U', "Ս"),
    ('L', "Լ"),
    ('o', "օ"),
    ('n', "ո"),
    ('h', "հ"),
    ('u', "ս"),
    ('q', "զ"),
    ('A', "Ꭺꓮ"),
    ('B', "Ᏼꓐ"),
    ('C', "Ꮯꓚ"),
    ('D', "Ꭰꓓ"),
    ('E', "Ꭼꓰ"),
    ('H', "Ꮋꓧ"),
    ('K', "Ꮶꓗ"),
    ('M', "Ꮇꓟ"),
    ('P', "Ꮲꓑ"),
    ('R', "Ꭱꓣ"),
    ('S', "Ꮪꓢ"),
    ('T', "Ꭲꓔ"),
    ('V', "Ꮩꓦ"),
    ('W', "Ꮃꓪ"),
    ('Z', "Ꮓꓜ"),
    ('G', "Ꮐꓖ"),
    ('J', "Ꭻꓙ"),
    ('L', "Ꮮꓡ"),
    ('I', "ꓲ"),
    ('N', "ꓠ"),
    ('O', "ꓳ"),
    ('U', "ꓴ"),
    ('X', "ꓫ"),
    ('Y', "ꓬ"),
    ('F', "ꓝ"),
    ('A', "ᴀ"),
    ('i', "ı"),
    ('a', "ɑ"),
    ('g', "ɡ"),
    ('l', "ǀ"),
    // Signs.
    ('-', "‐‑‒–—―−⁃﹘﹣－"),
    ('.', "․‧·∙•⋅。｡۰"),
    (':', "׃։ː∶꞉"),
    ('/', "⁄∕"),
    ('_', "ˍ"),
    // Digits that look like those of Latin texts.
    ('0', "०০੦૦௦౦೦൦๐໐၀"),
    ('9', "੧৭"),
    ('7', "৭"),
    ('8', "৪"),
];

/// Returns an id with each letter replaced by the Latin letter or digit that it looks like. Ids that look alike have the
/// same one.
pub fn skeleton(id: &str) -> String {
    let plain = |letter: char| {
        let alike = |(_, letters): &&(char, &str)| letters.contains(letter);
        if letter.is_ascii() { letter } else { ALIKE.iter().find(alike).map_or(letter, |(latin, _)| *latin) }
    };
    let visible = id.chars().filter(|letter| !is_invisible(*letter) && !letter.is_control());
    // A sign is looked for before its compatible form, which may be several characters.
    visible.map(plain).nfkc().map(plain).collect()
}

/// Returns a name for comparing: its words in lowercase, without signs between them.
pub fn plain_name(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, of: Use) -> Option<char> {
        hidden(text, of).map(|hidden| hidden.letter)
    }

    #[test]
    fn a_name_is_composed_in_one_way() {
        assert_eq!(nfc("u\u{308}ber"), "über");
        assert_eq!((nfc("über"), nfc("a.md")), ("über".into(), "a.md".into()));
    }

    #[test]
    fn what_no_reader_sees_is_found() {
        for of in [Use::Text, Use::Title, Use::Id] {
            for letter in ['\0', '\u{7}', '\u{1b}', '\u{7f}', '\u{90}'] {
                assert_eq!(found(&format!("ä{letter}b"), of), Some(letter));
            }
            for text in ["R-1", "Größe", "政策", "سياسة", "R&D «x» – 5 €", "नीति", "👩‍💻", "⚠️ 1️⃣"]
            {
                assert_eq!(found(text, of), None, "{text}");
            }
        }
        for letter in ['\u{202a}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2069}'] {
            assert_eq!(found(&format!("a{letter}b"), Use::Title), Some(letter));
            assert_eq!(found(&format!("a{letter}b"), Use::Id), Some(letter));
            assert_eq!(found(&format!("a{letter}b"), Use::Text), None);
        }
        // Texts from right to left need all but the overrides.
        assert_eq!(found("سياسة \u{2066}ISMS\u{2069}", Use::Title), None);
        assert_eq!(found("سياسة \u{202e}ISMS", Use::Title), Some('\u{202e}'));
        for letter in ['\u{200b}', '\u{200d}', '\u{200e}', '\u{ad}', '\u{feff}', '\u{2060}', '\u{e0041}', '\u{3164}'] {
            assert_eq!(found(&format!("R{letter}-1"), Use::Id), Some(letter), "{letter:?}");
        }
        // A soft hyphen in a title only breaks a line.
        assert_eq!(found("Informations\u{ad}sicherheit", Use::Title), None);
        assert_eq!(found("می\u{200c}خواهم", Use::Id), None);
    }

    #[test]
    fn ids_that_look_alike_have_one_skeleton() {
        for id in ["А.5.15", "Α.5.15", "Ａ.5.15", "𝐀.5.15", "A․5․15", "A.5.１５", "A\u{200b}.5.15", "Ꭺ.5.15"]
        {
            assert_eq!(skeleton(id), "A.5.15", "{id}");
        }
        assert_eq!((skeleton("R‑001"), skeleton("А-1")), ("R-001".into(), "A-1".into()));
        assert_eq!(skeleton("A.5.15"), "A.5.15");
        // Letters with marks are told apart by everybody.
        assert_eq!((skeleton("Ü-1"), skeleton("größe")), ("Ü-1".into(), "größe".into()));
    }
}
