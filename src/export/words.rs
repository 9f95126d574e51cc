//! Markdown as the plain text of a cell.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::model::Link;
use crate::parse::markdown::{Item, walk};

/// The words of a Markdown text and its links; each block begins a line, each item of a list a dash. `number` says what a
/// link to a figure amounts to.
pub(super) fn words(markdown: &str, links: &[Link], number: impl Fn(Option<&Link>) -> String) -> String {
    let mut text = String::new();
    let mut links = links.iter();
    walk(markdown, |item, _| match item {
        Item::Figure(_) => text.push_str(&number(links.next())),
        Item::Link { .. } | Item::Address(_) => drop(links.next()),
        Item::Event(Event::Text(words) | Event::Code(words)) => text.push_str(&words),
        Item::Mention { text: words, .. } => {
            links.next();
            text.push_str(&words);
        }
        Item::Event(Event::SoftBreak) => text.push(' '),
        Item::Event(Event::Start(Tag::Item)) => {
            line(&mut text);
            text.push_str("- ");
        }
        Item::Event(Event::End(TagEnd::TableCell)) => text.push('\t'),
        Item::Event(
            Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow),
        ) => {
            line(&mut text);
        }
        _ => {}
    });
    text.trim().to_owned()
}

fn line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_cell_holds_the_words_and_not_their_marks() {
        let text = "Do **this** as [[A.5.1]] says:\n\n- one `x`\n- [two](a.md)\n\nSee A.5.2.";
        assert_eq!(words(text, &[], |_| String::new()), "Do this as A.5.1 says:\n- one x\n- two\nSee A.5.2.");
    }
}
