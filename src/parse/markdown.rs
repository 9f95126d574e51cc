//! The one walk over Markdown. It finds the references, and returns the tokens that later stages read with the
//! references filled in.

mod attributed;
mod links;
mod raw;

use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::autolink::{Signs, addresses};
use super::html_heading::{self, HtmlHeadings};
use super::loss::{Html, Losses};
use super::mask::Mask;
use super::pieces::{Pieces, part, places};
use super::raw_html::attribute;
use super::scope::Scope;
use super::standard::Standard;
use super::target::path_target;
use crate::catalog::Catalog;
use crate::model::{Braces, RawTarget, Spelling, Tokens, ends_block};

pub use super::item::Item;
pub use super::loss::Loss;

/// The result of the walk over a text.
#[derive(Debug)]
pub struct Walked {
    /// The tokens, without what the references refer to.
    pub tokens: Tokens,
    /// The parts that the page will not show, or not as they were meant.
    pub losses: Vec<Loss>,
    /// The places of the anchors in raw HTML, in order.
    pub anchors: Vec<Range<usize>>,
}

/// What is known of a text before it is read.
#[derive(Clone, Copy)]
pub(super) struct Around<'b> {
    /// The names that may be between double braces.
    pub braces: &'b Braces,
    /// The standard that its document names.
    pub standard: Option<Standard>,
    /// The ids in the name of its file.
    pub named: &'b [String],
    /// The catalogue, if the book is measured against other standards.
    pub others: Option<&'b Catalog>,
}

/// Calls `visit` with each item of a Markdown text of which nothing is known.
pub fn walk<'a>(text: &'a str, visit: impl FnMut(Item<'a>, Range<usize>)) -> Walked {
    walk_in(text, Around { braces: &Braces::default(), standard: None, named: &[], others: None }, visit)
}

/// Calls `visit` with each item of a Markdown text and its bytes, and returns the tokens and the losses of the text.
pub(super) fn walk_in<'a>(text: &'a str, around: Around<'_>, visit: impl FnMut(Item<'a>, Range<usize>)) -> Walked {
    let mask = Mask::of(text);
    let undefined = RefCell::default();
    let mut walker = Walker::new(text, around, visit);
    walker.tags = mask.as_ref().map_or_else(Vec::new, |mask| mask.tags.clone());
    for id in around.named {
        walker.visit(Item::Cited { text: "".into(), id: id.clone(), spelling: Spelling::Unsure }, 0..0);
    }
    match &mask {
        None => {
            let parser = Parser::new_with_broken_link_callback(text, options(), Some(noting(&undefined)));
            walker.losses.define(parser.reference_definitions());
            walker.run(parser.into_offset_iter());
        }
        Some(mask) => {
            let parser = Parser::new_with_broken_link_callback(&mask.text, options(), Some(noting(&undefined)));
            walker.losses.define(parser.reference_definitions());
            walker.run(parser.into_offset_iter().map(|(event, range)| (mask.restore(event, text), range)));
        }
    }
    walker.finish(&undefined.take())
}

/// Returns a callback that notes the place of each link to a label that nothing defines.
fn noting<'i>(
    places: &RefCell<Vec<Range<usize>>>,
) -> impl FnMut(BrokenLink<'i>) -> Option<(CowStr<'i>, CowStr<'i>)> + '_ {
    |link| {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            places.borrow_mut().push(link.span);
        }
        None
    }
}

pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// The state of the walk.
struct Walker<'a, 'b, V> {
    text: &'a str,
    visit: V,
    braces: &'b Braces,
    others: Option<&'b Catalog>,
    scope: Scope<'a>,
    tokens: Tokens,
    losses: Losses<'a>,
    html: Html,
    /// The tags that are shown as text because HTML does not have them.
    tags: Vec<usize>,
    /// The number of open blocks of code, and of open links and pictures.
    code: usize,
    links: usize,
    /// Open links that show the name of their target, or their address.
    named: usize,
    /// The numbers of links around and in each open picture that is a link: Obsidian shows a document like a picture.
    embeds: Vec<usize>,
    /// The end of the last link or picture.
    link_end: usize,
    /// The signs of web addresses in the text.
    signs: Signs,
}

impl<'a, 'b, V: FnMut(Item<'a>, Range<usize>)> Walker<'a, 'b, V> {
    fn new(text: &'a str, around: Around<'b>, visit: V) -> Self {
        let tokens = Tokens::with_room_for(text.len());
        Self {
            text,
            visit,
            braces: around.braces,
            others: around.others,
            scope: Scope::new(text, around.standard),
            tokens,
            losses: Losses::new(text),
            html: Html::default(),
            tags: Vec::new(),
            code: 0,
            links: 0,
            named: 0,
            embeds: Vec::new(),
            link_end: usize::MAX,
            signs: Signs::of(text),
        }
    }

    fn finish(mut self, undefined: &[Range<usize>]) -> Walked {
        self.tokens.shrink();
        Walked { tokens: self.tokens, losses: self.losses.finish(undefined), anchors: self.html.anchors }
    }

    fn visit(&mut self, item: Item<'a>, range: Range<usize>) {
        self.tokens.push(self.text, item.token());
        (self.visit)(item, range);
    }

    fn run(&mut self, events: impl Iterator<Item = (Event<'a>, Range<usize>)>) {
        match html_heading::occur_in(self.text) {
            true => self.read(HtmlHeadings::new(self.text, events)),
            false => self.read(events),
        }
    }

    fn read(&mut self, events: impl Iterator<Item = (Event<'a>, Range<usize>)>) {
        let mut events = TextMergeWithOffset::new(events).peekable();
        while let Some((event, range)) = events.next() {
            self.losses.take(&event, &range);
            self.nest(&event, &range);
            match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => self.link(event, range, &mut events),
                Event::Start(Tag::CodeBlock(_)) => {
                    self.code += 1;
                    self.visit(Item::Event(event), range);
                }
                Event::End(end @ (TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock)) => {
                    let embed = end == TagEnd::Image && self.embeds.pop_if(|links| *links == self.links).is_some();
                    let open = if end == TagEnd::CodeBlock { &mut self.code } else { &mut self.links };
                    *open -= 1;
                    self.named = self.named.min(self.links);
                    self.link_end = range.end;
                    self.visit(Item::Event(if embed { Event::End(TagEnd::Link) } else { event }), range);
                }
                Event::Text(words) if self.code == 0 && self.named == 0 => self.words(words, range),
                Event::Start(Tag::HtmlBlock) => {
                    self.read_html(&range);
                    self.visit(Item::Event(event), range);
                }
                Event::Html(html) => {
                    self.raw(html, range, Event::Html);
                }
                Event::InlineHtml(html) => {
                    self.read_html(&range);
                    self.raw(html, range, Event::InlineHtml);
                }
                event => self.visit(Item::Event(event), range),
            }
        }
    }

    /// Keeps count of the open blocks.
    fn nest(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            // Its end is that of a line, not of the elements in it.
            Event::Start(Tag::HtmlBlock) => {}
            Event::End(TagEnd::HtmlBlock) => self.html.end_block(),
            Event::Start(tag) => {
                self.scope.start(tag, range);
                self.html.begin(range).into_iter().for_each(|loss| self.losses.push(loss));
            }
            Event::End(end) => {
                self.scope.end(*end, range);
                self.html.end();
                if ends_block(*end) {
                    self.html.end_block();
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, words: CowStr<'a>, range: Range<usize>) {
        let first = self.tags.partition_point(|at| *at < range.start);
        for at in self.tags[first..].iter().take_while(|at| **at < range.end) {
            self.losses.tag(*at..range.end);
        }
        if memchr::memchr2(b'{', b'^', words.as_bytes()).is_some() {
            return self.attributed(&words, range);
        }
        self.plain(words, range);
    }

    /// Visits words, and the addresses in them, which become links.
    fn plain(&mut self, words: CowStr<'a>, range: Range<usize>) {
        let is_link = self.links > 0 || self.html.is_in_link();
        let is_searched = !is_link && !self.html.is_in_code();
        let addresses = if is_searched { addresses(&words, self.signs) } else { Vec::new() };
        if addresses.is_empty() {
            return self.split(words, range, is_link);
        }
        let place = places(self.text, &words, &range);
        let mut done = 0;
        let end = words.len()..words.len();
        for (address, to) in addresses.into_iter().map(|(address, to)| (address, Some(to))).chain([(end, None)]) {
            let before = done..address.start;
            if !before.is_empty() {
                self.split(part(&words, before.clone()), place(&before), false);
            }
            done = address.end;
            let Some(to) = to else { continue };
            let tag = Tag::Link { link_type: LinkType::Autolink, dest_url: to.into(), title: "".into(), id: "".into() };
            let at = place(&address);
            self.visit(Item::Event(Event::Start(tag)), at.clone());
            self.visit(Item::Event(Event::Text(part(&words, address))), at.clone());
            self.visit(Item::Event(Event::End(TagEnd::Link)), at);
        }
    }

    /// Visits the parts of some words.
    fn split(&mut self, words: CowStr<'a>, range: Range<usize>, is_link: bool) {
        if self.html.is_in_code() {
            return self.visit(Item::Event(Event::Text(words)), range);
        }
        let Self { text, visit, braces, others, scope, tokens, losses, .. } = self;
        let mut pieces = Pieces { source: text, braces, others: *others, scope, is_link, foreign: Vec::new() };
        pieces.split(words, range, &mut |item, range| {
            tokens.push(text, item.token());
            visit(item, range);
        });
        for (place, words, near) in pieces.foreign {
            losses.foreign(place, &words, near);
        }
    }

    fn read_html(&mut self, range: &Range<usize>) {
        let is_remote = |tag: &str| attribute(tag, "src").is_some_and(|src| is_remote(&tag[src]));
        let Self { html, losses, text, .. } = self;
        html.read(text, range, is_remote, &mut |loss| losses.push(loss));
    }
}

/// Returns an address with the scheme that it may lack.
fn absolute(address: &str) -> String {
    if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() }
}

fn is_remote(address: &str) -> bool {
    matches!(path_target(address, true), Some(RawTarget::Remote(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references(text: &str) -> Vec<(&str, String)> {
        let mut found = Vec::new();
        walk(text, |item, range| match item {
            Item::Link { target, .. } | Item::Address(target) => found.push((&text[range], format!("{target:?}"))),
            Item::Mention { id, .. } | Item::Cited { id, .. } | Item::NamedCount(id) => found.push((&text[range], id)),
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
        assert_eq!(places("`A.5.15` [x](https://e.org/A.5.15) <https://e.org/A.5.15>\n\n```\nA.5.15\n```\n"), [""; 0]);
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
        let text = "Of {{ controls }} {{covered  controls}} as A.5.1 says, `{{ documents }}` {{ open\n\n    {{ code }}\n\n[x {{ documents }}](https://e.org) {{ other }}";
        let found = references(text);
        let found: Vec<_> = found.iter().map(|(place, name)| (*place, name.as_str())).collect();
        let counts = [
            ("{{ controls }}", "controls"),
            ("{{covered  controls}}", "covered  controls"),
            ("{{ documents }}", "documents"),
        ];
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
