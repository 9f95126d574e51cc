//! Markdown, parsed once: [`Tokens`] store the result, and every later stage reads it as [`Elements`].

mod diagram;
mod elements;
mod plain;
mod tokens;

use std::sync::Arc;

use pulldown_cmark::{Event, Tag};

use crate::model::reference::ResolvedReference;

pub use diagram::{code_language, is_diagram};
pub use elements::{Element, Elements};
pub use plain::{Plain, RawHtml, is_inline, one_line, plain};
pub use tokens::{Token, Tokens, begins_block, ends_block};

use tokens::Position;

/// Markdown text and the references in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prose<R> {
    /// The text that contains it: the file, or a register's value.
    source: Arc<str>,
    /// The first byte of the Markdown in the source.
    start: usize,
    tokens: Arc<Tokens>,
    /// The references, in the order of their tokens.
    pub references: Vec<R>,
}

impl<R> Prose<R> {
    /// Creates prose from the Markdown in `source` from the byte `start` on.
    ///
    /// # Panics
    /// If the number of references differs from the number of tokens that need one.
    pub fn new(source: Arc<str>, start: usize, tokens: Tokens, references: Vec<R>) -> Self {
        assert_eq!(tokens.references(), references.len(), "each reference has a token");
        Self { source, start, tokens: tokens.into(), references }
    }

    /// Returns the Markdown.
    pub fn text(&self) -> &str {
        &self.source[self.start..]
    }

    /// Returns the text that contains it: the file, or a register's value.
    pub fn source(&self) -> &Arc<str> {
        &self.source
    }

    /// Returns the first byte of the Markdown in the source.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Returns the place of some words in the source, if they are a part of it and not a copy.
    pub fn place_of(&self, words: &str) -> Option<usize> {
        let start = (words.as_ptr() as usize).checked_sub(self.source.as_ptr() as usize)?;
        (start + words.len() <= self.source.len()).then_some(start)
    }

    /// Returns whether there is raw HTML in the text.
    pub fn has_raw_html(&self) -> bool {
        self.tokens.has_raw_html()
    }

    /// Returns the tokens of the text, without what its references resolve to.
    pub fn tokens(&self) -> impl Iterator<Item = Token<'_>> {
        self.tokens.iter(self.text(), Position::default())
    }

    /// Returns the same text with other references.
    ///
    /// # Panics
    /// If the number of references differs.
    pub fn with<S>(&self, references: Vec<S>) -> Prose<S> {
        assert_eq!(self.references.len(), references.len(), "each reference is replaced");
        Prose { source: self.source.clone(), start: self.start, tokens: self.tokens.clone(), references }
    }
}

impl Prose<ResolvedReference> {
    /// Returns the elements of the text.
    pub fn elements(&self) -> Elements<'_> {
        Elements::new(self.tokens.iter(self.text(), Position::default()), &self.references)
    }

    /// Returns the elements between a heading, by its index, and the next one.
    pub fn section(&self, heading: usize) -> impl Iterator<Item = Element<'_>> {
        let from = |position: Position| {
            Elements::new(self.tokens.iter(self.text(), position), &self.references[position.reference as usize..])
        };
        let is_heading = |element: &Element<'_>| matches!(element, Element::Event(Event::Start(Tag::Heading { .. })));
        let elements = self.tokens.after_heading(heading).map(from);
        elements.into_iter().flatten().take_while(move |element| !is_heading(element))
    }
}
