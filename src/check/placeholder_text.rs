//! A document contains a placeholder such as `[COMPANY]`, `TBD` or `lorem ipsum`.
//!
//! Why: nothing shows more clearly that a policy was copied and never read.
//!
//! Example: `[COMPANY] protects its information.`
//!
//! Found are words in brackets that ask to be filled in (`[Company Name]`, `<insert date>`, `«Firma»`), tags that HTML does
//! not have (`<service desk>`), lines to write on (`____`) and the words of `[checks] placeholders` in book.toml: those in
//! capitals only in capitals, all others in any case. Words in quotation marks are only talked about. A form is there to
//! be filled in: its tags and lines are not reported.
//!
//! Fix it: replace the placeholder; `\<service desk\>` if the words are meant.

use super::{Check, Run};
use crate::catalog::Catalog;
use crate::config::{Config, Level};
use crate::diag::Diagnostic;
use crate::model::Text;

pub(super) const CHECK: Check = Check {
    code: "placeholder-text",
    level: Level::Warn,
    source: include_str!("placeholder_text.rs"),
    run: Run::Texts(run),
};

fn run(text: &Text, _: &Catalog, config: &Config, findings: &mut Vec<Diagnostic>) {
    for range in config.checks.placeholders.find(&text.words) {
        let message = format!("`{}` is a placeholder", &text.words[range.clone()]);
        findings.push(Diagnostic::warning(CHECK.code, text.span(range), message));
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
        check("placeholder-text", "//- content/a.md\nOUTBDOOR, `TBD`, XXXL, a todo list\n\n    TODO\n", &[]);
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
    fn tags_that_html_does_not_have_and_lines_to_write_on_are_reported() {
        check(
            "placeholder-text",
            "//- content/a.md\nAsk <service desk> within <number> hours.\n\n<Insert company name>\n\n## For <role>\n\nName: ______\n\n<div>\n<team lead>\n</div>\n",
            &[
                "warning content/a.md:1:5 `<service desk>` is a placeholder",
                "warning content/a.md:1:27 `<number>` is a placeholder",
                "warning content/a.md:3:1 `<Insert company name>` is a placeholder",
                "warning content/a.md:5:8 `<role>` is a placeholder",
                "warning content/a.md:7:7 `____` is a placeholder",
                "warning content/a.md:10:1 `<team lead>` is a placeholder",
            ],
        );
    }

    #[test]
    fn generics_keys_escaped_brackets_forms_and_signatures_are_left_alone() {
        let text = "List<String>, `<code>`, &lt;x&gt;, \\<service desk\\>, <30 minutes>, press <Ctrl>, <Tabs>a</Tabs>\n\n\
                    Signature: ______\n\n<Card id=\"1\"/>\n\n___\n\n```\n<role>\n```\n";
        check("placeholder-text", &format!("//- content/a.md\n{text}"), &[]);
        check("placeholder-text", "//- content/forms/a.md\n<Name of visitor>: ____\n", &[]);
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
