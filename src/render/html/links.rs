//! Links and images: their addresses relative to a page, and replacements for those without a target.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Writer;
use crate::html::escape;
use crate::model::{Destination, ResolvedReference, Subject};
use crate::site::percent_encoded;
use crate::view::printed_anchor;

/// The end of an open link or image.
pub(super) enum LinkEnd {
    /// Write the end tag of a link.
    Link,
    /// Write the end of an image.
    Image,
    /// Write nothing: the link has no target, so only its text is written.
    Nothing,
}

impl<'a> Writer<'_, 'a> {
    pub(super) fn href(&self, link: &ResolvedReference) -> Option<String> {
        let (handbook, to) = (&self.html.assessed.handbook, link.to.as_ref()?);
        if !self.before.is_empty() {
            let (document, anchor) = match to {
                Destination::Subject(Subject::Document(document)) => (*document, None),
                Destination::Section(document, at) => {
                    (*document, Some(&handbook.document(*document).sections[*at].heading.anchor))
                }
                Destination::Anchor(document, at) => (*document, Some(&handbook.document(*document).anchors[*at])),
                _ => return self.html.assessed.href(to, self.on),
            };
            let anchor = anchor.map(|anchor| format!("--{anchor}")).unwrap_or_default();
            return Some(format!("#{}{}", printed_anchor(handbook.document(document)), percent_encoded(&anchor)));
        }
        self.html.assessed.href(to, self.on)
    }

    /// Returns whether a link leads out of the site.
    pub(super) fn is_outside(&self, link: &ResolvedReference) -> bool {
        link.to.as_ref().is_some_and(|to| self.html.assessed.handbook.is_outside(to))
    }

    /// Returns the title of the target as a tooltip, if the link shows only its id.
    fn hint(&self, link: &ResolvedReference) -> String {
        match link.to {
            Some(Destination::Subject(Subject::Requirement(ix))) => {
                self.html.assessed.handbook.catalog.requirement(ix).title.clone()
            }
            Some(Destination::Subject(Subject::Entry(ix))) => {
                let title = &self.html.assessed.handbook.record(ix).entry.title;
                if *title == link.text { String::new() } else { title.clone() }
            }
            _ => String::new(),
        }
    }

    fn start_link(&mut self, href: String, title: String) {
        self.push(Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: href.into(),
            title: title.into(),
            id: "".into(),
        }));
    }

    pub(super) fn mention(&mut self, text: CowStr<'a>, link: Option<&ResolvedReference>) {
        match link.and_then(|link| Some((self.href(link)?, self.hint(link)))) {
            Some((href, hint)) => {
                self.start_link(href, hint);
                self.push(Event::Text(text));
                self.push(Event::End(TagEnd::Link));
            }
            None => self.push(Event::Text(text)),
        }
    }

    pub(super) fn link(&mut self, tag: Tag<'a>, remote: bool, to: &ResolvedReference) {
        let href = self.href(to);
        match tag {
            // A picture that the site does not have becomes a link to it, if it has an address elsewhere.
            Tag::Image { .. } if self.is_outside(to) => {
                self.start_link(href.unwrap_or_default(), String::new());
                self.ends.push(LinkEnd::Link);
            }
            Tag::Image { title, .. } if href.is_some() => {
                let dest_url = href.unwrap_or_default().into();
                self.push(Event::Start(Tag::Image { link_type: LinkType::Inline, dest_url, title, id: "".into() }));
                self.ends.push(LinkEnd::Image);
            }
            // An image on another host becomes a link to it, or the words of the link that it is in; a missing image becomes
            // its description.
            Tag::Image { dest_url, .. } if remote && self.ends.is_empty() && !self.in_raw_link => {
                self.start_link(dest_url.to_string(), String::new());
                self.ends.push(LinkEnd::Link);
            }
            Tag::Image { .. } => self.ends.push(LinkEnd::Nothing),
            Tag::Link { title, .. } => {
                let end = match href {
                    Some(href) => {
                        self.start_link(href, if title.is_empty() { self.hint(to) } else { title.to_string() });
                        LinkEnd::Link
                    }
                    None => LinkEnd::Nothing,
                };
                self.ends.push(end);
            }
            _ => {}
        }
    }

    pub(super) fn claim(&self, claim: &ResolvedReference) -> Option<String> {
        let (href, text, title) = (self.href(claim)?, escape(&claim.text), escape(&self.hint(claim)));
        Some(format!("<a href=\"{}\" title=\"{title}\">{text}</a>", escape(&href)))
    }
}
