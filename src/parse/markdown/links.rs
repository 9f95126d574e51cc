//! Links and pictures during the walk: their targets, and how those of other tools are meant.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{Walker, absolute};
use crate::model::RawTarget;
use crate::parse::item::Item;
use crate::parse::target::{classify, is_picture, is_size, place};

impl<'a, V: FnMut(Item<'a>, Range<usize>)> Walker<'a, '_, V> {
    /// Visits the start of a link or a picture, and the words that it shows if it has none of its own.
    pub(super) fn link<I>(&mut self, event: Event<'a>, range: Range<usize>, events: &mut Peekable<I>)
    where
        I: Iterator<Item = (Event<'a>, Range<usize>)>,
    {
        let Event::Start(mut tag @ (Tag::Link { .. } | Tag::Image { .. })) = event else { return };
        self.links += 1;
        let is_empty = match events.peek() {
            Some((Event::End(TagEnd::Link), _)) => true,
            Some((Event::Text(words), _)) => words.trim().is_empty(),
            _ => false,
        };
        let (Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) = &tag else { return };
        let (kind, address) = (*link_type, dest_url.clone());
        let target = classify(kind, &address, matches!(tag, Tag::Image { .. }));
        let is_wiki = matches!(kind, LinkType::WikiLink { .. });
        let is_local = matches!(target, Some(RawTarget::Id { .. } | RawTarget::Path { .. }));
        if is_wiki && is_local && matches!(tag, Tag::Image { .. }) && !is_picture(&address) {
            self.embeds.push(self.links);
            tag = Tag::Link { link_type: kind, dest_url: address.clone(), title: "".into(), id: "".into() };
        }
        // Obsidian has the width of a picture where its words are.
        if is_wiki && matches!(tag, Tag::Image { .. }) {
            events.next_if(|(event, _)| matches!(event, Event::Text(words) if is_size(words)));
        }
        let shows_address =
            matches!(kind, LinkType::Autolink | LinkType::Email | LinkType::WikiLink { has_pothole: false });
        self.named += usize::from(shows_address || is_empty);
        if let Tag::Link { link_type, dest_url, .. } = &mut tag {
            if address.starts_with("//") {
                *dest_url = absolute(&address).into();
            }
            // Without words of its own, a link shows the name of its target.
            if is_empty && target.is_some() {
                *link_type = LinkType::WikiLink { has_pothole: false };
            }
        }
        let at = place(self.text, &address, &range);
        match target {
            Some(target) => self.visit(Item::Link { tag, target }, at.clone()),
            None => self.visit(Item::Event(Event::Start(tag)), range),
        }
        if is_empty {
            self.visit(Item::Event(Event::Text(address)), at);
        }
    }
}
