//! Raw HTML during the walk: the words between its tags, the addresses in its attributes, and what it would load from
//! another host.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::{Walker, absolute};
use crate::model::RawTarget;
use crate::parse::item::Item;
use crate::parse::pieces::part;
use crate::parse::raw_html::{attribute, places_of_addresses};
use crate::parse::target::path_target;

/// Number of bytes of the longest entity that is looked for.
const LONGEST_ENTITY: usize = 32;

impl<'a, V: FnMut(Item<'a>, Range<usize>)> Walker<'a, '_, V> {
    /// Splits raw HTML at the addresses and the words in it, and at the tags that are shown as text.
    pub(super) fn raw(&mut self, html: CowStr<'a>, range: Range<usize>, event: fn(CowStr<'a>) -> Event<'a>) {
        if self.text.get(range.clone()) != Some(&html) {
            return self.piece(html, range.clone(), range, event);
        }
        let mut done = range.start;
        while let Some((part, is_link)) = self.html.next_part(done..range.end) {
            if part.start > done {
                self.named(done..part.start, &range, event);
            }
            done = part.end;
            match is_link {
                Some(is_link) => self.html_words(part, is_link, event),
                None => {
                    self.losses.tag(part.clone());
                    self.visit(Item::Event(Event::Text(self.text[part.clone()].into())), part);
                }
            }
        }
        if done < range.end || range.is_empty() {
            self.named(done..range.end, &range, event);
        }
    }

    /// Visits a piece of raw HTML in which each `name` of a place becomes an `id`.
    fn named(&mut self, at: Range<usize>, whole: &Range<usize>, event: fn(CowStr<'a>) -> Event<'a>) {
        let (text, mut done) = (self.text, at.start);
        let mut next = self.html.names.partition_point(|name| name.start < at.start);
        while let Some(name) = self.html.names.get(next).filter(|name| name.end <= at.end).cloned() {
            next += 1;
            self.piece(text[done..name.start].into(), done..name.start, whole.clone(), event);
            self.visit(Item::Event(event("id".into())), whole.clone());
            done = name.end;
        }
        self.piece(text[done..at.end].into(), done..at.end, whole.clone(), event);
    }

    /// Visits the words between two tags of raw HTML: as text, but for its entities and the ends of its lines.
    fn html_words(&mut self, range: Range<usize>, is_link: bool, event: fn(CowStr<'a>) -> Event<'a>) {
        if self.html.begins_line(range.start) {
            self.scope.begin(range.start);
        }
        let mut done = range.start;
        while done < range.end {
            let rest = &self.text[done..range.end];
            let end = done + memchr::memchr2(b'&', b'\n', rest.as_bytes()).unwrap_or(rest.len());
            if end > done && is_link {
                self.split(self.text[done..end].into(), done..end, true);
            } else if end > done {
                self.plain(self.text[done..end].into(), done..end);
            }
            let apart = &self.text[end..range.end];
            let entity = || apart.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';');
            let length = match entity().filter(|_| apart.starts_with('&')) {
                Some(at) => at + 1,
                None => apart.len().min(1),
            };
            if length > 0 {
                self.visit(Item::Event(event(apart[..length].into())), end..end + length);
            }
            done = end + length;
        }
    }

    /// Visits a piece of raw HTML, and each address in it. `whole` is the place of the event that it is from.
    fn piece(&mut self, html: CowStr<'a>, at: Range<usize>, whole: Range<usize>, event: fn(CowStr<'a>) -> Event<'a>) {
        let verbatim = self.text.get(at.clone()) == Some(&html);
        let source =
            |part: Range<usize>| if verbatim { at.start + part.start..at.start + part.end } else { at.clone() };
        let mut done = 0;
        for address in places_of_addresses(&html) {
            let before = &html.as_bytes()[..address.start - 1];
            let picture = before.len() >= 4 && before[before.len() - 4..].eq_ignore_ascii_case(b"src=");
            let value = &html[address.clone()];
            if address.start < done {
                continue;
            }
            let Some(target) = path_target(value, picture) else {
                if value.starts_with("//") {
                    self.visit(Item::Event(event(part(&html, done..address.start))), whole.clone());
                    self.visit(Item::Event(event("https:".into())), whole.clone());
                    done = address.start;
                }
                continue;
            };
            if matches!(target, RawTarget::Remote(_)) {
                // What must not be loaded from another host becomes a link, like a picture in Markdown.
                let tag = html[..address.start].rfind('<').unwrap_or(done)
                    ..html[address.end..].find('>').map_or(html.len(), |end| address.end + end + 1);
                if tag.start > done {
                    self.visit(Item::Event(event(part(&html, done..tag.start))), whole.clone());
                }
                self.remote(&html[tag.clone()], value, source(address.clone()), target);
                done = tag.end;
                continue;
            }
            self.visit(Item::Event(event(part(&html, done..address.start))), whole.clone());
            done = address.end;
            self.visit(Item::Address(target), source(address));
        }
        if done < html.len() || done == 0 {
            self.visit(Item::Event(event(part(&html, done..html.len()))), whole);
        }
    }

    /// Visits an element that would load something from another host.
    fn remote(&mut self, tag: &str, address: &str, at: Range<usize>, target: RawTarget) {
        let words = ["alt", "title"].into_iter().find_map(|name| attribute(tag, name)).map(|words| &tag[words]);
        let words = words.filter(|words| !words.trim().is_empty()).unwrap_or(address);
        let image = Tag::Image {
            link_type: LinkType::Inline,
            dest_url: absolute(address).into(),
            title: "".into(),
            id: "".into(),
        };
        self.visit(Item::Link { tag: image, target }, at.clone());
        self.visit(Item::Event(Event::Text(words.to_owned().into())), at.clone());
        self.visit(Item::Event(Event::End(TagEnd::Image)), at);
    }
}
