//! Words with attributes in braces, and the places that are named in them.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::Walker;
use crate::html::escape;
use crate::parse::attributed;
use crate::parse::item::Item;
use crate::parse::pieces::part;

impl<'a, V: FnMut(Item<'a>, Range<usize>)> Walker<'a, '_, V> {
    /// Visits words without the attributes in them, which belong to a link, a picture or other words.
    pub(super) fn attributed(&mut self, words: &CowStr<'a>, range: Range<usize>) {
        let text = self.text;
        let source = &text[range.clone()];
        let verbatim = source == &**words;
        // Elsewhere, an entity or an escape makes words differ from their source.
        let place =
            |at: Range<usize>| if verbatim { range.start + at.start..range.start + at.end } else { range.clone() };
        let mut sought = 0;
        let mut id_place = |at: Range<usize>| {
            if verbatim {
                return Some(place(at));
            }
            let start = sought + source[sought..].find(&words[at.clone()])?;
            sought = start + at.len();
            Some(range.start + start..range.start + sought)
        };
        let mut done = 0;
        if range.start == self.link_end
            && let Some(braces) = attributed::braces(words)
        {
            self.anchor(braces.id.and_then(&mut id_place));
            done = braces.length;
        }
        let has_literal = !verbatim && source.contains("\\[");
        let is_literal = |at: usize| has_literal || verbatim && text[..range.start + at].ends_with('\\');
        while let Some(found) = attributed::first(&words[done..]) {
            let inner = done + found.words.start..done + found.words.end;
            let end = inner.end + 1 + found.braces.length;
            if is_literal(inner.start - 1) {
                self.plain_part(words, done..end, &place);
            } else {
                self.plain_part(words, done..inner.start - 1, &place);
                self.anchor(found.braces.id.and_then(|id| id_place(done + id.start..done + id.end)));
                self.plain_part(words, inner, &place);
            }
            done = end;
        }
        self.plain_part(words, done..words.len(), &place);
        let after = &text[range.end..];
        let ends_line = after.is_empty() || after.starts_with(['\n', '\r']);
        if let Some(name) = attributed::block_name(&words[done..]).filter(|_| ends_line) {
            self.anchor(id_place(words.len() - name.len()..words.len()));
        }
    }

    fn plain_part(&mut self, words: &CowStr<'a>, at: Range<usize>, place: &impl Fn(Range<usize>) -> Range<usize>) {
        if !at.is_empty() {
            self.plain(part(words, at.clone()), place(at));
        }
    }

    /// Visits an anchor that Markdown has no words for.
    fn anchor(&mut self, place: Option<Range<usize>>) {
        let Some(place) = place else { return };
        let Self { html, losses, text, .. } = self;
        html.anchor(&text[place.clone()], place.clone(), &mut |loss| losses.push(loss));
        let id = escape(&self.text[place.clone()]);
        self.visit(Item::Event(Event::InlineHtml(format!("<span id=\"{id}\"></span>").into())), place);
    }
}
