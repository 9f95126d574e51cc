//! The frame that every page has.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{DateView, LinkView, View};
use crate::isms;
use crate::pages::{PageId, download_path};
use crate::site::SitePath;

/// The theme's files: from the name (`style.css`) to the path of the output file (`assets/style.1a2b3c.css`).
#[derive(Debug, Default)]
pub(crate) struct Assets {
    /// Paths by name.
    pub files: BTreeMap<String, SitePath>,
}

/// The frame of a page.
#[derive(Debug, Serialize)]
pub(crate) struct PageView {
    /// The page's own title.
    pub title: String,
    /// One line for search engines and previews.
    pub description: Option<String>,
    /// The path inside the site.
    pub path: String,
    /// Its absolute address, if book.toml says where the site is published.
    pub url: Option<String>,
    /// The language tag.
    pub language: String,
    /// `ltr`, or `rtl` for a language that is written from the right.
    pub direction: &'static str,
    /// The handbook's title.
    pub book: String,
    /// Its version, from book.toml.
    pub version: Option<String>,
    /// The organisation whose handbook it is.
    pub organisation: String,
    /// The as-of date, on which every date rule is evaluated.
    pub as_of: DateView,
    /// Whether that day is the day of the build, so that the pages say when the copy gets old.
    pub ages: bool,
    /// The version of the program.
    pub generator: &'static str,
    /// The first digits of the id of the commit that the site is made from, if there is one.
    pub commit: Option<String>,
    /// The address of the start page.
    pub home: String,
    /// The classification, as its label says.
    pub classification: Option<String>,
    /// The running head for printing.
    pub sheet: String,
    /// The path from the start page to this one.
    pub breadcrumbs: Vec<Crumb>,
    /// The headings of this page.
    pub toc: Vec<TocItem>,
    /// The addresses of the theme's assets by their names, such as `style.css`.
    pub assets: BTreeMap<String, String>,
    /// The address of the logo, or of the icon if book.toml names no logo.
    pub logo: String,
    /// The address of the page of search.
    pub search: String,
    /// The address of the page for reporting something, if the book says whom to tell.
    pub report: Option<String>,
    /// The tables of this page as files for a spreadsheet.
    pub downloads: Vec<LinkView>,
    /// The page before this one.
    pub previous: Option<LinkView>,
    /// The page after this one.
    pub next: Option<LinkView>,
}

/// A breadcrumb.
#[derive(Debug, Serialize)]
pub(crate) struct Crumb {
    /// The link text.
    pub text: String,
    /// The address.
    pub href: String,
}

/// A line of the table of contents.
#[derive(Debug, Serialize)]
pub(crate) struct TocItem {
    /// The heading.
    pub text: String,
    /// The address on this page.
    pub href: String,
    /// The heading level, 2 or 3.
    pub level: u8,
}

impl View<'_> {
    /// Returns the frame of the page, without the parts that only some pages have.
    pub(super) fn page(&self, title: &str) -> PageView {
        let assets: BTreeMap<String, String> =
            self.assets.files.iter().map(|(name, path)| (name.clone(), path.relative_from(self.on))).collect();
        let logo = self.book.config.logo.as_ref().map_or("icon.svg", |logo| &logo.value);
        PageView {
            classification: self.book.config.classification.clone(),
            sheet: title.to_owned(),
            title: title.to_owned(),
            description: None,
            path: self.on.to_string(),
            url: self.book.config.base_url.as_ref().map(|url| url.join(&self.on.absolute())),
            language: self.book.config.language.value.clone(),
            direction: direction(&self.book.config.language.value),
            book: self.book.config.title.clone(),
            version: self.book.config.version.clone(),
            organisation: self.book.config.organisation.clone(),
            as_of: self.date(self.book.coverage.as_of),
            ages: self.book.config.dated_by_build,
            commit: self.book.past.history.head().map(str::to_owned),
            generator: concat!("clausebook ", env!("CARGO_PKG_VERSION")),
            home: PageId::Start.path().relative_from(self.on),
            breadcrumbs: Vec::new(),
            toc: Vec::new(),
            logo: assets[logo].clone(),
            assets,
            search: PageId::Search.path().relative_from(self.on),
            report: isms::reporting(&self.book.handbook).map(|_| PageId::Reporting.path().relative_from(self.on)),
            downloads: Vec::new(),
            previous: None,
            next: None,
        }
    }

    /// Returns links to a table's files for a spreadsheet.
    pub(super) fn downloads(&self, table: &str) -> Vec<LinkView> {
        let link = |format: &str| LinkView {
            text: format.to_uppercase(),
            href: Some(download_path(table, format).relative_from(self.on)),
        };
        ["csv", "xlsx"].map(link).into()
    }

    /// Returns breadcrumbs from pairs of text and page; the start page comes before them.
    pub(super) fn crumbs(&self, steps: &[(&str, SitePath)]) -> Vec<Crumb> {
        let home = [(self.say("nav.start"), PageId::Start.path())];
        let crumb =
            |(text, path): &(&str, SitePath)| Crumb { text: (*text).to_owned(), href: path.relative_from(self.on) };
        home.iter().chain(steps).map(crumb).collect()
    }
}

/// Returns the contents of a page from the titles of its sections and their anchors.
pub(super) fn contents<'a>(sections: impl Iterator<Item = (&'a str, String)>) -> Vec<TocItem> {
    sections.map(|(title, anchor)| TocItem { text: title.to_owned(), href: format!("#{anchor}"), level: 2 }).collect()
}

/// The language of a text.
#[derive(Debug, Serialize)]
pub(crate) struct LanguageView {
    /// Its tag, such as `de`.
    pub tag: String,
    /// The direction in which it is written: `ltr` or `rtl`.
    pub direction: &'static str,
}

impl LanguageView {
    /// Returns the view of a language with a tag.
    pub(super) fn new(tag: &str) -> Self {
        Self { tag: tag.to_owned(), direction: direction(tag) }
    }
}

/// Returns the writing direction of a language.
fn direction(language: &str) -> &'static str {
    let written_from_the_right = ["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"];
    let main = language.split('-').next().unwrap_or(language);
    if written_from_the_right.contains(&main) { "rtl" } else { "ltr" }
}
