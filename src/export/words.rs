//! Markdown as the plain text of a cell.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::model::{Prose, ResolvedReference, Token};

/// The words of a Markdown text and its links; each block begins a line, each item of a list a dash. `number` says what a
/// link to a figure amounts to.
pub(super) fn words(prose: &Prose<ResolvedReference>, number: impl Fn(Option<&ResolvedReference>) -> String) -> String {
    let mut text = String::new();
    let mut links = prose.references.iter();
    prose.tokens().for_each(|token| match token {
        Token::NamedCount => text.push_str(&number(links.next())),
        Token::Link { .. } | Token::Address => drop(links.next()),
        Token::Event(Event::Text(words) | Event::Code(words)) => text.push_str(&words),
        Token::Mention(words) => {
            links.next();
            text.push_str(&words);
        }
        Token::Event(Event::SoftBreak) => text.push(' '),
        Token::Event(Event::Start(Tag::Item)) => {
            line(&mut text);
            text.push_str("- ");
        }
        Token::Event(Event::Start(Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Table(_))) => line(&mut text),
        Token::Event(Event::End(TagEnd::TableCell)) => text.push('\t'),
        Token::Event(
            Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow),
        ) => {
            line(&mut text);
        }
        _ => {}
    });
    text.trim().to_owned()
}

fn line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') && !text.ends_with("- ") {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::model::Prose;
    use crate::parse::markdown::walk;

    #[test]
    fn a_cell_holds_the_words_and_not_their_marks() {
        let text = "Do **this** as [[A.5.1]] says:\n\n- one `x`\n- [two](a.md)\n\nSee A.5.2.";
        let prose = Prose::new(text.into(), 0, walk(text, |_, _| {}), Vec::new());
        assert_eq!(words(&prose, |_| String::new()), "Do this as A.5.1 says:\n- one x\n- two\nSee A.5.2.");
    }

    #[test]
    fn what_stands_in_an_item_of_a_list_begins_a_line() {
        let text = "- one\n  > quoted\n- > alone\n- two\n  ```\n  code\n  ```\n  - three\n";
        let prose = Prose::new(text.into(), 0, walk(text, |_, _| {}), Vec::new());
        assert_eq!(words(&prose, |_| String::new()), "- one\nquoted\n- alone\n- two\ncode\n- three");
    }
}
