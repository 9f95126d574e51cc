//! The parts of a Markdown text during the walk over it.

use pulldown_cmark::{CowStr, Event, Tag};

use crate::model::{RawTarget, Spelling, Token};

/// A part of a Markdown text during the walk.
#[derive(Debug)]
pub enum Item<'a> {
    /// Anything that is not a reference.
    Event(Event<'a>),
    /// The start of a link or a picture that is a reference; its content and its end follow as events.
    Link {
        /// The link or picture as Markdown has it.
        tag: Tag<'a>,
        /// Its target.
        target: RawTarget,
    },
    /// An address in raw HTML that is a reference; it is between two pieces of HTML.
    Address(RawTarget),
    /// The name of a number that is counted in the handbook: `{{ covered controls }}`.
    NamedCount(String),
    /// An id in prose; its text is empty for an id inside a range.
    Mention {
        /// The words.
        text: CowStr<'a>,
        /// The id.
        id: String,
        /// How sure it is that the words mean it.
        spelling: Spelling,
    },
    /// An id in the words of a link or a picture, which are part of the event before it. It is a reference, but not a
    /// link of its own.
    Cited {
        /// The words.
        text: CowStr<'a>,
        /// The id.
        id: String,
        /// How sure it is that the words mean it.
        spelling: Spelling,
    },
}

impl<'a> Item<'a> {
    /// The token that represents it after its reference has been taken out.
    pub fn token(&self) -> Token<'a> {
        match self {
            Self::Event(event) => Token::Event(event.clone()),
            Self::Link { tag, target } => {
                Token::Link { tag: tag.clone(), remote: matches!(target, RawTarget::Remote(_)) }
            }
            Self::Address(_) => Token::Address,
            Self::NamedCount(_) => Token::NamedCount,
            Self::Mention { text, .. } => Token::Mention(text.clone()),
            Self::Cited { .. } => Token::Mention("".into()),
        }
    }
}
