//! Addresses outside the site that a handbook may link to.

/// The allowed schemes. Any other scheme is an error.
pub const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// Returns the scheme of an address, such as `https`, or `None` if it is a path.
pub fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    fits.then_some(scheme)
}

/// Returns whether an address has one of [`SCHEMES`].
pub fn is_web_address(address: &str) -> bool {
    scheme(address).is_some_and(|scheme| SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)))
}

/// Returns the host of a web address, with its port; the whole address if it has none.
pub fn host(address: &str) -> &str {
    let after = address.split_once("//").map_or(address, |(_, after)| after);
    let authority = after.split(['/', '?', '#', '\\']).next().unwrap_or(after);
    authority.rsplit('@').next().unwrap_or(authority)
}

#[cfg(test)]
mod tests {
    use super::{host, is_web_address};

    #[test]
    fn a_host_is_what_stands_before_the_path() {
        for address in ["https://e.org/a/b", "//e.org?x", "HTTPS://user@e.org#a", "https://e.org"] {
            assert_eq!(host(address), "e.org", "{address}");
        }
        assert_eq!(host("https://e.org:8080/x"), "e.org:8080");
    }

    #[test]
    fn an_address_is_known_by_its_scheme() {
        let addresses = ["https://e.org", "HTTP://e.org", "mailto:a@e.org", "tel:+4420"];
        assert!(addresses.into_iter().all(is_web_address));
        assert!(!["javascript:x", "a/b:c", "https", "notes.md", ":", "ftp://e.org"].into_iter().any(is_web_address));
    }
}
