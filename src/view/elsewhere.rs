//! The pages that lead elsewhere: from an address that does not exist, and from an old one to the new one.

use serde::Serialize;

use super::{LinkView, PageView, View};
use crate::model::Destination;

/// What a host shows for an address that is not there.
#[derive(Debug, Serialize)]
pub(crate) struct NotFoundPage {
    /// The frame.
    pub page: PageView,
    /// The address of the site, from which the page's links count: it is shown at any depth. `None` if not known.
    pub base: Option<String>,
}

/// A page that leads from an old address to the new one.
#[derive(Debug, Serialize)]
pub(crate) struct RedirectPage {
    /// The frame.
    pub page: PageView,
    /// Where it leads.
    pub to: LinkView,
}

/// The page for an address that is not there.
pub(crate) fn not_found(view: &View<'_>) -> NotFoundPage {
    // This page is shown at any address, so its links need to know where the site is.
    let served = view.book.config.base_path.as_ref().map(ToString::to_string);
    let base = served.or_else(|| view.book.config.base_url.as_ref().map(ToString::to_string));
    NotFoundPage { page: view.page(view.say("not-found.title")), base }
}

/// The page at an old address.
pub(crate) fn redirect(view: &View<'_>, to: &Destination) -> RedirectPage {
    let text = view.book.handbook.subject(to).map_or_else(String::new, |subject| view.subject(subject).text);
    let mut page = view.page(&text);
    page.description = Some(view.say("redirect.moved").to_owned());
    RedirectPage { to: LinkView { text, href: view.book.handbook.href(to, view.on) }, page }
}
