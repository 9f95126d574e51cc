//! A document contains a placeholder such as `[COMPANY]`, `TBD` or `lorem ipsum`.
//!
//! Why: nothing shows more clearly that a policy was copied and never read.
//!
//! Example: `[COMPANY] protects its information.`
//!
//! Fix it: replace the placeholder. `[checks] placeholders` in book.toml lists the words: those in capitals match only
//! in capitals, all others in any case.

use std::cell::LazyCell;

use super::{Check, Run};
use crate::catalog::Catalog;
use crate::config::{Config, Level};
use crate::diag::Diagnostic;
use crate::model::{Text, find_in};

pub(super) const CHECK: Check = Check {
    code: "placeholder-text",
    level: Level::Warn,
    source: include_str!("placeholder_text.rs"),
    run: Run::Texts(run),
};

fn run(text: &Text, _: &Catalog, config: &Config, findings: &mut Vec<Diagnostic>) {
    let in_ascii = LazyCell::new(|| text.words.to_ascii_lowercase());
    let lower = LazyCell::new(|| text.words.to_lowercase());
    for phrase in &config.checks.placeholders {
        let in_capitals = !phrase.chars().any(char::is_lowercase);
        // Lowercase letters of some scripts are longer than their capitals: places in the words would be off.
        let ranges = match in_capitals {
            true => text.find(phrase),
            false if phrase.is_ascii() => find_in(&in_ascii, &phrase.to_ascii_lowercase()),
            false if lower.len() == text.words.len() => find_in(&lower, &phrase.to_lowercase()),
            false => Vec::new(),
        };
        for range in ranges {
            let message = format!("`{}` is a placeholder", &text.words[range.clone()]);
            findings.push(Diagnostic::warning(CHECK.code, text.span(range), message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn what_was_to_be_replaced_is_reported() {
        check(
            "placeholder-text",
            "//- content/a.md\nAt [COMPANY] the owner is TBD. Lorem ipsum dolor.\n",
            &[
                "warning content/a.md:1:4 `[COMPANY]` is a placeholder",
                "warning content/a.md:1:27 `TBD` is a placeholder",
                "warning content/a.md:1:32 `Lorem ipsum` is a placeholder",
            ],
        );
    }

    #[test]
    fn parts_of_words_code_and_other_case_are_left_alone() {
        check("placeholder-text", "//- content/a.md\nOUTBDOOR, tbd as a unit, `TBD`, XXXL\n\n    TODO\n", &[]);
    }

    #[test]
    fn words_beyond_ascii_are_found_in_any_case() {
        let book = "//- book.toml\n[checks]\nplaceholders = [\"ergänzen\"]\n";
        check(
            "placeholder-text",
            &format!("{book}//- content/a.md\nHier ERGÄNZEN.\n"),
            &["warning content/a.md:1:6 `ERGÄNZEN` is a placeholder"],
        );
    }

    #[test]
    fn words_before_a_list_within_a_list_are_words_of_their_own() {
        check(
            "placeholder-text",
            "//- content/a.md\n- TBD\n  - more\n- XXX\n  > quoted\n",
            &["warning content/a.md:1:3 `TBD` is a placeholder", "warning content/a.md:3:3 `XXX` is a placeholder"],
        );
    }

    #[test]
    fn the_book_sets_the_words() {
        let book = "//- book.toml\n[checks]\nplaceholders = [\"fill me in\"]\n";
        check(
            "placeholder-text",
            &format!("{book}//- content/a.md\nTBD, Fill me in\n"),
            &["warning content/a.md:1:6 `Fill me in` is a placeholder"],
        );
    }
}
