//! The words of a document by section, as a reader sees them.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::model::{CODE, Document, Link, Prose, Token};

/// Says the number of a link to a figure.
pub(super) type Numbers<'a> = &'a dyn Fn(Option<&Link>) -> String;

/// The text before the first heading, then that of each section, without the headings.
pub(super) fn sections(document: &Document<Link>, numbers: Numbers<'_>) -> Vec<String> {
    let prose = document.prose.text();
    // What parsing has kept is enough, but where there is HTML, a picture, a number, or a link whose words are its target's.
    if ["<", "![", "[[", "{{"].iter().any(|mark| prose.contains(mark)) {
        texts(&document.prose, numbers)
    } else {
        kept(document)
    }
}

/// The same, of the words that were gathered when the document was parsed.
fn kept(document: &Document<Link>) -> Vec<String> {
    let text = &*document.text;
    let mut code = text.code.iter().peekable();
    let mut starts = std::iter::once(0).chain(text.headings.iter().copied()).peekable();
    let mut titles = std::iter::once("").chain(document.sections.iter().map(|section| section.heading.title.as_str()));
    let mut texts = Vec::with_capacity(text.headings.len() + 1);
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(text.words.len());
        let titled = titles.next().is_some_and(|title| !title.is_empty());
        let heading = text.words[start..end].find('\n').filter(|_| titled);
        let mut done = heading.map_or(start, |line| start + line + 1);
        while code.next_if(|(at, _)| *at < done).is_some() {}
        let mut found = String::with_capacity(end - done);
        while let Some((at, words)) = code.next_if(|(at, _)| *at < end) {
            add(&mut found, &text.words[done..*at]);
            add(&mut found, words);
            done = *at;
        }
        add(&mut found, &text.words[done..end]);
        found.truncate(found.trim_end().len());
        texts.push(found);
    }
    texts
}

/// Adds words on one line; what stands for code among them is none.
fn add(text: &mut String, words: &str) {
    if words.is_ascii() && !words.contains('\t') {
        let mut lines = words.split('\n');
        text.push_str(lines.next().unwrap_or_default());
        lines.for_each(|line| text.extend([" ", line]));
    } else {
        let words = words.chars().filter(|c| *c != CODE);
        text.extend(words.map(|c| if c.is_whitespace() { ' ' } else { c }));
    }
}

/// The text of a register's field.
pub(super) fn plain(prose: &Prose<Link>, numbers: Numbers<'_>) -> String {
    texts(prose, numbers).join(" ").trim().to_owned()
}

fn texts(prose: &Prose<Link>, numbers: Numbers<'_>) -> Vec<String> {
    let mut reader = Reader { texts: vec![String::new()], links: prose.references.iter(), dropping: None, numbers };
    prose.tokens().for_each(|token| reader.token(token));
    for text in &mut reader.texts {
        text.truncate(text.trim_end().len());
    }
    reader.texts
}

struct Reader<'a> {
    texts: Vec<String>,
    links: std::slice::Iter<'a, Link>,
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
            Token::Figure => {
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
            Event::End(end) => {
                if self.dropping.as_ref() == Some(end) {
                    self.dropping = None;
                }
                if !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) {
                    self.space();
                }
            }
            Event::Text(words) | Event::Code(words) => self.add(words),
            Event::SoftBreak | Event::HardBreak => self.space(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn what_parsing_kept_is_what_a_walk_finds() {
        let text = "Above `a b` it.\n\n# One `code` A.5.15\nSoft\nbreak, **bold**, [link](b.md) and\thard\\\nbreak[^1].\n\n\
                    #\nUnder nothing.\n\n## Two\n\n```\nlet x = 1;\n\nlet y;\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n- item é\n  - more\n\n\
                    > quoted\n\n### Three\n### Four\nEnd.\n\n[^1]: A note.\n";
        let handbook = fixture::handbook(&format!("//- a.md\n{text}\n//- b.md\n# B\n"));
        let (_, document) = handbook.documents().find(|(_, document)| document.path == "a.md").unwrap();
        let words = |texts: Vec<String>| {
            texts.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
        };
        assert_eq!(words(kept(document)), words(texts(&document.prose, &|_| String::new())));
        assert_eq!(words(kept(document)).len(), 6);
    }
}
