//! The page for a missing address, and the redirect from an old address to the new one.

use serde::Serialize;

use super::{LinkView, PageView, View};
use crate::model::Destination;

/// The page that a web server shows for a missing address.
#[derive(Debug, Serialize)]
pub(crate) struct NotFoundPage {
    /// The frame.
    pub page: PageView,
    /// The base address for the page's links, because it is shown at any depth: the path of the site on its host; `None` if not
    /// known.
    pub base: Option<String>,
    /// The ways from where the page may be shown to the folder of the site, such as `../../`. A script tries them all; empty if
    /// `base` is known.
    pub ways: Vec<String>,
}

/// The number of folders, from none on, that a missing address may be below that of the site, where its own address is not known.
const DEEPEST: usize = 7;

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
    // This page is shown at any address, so its links need the address of the site. The preview knows its path, and so does the URL
    // of a published site that names a folder; one at the root of its host may as well be tried below a folder of another.
    let config = &view.book.config;
    let served = config.base_path.as_ref().map(|path| path.as_str().to_owned());
    let published = config.base_url.as_ref().map(|url| url.path().to_owned()).filter(|path| path != "/");
    let base = served.or(published);
    let depths = if base.is_some() { 0 } else { DEEPEST };
    NotFoundPage {
        page: PageView { url: None, ..view.page(view.say("not-found.title")) },
        base,
        ways: (0..depths).map(|depth| "../".repeat(depth)).collect(),
    }
}

/// Returns the redirect at an old address.
pub(crate) fn redirect(view: &View<'_>, to: &Destination) -> RedirectPage {
    let text = view.book.handbook.subject(to).map_or_else(String::new, |subject| view.subject(subject).text);
    let mut page = view.page(&text);
    page.description = Some(view.say("redirect.moved").to_owned());
    RedirectPage { to: LinkView { text, href: view.book.href(to, view.on) }, page }
}
