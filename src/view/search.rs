//! The search page. The browser fills it; without JavaScript it links to the lists.

use serde::Serialize;

use super::{LinkView, PageView, View};
use crate::model::Identity;
use crate::pages::PageId;

/// The search page.
#[derive(Debug, Serialize)]
pub(crate) struct SearchPage {
    /// The frame.
    pub page: PageView,
    /// Links to the lists, from which every page can be reached.
    pub indexes: Vec<LinkView>,
}

/// Returns the search page.
pub(crate) fn page(view: &View<'_>) -> SearchPage {
    let mut page = view.page(view.say("search.title"));
    page.breadcrumbs = view.crumbs(&[]);
    let lists = [
        ("nav.documents", PageId::Documents),
        ("nav.controls", PageId::Controls),
        ("nav.clauses", PageId::Clauses),
        ("nav.registers", PageId::Registers),
    ];
    let mut indexes: Vec<LinkView> = lists.iter().map(|(key, page)| view.page_link(key, *page)).collect();
    let own = view.book.handbook.registers.iter().map(|register| &register.schema);
    indexes.extend(
        own.filter(|schema| schema.identity == Identity::Own)
            .map(|schema| LinkView { text: schema.title.clone(), href: Some(schema.page().relative_from(view.on)) }),
    );
    SearchPage { page, indexes }
}
