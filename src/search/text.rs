//! The words of a document by section, as a reader sees them.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::model::{Document, Link, Prose};
use crate::parse::markdown::{Item, walk};

/// The text before the first heading, then that of each section, without the headings.
pub(super) fn sections(document: &Document<Link>) -> Vec<String> {
    texts(&document.prose)
}

/// The text of a register's field.
pub(super) fn plain(prose: &Prose<Link>) -> String {
    texts(prose).join(" ").trim().to_owned()
}

fn texts(prose: &Prose<Link>) -> Vec<String> {
    let mut reader = Reader { texts: vec![String::new()], links: prose.references.iter(), dropping: None };
    walk(prose.text(), |item, _| reader.item(item));
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
}

impl Reader<'_> {
    fn item(&mut self, item: Item<'_>) {
        match item {
            Item::Event(event) => self.event(&event),
            Item::Mention { text, .. } => {
                self.links.next();
                self.add(&text);
            }
            Item::Link { tag, .. } => {
                let link = self.links.next();
                if matches!(tag, Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, .. }) {
                    self.add(link.map_or("", |link| &link.text));
                    self.dropping.get_or_insert(TagEnd::Link);
                }
            }
            Item::Address(_) => {
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
        if self.dropping.is_some() {
            return;
        }
        if words.contains(['\t', '\n', '\r']) || !words.is_ascii() {
            self.text().extend(words.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
        } else {
            self.text().push_str(words);
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
