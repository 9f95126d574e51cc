//! The heading that a page shows as its title: of it, a text shows its pictures only.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Writer;
use crate::model::Element;

/// The state of a hidden heading that is being read.
#[derive(Default)]
pub(super) struct Hidden {
    /// The picture that is open.
    picture: Option<Picture>,
    /// Whether a paragraph with pictures is open.
    has_pictures: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Picture {
    /// In Markdown: it ends with an event.
    Markdown,
    /// In raw HTML: it ends with its tag.
    Html,
}

impl<'a> Writer<'_, 'a> {
    /// Hides the heading that begins here, but not its anchors.
    pub(super) fn hide_heading(&mut self) {
        self.hidden = Some(Hidden::default());
        let Some(section) = self.sections.next() else { return };
        let alias = section.heading.alias.as_ref().map(|alias| self.place(alias));
        // The page of a document has the anchor at its title.
        let own = (!self.before.is_empty()).then(|| self.place(&section.heading.anchor));
        let places: String = own.into_iter().chain(alias).collect();
        if !places.is_empty() {
            self.raw(places);
        }
    }

    /// Returns an element that the text shows; `None` if it is a part of the hidden heading.
    pub(super) fn show_of_hidden(&mut self, element: Element<'a>) -> Option<Element<'a>> {
        let Some(hidden) = &mut self.hidden else { return Some(element) };
        let is_last = |picture: Picture| match (&element, picture) {
            (Element::Event(Event::End(TagEnd::Image)), Picture::Markdown) => true,
            (Element::Event(Event::InlineHtml(html)), Picture::Html) => html.ends_with('>'),
            _ => false,
        };
        let picture = hidden.picture.or(match &element {
            Element::Link { tag: Tag::Image { .. }, .. } | Element::Event(Event::Start(Tag::Image { .. })) => {
                Some(Picture::Markdown)
            }
            Element::Event(Event::InlineHtml(html)) if begins_picture(html) => Some(Picture::Html),
            _ => None,
        });
        if let Some(picture) = picture {
            hidden.picture = Some(picture).filter(|picture| !is_last(*picture));
            if !std::mem::replace(&mut hidden.has_pictures, true) {
                self.push(Event::Start(Tag::Paragraph));
            }
            return Some(element);
        }
        if matches!(element, Element::Event(Event::End(TagEnd::Heading(_))))
            && self.hidden.take().is_some_and(|hidden| hidden.has_pictures)
        {
            self.push(Event::End(TagEnd::Paragraph));
        }
        None
    }
}

fn begins_picture(html: &str) -> bool {
    html.get(..4).is_some_and(|tag| tag.eq_ignore_ascii_case("<img"))
}
