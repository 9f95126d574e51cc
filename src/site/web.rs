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

/// Returns the address that dials a phone number as people write it, such as `tel:+442079460123` for `+44 (0)20 7946-0123`;
/// `None` if the text is not a phone number.
pub fn dial_address(number: &str) -> Option<String> {
    let number = number.trim();
    let international = number.strip_prefix('+');
    // The zero in parentheses is dialled inside the country alone.
    let dialled = international.map_or_else(|| number.to_owned(), |rest| rest.replacen("(0)", " ", 1));
    let fits = dialled.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '-' | '.' | '/' | '(' | ')'));
    let digits: String = dialled.chars().filter(char::is_ascii_digit).collect();
    let plus = if international.is_some() { "+" } else { "" };
    (fits && (3..=15).contains(&digits.len())).then(|| format!("tel:{plus}{digits}"))
}

#[cfg(test)]
mod tests {
    use super::{dial_address, host, is_web_address};

    #[test]
    fn a_phone_number_is_dialled_as_it_is_written() {
        let dialled = |number| dial_address(number).unwrap_or_default();
        assert_eq!(dialled("+44 20 7946 0123"), "tel:+442079460123");
        assert_eq!(dialled(" +44 (0)20 7946-0123 "), "tel:+442079460123");
        assert_eq!(dialled("(020) 7946.0123"), "tel:02079460123");
        assert_eq!(dialled("030/1234"), "tel:0301234");
        assert_eq!(dialled("112"), "tel:112");
        for other in
            ["", "12", "ask Priya", "0800 CALL", "+44 20 7946 0123 or 0124", "+", "1234567890123456", "++49 30 1"]
        {
            assert_eq!(dialled(other), "", "{other}");
        }
    }

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
