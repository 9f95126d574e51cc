//! Text without markup.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::elements::Element;
use super::tokens::{begins_block, ends_block};
use crate::model::reference::ResolvedReference;

/// A part of a text without markup.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Plain<'a> {
    /// Words or code.
    Words(&'a str),
    /// A number that is counted in the handbook.
    NamedCount(&'a ResolvedReference),
    /// White space, which never follows other white space.
    Space,
    /// The end of a line.
    Line,
    /// The start of a block.
    Start(&'a Tag<'a>),
    /// The end of a block.
    End(TagEnd),
    /// The box of a task, ticked or not.
    Task(bool),
    /// The mark of a footnote, by its label.
    Footnote(&'a str),
    /// The address of a link that leads out of the book, after the words of the link.
    Address(&'a str),
}

impl Plain<'_> {
    /// Appends it to a text on one line. `number` returns the value of a named count.
    pub fn add_to(self, line: &mut String, number: impl Fn(&ResolvedReference) -> String) {
        match self {
            Self::Words(words) if words.is_ascii() && !words.contains('\t') => {
                let mut lines = words.split('\n');
                line.push_str(lines.next().unwrap_or_default());
                lines.for_each(|next| line.extend([" ", next]));
            }
            Self::Words(words) => line.extend(words.chars().map(|c| if c.is_whitespace() { ' ' } else { c })),
            Self::NamedCount(to) => line.push_str(&number(to)),
            Self::Task(_) | Self::Footnote(_) | Self::Address(_) => {}
            Self::Space | Self::Line | Self::Start(_) | Self::End(_) => {
                if !line.is_empty() && !line.ends_with(char::is_whitespace) {
                    line.push(' ');
                }
            }
        }
    }
}

/// Calls `visit` with the plain text of some elements.
pub fn plain<'a>(elements: impl Iterator<Item = Element<'a>>, mut visit: impl FnMut(Plain<'_>)) {
    let mut html = RawHtml::default();
    let mut address = None;
    elements.for_each(|element| match element {
        Element::Event(Event::Text(words) | Event::Code(words)) | Element::Mention(words, _) => {
            visit(Plain::Words(&words));
        }
        Element::NamedCount(to) => visit(Plain::NamedCount(to)),
        Element::Event(Event::Start(tag)) if begins_block(&tag) => visit(Plain::Start(&tag)),
        Element::Event(Event::End(end)) if ends_block(end) => visit(Plain::End(end)),
        Element::Event(Event::TaskListMarker(done)) => visit(Plain::Task(done)),
        Element::Event(Event::FootnoteReference(label)) => visit(Plain::Footnote(&label)),
        Element::Event(Event::Start(Tag::Link { dest_url, .. }))
        | Element::Link { tag: Tag::Link { dest_url, .. }, remote: true, .. } => address = Some(dest_url),
        Element::Event(Event::End(TagEnd::Link)) => {
            if let Some(address) = address.take() {
                visit(Plain::Address(&address));
            }
        }
        Element::Event(Event::SoftBreak | Event::End(TagEnd::Image)) => visit(Plain::Space),
        Element::Event(Event::HardBreak | Event::Rule) => visit(Plain::Line),
        Element::Event(Event::Html(part) | Event::InlineHtml(part)) => html.read(&part, &mut visit),
        Element::Event(_) | Element::Link { .. } | Element::Address(_) => {}
    });
}

/// Returns the plain text of some elements on one line. `number` returns the value of a named count.
pub fn one_line<'a>(
    elements: impl Iterator<Item = Element<'a>>,
    number: impl Fn(&ResolvedReference) -> String,
) -> String {
    let mut line = String::new();
    plain(elements, |part| part.add_to(&mut line, &number));
    line.trim().to_owned()
}

/// Tags of raw HTML that do not end a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Returns whether a sentence goes on behind a tag with this name.
pub fn is_inline(name: &str) -> bool {
    INLINE.iter().any(|inline| inline.eq_ignore_ascii_case(name))
}

/// Reader of raw HTML, which comes in pieces that can end anywhere.
#[derive(Default)]
pub struct RawHtml {
    inside: Inside,
    /// Whether it is inside a style sheet or a script.
    hidden: bool,
    /// The address of the open link, if it leads out of the book.
    address: Option<String>,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Inside {
    #[default]
    Text,
    Tag,
    Comment,
}

impl RawHtml {
    /// Calls `visit` with the text between the tags of the next piece.
    pub fn read(&mut self, html: &str, visit: &mut impl FnMut(Plain<'_>)) {
        let mut rest = html;
        while !rest.is_empty() {
            let end = match self.inside {
                Inside::Text => "<",
                Inside::Tag => ">",
                Inside::Comment => "-->",
            };
            let (part, after) = rest.split_once(end).map_or((rest, None), |(part, after)| (part, Some(after)));
            if self.inside == Inside::Text && !self.hidden {
                words(part, visit);
            }
            let Some(after) = after else { return };
            self.inside = if self.inside == Inside::Text { self.tag(after, visit) } else { Inside::Text };
            rest = after;
        }
    }

    /// Reads the name of a tag; its attributes may be in other pieces.
    fn tag(&mut self, html: &str, visit: &mut impl FnMut(Plain<'_>)) -> Inside {
        if html.starts_with("!--") {
            return Inside::Comment;
        }
        let name = html.trim_start_matches('/');
        let closes = name.len() < html.len();
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        if matches!(name.as_str(), "style" | "script") {
            self.hidden = !closes;
        }
        if name == "a" {
            if let Some(address) = self.address.take() {
                visit(Plain::Address(&address));
            }
            self.address = remote_address(html).map(str::to_owned);
        }
        if !is_inline(&name) {
            visit(Plain::Line);
        }
        Inside::Tag
    }
}

/// Returns the address in an opening tag of a link if it leads out of the book.
fn remote_address(html: &str) -> Option<&str> {
    let tag = html.split('>').next()?;
    let value = tag.split_once("href=")?.1;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let address = value[1..].split(quote).next()?;
    (address.contains("://") || address.starts_with("mailto:")).then_some(address)
}

/// Calls `visit` with each word and with the space between them.
fn words(text: &str, visit: &mut impl FnMut(Plain<'_>)) {
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        if !word.is_empty() {
            visit(Plain::Words(word));
        }
        if word.len() < part.len() {
            visit(Plain::Space);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::one_line;
    use crate::fixture;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let handbook = fixture::handbook(&format!("//- a.md\n{text}\n//- b.md\n# The other\n"));
        let (_, document) = handbook.documents().find(|(_, document)| document.path == "a.md").unwrap();
        assert_eq!(one_line(document.prose.elements(), |_| "7".to_owned()), expected);
    }

    #[test]
    fn a_reference_is_the_words_that_a_page_shows() {
        check("[[b]], [[b|it]], [[b#x]], A.5.1–3, {{ controls }}", "The other, it, The other, A.5.1–3, 7");
    }

    #[test]
    fn blocks_are_separated_also_inside_a_list_item() {
        check(
            "- one\n  - two\n    > three\n- four\n\n***\n\n| a | b |\n|---|---|\n| c | d |",
            "one two three four a b c d",
        );
    }

    #[test]
    fn raw_html_is_the_words_between_its_tags() {
        check("<div title=\"x\"><p>one\ntwo</p><a href=\"b.md\">three</a>four</div>", "one two threefour");
        check("H<sub>2</sub>O<br>and <b>more</b>", "H2O and more");
        check("<!-- a\nb > c <p>d</p> -->\n\nText <!-- e --><!-- f -->end", "Text end");
        check("<style>\np > a { x }\n</style>\n\nText", "Text");
    }
}
