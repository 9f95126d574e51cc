//! Texts in other encodings than UTF-8.

use encoding_rs::{Encoding, WINDOWS_1252};

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

#[cfg(test)]
mod tests {
    use super::decode;

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
