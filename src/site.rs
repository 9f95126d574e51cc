//! Where each thing stands in a site, and what takes its files.

mod address;
mod base;
mod web;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::{memchr_iter, memrchr};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

pub use address::{Address, slug};
pub use base::{BasePath, BaseUrl};
pub use web::{SCHEMES, is_web_address, scheme};

/// A path inside the site, with `/` between its parts and none at the front.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

/// What must be escaped in an address beside control characters.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'\'')
    .add(b'&');

impl SitePath {
    /// A path from its parts.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// The path as text, not escaped.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a page, and no other file.
    pub fn is_page(&self) -> bool {
        self.0.ends_with(".html")
    }

    /// The address of this path as it is written in a page at `from`.
    pub fn relative_from(&self, from: &Self) -> String {
        let (here, there) = (from.0.as_bytes(), self.0.as_bytes());
        // Most paths of a site begin alike: eight bytes are compared at once.
        const BLOCK: usize = 8;
        let blocks =
            here.chunks_exact(BLOCK).zip(there.chunks_exact(BLOCK)).take_while(|(a, b)| a == b).count() * BLOCK;
        let shared = blocks + here[blocks..].iter().zip(&there[blocks..]).take_while(|(a, b)| a == b).count();
        // Only whole folders are shared.
        let shared = memrchr(b'/', &there[..shared]).map_or(0, |slash| slash + 1);
        let up = memchr_iter(b'/', &here[shared..]).count();
        let rest = &self.0[shared..];
        let mut address = String::with_capacity(3 * up + rest.len() + ROOM_FOR_ANCHOR);
        (0..up).for_each(|_| address.push_str("../"));
        push_encoded(&mut address, rest);
        address
    }

    /// The address as it is written after the base address of a site.
    pub fn absolute(&self) -> String {
        percent_encoded(&self.0)
    }
}

/// Most addresses lead to a heading, which is then written without moving the rest.
const ROOM_FOR_ANCHOR: usize = 24;

/// Text as it stands in an address: what follows `#`, or a path.
pub fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    push_encoded(&mut encoded, text);
    encoded
}

/// A site has a hundred addresses a page, and nearly all are plain: that is seen many times sooner than encoded.
fn push_encoded(address: &mut String, text: &str) {
    let is_plain = |b| matches!(b, b'-'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_');
    if text.bytes().fold(true, |plain, b| plain & is_plain(b)) {
        address.push_str(text);
    } else {
        address.extend(utf8_percent_encode(text, ESCAPED));
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The file that says that a folder was made by clausebook.
pub const MARKER: &str = ".clausebook";

/// Takes the files of a site as they are made, in no order and from several threads. It starts no parallel work of its own: a
/// thread that waits for some would begin another page in the middle of this one.
pub trait Sink: Sync {
    /// Takes a file; no path comes twice.
    fn put(&self, path: &SitePath, bytes: &[u8]);
}

/// All files of a site in memory.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Site {
    /// Path and bytes, in the order of the paths.
    pub files: BTreeMap<SitePath, Arc<[u8]>>,
}

impl Sink for Mutex<Site> {
    fn put(&self, path: &SitePath, bytes: &[u8]) {
        let mut site = self.lock().unwrap_or_else(PoisonError::into_inner);
        site.files.insert(path.clone(), bytes.into());
    }
}

#[cfg(test)]
mod tests {
    use super::SitePath;

    fn relative(from: &str, to: &str) -> String {
        SitePath::new(to).relative_from(&SitePath::new(from))
    }

    #[test]
    fn addresses_are_relative_and_explicit() {
        assert_eq!(relative("index.html", "soa.html"), "soa.html");
        assert_eq!(relative("controls/a.5.1.html", "controls/a.5.2.html"), "a.5.2.html");
        assert_eq!(relative("documents/policies/a.html", "clauses/4.1.html"), "../../clauses/4.1.html");
        assert_eq!(relative("documents/a.html", "documents/policies/b.html"), "policies/b.html");
        assert_eq!(relative("documents/documents/a.html", "documents/b.html"), "../b.html");
    }

    #[test]
    fn what_an_address_cannot_hold_is_escaped() {
        assert_eq!(relative("index.html", "files/a b#c%.png"), "files/a%20b%23c%25.png");
        assert_eq!(relative("index.html", "files/é.png"), "files/%C3%A9.png");
    }
}
