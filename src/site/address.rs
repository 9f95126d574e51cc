//! Addresses of places in a site, and the slugs in its paths.

use super::{SitePath, push_encoded};
use crate::letters::nfc;

/// A page, or an anchor on it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// The page.
    pub path: SitePath,
    /// The anchor: the part after `#`.
    pub anchor: Option<String>,
}

impl Address {
    /// Returns the address relative to the page at `from`.
    pub fn relative_from(&self, from: &SitePath) -> String {
        self.path.relative_with_anchor(from, self.anchor.as_deref())
    }

    /// Returns the address to append to the base address of a site.
    pub fn absolute(&self) -> String {
        with_anchor(self.path.absolute(), self.anchor.as_deref())
    }
}

impl SitePath {
    /// Returns the address of an anchor on the page at this path, or of the page, relative to the page at `from`.
    pub fn relative_with_anchor(&self, from: &Self, anchor: Option<&str>) -> String {
        let is_here = anchor.is_some() && self == from;
        let page = if is_here { String::new() } else { self.relative_from(from) };
        with_anchor(page, anchor)
    }
}

fn with_anchor(mut address: String, anchor: Option<&str>) -> String {
    if let Some(anchor) = anchor {
        address.push('#');
        push_encoded(&mut address, anchor);
    }
    address
}

impl From<SitePath> for Address {
    fn from(path: SitePath) -> Self {
        Self { path, anchor: None }
    }
}

/// Returns the slug of a text: lowercase letters, digits and dots of any script, with hyphens for everything else.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in nfc(text).chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || matches!(c, '.' | '_') {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches(['-', '.']);
    if slug.is_empty() { "page".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_name_of_any_kind_becomes_an_address() {
        assert_eq!(slug("A.5.15"), "a.5.15");
        assert_eq!(slug("Über uns & mehr!"), "über-uns-mehr");
        assert_eq!(slug("../.."), "page");
        assert_eq!(slug("u\u{308}ber"), slug("\u{fc}ber"));
    }
}
