//! The words of a document by section, as a reader sees them.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::model::{Prose, ResolvedReference, Token, begins_block, ends_block};

/// Says the number of a link to a figure.
pub(super) type Numbers<'a> = &'a dyn Fn(Option<&ResolvedReference>) -> String;

/// The text of a register's field.
pub(super) fn plain(prose: &Prose<ResolvedReference>, numbers: Numbers<'_>) -> String {
    sections(prose, numbers).join(" ").trim().to_owned()
}

/// The text before the first heading, then that of each section, without the headings.
pub(super) fn sections(prose: &Prose<ResolvedReference>, numbers: Numbers<'_>) -> Vec<String> {
    let mut reader = Reader { texts: vec![String::new()], links: prose.references.iter(), dropping: None, numbers };
    prose.tokens().for_each(|token| reader.token(token));
    for text in &mut reader.texts {
        text.truncate(text.trim_end().len());
    }
    reader.texts
}

struct Reader<'a> {
    texts: Vec<String>,
    links: std::slice::Iter<'a, ResolvedReference>,
    /// What is read is not kept up to the end of this: a heading, a link whose words are ours.
    dropping: Option<TagEnd>,
    numbers: Numbers<'a>,
}

impl Reader<'_> {
    fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Event(event) => self.event(&event),
            Token::Mention(text) => {
                self.links.next();
                self.add(&text);
            }
            Token::Link { tag, .. } => {
                let link = self.links.next();
                if matches!(tag, Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, .. }) {
                    self.add(link.map_or("", |link| &link.text));
                    self.dropping.get_or_insert(TagEnd::Link);
                }
            }
            Token::NamedCount => {
                let number = (self.numbers)(self.links.next());
                self.add(&number);
            }
            Token::Address => {
                self.links.next();
            }
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.dropping = Some(TagEnd::Heading(*level)),
            Event::End(TagEnd::Heading(_)) => {
                self.dropping = None;
                self.texts.push(String::new());
            }
            Event::Start(tag) if begins_block(tag) => self.space(),
            Event::End(end) => {
                if self.dropping.as_ref() == Some(end) {
                    self.dropping = None;
                }
                if ends_block(*end) || *end == TagEnd::Image {
                    self.space();
                }
            }
            Event::Text(words) | Event::Code(words) => self.add(words),
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.space(),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html),
            _ => {}
        }
    }

    fn text(&mut self) -> &mut String {
        self.texts.last_mut().expect("there is a text from the start")
    }

    fn add(&mut self, words: &str) {
        if self.dropping.is_none() {
            add(self.text(), words);
        }
    }

    fn space(&mut self) {
        let text = self.text();
        if !text.is_empty() && !text.ends_with(char::is_whitespace) {
            text.push(' ');
        }
    }

    /// What stands between the tags.
    fn html(&mut self, html: &str) {
        for part in html.split('<').skip(1) {
            let words = part.split_once('>').map_or("", |(_, words)| words);
            self.space();
            self.add(words.trim());
        }
    }
}

/// Adds words on one line.
fn add(text: &mut String, words: &str) {
    if words.is_ascii() && !words.contains('\t') {
        let mut lines = words.split('\n');
        text.push_str(lines.next().unwrap_or_default());
        lines.for_each(|line| text.extend([" ", line]));
    } else {
        text.extend(words.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn each_section_has_the_words_that_a_reader_sees_below_its_heading() {
        let text = "Above `a b` it.\n\n# One `code` A.5.15\nSoft\nbreak, **bold**, [link](b.md) and\thard\\\nbreak[^1].\n\n\
                    #\nUnder nothing.\n\n## Two\n\n```\nlet x = 1;\n\nlet y;\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n- item é\n  - more\n\n\
                    > quoted [[b]] <b>raw</b>\n\n- one\n  > two\n- three\n  ```\n  four\n  ```\n- five\n  ***\n  six\n\n### Three\n### Four\nEnd.\n\n[^1]: A note.\n";
        let handbook = fixture::handbook(&format!("//- a.md\n{text}\n//- b.md\n# B\n"));
        let (_, document) = handbook.documents().find(|(_, document)| document.path == "a.md").unwrap();
        assert_eq!(
            sections(&document.prose, &|_| String::new()),
            [
                "Above a b it.",
                "Soft break, bold, link and hard break.",
                "Under nothing.",
                "let x = 1;  let y; a b c d item é more quoted B raw one two three four five six",
                "",
                "End. A note.",
            ]
        );
    }
}
