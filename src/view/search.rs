//! The page of search, which the browser fills; without JavaScript it leads to the lists.

use serde::Serialize;

use super::{LinkView, PageView, Views};
use crate::model::Identity;
use crate::site::SitePath;

/// The page of search.
#[derive(Debug, Serialize)]
pub struct SearchPage {
    /// The frame.
    pub page: PageView,
    /// The lists from which every page is reached.
    pub indexes: Vec<LinkView>,
}

impl Views<'_> {
    /// The page of search.
    pub fn search(&self) -> SearchPage {
        let on = SitePath::new("search.html");
        let mut page = self.page(&on, self.say("search.title"));
        page.breadcrumbs = self.crumbs(&on, &[]);
        let lists = [
            ("nav.documents", "documents/index.html"),
            ("nav.controls", "controls/index.html"),
            ("nav.clauses", "clauses/index.html"),
            ("nav.registers", "registers/index.html"),
        ];
        let mut indexes: Vec<LinkView> =
            lists.iter().map(|(key, path)| self.page_link(self.say(key), path, &on)).collect();
        let own = self.handbook.registers.iter().map(|register| &register.schema);
        indexes.extend(
            own.filter(|schema| schema.identity == Identity::Own)
                .map(|schema| LinkView { text: schema.title.clone(), href: Some(schema.page().relative_from(&on)) }),
        );
        SearchPage { page, indexes }
    }
}
