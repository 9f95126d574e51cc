//! The page for a missing address, and the redirect from an old address to the new one.

use serde::Serialize;

use super::{LinkView, PageView, View};
use crate::model::Destination;

/// The page that a web server shows for a missing address.
#[derive(Debug, Serialize)]
pub(crate) struct NotFoundPage {
    /// The frame.
    pub page: PageView,
    /// The base address for the page's links, because it is shown at any depth; `None` if not known.
    pub base: Option<String>,
}

/// A redirect from an old address to the new one.
#[derive(Debug, Serialize)]
pub(crate) struct RedirectPage {
    /// The frame.
    pub page: PageView,
    /// The target.
    pub to: LinkView,
}

/// Returns the page for a missing address.
pub(crate) fn not_found(view: &View<'_>) -> NotFoundPage {
    // This page is shown at any address, so its links need the base address of the site.
    let served = view.book.config.base_path.as_ref().map(ToString::to_string);
    let base = served.or_else(|| view.book.config.base_url.as_ref().map(ToString::to_string));
    NotFoundPage { page: view.page(view.say("not-found.title")), base }
}

/// Returns the redirect at an old address.
pub(crate) fn redirect(view: &View<'_>, to: &Destination) -> RedirectPage {
    let text = view.book.handbook.subject(to).map_or_else(String::new, |subject| view.subject(subject).text);
    let mut page = view.page(&text);
    page.description = Some(view.say("redirect.moved").to_owned());
    RedirectPage { to: LinkView { text, href: view.book.handbook.href(to, view.on) }, page }
}
