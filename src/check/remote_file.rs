//! Pictures or frames would be loaded from another host. All of a book are one finding, at the first of them.
//!
//! Why: a handbook must work offline, and no other host should learn who reads it.
//!
//! Example: `![logo](https://example.org/logo.png)`.
//!
//! Fix it: save the file next to the document and link to it there. Until then the page shows a link instead of the
//! picture, or only its words if it is in a link.

use std::collections::BTreeMap;

use super::{Check, Run};
use crate::config::Level;
use crate::diag::{Diagnostic, counted};
use crate::site::host;

pub(super) const CHECK: Check =
    Check { code: "remote-file", level: Level::Warn, source: include_str!("remote_file.rs"), run: Run::Elsewhere };

/// The most hosts that the finding names.
const HOSTS: usize = 5;

/// Makes one finding of all pictures of other hosts, whose addresses are the subjects of the findings.
pub(super) fn collapse(findings: &mut Vec<Diagnostic>) {
    let is_picture = |finding: &&Diagnostic| finding.code == CHECK.code;
    let pictures = findings.iter().filter(is_picture).count();
    if pictures < 2 {
        return;
    }
    let mut hosts: BTreeMap<&str, usize> = BTreeMap::new();
    for picture in findings.iter().filter(is_picture) {
        *hosts.entry(host(&picture.subject)).or_default() += 1;
    }
    let mut named: Vec<_> = hosts.iter().map(|(host, count)| (*count, *host)).collect();
    named.sort_by_key(|(count, host)| (std::cmp::Reverse(*count), *host));
    let more = named.len().saturating_sub(HOSTS);
    let mut words: Vec<String> = named.iter().take(HOSTS).map(|(count, host)| format!("{count} of `{host}`")).collect();
    words.extend((more > 0).then(|| format!("others of {}", counted(more, "host"))));
    let message = format!("{pictures} files would be loaded from other hosts: {}", words.join(", "));
    let first = findings.iter().filter(is_picture).min_by_key(|picture| picture.span).cloned();
    findings.retain(|finding| finding.code != CHECK.code);
    findings.extend(first.map(|first| Diagnostic { message, ..first }.subject("files of other hosts")));
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn all_pictures_of_a_book_are_one_finding_that_names_their_hosts() {
        let badge = "[![b](https://img.shields.io/x)](https://ci.example) ";
        let book = "//- book.toml\n\n//- content/b.md\n# B\n\n![y](//e.org/y.png)\n";
        let waived = "//- content/c.md\n+++\nwaive = [{ code = \"remote-file\", reason = \"Logo\", until = 2027-01-01 }]\n+++\n![z](https://z.org/z.png)\n";
        check(
            "remote-file",
            &format!("{book}{waived}//- content/a.md\n# A\n\n{}\n", badge.repeat(3)),
            &["warning content/a.md:3:7 4 files would be loaded from other hosts: 3 of `img.shields.io`, 1 of `e.org`"],
        );
    }

    #[test]
    fn a_picture_of_another_host_is_reported() {
        check(
            "remote-file",
            "//- content/a.md\n![x](https://e.org/x.png) [y](https://e.org/y.png)\n",
            &["warning content/a.md:1:6 `https://e.org/x.png` would be loaded from another host"],
        );
    }
}
