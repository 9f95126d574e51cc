//! A document refers to a footnote that it does not define.
//!
//! Why: readers see the raw mark instead of the note.
//!
//! Example: "within five days[^exceptions]" without a line `[^exceptions]: …`.
//!
//! Fix it: define the footnote, or remove the reference.

use memchr::memmem;

use super::{Check, Run};
use crate::catalog::Catalog;
use crate::config::{Config, Level};
use crate::diag::Diagnostic;
use crate::model::Text;

pub(super) const CHECK: Check = Check {
    code: "undefined-footnote",
    level: Level::Warn,
    source: include_str!("undefined_footnote.rs"),
    run: Run::Texts(run),
};

fn run(text: &Text, _: &Catalog, _: &Config, findings: &mut Vec<Diagnostic>) {
    for at in memmem::find_iter(text.words.as_bytes(), "[^") {
        let Some(length) = text.words[at..].find(']') else { continue };
        let name = &text.words[at + 2..at + length];
        if name.is_empty() || name.contains(char::is_whitespace) {
            continue;
        }
        let message = format!("footnote `{name}` is not defined");
        let help = format!("define it on a line of its own: `[^{name}]: …`");
        findings.push(Diagnostic::warning(CHECK.code, text.span(at..at + length + 1), message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_footnote_must_be_defined() {
        check(
            "undefined-footnote",
            "//- content/a.md\nOne[^a] two[^b].\n\n[^a]: Note.\n",
            &["warning content/a.md:1:12 footnote `b` is not defined"],
        );
    }

    #[test]
    fn a_character_class_in_code_is_no_footnote() {
        check("undefined-footnote", "//- content/a.md\n`[^a-z]` and [^ a] and [^]\n", &[]);
    }
}
