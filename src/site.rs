//! Paths in a site, and the sink that receives its files.

mod address;
mod base;
mod headers;
mod portable;
mod web;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::{memchr_iter, memrchr};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::source::Stored;

pub use address::{Address, slug};
pub use base::{BasePath, BaseUrl};
pub use headers::HEADERS;
pub use web::{SCHEMES, dial_address, host, is_web_address, scheme};

/// A path inside the site, with `/` as separator and no `/` at the front.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

/// Characters to escape in an address, in addition to control characters.
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
    /// Creates a path from its text.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// Returns the path as text, not escaped.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether it is the path of a page.
    pub fn is_page(&self) -> bool {
        self.0.ends_with(".html")
    }

    /// Returns the address of this path relative to the page at `from`.
    pub fn relative_from(&self, from: &Self) -> String {
        let (here, there) = (from.0.as_bytes(), self.0.as_bytes());
        // Most paths of a site have a common beginning: eight bytes are compared at once.
        const BLOCK: usize = 8;
        let blocks =
            here.chunks_exact(BLOCK).zip(there.chunks_exact(BLOCK)).take_while(|(a, b)| a == b).count() * BLOCK;
        let shared = blocks + here[blocks..].iter().zip(&there[blocks..]).take_while(|(a, b)| a == b).count();
        // Only whole folders can be shared.
        let shared = memrchr(b'/', &there[..shared]).map_or(0, |slash| slash + 1);
        let up = memchr_iter(b'/', &here[shared..]).count();
        let rest = &self.0[shared..];
        let mut address = String::with_capacity(3 * up + rest.len() + ROOM_FOR_ANCHOR);
        (0..up).for_each(|_| address.push_str("../"));
        push_encoded(&mut address, rest);
        address
    }

    /// Returns the address to append to the base address of a site.
    pub fn absolute(&self) -> String {
        percent_encoded(&self.0)
    }
}

/// Spare capacity for an anchor: most addresses have one, which can then be appended without reallocation.
const ROOM_FOR_ANCHOR: usize = 24;

/// Escapes text for an address: the part after `#`, or a path.
pub fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    push_encoded(&mut encoded, text);
    encoded
}

/// Appends an escaped path. Nearly all paths need no escape, and checking for that is much faster than escaping: a site
/// has a hundred addresses on each page.
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

/// The marker file, which says that clausebook created the output directory.
pub const MARKER: &str = ".clausebook";

/// The text of the marker file.
pub const MARKER_TEXT: &str =
    "clausebook created this folder. The next build replaces what it made here, and keeps everything else.\n";

/// Receives the files of a site as they are rendered, in any order and from several threads. An implementation must not
/// start parallel work of its own: a waiting thread would begin another page in the middle of this one.
pub trait Sink: Sync {
    /// Receives a file; no path is passed twice.
    fn put(&self, path: &SitePath, bytes: &[u8]);

    /// Receives a file that is copied from the disk.
    ///
    /// # Errors
    /// If it cannot be read, unless the sink reports that itself.
    fn copy(&self, path: &SitePath, file: &Stored) -> io::Result<()> {
        self.put(path, &file.read()?);
        Ok(())
    }
}

/// All files of a site in memory.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Site {
    /// Path and bytes, ordered by path.
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
