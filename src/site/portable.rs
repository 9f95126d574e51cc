//! Addresses that every disk can hold: a site is built on one system, and unpacked or shared on another.

use super::SitePath;

/// The length of the longest name that file systems hold, in bytes.
const LONGEST_PART: usize = 255;
/// The length of the longest path; what is above the site must fit, too.
const LONGEST: usize = 2000;

/// Names that Windows keeps for devices, whatever extension follows.
const DEVICES: [&str; 7] = ["aux", "clock$", "con", "conin$", "conout$", "nul", "prn"];

impl SitePath {
    /// Returns why some disk cannot hold a file at this path, as a lowercase phrase.
    pub fn unportable(&self) -> Option<String> {
        if self.0.len() > LONGEST {
            return Some(format!(
                "it is {} bytes long, and not all systems can open more than {LONGEST}",
                self.0.len()
            ));
        }
        self.0.split('/').find_map(|part| {
            let length = part.len();
            if length > LONGEST_PART {
                return Some(format!(
                    "a name in it is {length} bytes long, and no disk can hold more than {LONGEST_PART}"
                ));
            }
            if let Some(c) =
                part.chars().find(|c| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\'))
            {
                return Some(match c.is_control() {
                    true => "a control character is in it, which Windows does not allow in a name".to_owned(),
                    false => format!("Windows does not allow `{c}` in a name"),
                });
            }
            if part.ends_with(['.', ' ']) {
                return Some("Windows removes a dot or a blank at the end of a name".to_owned());
            }
            let stem = part.split('.').next().unwrap_or(part).trim_end();
            is_device(stem).then(|| format!("Windows keeps the name `{stem}` for a device"))
        })
    }
}

fn is_device(stem: &str) -> bool {
    let stem = stem.to_lowercase();
    let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt")).map(|number| number.chars());
    let is_port = number.is_some_and(|mut number| {
        number.next().is_some_and(|digit| digit.is_ascii_digit() || "¹²³".contains(digit)) && number.next().is_none()
    });
    is_port || DEVICES.contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use super::SitePath;

    #[test]
    fn what_windows_or_any_disk_cannot_hold_is_known() {
        let long = format!("files/{}.png", "x".repeat(252));
        let umlauts = format!("documents/{}.html", "ü".repeat(126));
        let deep = "a/".repeat(1001);
        for path in [
            "documents/con.html",
            "documents/CON/a.html",
            "files/aux",
            "files/nul.tar.gz",
            "registers/r/com1.html",
            "files/LPT9.txt",
            "files/com¹.txt",
            "files/a:b.png",
            "files/a?.png",
            "files/a*b",
            "files/<a>",
            "files/a|b",
            "files/\"a\"",
            "files/a\\b",
            "files/a./b.png",
            "files/a ",
            "files/a.",
            "files/a\u{7}",
            "files/con .txt",
            &long,
            &umlauts,
            &deep,
        ] {
            assert!(SitePath::new(path).unportable().is_some(), "{path}");
        }
        let fits = format!("files/{}", "x".repeat(255));
        for path in [
            "documents/console.html",
            "files/com10.txt",
            "files/a b.png",
            "files/.well-known",
            "files/a..b",
            "com/x.html",
            "files/nullen.txt",
            "registers/risks/r-1.html",
            "files/über's & co (1).pdf",
            &fits,
        ] {
            assert_eq!(SitePath::new(path).unportable(), None, "{path}");
        }
    }
}
