//! Texts in other encodings than UTF-8.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Decodes bytes that are not UTF-8: UTF-16 if they begin with its byte order mark, else UTF-8 in which each invalid byte is
/// one of Windows-1252. Returns the text and the place in it of the first letter that was not UTF-8; `None` if it is not
/// text.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, usize)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes).filter(|(encoding, _)| encoding.name() != "UTF-8") {
        return Some((encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(), 0));
    }
    if bytes.contains(&0) {
        return None;
    }
    let (mut text, mut first) = (String::with_capacity(bytes.len()), None);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first.get_or_insert(text.len());
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    Some((text, first.unwrap_or(0)))
}

/// Decodes bytes of which somebody has said in which encoding they are, or which begin with the mark of UTF-16. Returns `None`
/// if nobody said it, if it is UTF-8, or if some bytes are not letters of that encoding.
pub(super) fn decode_as(label: Option<&str>, bytes: &[u8]) -> Option<String> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = marked.or_else(|| Encoding::for_label(label?.as_bytes()))?;
    if encoding == UTF_8 {
        return None;
    }
    let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
    (!had_errors).then(|| text.into_owned())
}

/// Returns the letter of a byte that is not UTF-8, as most programs for Windows have written it.
pub fn letter_of(byte: u8) -> Option<char> {
    let bytes = [byte];
    let text = WINDOWS_1252.decode_without_bom_handling(&bytes).0;
    text.chars().next().filter(|letter| !letter.is_control())
}

#[cfg(test)]
mod tests {
    use super::{decode, decode_as, letter_of};

    #[test]
    fn a_register_is_decoded_only_as_somebody_has_said() {
        assert_eq!(decode_as(Some("windows-1252"), b"Gr\xfc\xdfe \x80").as_deref(), Some("Grüße €"));
        assert_eq!(decode_as(Some("latin1"), b"a").as_deref(), Some("a"));
        for (label, bytes) in [
            (None, &b"Gr\xfc\xdfe"[..]),
            (Some("utf-8"), b"\xfc"),
            (Some("no"), b"a"),
            (Some("shift_jis"), b"\x80\xff"),
        ] {
            assert_eq!(decode_as(label, bytes), None, "{label:?}");
        }
        let utf16: Vec<u8> = "\u{feff}Plän".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode_as(None, &utf16).as_deref(), Some("Plän"));
        assert_eq!(decode_as(Some("utf-16le"), &utf16[2..]).as_deref(), Some("Plän"));
        // A mark of UTF-8 is stronger than what was said.
        assert_eq!(decode_as(Some("windows-1252"), "\u{feff}ü".as_bytes()), None);
        assert_eq!([letter_of(0xE9), letter_of(0x81)], [Some('é'), None]);
    }

    #[test]
    fn letters_of_other_encodings_are_read_as_they_were_written() {
        assert_eq!(decode(b"# Caf\xe9 \x93rules\x94 \x80"), Some(("# Café “rules” €".to_owned(), 5)));
        assert_eq!(
            decode("Grüße und ".as_bytes().iter().copied().chain(*b"Gr\xfc\xdfe").collect::<Vec<_>>().as_slice()),
            Some(("Grüße und Grüße".to_owned(), 14))
        );
        let utf16 = |order: fn(u16) -> [u8; 2]| "\u{feff}# Plän\n".encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for bytes in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
            assert_eq!(decode(&bytes), Some(("# Plän\n".to_owned(), 0)));
        }
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0"), None);
    }
}
