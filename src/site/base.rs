//! The location of a site: the URL that it is published at, and the path that the preview serves it under.
//!
//! One never replaces the other. Sitemap, exports and calendar need absolute addresses, which need a [`BaseUrl`]; the
//! preview knows only the [`BasePath`].

use std::fmt;
use std::str::FromStr;

/// URL that a site is published at, such as `https://isms.example/handbook/`; ends in `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

/// Path on the host that the preview serves a site under, such as `/handbook/`; has `/` at both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasePath(String);

impl BaseUrl {
    /// Returns the absolute address of a page or file in the site, given its escaped path.
    pub fn join(&self, path: &str) -> String {
        format!("{self}{path}")
    }

    /// Returns the path on the host; has `/` at both ends.
    pub fn path(&self) -> &str {
        let host = self.0.find("://").map_or(0, |scheme| scheme + 3);
        self.0[host..].find('/').map_or("/", |slash| &self.0[host + slash..])
    }
}

impl BasePath {
    /// Returns the path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some(rest) = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme)) else {
            return Err("start it with `https://`");
        };
        // It is written into files that have no way to escape it.
        let is_plain = |c: char| c.is_alphanumeric() || "-._~%!$&()*+,;=:@/[]".contains(c);
        if rest.starts_with(['/', ':', '@']) || rest.is_empty() || !rest.chars().all(is_plain) {
            return Err(
                "write it like `https://isms.example/handbook/`, without blanks, quotes, `<`, `>`, `?` and `#`",
            );
        }
        Ok(Self(format!("{}/", text.trim_end_matches('/'))))
    }
}

impl FromStr for BasePath {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('/').filter(|part| !part.is_empty()).collect();
        let plain = |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte));
        if !parts.iter().all(|part| plain(part) && !part.starts_with('.') && *part != "-") {
            return Err("write it like `/handbook/`, with letters, digits, hyphens, dots and underscores");
        }
        Ok(Self(if parts.is_empty() { "/".to_owned() } else { format!("/{}/", parts.join("/")) }))
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{BasePath, BaseUrl};

    #[test]
    fn a_base_url_is_absolute_and_ends_in_a_slash() {
        let read = |text: &str| text.parse::<BaseUrl>().ok().map(|base| base.join("a.html"));
        assert_eq!(read("https://isms.example").as_deref(), Some("https://isms.example/a.html"));
        assert_eq!(read("http://isms.example/x//").as_deref(), Some("http://isms.example/x/a.html"));
        let path = |text: &str| text.parse::<BaseUrl>().unwrap().path().to_owned();
        assert_eq!(path("https://isms.example"), "/");
        assert_eq!(path("https://isms.example:8443/a/b"), "/a/b/");
        assert!(
            read("https://isms.example:8443/~a/%C3%BC/b_c").is_some() && read("https://münchen.example/ü").is_some()
        );
        let markup = "https://x/\"><script>alert(1)</script>?a=b";
        for text in
            ["/", "/handbook/", "handbook", "javascript:x", "https://a b", markup, "https://x/?a", "https://x/#a"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        for text in [
            "https://",
            "https:///x",
            "https://x/'",
            "https://x/<",
            "https://x/`",
            "https://x/\\",
            "https://x/\u{202e}",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_base_path_has_a_slash_at_both_ends() {
        let read = |text: &str| text.parse::<BasePath>().ok().map(|base| base.to_string());
        assert_eq!(read("").as_deref(), Some("/"));
        assert_eq!(read("handbook").as_deref(), Some("/handbook/"));
        assert_eq!(read("//a/b").as_deref(), Some("/a/b/"));
        for text in ["/-/", "/../", "/a b/", "https://isms.example/"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
