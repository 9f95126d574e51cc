//! The language of the book has no texts for the interface, or not all of them.
//!
//! Why: pages say that they are in the language of the book, but their headings, buttons and states are in English. Readers
//! meet two languages, and a screen reader speaks English words as if they were of the other one.
//!
//! Example: `language = "nb"`. The program brings English and German.
//!
//! Fix it: translate the texts of `themes/default/texts/en.toml` in a file of the theme that has the name of the language,
//! `theme/texts/nb.toml`; or choose a language that has texts.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;

/// Maximum number of keys that a message names.
const NAMED: usize = 3;

pub(super) const CHECK: Check = Check {
    code: "language-without-texts",
    level: Level::Warn,
    source: include_str!("language_without_texts.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let language = &facts.config.language;
    let missing = facts.words.untranslated();
    if missing.is_empty() {
        return;
    }
    let main = language.value.split('-').next().unwrap_or(&language.value);
    let file = format!("{}/texts/{main}.toml", facts.config.theme);
    let (message, help) = if facts.words.has_texts_of_its_own() {
        let keys: Vec<_> = missing.iter().take(NAMED).map(|key| format!("`{key}`")).collect();
        let more = if missing.len() > NAMED { ", …" } else { "" };
        let message =
            format!("{} texts of the interface are not in `{}` but in English", missing.len(), language.value);
        (message, format!("add the keys to `{file}`: {}{more}", keys.join(", ")))
    } else {
        let message = format!("there are no texts in `{}`: the words of the interface are English", language.value);
        (message, format!("translate the texts of `themes/default/texts/en.toml` in `{file}`, or choose `en` or `de`"))
    };
    report.add(None, Diagnostic::warning(CHECK.code, language.span, message).help(help));
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const CODE: &str = "language-without-texts";

    #[test]
    fn a_language_whose_words_would_be_english_is_reported() {
        for language in ["nb", "nb-NO", "fr", "pl"] {
            check(
                CODE,
                &format!("//- book.toml\nlanguage = \"{language}\"\n//- content/a.md\n# A\n"),
                &[&format!(
                    "warning book.toml:4:12 there are no texts in `{language}`: the words of the interface are English"
                )],
            );
        }
    }

    #[test]
    fn languages_that_ship_with_the_program_have_all_texts() {
        for language in ["", "language = \"en-US\"\n", "language = \"de\"\n", "language = \"de-CH\"\n"] {
            check(CODE, &format!("//- book.toml\n{language}//- content/a.md\n# A\n"), &[]);
        }
    }
}
