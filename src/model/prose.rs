//! Markdown as it was parsed, once for all who read it after linking.

use std::sync::Arc;

use pulldown_cmark::{BlockQuoteKind, CowStr, Event, Tag, TagEnd};

/// Markdown text and the references in it, in the order of its tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Prose<R> {
    /// The text that holds it: the file, or a register's value.
    source: Arc<str>,
    /// Where the Markdown begins in it.
    start: usize,
    tokens: Arc<Tokens>,
    /// The references.
    pub references: Vec<R>,
}

/// What a text consists of. All but events refer: each to the next of the text's references.
#[derive(Debug, Clone, PartialEq)]
pub enum Token<'a> {
    /// Anything that is no reference.
    Event(Event<'a>),
    /// The start of a link or a picture that refers; its content and its end follow as events.
    Link {
        /// The link or picture as Markdown has it.
        tag: Tag<'a>,
        /// Whether the address names a host, and refers to no file of the book.
        remote: bool,
    },
    /// An address in raw HTML that refers: it stands between two pieces of HTML.
    Address,
    /// A number that is counted in the handbook.
    NamedCount,
    /// An id in prose; its text is empty for an id inside a range.
    Mention(CowStr<'a>),
}

impl<R> Prose<R> {
    /// The Markdown from the byte `start` of `source` on, of which `tokens` are kept.
    pub fn new(source: Arc<str>, start: usize, tokens: Tokens, references: Vec<R>) -> Self {
        Self { source, start, tokens: tokens.into(), references }
    }

    /// The Markdown.
    pub fn text(&self) -> &str {
        &self.source[self.start..]
    }

    /// What it consists of.
    pub fn tokens(&self) -> impl Iterator<Item = Token<'_>> {
        self.tokens.iter(self.text())
    }

    /// The same text with other references.
    pub fn with<S>(&self, references: Vec<S>) -> Prose<S> {
        Prose { source: self.source.clone(), start: self.start, tokens: self.tokens.clone(), references }
    }
}

/// The tokens of a text. Nearly all are words of the text or marks without words: those take a few bytes each, so that all
/// texts of a handbook can be kept from parsing to rendering.
#[derive(Debug, Default, PartialEq)]
pub struct Tokens {
    short: Vec<Short>,
    /// Those that are not short, in their order.
    others: Vec<Token<'static>>,
}

/// Stands for a token; words by their first byte in the text and their length.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Short {
    Text(u32, u16),
    Code(u32, u16),
    Mention(u32, u16),
    Html(u32, u16),
    InlineHtml(u32, u16),
    SoftBreak,
    HardBreak,
    Rule,
    Task(bool),
    Paragraph,
    Quote(Option<BlockQuoteKind>),
    Item,
    Head,
    Row,
    Cell,
    Emphasis,
    Strong,
    Strikethrough,
    End(TagEnd),
    Address,
    NamedCount,
    /// The next of the others.
    Other,
}

impl Tokens {
    /// Room for the tokens of a text of so many bytes.
    pub fn with_room_for(bytes: usize) -> Self {
        Self { short: Vec::with_capacity(bytes / BYTES_OF_A_TOKEN), others: Vec::new() }
    }

    /// Gives back the room that is left.
    pub fn shrink(&mut self) {
        self.short.shrink_to_fit();
        self.others.shrink_to_fit();
    }

    /// Adds a token of `text`.
    pub fn push(&mut self, text: &str, token: Token<'_>) {
        let short = Short::of(&token, text);
        self.short.push(short.unwrap_or(Short::Other));
        if short.is_none() {
            self.others.push(token.into_static());
        }
    }

    /// The tokens, which are those of `text`.
    fn iter<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Token<'a>> {
        let mut others = self.others.iter();
        self.short.iter().filter_map(move |short| short.token(text).or_else(|| others.next().map(Token::borrowed)))
    }
}

/// Text has a token for so many bytes or more.
const BYTES_OF_A_TOKEN: usize = 16;

impl Short {
    /// What stands for a token of `text`; `None` if it is not short.
    fn of(token: &Token<'_>, text: &str) -> Option<Self> {
        let words = |words, short: fn(u32, u16) -> Self| place(words, text).map(|(start, length)| short(start, length));
        Some(match token {
            Token::Event(Event::Text(text)) => words(text, Self::Text)?,
            Token::Event(Event::Code(code)) => words(code, Self::Code)?,
            Token::Mention(id) => words(id, Self::Mention)?,
            Token::Event(Event::Html(html)) => words(html, Self::Html)?,
            Token::Event(Event::InlineHtml(html)) => words(html, Self::InlineHtml)?,
            Token::Event(Event::SoftBreak) => Self::SoftBreak,
            Token::Event(Event::HardBreak) => Self::HardBreak,
            Token::Event(Event::Rule) => Self::Rule,
            Token::Event(Event::TaskListMarker(done)) => Self::Task(*done),
            Token::Event(Event::Start(Tag::Paragraph)) => Self::Paragraph,
            Token::Event(Event::Start(Tag::BlockQuote(kind))) => Self::Quote(*kind),
            Token::Event(Event::Start(Tag::Item)) => Self::Item,
            Token::Event(Event::Start(Tag::TableHead)) => Self::Head,
            Token::Event(Event::Start(Tag::TableRow)) => Self::Row,
            Token::Event(Event::Start(Tag::TableCell)) => Self::Cell,
            Token::Event(Event::Start(Tag::Emphasis)) => Self::Emphasis,
            Token::Event(Event::Start(Tag::Strong)) => Self::Strong,
            Token::Event(Event::Start(Tag::Strikethrough)) => Self::Strikethrough,
            Token::Event(Event::End(end)) => Self::End(*end),
            Token::Address => Self::Address,
            Token::NamedCount => Self::NamedCount,
            _ => return None,
        })
    }

    /// The token of `text` for which this stands; `None` if it is one of the others.
    fn token(self, text: &str) -> Option<Token<'_>> {
        let words = |start, length| CowStr::from(&text[start as usize..][..usize::from(length)]);
        Some(Token::Event(match self {
            Self::Text(start, length) => Event::Text(words(start, length)),
            Self::Code(start, length) => Event::Code(words(start, length)),
            Self::Mention(start, length) => return Some(Token::Mention(words(start, length))),
            Self::Html(start, length) => Event::Html(words(start, length)),
            Self::InlineHtml(start, length) => Event::InlineHtml(words(start, length)),
            Self::SoftBreak => Event::SoftBreak,
            Self::HardBreak => Event::HardBreak,
            Self::Rule => Event::Rule,
            Self::Task(done) => Event::TaskListMarker(done),
            Self::Paragraph => Event::Start(Tag::Paragraph),
            Self::Quote(kind) => Event::Start(Tag::BlockQuote(kind)),
            Self::Item => Event::Start(Tag::Item),
            Self::Head => Event::Start(Tag::TableHead),
            Self::Row => Event::Start(Tag::TableRow),
            Self::Cell => Event::Start(Tag::TableCell),
            Self::Emphasis => Event::Start(Tag::Emphasis),
            Self::Strong => Event::Start(Tag::Strong),
            Self::Strikethrough => Event::Start(Tag::Strikethrough),
            Self::End(end) => Event::End(end),
            Self::Address => return Some(Token::Address),
            Self::NamedCount => return Some(Token::NamedCount),
            Self::Other => return None,
        }))
    }
}

/// Where words stand in a text; `None` if they are not a part of it, as those with an escaped character are not, or are very
/// long.
fn place(words: &CowStr<'_>, text: &str) -> Option<(u32, u16)> {
    let CowStr::Borrowed(words) = words else { return None };
    let start = (words.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let length = words.len();
    (start.checked_add(length)? <= text.len()).then_some((u32::try_from(start).ok()?, u16::try_from(length).ok()?))
}

/// Whether words after this end have nothing to do with those before it.
pub fn ends_block(end: TagEnd) -> bool {
    !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Whether words after this start have nothing to do with those before it. An item of a list may have words that no end
/// parts from what comes next in it.
pub fn begins_block(start: &Tag<'_>) -> bool {
    ends_block(start.to_end())
}

impl Token<'_> {
    fn into_static(self) -> Token<'static> {
        match self {
            Self::Event(event) => Token::Event(event.into_static()),
            Self::Link { tag, remote } => Token::Link { tag: tag.into_static(), remote },
            Self::Address => Token::Address,
            Self::NamedCount => Token::NamedCount,
            Self::Mention(words) => Token::Mention(words.into_static()),
        }
    }

    /// The same, without a copy of the words of a link.
    fn borrowed(&self) -> Token<'_> {
        match self {
            Self::Link { tag: Tag::Link { link_type, dest_url, title, id }, remote } => {
                let (dest_url, title, id) = (dest_url.as_ref().into(), title.as_ref().into(), id.as_ref().into());
                Token::Link { tag: Tag::Link { link_type: *link_type, dest_url, title, id }, remote: *remote }
            }
            other => other.clone(),
        }
    }
}
