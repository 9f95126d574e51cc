//! A picture would be loaded from another host.
//!
//! Why: a handbook must work offline, and no other host should learn who reads it.
//!
//! Example: `![logo](https://example.org/logo.png)`.
//!
//! Fix it: save the file next to the document and link to it there. Until then the page shows a link instead of the
//! picture.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "remote-file", level: Level::Warn, source: include_str!("remote_file.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_picture_of_another_host_is_reported() {
        check(
            "remote-file",
            "//- content/a.md\n![x](https://e.org/x.png) [y](https://e.org/y.png)\n",
            &["warning content/a.md:1:6 `https://e.org/x.png` would be loaded from another host"],
        );
    }
}
