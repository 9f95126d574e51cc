//! Converts Markdown to the plain text of a cell.

use pulldown_cmark::{Tag, TagEnd};

use crate::model::{Plain, Prose, ResolvedReference, plain};

/// Returns the plain text of Markdown. Each block begins a line; items have their numbers or marks, and what belongs to
/// an item is indented; cells of a table are separated by tabs; a link out of the book is followed by its address.
/// `number` returns the value of a named count.
///
/// The text begins with a character that a spreadsheet takes for a formula only if the author wrote it.
pub(super) fn words(prose: &Prose<ResolvedReference>, number: impl Fn(&ResolvedReference) -> String) -> String {
    let mut cell = CellText::default();
    plain(prose.elements(), |part| match part {
        Plain::NamedCount(to) => cell.words(&number(to)),
        part => cell.add(part),
    });
    cell.text.trim().to_owned()
}

/// The text of a cell as far as it is written.
#[derive(Default)]
struct CellText {
    text: String,
    /// Whether words come next to the mark of an item, on its line.
    after_mark: bool,
    lists: Vec<List>,
}

/// An open list.
struct List {
    /// The number of the next item, if items have numbers.
    next: Option<u64>,
    /// The width of the mark of the open item: the indentation of what belongs to it.
    width: usize,
}

impl CellText {
    fn add(&mut self, part: Plain<'_>) {
        match part {
            Plain::Words(words) => self.words(words),
            Plain::NamedCount(_) | Plain::Start(Tag::TableCell) => {}
            Plain::Space => {
                if !self.is_at_start() && !self.text.ends_with(char::is_whitespace) {
                    self.text.push(' ');
                }
            }
            Plain::Task(done) => self.words(if done { "[x] " } else { "[ ] " }),
            Plain::Footnote(label) => self.words(&format!("[{label}]")),
            Plain::Address(address) => self.address(address),
            Plain::Start(Tag::List(first)) => {
                self.line();
                self.lists.push(List { next: *first, width: 0 });
            }
            Plain::Start(Tag::Item) => self.item(),
            Plain::Start(Tag::FootnoteDefinition(label)) => {
                self.line();
                self.words(&format!("[{label}] "));
                self.after_mark = true;
            }
            Plain::End(TagEnd::List(_)) => {
                self.lists.pop();
                self.line();
            }
            Plain::End(TagEnd::TableCell) => self.words("\t"),
            Plain::End(TagEnd::Item) => {
                self.after_mark = false;
                self.line();
            }
            Plain::Line | Plain::Start(_) | Plain::End(_) => self.line(),
        }
    }

    /// Begins an item. A list inside another has hyphens; an outer one has dots, because a spreadsheet would take a
    /// hyphen at the beginning of a cell for a minus.
    fn item(&mut self) {
        self.after_mark = false;
        self.line();
        let inner = self.lists.len() > 1;
        let Some(list) = self.lists.last_mut() else { return };
        let mark = match &mut list.next {
            Some(number) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            None if inner => "- ".to_owned(),
            None => "• ".to_owned(),
        };
        list.width = 0;
        self.words(&mark);
        if let Some(list) = self.lists.last_mut() {
            list.width = mark.chars().count();
        }
        self.after_mark = true;
    }

    /// Adds words, with the indentation of the open items at the beginning of each line.
    fn words(&mut self, words: &str) {
        for line in words.split_inclusive('\n') {
            if self.is_at_start() && !line.trim().is_empty() {
                let indent = self.lists.iter().map(|list| list.width).sum();
                self.text.extend(std::iter::repeat_n(' ', indent));
            }
            self.text.push_str(line);
        }
        self.after_mark = false;
    }

    /// Adds the address of a link, unless its words say it.
    fn address(&mut self, address: &str) {
        let short = address.strip_prefix("mailto:").unwrap_or(address);
        let bare = short.split_once("://").map_or(short, |(_, bare)| bare).trim_end_matches('/');
        if !self.text.ends_with(short) && !self.text.trim_end_matches('/').ends_with(bare) {
            self.words(&format!(" ({short})"));
        }
    }

    /// Begins a new line, unless the text is at the beginning of one.
    fn line(&mut self) {
        self.text.truncate(self.text.trim_end_matches('\t').len());
        if !self.after_mark && !self.is_at_start() {
            self.text.push('\n');
        }
    }

    fn is_at_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with('\n')
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

    /// Asserts with which character the plain text of a page begins.
    #[track_caller]
    fn check_beginning(text: &str, begins: char) {
        let handbook = fixture::handbook(&format!("//- a.md\n{text}\n"));
        let (_, document) = handbook.documents().next().unwrap();
        let text = words(&document.prose, |_| String::new());
        assert_eq!(text.chars().next(), Some(begins), "{text}");
    }

    #[test]
    fn a_cell_holds_the_words_and_not_their_marks() {
        check(
            "Do **this** as [[A.5.1]] says:\n\n- one `x`\n- [two](b.md)\n\nSee A.5.2.",
            "Do this as A.5.1 says:\n• one x\n• two\nSee A.5.2.",
        );
    }

    #[test]
    fn each_block_in_a_list_item_begins_a_line() {
        check(
            "- one\n  > quoted\n- > alone\n- two\n  ```\n  code\n  ```\n  - three\n",
            "• one\n  quoted\n• alone\n• two\n  code\n  - three",
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

    #[test]
    fn items_keep_their_numbers_and_their_levels() {
        check(
            "1. Order the safes.\n2. If step 1 is late, rent one:\n   - small\n   - large\n3. Train everybody.",
            "1. Order the safes.\n2. If step 1 is late, rent one:\n   - small\n   - large\n3. Train everybody.",
        );
        check("9. nine\n10. ten\n    1. first\n\n       more", "9. nine\n10. ten\n    1. first\n       more");
        check("- a\n\n  b\n\n- c\n  1. d\n     - e\n\nf", "• a\n  b\n• c\n  1. d\n     - e\nf");
        check("- [x] done\n- [ ] open\n-\n- last", "• [x] done\n• [ ] open\n• \n• last");
    }

    #[test]
    fn lines_of_code_in_an_item_are_as_deep_as_the_item() {
        check("1. run\n   ```\n   a\n     b\n\n   c\n   ```\n2. end", "1. run\n   a\n     b\n\n   c\n2. end");
    }

    #[test]
    fn the_words_of_a_link_out_of_the_book_are_followed_by_its_address() {
        check("See [the shop](https://shop.example/safes).", "See the shop (https://shop.example/safes).");
        check("[Mail us](mailto:a@b.example), [b](b.md), [[b]]", "Mail us (a@b.example), b, The other");
        check(
            "<https://shop.example> and [shop.example](https://shop.example/)",
            "https://shop.example and shop.example",
        );
        check("An <a class=\"x\" href='https://shop.example'>old *tag*</a>.", "An old tag (https://shop.example).");
    }

    #[test]
    fn a_footnote_is_found_by_its_mark() {
        check("Yes[^1].\n\n[^1]: Since May.", "Yes[1].\n[1] Since May.");
    }

    #[test]
    fn a_cell_begins_with_a_sign_only_if_the_author_wrote_it() {
        for (text, begins) in [("- one", '•'), ("* one", '•'), ("+ one", '•'), ("0. one", '0'), ("- - one", '•')]
        {
            check_beginning(text, begins);
        }
        for (text, begins) in [("=1+1", '='), ("\\- 5 %", '-'), ("+49 30", '+'), ("@SUM(1)", '@')] {
            check_beginning(text, begins);
        }
    }
}
