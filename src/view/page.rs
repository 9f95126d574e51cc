//! What every page has: its frame.

use serde::Serialize;

use super::{DateView, LinkView, Views};
use crate::catalog::MAIN;
use crate::site::SitePath;

/// The theme's files by name (`style.css`) and the paths under which they are written (`assets/style.1a2b3c.css`).
#[derive(Debug, Default)]
pub struct Assets {
    /// Name and path.
    pub files: std::collections::BTreeMap<String, SitePath>,
}

/// The frame of a page.
#[derive(Debug, Serialize)]
pub struct PageView {
    /// The page's own title.
    pub title: String,
    /// One line for search engines and previews.
    pub description: Option<String>,
    /// The path inside the site.
    pub path: String,
    /// The language tag.
    pub language: String,
    /// The handbook's title.
    pub book: String,
    /// Whose handbook it is.
    pub organisation: String,
    /// The day for which every date rule was evaluated.
    pub as_of: DateView,
    /// The version of the program.
    pub generator: &'static str,
    /// The address of the start page.
    pub home: String,
    /// The sections of the site.
    pub nav: Vec<NavItem>,
    /// The way from the start page to this one.
    pub breadcrumbs: Vec<Crumb>,
    /// The headings of this page.
    pub toc: Vec<TocItem>,
    /// The address of the style sheet.
    pub style: String,
    /// The address of the icon.
    pub icon: String,
    /// The address of the page of search.
    pub search: String,
    /// The address of the script that brings search.
    pub search_script: String,
    /// The page before this one.
    pub previous: Option<LinkView>,
    /// The page after this one.
    pub next: Option<LinkView>,
}

/// A section of the site.
#[derive(Debug, Serialize)]
pub struct NavItem {
    /// The words.
    pub text: String,
    /// The address.
    pub href: String,
    /// Whether this page is in the section.
    pub current: bool,
}

/// A step of the breadcrumbs.
#[derive(Debug, Serialize)]
pub struct Crumb {
    /// The words.
    pub text: String,
    /// The address.
    pub href: String,
}

/// A line of the table of contents.
#[derive(Debug, Serialize)]
pub struct TocItem {
    /// The words.
    pub text: String,
    /// The address on this page.
    pub href: String,
    /// 2 or 3.
    pub level: u8,
}

/// The sections of the site: words, page, the folder whose pages belong to it.
const SECTIONS: &[(&str, &str, &str)] = &[
    ("Start", "index.html", "index.html"),
    ("Documents", "documents/index.html", "documents/"),
    ("Statement of Applicability", "soa.html", "soa.html"),
    ("Controls", "controls/index.html", "controls/"),
    ("Clauses", "clauses/index.html", "clauses/"),
    ("Coverage matrix", "matrix/index.html", "matrix/"),
    ("Gaps", "gaps.html", "gaps.html"),
    ("Required documents", "required-documents.html", "required-documents.html"),
    ("Registers", "registers/index.html", "registers/"),
    ("Transition from 2013", "transition-2013.html", "transition-2013.html"),
];

impl Views<'_> {
    /// The frame of the page at `on`, without what only some pages have.
    pub(super) fn page(&self, on: &SitePath, title: &str) -> PageView {
        let asset = |name: &str| {
            let path = self.assets.files.get(name).expect("the theme has its style sheets and icon, as was checked");
            path.relative_from(on)
        };
        PageView {
            title: title.to_owned(),
            description: None,
            path: on.to_string(),
            language: self.config.language.clone(),
            book: self.config.title.clone(),
            organisation: self.config.organisation.clone(),
            as_of: self.coverage.as_of.into(),
            generator: concat!("clausebook ", env!("CARGO_PKG_VERSION")),
            home: SitePath::new("index.html").relative_from(on),
            nav: self.nav(on),
            breadcrumbs: Vec::new(),
            toc: Vec::new(),
            style: asset("style.css"),
            icon: asset("icon.svg"),
            search: SitePath::new("search.html").relative_from(on),
            search_script: asset("search.js"),
            previous: None,
            next: None,
        }
    }

    fn nav(&self, on: &SitePath) -> Vec<NavItem> {
        let item = |text: &str, page: &str, folder: &str| NavItem {
            text: text.to_owned(),
            href: SitePath::new(page).relative_from(on),
            current: on.as_str().starts_with(folder),
        };
        let mut nav: Vec<NavItem> = SECTIONS.iter().map(|(text, page, folder)| item(text, page, folder)).collect();
        let own = self.handbook.catalog.standards.iter().filter(|s| s.id != MAIN && s.retired.is_none());
        nav.extend(own.map(|standard| {
            let folder = format!("standards/{}/", crate::site::slug(&standard.id));
            item(&standard.title, &format!("{folder}index.html"), &folder)
        }));
        nav
    }

    /// Breadcrumbs from pairs of words and page.
    pub(super) fn crumbs(&self, on: &SitePath, steps: &[(&str, SitePath)]) -> Vec<Crumb> {
        let home = [("Start", SitePath::new("index.html"))];
        let crumb = |(text, path): &(&str, SitePath)| Crumb { text: (*text).to_owned(), href: path.relative_from(on) };
        home.iter().chain(steps).map(crumb).collect()
    }
}
