//! The tokens of a Markdown text, stored in a few bytes each.

use pulldown_cmark::{BlockQuoteKind, CowStr, Event, Tag, TagEnd};

/// The smallest part of a text. Each token except an event takes the next of the text's references.
#[derive(Debug, Clone, PartialEq)]
pub enum Token<'a> {
    /// Anything that is not a reference.
    Event(Event<'a>),
    /// The start of a link or an image that is a reference; its content and its end follow as events.
    Link {
        /// The link or image as in the Markdown.
        tag: Tag<'a>,
        /// Whether the address is on another host instead of in the book.
        remote: bool,
    },
    /// An address in raw HTML that is a reference; it is between two pieces of HTML.
    Address,
    /// A number that is counted in the handbook.
    NamedCount,
    /// An id in prose; its text is empty for an id inside a range.
    Mention(CowStr<'a>),
}

/// The tokens of a text. Most are slices of the text or markup without words. These take a few bytes each, so that all
/// texts of a handbook can stay in memory from parsing to rendering.
#[derive(Debug, Default, PartialEq)]
pub struct Tokens {
    short: Vec<Short>,
    /// Tokens that have no short form, in order.
    others: Vec<Token<'static>>,
    /// The position after each heading.
    headings: Vec<Position>,
    /// The position after the last token.
    end: Position,
    has_raw_html: bool,
}

/// A position between two tokens: the number of short tokens, of other tokens and of references before it.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) struct Position {
    short: u32,
    other: u32,
    /// Number of references before it.
    pub reference: u32,
}

/// The short form of a token; words are given by their first byte in the text and their length.
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
    /// The next of the other tokens.
    Other,
}

impl Tokens {
    /// Creates an empty list with capacity for the tokens of a text of `bytes` bytes.
    pub fn with_room_for(bytes: usize) -> Self {
        Self { short: Vec::with_capacity(bytes / BYTES_OF_A_TOKEN), ..Self::default() }
    }

    /// Frees unused capacity.
    pub fn shrink(&mut self) {
        self.short.shrink_to_fit();
        self.others.shrink_to_fit();
        self.headings.shrink_to_fit();
    }

    /// Adds a token of `text`.
    pub fn push(&mut self, text: &str, token: Token<'_>) {
        self.end.reference += u32::from(!matches!(token, Token::Event(_)));
        self.end.short += 1;
        self.has_raw_html |= matches!(token, Token::Event(Event::Html(_) | Event::InlineHtml(_)));
        let heading = matches!(token, Token::Event(Event::End(TagEnd::Heading(_))));
        match Short::of(&token, text) {
            Some(short) => self.short.push(short),
            None => {
                self.end.other += 1;
                self.short.push(Short::Other);
                self.others.push(token.into_static());
            }
        }
        if heading {
            self.headings.push(self.end);
        }
    }

    /// Returns whether there is raw HTML among them.
    pub(super) fn has_raw_html(&self) -> bool {
        self.has_raw_html
    }

    /// Returns the number of tokens that are references.
    pub(super) fn references(&self) -> usize {
        self.end.reference as usize
    }

    /// Returns the position after the heading with this index.
    pub(super) fn after_heading(&self, heading: usize) -> Option<Position> {
        self.headings.get(heading).copied()
    }

    /// Returns the tokens from a position on. `text` must be the one that they were made from.
    pub(super) fn iter<'a>(&'a self, text: &'a str, from: Position) -> TokenIter<'a> {
        let (short, others) = (self.short[from.short as usize..].iter(), self.others[from.other as usize..].iter());
        TokenIter { text, short, others }
    }
}

/// Iterator over the tokens of a text.
#[derive(Clone)]
pub(super) struct TokenIter<'a> {
    text: &'a str,
    short: std::slice::Iter<'a, Short>,
    others: std::slice::Iter<'a, Token<'static>>,
}

impl<'a> Iterator for TokenIter<'a> {
    type Item = Token<'a>;

    #[inline]
    fn next(&mut self) -> Option<Token<'a>> {
        self.short.next()?.token(self.text).or_else(|| self.others.next().map(Token::borrowed))
    }
}

/// Approximate minimum number of bytes for each token.
const BYTES_OF_A_TOKEN: usize = 16;

impl Short {
    /// Returns the short form of a token of `text`; `None` if it has none.
    fn of(token: &Token<'_>, text: &str) -> Option<Self> {
        let words = |words, short: fn(u32, u16) -> Self| slice(words, text).map(|(start, length)| short(start, length));
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

    /// Returns the token in `text`; `None` if it is one of the other tokens.
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

/// Returns the first byte and the length of words in a text; `None` if they are not a slice of it (because of an
/// escape), or are very long.
fn slice(words: &CowStr<'_>, text: &str) -> Option<(u32, u16)> {
    let CowStr::Borrowed(words) = words else { return None };
    let start = (words.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let length = words.len();
    (start.checked_add(length)? <= text.len()).then_some((u32::try_from(start).ok()?, u16::try_from(length).ok()?))
}

/// Returns whether this is the end of a block, so that the words before and after it are not one sentence.
pub fn ends_block(end: TagEnd) -> bool {
    !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Returns whether this is the start of a block. Words of a list item may be directly followed by another block,
/// without an end between them.
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

    /// Returns a clone that borrows the words of a link.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown::walk;

    #[test]
    fn tokens_come_back_as_they_were_found() {
        let text = "# Title {#a .b c=d}\n\nWords &amp; \\*escapes*, *one* **two** ~~three~~ `code`  \nbreak\nA.5.15–17.\n\n\
                    - [x] [link](../a.md#b \"title\") [[R-1\\|é]] ![p](img.png) ![q](https://e.org/q.png)\n  1. {{ risks }}\n\n\
                    | a | b |\n|---|:-:|\n| c | <a href=\"b.md\">d</a> |\n\n> [!NOTE]\n> quoted[^1]\n\n\
                    ```rust\nlet x;\n```\n\n---\n\n[^1]: Note\n\nterm\n: definition\n\n<div>\nraw\n</div>\n";
        let mut met = Vec::new();
        let tokens = walk(text, |item, _| met.push(item.token())).tokens;
        assert_eq!(tokens.iter(text, Position::default()).collect::<Vec<_>>(), met);
        assert!(met.len() > 100);
    }

    #[test]
    fn words_that_are_too_long_for_a_short_token_come_back_whole() {
        let text = "word ".repeat(20_000);
        let tokens = walk(&text, |_, _| {}).tokens;
        let words = |token| if let Token::Event(Event::Text(words)) = token { Some(words.len()) } else { None };
        assert_eq!(tokens.iter(&text, Position::default()).filter_map(words).sum::<usize>(), text.trim_end().len());
    }
}
