//! A document contains a placeholder such as `[COMPANY]`, `TBD` or `lorem ipsum`.
//!
//! Why: nothing shows more clearly that a policy was copied and never read.
//!
//! Example: `[COMPANY] protects its information.`
//!
//! Found are words in brackets that ask to be filled in (`[Company Name]`, `<insert date>`, `«Firma»`), tags that HTML does
//! not have (`<service desk>`), lines to write on (`____`), double braces of other tools (`{{company}}`, each name once) and
//! the words of `[checks] placeholders` in book.toml: those in capitals only in capitals, all others in any case. Words in
//! quotation marks, and in a sentence that forbids them, are only talked about. A word that a legend of the document
//! explains (a table of two columns) is a value in the cells of its tables. A form is there to be filled in: its tags and
//! lines are not reported.
//!
//! Fix it: replace the placeholder, give `{{company}}` a value in `[variables]` of book.toml, or write `\<service desk\>` if
//! the words are meant.

use std::collections::BTreeSet;

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
    let found = config.checks.placeholders.find(&text.words);
    let in_cells = found.iter().any(|range| text.cell_at(range.start).is_some());
    let legend = if in_cells { legend(text) } else { BTreeSet::new() };
    for range in found {
        let words = &text.words[range.clone()];
        if text.cell_at(range.start).is_some() && legend.contains(words) {
            continue;
        }
        let message = format!("`{words}` is a placeholder");
        findings.push(Diagnostic::warning(CHECK.code, text.span(range), message));
    }
}

/// Returns the words that tables of two columns explain.
fn legend(text: &Text) -> BTreeSet<&str> {
    let cells: Vec<_> = text.cells().collect();
    let wide: BTreeSet<u32> = cells.iter().filter(|(cell, _)| cell.column > 1).map(|(cell, _)| cell.table).collect();
    let pairs = cells.windows(2).filter_map(|pair| {
        let [(first, word), (second, meaning)] = pair else { return None };
        let is_row = (first.table, first.row, first.column, second.column) == (second.table, second.row, 0, 1);
        let explains = first.row > 0 && meaning.contains(' ') && !meaning.contains(word);
        (is_row && explains && !wide.contains(&first.table)).then_some(*word)
    });
    pairs.collect()
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

    #[test]
    fn templates_ask_in_many_forms_and_other_brackets_are_left_alone() {
        let text = "Owner: [POLICY_OWNER, e.g. head of IT]. Version: [VERSION]. From [INSERT DATE]. Due [Date to be set]. \
                    [Your Company] shall …\n<COMPANY> shall … ____ shall … [●] {{company}} [Organisation]\n\n\
                    No placeholders: [RFC 2119], [ISO 27001], [x], [1], [sic], [REDACTED], [a](b.md), `[CODE_NAME]`\n";
        let found = [
            (1, 8, "[POLICY_OWNER, e.g. head of IT]"),
            (1, 50, "[VERSION]"),
            (1, 66, "[INSERT DATE]"),
            (1, 85, "[Date to be set]"),
            (1, 103, "[Your Company]"),
            (2, 1, "<COMPANY>"),
            (2, 19, "____"),
            (2, 32, "[●]"),
            (2, 36, "{{company}}"),
            (2, 48, "[Organisation]"),
        ];
        let found: Vec<String> = found
            .iter()
            .map(|(line, column, words)| format!("warning content/a.md:{line}:{column} `{words}` is a placeholder"))
            .collect();
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        check("placeholder-text", &format!("//- content/a.md\n{text}//- content/b.md\nb\n"), &found);
    }

    #[test]
    fn names_rules_and_duties_are_not_placeholders_and_a_phone_number_is_one() {
        let text = "The scope is to be determined by the board each year. No field may say \"TBD\" or \"TODO\". \
                    Tickets are called VULN-XXX.\nShow 192.168.0.XXX and XXX-XX-1234.\n\n\
                    - [ ] No placeholder text (TBD, XXX) remains.\n\nCall +49 30 XXX XXX.\n";
        check(
            "placeholder-text",
            &format!("//- content/a.md\n{text}"),
            &["warning content/a.md:6:13 `XXX XXX` is a placeholder"],
        );
    }

    #[test]
    fn a_word_that_a_legend_explains_is_a_value_in_tables() {
        let legend = "| Status | Meaning |\n|---|---|\n| TBC | not yet assessed |\n| OK | assessed |\n";
        let table = "| Control | Status | Owner |\n|---|---|---|\n| a | TBC | IT |\n| b | TBC | IT |\n";
        check("placeholder-text", &format!("//- content/a.md\n{legend}"), &[]);
        check(
            "placeholder-text",
            &format!("//- content/a.md\n{legend}\n{table}\nMore.\n\n{table}\nOwner: TBC\n"),
            &["warning content/a.md:18:8 `TBC` is a placeholder"],
        );
        check(
            "placeholder-text",
            &format!("//- content/a.md\n{table}"),
            &["warning content/a.md:3:7 `TBC` is a placeholder", "warning content/a.md:4:7 `TBC` is a placeholder"],
        );
    }

    #[test]
    fn braces_of_other_tools_stay_and_are_reported_once_each() {
        let book = "//- book.toml\n[variables]\nName = \"Acme <&> Co\"\n";
        let text = "# {{ .Name }} rules\n\n{{company}} keeps {{#hipaa}}health data{{/hipaa}} safe, {{company}}. {{ .Nmae }}\n\n\
                    {{% ref %}} {{< toc >}} {% include x %} {{{raw}}} `{{code}}` \\{{ escaped }} {{ controls }}\n";
        check(
            "placeholder-text",
            &format!("{book}//- content/a.md\n{text}"),
            &[
                "warning content/a.md:3:1 `{{company}}` is a placeholder",
                "warning content/a.md:3:19 `{{#hipaa}}` is a placeholder",
                "warning content/a.md:3:70 `{{ .Nmae }}` is a placeholder",
                "warning content/a.md:5:41 `{{{raw}}}` is a placeholder",
            ],
        );
        let handbook = crate::fixture::handbook(&format!("{book}//- content/a.md\n{text}"));
        let (_, document) = handbook.documents().next().unwrap();
        assert_eq!(document.meta.title, "Acme <&> Co rules");
        assert_eq!(document.sections[0].heading.anchor, "acme--co-rules".replace("--", "-"));
    }
}
