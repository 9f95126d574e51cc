//! The reader of Markdown after linking: the parts of a text in order, each reference with its target.

use std::slice;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::tokens::{Token, TokenIter};
use crate::model::reference::ResolvedReference;

/// A part of a linked text.
#[derive(Debug, Clone, PartialEq)]
pub enum Element<'a> {
    /// Anything that is not a reference: words, code, HTML, the start or the end of a block or of a link.
    Event(Event<'a>),
    /// The start of a link or an image. Its text follows (that of the target if it has none of its own), then its end.
    Link {
        /// The link or image as in the Markdown.
        tag: Tag<'a>,
        /// Whether the address is on another host instead of in the book.
        remote: bool,
        /// The target.
        to: &'a ResolvedReference,
    },
    /// An id in prose.
    Mention(CowStr<'a>, &'a ResolvedReference),
    /// A number that is counted in the handbook.
    NamedCount(&'a ResolvedReference),
    /// An address in raw HTML, between two pieces of HTML.
    Address(&'a ResolvedReference),
}

/// Iterator over the elements of a text.
#[derive(Clone)]
pub struct Elements<'a> {
    tokens: TokenIter<'a>,
    references: slice::Iter<'a, ResolvedReference>,
    link: WordlessLink<'a>,
}

/// How far a link without text of its own has been read: `[[A.5.15]]`.
#[derive(Clone, Copy)]
enum WordlessLink<'a> {
    /// No such link is open.
    None,
    /// The link has begun: the name of its target comes next.
    Begun(&'a str),
    /// The name has been emitted: the id in the text is skipped up to the end of the link.
    Named,
}

impl<'a> Elements<'a> {
    /// Returns the elements of a text: each token that is a reference takes the next one of `references`.
    pub(super) fn new(tokens: TokenIter<'a>, references: &'a [ResolvedReference]) -> Self {
        Self { tokens, references: references.iter(), link: WordlessLink::None }
    }

    fn reference(&mut self) -> &'a ResolvedReference {
        self.references.next().expect("`Prose` holds a reference for each token that is one")
    }

    fn element(&mut self, token: Token<'a>) -> Option<Element<'a>> {
        let element = match token {
            Token::Event(event) => Element::Event(event),
            Token::Link { tag, remote } => {
                let to = self.reference();
                if matches!(tag, Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, .. }) {
                    self.link = WordlessLink::Begun(&to.text);
                }
                return Some(Element::Link { tag, remote, to });
            }
            Token::Mention(words) => {
                let to = self.reference();
                // An id inside a range has no text.
                return (!words.is_empty()).then_some(Element::Mention(words, to));
            }
            Token::NamedCount => Element::NamedCount(self.reference()),
            Token::Address => Element::Address(self.reference()),
        };
        if let WordlessLink::Named = self.link {
            if element != Element::Event(Event::End(TagEnd::Link)) {
                return None;
            }
            self.link = WordlessLink::None;
        }
        Some(element)
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        if let WordlessLink::Begun(name) = self.link {
            self.link = WordlessLink::Named;
            return Some(Element::Event(Event::Text(name.into())));
        }
        loop {
            let token = self.tokens.next()?;
            let element = self.element(token);
            if element.is_some() {
                return element;
            }
        }
    }
}
