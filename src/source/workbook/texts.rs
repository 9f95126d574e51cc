//! The texts of a workbook, which its cells name by number.

use std::borrow::Cow;
use std::sync::Arc;

use super::refusal::Refusal;
use super::xml::{Piece, Xml};

/// Reads the shared texts of a workbook: of rich text its words, without what is said about their pronunciation.
pub(super) fn read(name: &str, part: &str) -> Result<Vec<Arc<str>>, Refusal> {
    let mut xml = Xml::new(name, part);
    let (mut texts, mut words) = (Vec::new(), Words::default());
    loop {
        match xml.next()? {
            Piece::Open(tag) if tag.name() == "si" => words = Words::default(),
            Piece::Open(tag) => words.open(tag.name()),
            Piece::Text(text) => words.add(&text),
            Piece::Close(end) if end.name() == "si" => texts.push(words.take()),
            Piece::Close(end) => words.close(end.name()),
            Piece::Done => return Ok(texts),
        }
    }
}

/// The words of a text that is in one piece or in several.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: String,
    is_inside: bool,
    is_spoken: bool,
}

impl Words {
    pub(super) fn open(&mut self, name: &str) {
        match name {
            "t" => self.is_inside = true,
            "rPh" => self.is_spoken = true,
            _ => {}
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        match name {
            "t" => self.is_inside = false,
            "rPh" => self.is_spoken = false,
            _ => {}
        }
    }

    pub(super) fn add(&mut self, text: &str) {
        if self.is_inside && !self.is_spoken {
            self.text.push_str(text);
        }
    }

    pub(super) fn take(&mut self) -> Arc<str> {
        Arc::from(written(&std::mem::take(self).text))
    }
}

/// Returns a text as it was written: letters that XML cannot hold are in it as `_x000D_`. Lines end as on every system.
pub(super) fn written(text: &str) -> Cow<'_, str> {
    if !text.contains(['\r']) && !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut whole, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("_x") {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        match escaped(rest) {
            Some(letter) => {
                whole.push(letter);
                rest = &rest[7..];
            }
            None => {
                whole.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    whole.push_str(rest);
    Cow::Owned(whole.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Returns the letter of an escape such as `_x000D_` at the beginning of a text.
fn escaped(text: &str) -> Option<char> {
    let code = text.get(2..6).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let is_closed = text.as_bytes().get(6) == Some(&b'_');
    char::from_u32(u32::from_str_radix(code, 16).ok()?).filter(|_| is_closed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rich_text_has_its_words_and_no_hints_for_readers() {
        let part = "<x:sst xmlns:x='u' count='9' uniqueCount='99999999999999'><x:si><x:t>one &amp; <![CDATA[two]]></x:t>\
                    </x:si><x:si><x:r><x:t xml:space='preserve'>a </x:t></x:r><x:r><x:t>b</x:t></x:r>\
                    <x:rPh><x:t>spoken</x:t></x:rPh></x:si><x:si/></x:sst>";
        let texts = read("sharedStrings.xml", part).unwrap();
        assert_eq!(texts.iter().map(|text| &**text).collect::<Vec<_>>(), ["one & two", "a b", ""]);
    }

    #[test]
    fn escapes_are_letters() {
        for (text, expected) in [
            ("a_x000D_\nb", "a\nb"),
            ("a\r\nb\rc", "a\nb\nc"),
            ("_x005F_x000D_", "_x000D_"),
            ("R_x1_ _x00ZZ_ _xD800_ _x00é", "R_x1_ _x00ZZ_ _xD800_ _x00é"),
        ] {
            assert_eq!(written(text), expected, "{text}");
        }
    }

    #[test]
    fn entities_of_a_document_type_are_not_followed() {
        let part = "<!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
        let refusal = read("sharedStrings.xml", part).unwrap_err();
        assert_eq!(refusal.message, "this workbook is damaged: `sharedStrings.xml`: `&b;` is not defined");
        let deep = "<si>".repeat(1_000);
        assert!(read("sharedStrings.xml", &deep).unwrap_err().message.contains("nested deeper than"));
        assert!(read("sharedStrings.xml", "<sst><si>").unwrap_err().message.contains("ends too early"));
    }
}
