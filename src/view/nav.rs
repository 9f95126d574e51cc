//! The navigation of the site: the places of the handbook, and on a document's page the documents around it.

use serde::Serialize;

use super::document::{kind_href, kinds, language};
use super::tree::{Branch, DocumentTree, Place};
use super::{LanguageView, LinkView, View};
use crate::catalog::StandardRole;
use crate::model::{DocIx, Subject};
use crate::pages::{
    Group, PAGES, PageId, PageRow, is_of_own_standard, own_standard_folder, own_standard_path, own_transition_path,
};
use crate::site::SitePath;

/// The site navigation.
#[derive(Debug, Serialize)]
pub(crate) struct NavView {
    /// The documents by kind, on the page of a document.
    pub kinds: Vec<NavKind>,
    /// The groups of links, the same on every page.
    pub groups: Vec<NavGroup>,
}

/// Documents of one kind.
#[derive(Debug, Serialize)]
pub(crate) struct NavKind {
    /// The name of the kind, with a link to its documents in the list of all.
    pub link: LinkView,
    /// The number of documents.
    pub count: usize,
    /// Whether the page is one of them.
    pub open: bool,
    /// The documents, or those near the page; none for a large kind that is not that of the page.
    pub documents: Vec<NavDocument>,
    /// The text of the link to all of them, if some are not listed.
    pub more: Option<String>,
}

/// A document in the navigation.
#[derive(Debug, Serialize)]
pub(crate) struct NavDocument {
    /// Its title and page.
    pub link: LinkView,
    /// The language of its title, if it is not that of the book.
    pub language: Option<LanguageView>,
}

/// Navigation links under one heading.
#[derive(Debug, Serialize)]
pub(crate) struct NavGroup {
    /// The heading.
    pub title: String,
    /// The links.
    pub items: Vec<NavItem>,
}

/// A navigation link.
#[derive(Debug, Serialize)]
pub(crate) struct NavItem {
    /// The link text.
    pub text: String,
    /// The address.
    pub href: String,
    /// `page` if it leads to this page, `true` if this page is in its section.
    pub current: Option<&'static str>,
    /// The links below it: under the documents, their kinds.
    pub parts: Vec<LinkView>,
}

/// Returns what the navigation depends on: the folder, or the whole path for a page that the navigation links to. Documents that
/// list the same neighbours share the navigation of their folder.
pub(crate) fn nav_key(on: &SitePath, tree: &DocumentTree) -> String {
    let page = on.as_str();
    let folder = page.rfind('/').map_or("", |slash| &page[..=slash]);
    if let Some(Place { branch, run }) = tree.place(on) {
        return format!("{folder}?{branch}-{run}");
    }
    // The standards that a book adds have few pages, so each is its own key.
    let is_first = is_of_own_standard(on) || PAGES.iter().any(|row| row.nav.is_some() && row.is_at(on));
    if is_first { page } else { folder }.to_owned()
}

/// Marks the link to the page itself in the navigation that it shares with others.
pub(crate) fn marked(nav: &str, on: &SitePath) -> String {
    let own = format!("href=\"{}\"", on.relative_from(on));
    nav.replacen(&own, &format!("{own} aria-current=\"page\""), 1)
}

/// Returns the navigation as it is seen from a page. The link to the page of a document is not marked: see [`marked`].
pub(crate) fn nav(view: &View<'_>, tree: &DocumentTree) -> NavView {
    let place = tree.place(view.on);
    let all = tree.branches.iter().enumerate();
    NavView {
        kinds: place.map_or_else(Vec::new, |place| all.map(|branch| kind(view, tree, branch, place)).collect()),
        groups: groups(view, tree, place),
    }
}

/// Returns a kind as it is seen from a document.
fn kind(view: &View<'_>, tree: &DocumentTree, (at, branch): (usize, &Branch), place: Place) -> NavKind {
    let open = at == place.branch;
    let listed: &[DocIx] =
        if open { &branch.runs[place.run] } else { branch.whole().filter(|_| tree.lists_others).unwrap_or_default() };
    let document = |ix: &DocIx| NavDocument {
        link: view.subject(Subject::Document(*ix)),
        language: language(view, view.book.handbook.document(*ix)),
    };
    NavKind {
        link: kind_link(view, branch),
        count: branch.count,
        open,
        documents: listed.iter().map(document).collect(),
        more: (listed.len() < branch.count).then(|| view.tell("nav.all-of-kind", &[("n", &branch.count)])),
    }
}

/// Returns the link to the documents of a kind in the list of all.
fn kind_link(view: &View<'_>, branch: &Branch) -> LinkView {
    LinkView { text: kinds(view, branch.kind), href: Some(kind_href(view, branch.kind)) }
}

fn groups(view: &View<'_>, tree: &DocumentTree, place: Option<Place>) -> Vec<NavGroup> {
    let catalog = &view.book.handbook.catalog;
    let further = catalog.with_role(StandardRole::Retired).skip(1).map(|(_, s)| (s, own_transition_path(&s.id)));
    let own = catalog.standards.iter().skip(1).filter(|s| !s.is_retired()).map(|s| (s, own_standard_path(&s.id)));
    let own: Vec<(&str, String, SitePath)> =
        own.chain(further).map(|(s, page)| (s.title.as_str(), own_standard_folder(&s.id), page)).collect();
    let sections = PAGES.iter().filter(|row| row.nav.is_some()).map(|row| row.section() as &str);
    let sections = sections.chain(own.iter().map(|(_, folder, _)| folder.as_str()));
    // The longest match wins, so that a register with a link of its own does not also mark the link to all registers. A
    // document is marked among its neighbours.
    let current = sections.filter(|section| place.is_none() && view.on.as_str().starts_with(section));
    let current = current.max_by_key(|section| section.len());
    let item = |text: &str, section: &str, page: &SitePath| NavItem {
        text: text.to_owned(),
        href: page.relative_from(view.on),
        current: (current == Some(section)).then(|| if view.on == page { "page" } else { "true" }),
        parts: Vec::new(),
    };
    let of_row = |row: &PageRow, text: &str| {
        let is_list = row.id == PageId::Documents && place.is_none();
        let parts =
            if is_list { tree.branches.iter().map(|branch| kind_link(view, branch)).collect() } else { Vec::new() };
        NavItem { parts, ..item(view.say(text), row.section(), &row.id.path()) }
    };
    let group = |group: &Group| {
        let of_group =
            PAGES.iter().filter_map(|row| row.nav.filter(|(of, _)| of == group).map(|(_, text)| (row, text)));
        let of_group = of_group.filter(|(row, _)| row.id != PageId::Changes || view.book.has_history());
        let mut items: Vec<NavItem> = of_group.map(|(row, text)| of_row(row, text)).collect();
        if *group == Group::Standard {
            items.extend(own.iter().map(|(title, folder, page)| item(title, folder, page)));
        }
        NavGroup { title: view.say(group.title()).to_owned(), items }
    };
    Group::ALL.iter().map(group).collect()
}
