//! The one walk over Markdown. It finds the references, and returns the tokens that later stages read with the
//! references filled in.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;
use percent_encoding::percent_decode_str;
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::mention::scan;
use crate::model::{RawTarget, Token, Tokens};
use crate::site::{is_web_address, scheme};

/// A part of a Markdown text during the walk.
#[derive(Debug)]
pub enum Item<'a> {
    /// Anything that is not a reference.
    Event(Event<'a>),
    /// The start of a link or a picture that is a reference; its content and its end follow as events.
    Link {
        /// The link or picture as Markdown has it.
        tag: Tag<'a>,
        /// What it refers to.
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
        }
    }
}

/// Calls `visit` with each item of a Markdown text and its bytes, and returns the tokens of the text.
pub fn walk<'a>(text: &'a str, mut visit: impl FnMut(Item<'a>, Range<usize>)) -> Tokens {
    let mut tokens = Tokens::with_room_for(text.len());
    let mut visit = |item: Item<'a>, range| {
        tokens.push(text, item.token());
        visit(item, range);
    };
    let (mut code, mut links) = (0_usize, 0_usize);
    for (event, range) in TextMergeWithOffset::new(Parser::new_ext(text, options()).into_offset_iter()) {
        match event {
            Event::Start(Tag::Link { link_type, ref dest_url, .. } | Tag::Image { link_type, ref dest_url, .. }) => {
                links += 1;
                let Event::Start(tag) = event.clone() else { continue };
                match classify(&tag, link_type, dest_url) {
                    Some(target) => visit(Item::Link { tag, target }, place(text, dest_url, &range)),
                    None => visit(Item::Event(event), range),
                }
            }
            Event::Start(Tag::CodeBlock(_)) => {
                code += 1;
                visit(Item::Event(event), range);
            }
            Event::End(end @ (TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock)) => {
                let open = if end == TagEnd::CodeBlock { &mut code } else { &mut links };
                *open -= 1;
                visit(Item::Event(event), range);
            }
            Event::Text(words) if code == 0 => counts(text, words, range, links == 0, &mut visit),
            Event::Html(html) => raw(text, html, range, Event::Html, &mut visit),
            Event::InlineHtml(html) => raw(text, html, range, Event::InlineHtml, &mut visit),
            event => visit(Item::Event(event), range),
        }
    }
    tokens.shrink();
    tokens
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// Splits a text at the named counts in it and, if it is `open` to mentions, at the ids between them.
fn counts<'a>(
    source: &str,
    words: CowStr<'a>,
    range: Range<usize>,
    open: bool,
    visit: &mut impl FnMut(Item<'a>, Range<usize>),
) {
    let between = |words: CowStr<'a>, range: Range<usize>, visit: &mut dyn FnMut(Item<'a>, Range<usize>)| {
        if open {
            prose(source, words, range, &mut |item, range| visit(item, range));
        } else {
            visit(Item::Event(Event::Text(words)), range);
        }
    };
    let found = count_places(&words);
    if found.is_empty() {
        return between(words, range, visit);
    }
    let verbatim = source.get(range.clone()) == Some(&words);
    let place = |from: usize, to: usize| if verbatim { range.start + from..range.start + to } else { range.clone() };
    let mut done = 0;
    for count in found {
        if count.start > done {
            between(part(&words, done..count.start), place(done, count.start), visit);
        }
        done = count.end;
        let name = words[count.start + 2..count.end - 2].trim().to_owned();
        visit(Item::NamedCount(name), place(count.start, count.end));
    }
    if done < words.len() {
        between(part(&words, done..words.len()), place(done, words.len()), visit);
    }
}

/// Returns the places of `{{ … }}`.
fn count_places(words: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Almost no text has any: looking for one letter costs a tenth of looking for two.
    let Some(mut at) = memchr(b'{', words.as_bytes()) else { return found };
    while let Some(start) = words[at..].find("{{").map(|start| at + start) {
        let Some(end) = words[start + 2..].find("}}").map(|end| start + 4 + end) else { break };
        found.push(start..end);
        at = end;
    }
    found
}

/// Splits a text at the ids in it.
fn prose<'a>(source: &str, words: CowStr<'a>, range: Range<usize>, visit: &mut impl FnMut(Item<'a>, Range<usize>)) {
    let mentions = scan(&words);
    if mentions.is_empty() {
        return visit(Item::Event(Event::Text(words)), range);
    }
    // Escapes and entities make the text differ from its source; then the whole of it is the place.
    let verbatim = source.get(range.clone()) == Some(&words);
    let place = |part: &Range<usize>| {
        if verbatim { range.start + part.start..range.start + part.end } else { range.clone() }
    };
    let mut done = 0;
    for mention in mentions {
        if mention.range.start > done {
            let before = done..mention.range.start;
            visit(Item::Event(Event::Text(part(&words, before.clone()))), place(&before));
        }
        done = mention.range.end;
        let at = place(&mention.range);
        visit(Item::Mention { text: part(&words, mention.range), id: mention.id }, at);
    }
    if done < words.len() {
        let rest = done..words.len();
        visit(Item::Event(Event::Text(part(&words, rest.clone()))), place(&rest));
    }
}

/// Returns some bytes of words.
fn part<'a>(words: &CowStr<'a>, part: Range<usize>) -> CowStr<'a> {
    match words {
        CowStr::Borrowed(words) => words[part].into(),
        words => words[part].to_owned().into(),
    }
}

/// Splits raw HTML at the addresses in it.
fn raw<'a>(
    source: &str,
    html: CowStr<'a>,
    range: Range<usize>,
    event: fn(CowStr<'a>) -> Event<'a>,
    visit: &mut impl FnMut(Item<'a>, Range<usize>),
) {
    let mut done = 0;
    for address in addresses(&html) {
        let picture = html[..address.start - 1].to_ascii_lowercase().ends_with("src=");
        let Some(target) = path_target(&html[address.clone()], picture) else { continue };
        visit(Item::Event(event(part(&html, done..address.start))), range.clone());
        let verbatim = source.get(range.clone()) == Some(&html);
        let place = if verbatim { range.start + address.start..range.start + address.end } else { range.clone() };
        done = address.end;
        visit(Item::Address(target), place);
    }
    let rest = part(&html, done..html.len());
    visit(Item::Event(event(rest)), range);
}

/// The places of `…` in `href="…"` and `src='…'`.
fn addresses(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let lower = html.to_ascii_lowercase();
    let mut at = 0;
    while let Some(equals) = lower[at..].find('=').map(|equals| at + equals) {
        at = equals + 1;
        let Some(quote) = html[at..].chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let start = at + 1;
        let end = html[start..].find(quote).map_or(html.len(), |end| start + end);
        let name = lower[..equals].rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).next();
        if matches!(name, Some("href" | "src")) {
            found.push(start..end);
        }
        at = (end + 1).min(html.len());
    }
    found
}

/// Returns the place of the destination if it is in the text as it is, else that of the whole link.
fn place(text: &str, destination: &CowStr<'_>, link: &Range<usize>) -> Range<usize> {
    match destination {
        CowStr::Borrowed(slice) if !slice.is_empty() => {
            let start = (slice.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
            let range = start..start.saturating_add(slice.len());
            if text.get(range.clone()) == Some(slice) { range } else { link.clone() }
        }
        _ => link.clone(),
    }
}

/// Returns the target of a link or picture; `None` if it is not a reference.
fn classify(tag: &Tag<'_>, link_type: LinkType, destination: &str) -> Option<RawTarget> {
    let picture = matches!(tag, Tag::Image { .. });
    match link_type {
        LinkType::Email => None,
        // In a table the bar of a wikilink is escaped, and the backslash stays with the id.
        LinkType::WikiLink { .. } if !picture => Some(wiki_target(destination.trim_end_matches('\\').trim())),
        _ => path_target(destination, picture),
    }
}

fn wiki_target(destination: &str) -> RawTarget {
    let (id, anchor) = split_anchor(destination);
    if id.is_empty() || id.contains('/') || id.to_lowercase().ends_with(".md") {
        RawTarget::Path { path: id.to_owned(), anchor }
    } else {
        RawTarget::Id { id: id.to_owned(), anchor }
    }
}

fn path_target(destination: &str, picture: bool) -> Option<RawTarget> {
    // Characters that a browser ignores in an address must not hide its scheme.
    let plain: Cow<'_, str> = match destination.bytes().all(|b| b.is_ascii_graphic()) {
        true => destination.into(),
        false => destination.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect(),
    };
    if plain.starts_with("//") {
        return Some(RawTarget::Remote(destination.to_owned()));
    }
    if is_web_address(&plain) {
        return picture.then(|| RawTarget::Remote(destination.to_owned()));
    }
    if scheme(&plain).is_some() {
        return Some(RawTarget::Unsafe(destination.to_owned()));
    }
    let (path, anchor) = split_anchor(destination);
    let path = path.split('?').next().unwrap_or(path);
    Some(RawTarget::Path { path: percent_decode_str(path).decode_utf8_lossy().into_owned(), anchor })
}

/// Splits at the first `#`; the anchor is percent-decoded.
pub(super) fn split_anchor(text: &str) -> (&str, Option<String>) {
    match text.split_once('#') {
        Some((path, anchor)) => (path, Some(percent_decode_str(anchor).decode_utf8_lossy().into_owned())),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references(text: &str) -> Vec<(&str, String)> {
        let mut found = Vec::new();
        walk(text, |item, range| match item {
            Item::Link { target, .. } | Item::Address(target) => found.push((&text[range], format!("{target:?}"))),
            Item::Mention { id, .. } | Item::NamedCount(id) => found.push((&text[range], id)),
            Item::Event(_) => {}
        });
        found
    }

    fn places(text: &str) -> Vec<&str> {
        references(text).into_iter().map(|(place, _)| place).collect()
    }

    #[test]
    fn references_are_found_at_their_place() {
        let text = "[[A.5.15]] [[doc#part|words]] [x](../a.md#b) ![p](img.png) A.8.2 <a href=\"b.md\">b</a>";
        assert_eq!(places(text), ["A.5.15", "doc#part", "../a.md#b", "img.png", "A.8.2", "b.md"]);
    }

    #[test]
    fn code_links_and_addresses_hold_no_mentions() {
        assert_eq!(places("`A.5.15` [A.5.15](https://e.org) <https://e.org/A.5.15>\n\n```\nA.5.15\n```\n"), [""; 0]);
        assert_eq!(places("## Title {#A.5.15}\n"), [""; 0]);
    }

    #[test]
    fn dangerous_schemes_are_recognised_however_they_are_written() {
        for address in ["javascript:alert(1)", "JaVaScRiPt:x", "java&#x0A;script:x", "data:text/html,x", "vbscript:x"] {
            let found = references(&format!("[x](<{address}>)")).pop().map(|(_, target)| target);
            assert!(found.is_some_and(|target| target.starts_with("Unsafe")), "{address}");
        }
    }

    #[test]
    fn a_named_count_is_found_in_prose_and_not_in_code() {
        let text = "Of {{ controls }} {{covered  controls}} as A.5.1 says, `{{ risks }}` {{ open\n\n    {{ code }}\n\n[A.5.2 {{ risks }}](https://e.org)";
        let found = references(text);
        let found: Vec<_> = found.iter().map(|(place, name)| (*place, name.as_str())).collect();
        let counts =
            [("{{ controls }}", "controls"), ("{{covered  controls}}", "covered  controls"), ("{{ risks }}", "risks")];
        assert_eq!(found, [counts[0], counts[1], ("A.5.1", "A.5.1"), counts[2]]);
    }

    #[test]
    fn a_mailbox_is_no_picture() {
        assert_eq!(places("[x](mailto:a@b.c)"), [""; 0]);
        assert!(references("![x](mailto:a@b.c)")[0].1.starts_with("Remote"));
    }

    #[test]
    fn a_wikilink_in_a_table_may_escape_its_bar() {
        let found = references("| a |\n|---|\n| [[R-1\\|x]] |\n");
        assert_eq!(found[0].1, "Id { id: \"R-1\", anchor: None }");
    }
}
