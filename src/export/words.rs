//! Converts Markdown to the plain text of a cell.

use pulldown_cmark::TagEnd;

use crate::model::{Plain, Prose, ResolvedReference, plain};

/// Returns the plain text of Markdown. Each block begins a line, each list item a dash; cells of a table are separated
/// by tabs. `number` returns the value of a named count.
pub(super) fn words(prose: &Prose<ResolvedReference>, number: impl Fn(&ResolvedReference) -> String) -> String {
    let mut text = String::new();
    plain(prose.elements(), |part| match part {
        Plain::Words(words) => text.push_str(words),
        Plain::NamedCount(to) => text.push_str(&number(to)),
        Plain::Space => {
            if !text.is_empty() && !text.ends_with(char::is_whitespace) {
                text.push(' ');
            }
        }
        Plain::Start(TagEnd::Item) => {
            line(&mut text);
            text.push_str("- ");
        }
        Plain::Start(TagEnd::TableCell) => {}
        Plain::End(TagEnd::TableCell) => text.push('\t'),
        Plain::Line | Plain::Start(_) | Plain::End(_) => line(&mut text),
    });
    text.trim().to_owned()
}

/// Begins a new line, unless the text is already at the beginning of one.
fn line(text: &mut String) {
    text.truncate(text.trim_end_matches('\t').len());
    if !text.is_empty() && !text.ends_with('\n') && !text.ends_with("- ") {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::fixture;
    use crate::model::Destination;

    /// Returns the plain text of a page in a book with a document `b` and two risks.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let risks = "[[risk]]\nid = \"R-1\"\ntitle = \"One\"\n[[risk]]\nid = \"R-2\"\ntitle = \"Two\"\n";
        let handbook = fixture::handbook(&format!(
            "//- a.md\n{text}\n//- b.md\n+++\ntitle = \"The other\"\n+++\n//- registers/risks.toml\n{risks}"
        ));
        let (_, document) = handbook.documents().find(|(_, document)| document.path == "a.md").unwrap();
        let number = |to: &_| match to {
            crate::model::ResolvedReference { to: Some(Destination::NamedCount(_)), .. } => "2".to_owned(),
            _ => String::new(),
        };
        assert_eq!(words(&document.prose, number), expected);
    }

    #[test]
    fn a_cell_holds_the_words_and_not_their_marks() {
        check(
            "Do **this** as [[A.5.1]] says:\n\n- one `x`\n- [two](b.md)\n\nSee A.5.2.",
            "Do this as A.5.1 says:\n- one x\n- two\nSee A.5.2.",
        );
    }

    #[test]
    fn each_block_in_a_list_item_begins_a_line() {
        check(
            "- one\n  > quoted\n- > alone\n- two\n  ```\n  code\n  ```\n  - three\n",
            "- one\nquoted\n- alone\n- two\ncode\n- three",
        );
    }

    #[test]
    fn a_link_without_words_has_the_name_of_its_target_and_a_named_count_its_number() {
        check("As [[b]] says of [[b|it]]: {{ risks }} risks.", "As The other says of it: 2 risks.");
    }

    #[test]
    fn each_row_of_a_table_is_a_line_and_its_cells_are_separated_by_tabs() {
        check("| a | b |\n|---|---|\n| c | d |\n\nEnd", "a\tb\nc\td\nEnd");
    }

    #[test]
    fn raw_html_is_its_words() {
        check("<div><a href=\"b.md\">the\nother</a></div>\n\nH<sub>2</sub>O,<br>water", "the other\nH2O,\nwater");
    }
}
