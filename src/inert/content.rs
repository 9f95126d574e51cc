//! Guesses what the beginning of a file is, as browsers do when they have no better word for it.

/// The beginnings of files that are neither a picture nor a text: programs and packed scripts.
const PROGRAMS: &[&[u8]] = &[
    b"\x7fELF",
    b"\0asm",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
];

/// The beginnings of files that a browser takes for a picture, sound, film, document or archive, whatever follows.
const SIGNATURES: &[&[u8]] = &[
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"\0\0\x01\0",
    b"II*\0",
    b"MM\0*",
    b"RIFF",
    b"%PDF-",
    b"{\\rtf",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x28\xb5\x2f\xfd",
    b"ID3",
    b"OggS",
    b"fLaC",
    b"\x1a\x45\xdf\xa3",
    b"\0\0\x01\xba",
    b"\0\0\x01\xb3",
    b"\x30\x80",
    b"\x30\x81",
    b"\x30\x82",
    b"\x30\x83",
];

/// The names of elements that make a browser take a text for HTML or XML if it begins with one of them.
const ELEMENTS: &[&str] = &[
    "!doctype",
    "!--",
    "?php",
    "?xml",
    "?xml-stylesheet",
    "a",
    "applet",
    "b",
    "base",
    "body",
    "br",
    "center",
    "div",
    "embed",
    "font",
    "form",
    "frameset",
    "h1",
    "head",
    "html",
    "iframe",
    "img",
    "link",
    "math",
    "meta",
    "object",
    "p",
    "pre",
    "script",
    "style",
    "svg",
    "table",
    "template",
    "textarea",
    "title",
    "video",
];

/// Returns whether it is a program.
pub(super) fn is_program(head: &[u8]) -> bool {
    // Few letters, with which a text can begin, too.
    let is_short = [&b"MZ"[..], b"FWS", b"CWS"].iter().any(|start| head.starts_with(start)) && !is_plain(head);
    is_short || PROGRAMS.iter().any(|start| head.starts_with(start)) || is_saved_page(trim(head))
}

/// Returns whether it is a script for a shell or a server.
pub(super) fn is_script(head: &[u8]) -> bool {
    head.starts_with(b"#!") || trim(head).starts_with(b"<?php")
}

/// Returns whether it is text without control characters.
fn is_plain(head: &[u8]) -> bool {
    is_text(head) && !head.iter().any(|byte| *byte < 0x20 && !byte.is_ascii_whitespace())
}

/// Returns whether it is a page with all its parts, saved as mail.
fn is_saved_page(text: &[u8]) -> bool {
    let headers = &text[..text.len().min(1024)].to_ascii_lowercase();
    let begins =
        [&b"from:"[..], b"mime-version:", b"content-type:", b"subject:", b"date:", b"snapshot-content-location:"];
    begins.iter().any(|name| headers.starts_with(name)) && memchr::memmem::find(headers, b"mime-version:").is_some()
}

/// Returns whether it has the signature of something that browsers do not run.
pub(super) fn is_signed(head: &[u8]) -> bool {
    let is_film = head.get(4..8).is_some_and(|kind| matches!(kind, b"ftyp" | b"moov" | b"mdat" | b"wide" | b"free"));
    let is_sound = matches!(head, [0xff, second, ..] if second & 0xe0 == 0xe0);
    let is_tar = head.get(257..262) == Some(b"ustar");
    // An OpenPGP packet: not a letter, whatever its kind.
    let is_packet = matches!(head, [first, ..] if matches!(first, 0x80..=0xdf)) && !is_text(head);
    // The signature of a PDF may come after some other bytes, but then they are looked at.
    let is_late_pdf =
        memchr::memmem::find(&head[..head.len().min(1024)], b"%PDF-").is_some_and(|at| !has_tag(&head[..at]));
    SIGNATURES.iter().any(|start| head.starts_with(start))
        || is_film
        || is_sound && !is_utf_16(head)
        || is_tar
        || is_packet
        || is_late_pdf
}

fn is_text(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        // The head of a text may end within a letter.
        Err(error) => error.error_len().is_none(),
    }
}

fn is_utf_16(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff")
}

/// Returns whether a browser takes it for HTML or XML.
pub(super) fn is_markup(head: &[u8]) -> bool {
    let plain: Vec<u8>;
    let head = if is_utf_16(head) {
        plain = head[2..].iter().copied().filter(|byte| *byte != 0).collect();
        &plain
    } else {
        head
    };
    let Some(tag) = trim(head).strip_prefix(b"<") else { return false };
    let name = |name: &&str| {
        let begins = tag.len() >= name.len() && tag[..name.len()].eq_ignore_ascii_case(name.as_bytes());
        let ends =
            tag.get(name.len()).is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/' | b'?'));
        begins && (ends || **name == *"!--")
    };
    // Another name for the element, as in `<x:script xmlns:x="…">`.
    let start = &tag[..tag.len().min(256)];
    let is_named =
        memchr::memchr(b'>', start).is_some_and(|end| memchr::memmem::find(&start[..end], b"xmlns").is_some());
    ELEMENTS.iter().any(name) || is_named
}

/// Returns whether there is a tag anywhere in it.
pub(super) fn has_tag(head: &[u8]) -> bool {
    let mut letters = head.iter().copied().filter(|byte| *byte != 0).peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek();
        if letter == b'<' && next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'!' | b'?' | b'/')) {
            return true;
        }
    }
    false
}

/// Returns the bytes behind a byte order mark and white space.
fn trim(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start()
}
