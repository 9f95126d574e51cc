//! Web and mail addresses in plain words, which are links as in GitHub Flavored Markdown (section 6.9).

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use memchr::{memchr, memmem};

/// The signs of addresses that a text has. Most texts have none, or only those of the links in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signs {
    scheme: bool,
    host: bool,
    mail: bool,
}

impl Signs {
    /// Looks through a text.
    pub(super) fn of(text: &str) -> Self {
        let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
        Self { scheme: has("://"), host: has("www."), mail: has("@") }
    }

    /// Returns whether there may be an address in some words of the text.
    fn may_be_in(self, words: &str) -> bool {
        self.scheme && memchr(b':', words.as_bytes()).is_some() && words.contains("://")
            || self.mail && memchr(b'@', words.as_bytes()).is_some()
            || self.host && words.contains("www.")
    }
}

/// Returns the addresses in some words, each with its place and the address that it links to.
pub(super) fn addresses(words: &str, signs: Signs) -> Vec<(Range<usize>, String)> {
    if !signs.may_be_in(words) {
        return Vec::new();
    }
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let address = |kind: &LinkKind, text: &str| match kind {
        LinkKind::Email => Some(format!("mailto:{text}")),
        _ if text.starts_with("https://") || text.starts_with("http://") => Some(text.to_owned()),
        _ if text.starts_with("www.") => Some(format!("http://{text}")),
        _ => None,
    };
    let found = finder.links(words).filter_map(|link| {
        // Quotation marks that close around an address are not a part of it.
        let text = link.as_str().trim_end_matches(['”', '’', '“', '‘', '»', '«', '…']);
        Some((link.start()..link.start() + text.len(), address(link.kind(), text)?))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::{Signs, addresses};

    #[track_caller]
    fn check(words: &str, expected: &[(&str, &str)]) {
        let found = addresses(words, Signs::of(words));
        let found: Vec<_> = found.iter().map(|(place, to)| (&words[place.clone()], to.as_str())).collect();
        assert_eq!(found, expected, "{words}");
    }

    #[test]
    fn addresses_end_before_the_punctuation_of_the_sentence() {
        let a = "https://example.org/a";
        check("See https://example.org/a.", &[(a, a)]);
        check("(https://example.org/a), “https://example.org/a”; https://example.org/a?", &[(a, a), (a, a), (a, a)]);
        let wiki = "https://en.wikipedia.org/wiki/Key_(lock)";
        check("https://en.wikipedia.org/wiki/Key_(lock)", &[(wiki, wiki)]);
        check("https://e.org/?a=1&b=2#c, x", &[("https://e.org/?a=1&b=2#c", "https://e.org/?a=1&b=2#c")]);
        check(
            "www.example.org and a@example.org.",
            &[("www.example.org", "http://www.example.org"), ("a@example.org", "mailto:a@example.org")],
        );
        check("http://localhost:8080/x", &[("http://localhost:8080/x", "http://localhost:8080/x")]);
    }

    #[test]
    fn what_only_looks_like_an_address_stays_text() {
        for words in
            ["example.org", "ssh://host/x", "javascript://x", "@team and a@b", "www", "10:30 Uhr", "file://a/b"]
        {
            check(words, &[]);
        }
    }
}
