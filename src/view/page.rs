//! What every page has: its frame.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{DateView, LinkView, Views};
use crate::catalog::MAIN;
use crate::pages::download_path;
use crate::site::SitePath;

/// The theme's files by name (`style.css`) and the paths under which they are written (`assets/style.1a2b3c.css`).
#[derive(Debug, Default)]
pub struct Assets {
    /// Name and path.
    pub files: BTreeMap<String, SitePath>,
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
    /// `ltr`, or `rtl` for a language that is written from the right.
    pub direction: &'static str,
    /// The handbook's title.
    pub book: String,
    /// Its version, as book.toml says it.
    pub version: Option<String>,
    /// Whose handbook it is.
    pub organisation: String,
    /// The day for which every date rule was evaluated.
    pub as_of: DateView,
    /// The version of the program.
    pub generator: &'static str,
    /// The address of the start page.
    pub home: String,
    /// Who may read it, as its label says.
    pub classification: Option<String>,
    /// The running head of its printed sheets.
    pub sheet: String,
    /// The way from the start page to this one.
    pub breadcrumbs: Vec<Crumb>,
    /// The headings of this page.
    pub toc: Vec<TocItem>,
    /// The addresses of the theme's assets by their names, such as `style.css`.
    pub assets: BTreeMap<String, String>,
    /// The address of the logo: the icon, if book.toml names none.
    pub logo: String,
    /// The address of the page of search.
    pub search: String,
    /// The tables of this page as files for a spreadsheet.
    pub downloads: Vec<LinkView>,
    /// The page before this one.
    pub previous: Option<LinkView>,
    /// The page after this one.
    pub next: Option<LinkView>,
}

/// The sections of the site, as every page shows them.
#[derive(Debug, Serialize)]
pub struct NavView {
    /// By heading.
    pub groups: Vec<NavGroup>,
}

/// Sections of the site below one heading.
#[derive(Debug, Serialize)]
pub struct NavGroup {
    /// The heading.
    pub title: String,
    /// The sections.
    pub items: Vec<NavItem>,
}

/// A section of the site.
#[derive(Debug, Serialize)]
pub struct NavItem {
    /// The words.
    pub text: String,
    /// The address.
    pub href: String,
    /// `page` if the section begins with this page, `true` if this page is in the section.
    pub current: Option<&'static str>,
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

/// A section: the key of its words, page, the folder or page that belongs to it.
type SectionOfSite = (&'static str, &'static str, &'static str);

/// The sections of the site by group: few, so that every page can name them all.
const GROUPS: &[(&str, &[SectionOfSite])] = &[
    (
        "nav.handbook",
        &[
            ("nav.start", "index.html", "index.html"),
            ("nav.documents", "documents/index.html", "documents/"),
            ("nav.roles", "roles/index.html", "roles/"),
            ("nav.glossary", "registers/glossary/index.html", "registers/glossary/"),
        ],
    ),
    (
        STANDARD,
        &[
            ("nav.soa", "soa.html", "soa.html"),
            ("nav.controls", "controls/index.html", "controls/"),
            ("nav.clauses", "clauses/index.html", "clauses/"),
            ("nav.required", "required-documents.html", "required-documents.html"),
            ("nav.transition", "transition-2013.html", "transition-2013.html"),
        ],
    ),
    (
        "nav.assurance",
        &[
            ("nav.matrix", "matrix/index.html", "matrix/"),
            ("nav.gaps", "gaps.html", "gaps.html"),
            ("nav.auditor", "auditor.html", "auditor.html"),
            ("nav.downloads", "downloads/index.html", "downloads/"),
        ],
    ),
    (
        "nav.isms",
        &[
            ("nav.context", "context.html", "context.html"),
            ("nav.risk-assessment", "risks/index.html", "risks/"),
            ("nav.assets", "assets.html", "assets.html"),
            ("nav.objectives", "objectives.html", "objectives.html"),
            ("nav.audit-programme", "audits.html", "audits.html"),
            ("nav.nonconformities", "nonconformities.html", "nonconformities.html"),
            ("nav.reviews", "reviews/index.html", "reviews/"),
            ("nav.certification", "certification.html", "certification.html"),
            ("nav.calendar", "calendar/index.html", "calendar/"),
        ],
    ),
    (
        "nav.registers",
        &[
            ("nav.evidence", "registers/evidence/index.html", "registers/evidence/"),
            ("nav.audits", "registers/audits/index.html", "registers/audits/"),
            ("nav.all-registers", "registers/index.html", "registers/"),
        ],
    ),
];

/// The group that a book's own standards join.
const STANDARD: &str = "nav.standard";

impl Views<'_> {
    /// The frame of the page at `on`, without what only some pages have.
    pub(super) fn page(&self, on: &SitePath, title: &str) -> PageView {
        let assets: BTreeMap<String, String> =
            self.assets.files.iter().map(|(name, path)| (name.clone(), path.relative_from(on))).collect();
        let logo = self.config.logo.as_ref().map_or("icon.svg", |logo| &logo.value);
        PageView {
            classification: self.config.classification.clone(),
            sheet: title.to_owned(),
            title: title.to_owned(),
            description: None,
            path: on.to_string(),
            language: self.config.language.clone(),
            direction: direction(&self.config.language),
            book: self.config.title.clone(),
            version: self.config.version.clone(),
            organisation: self.config.organisation.clone(),
            as_of: self.date(self.coverage.as_of),
            generator: concat!("clausebook ", env!("CARGO_PKG_VERSION")),
            home: SitePath::new("index.html").relative_from(on),
            breadcrumbs: Vec::new(),
            toc: Vec::new(),
            logo: assets[logo].clone(),
            assets,
            search: SitePath::new("search.html").relative_from(on),
            downloads: Vec::new(),
            previous: None,
            next: None,
        }
    }

    /// What the sections of the site look like depends on this of a page: its folder, and for a page with which a section
    /// begins, on itself.
    pub fn nav_key<'a>(&self, on: &'a SitePath) -> &'a str {
        let page = on.as_str();
        // Of the book's own standards there are few pages.
        let first = page.starts_with("standards/")
            || GROUPS.iter().any(|(_, items)| items.iter().any(|(_, first, _)| *first == page));
        if first { page } else { page.rfind('/').map_or("", |slash| &page[..=slash]) }
    }

    /// The sections of the site as they are seen from a page.
    pub fn nav(&self, on: &SitePath) -> NavView {
        let own = self.handbook.catalog.standards.iter().filter(|s| s.id != MAIN && s.retired.is_none());
        let own: Vec<(&str, String)> =
            own.map(|s| (s.title.as_str(), format!("standards/{}/", crate::site::slug(&s.id)))).collect();
        let folders = GROUPS.iter().flat_map(|(_, items)| items.iter().map(|(.., folder)| *folder));
        let folders = folders.chain(own.iter().map(|(_, folder)| folder.as_str()));
        // A register with a place of its own is not marked as one of all registers, too.
        let current = folders.filter(|folder| on.as_str().starts_with(folder)).max_by_key(|folder| folder.len());
        let item = |text: &str, page: &str, folder: &str| NavItem {
            text: text.to_owned(),
            href: SitePath::new(page).relative_from(on),
            current: (current == Some(folder)).then(|| if on.as_str() == page { "page" } else { "true" }),
        };
        let group = |(title, items): &(&'static str, &[SectionOfSite])| {
            let mut items: Vec<NavItem> =
                items.iter().map(|(key, page, folder)| item(self.say(key), page, folder)).collect();
            if *title == STANDARD {
                items.extend(own.iter().map(|(text, folder)| item(text, &format!("{folder}index.html"), folder)));
            }
            NavGroup { title: self.say(title).to_owned(), items }
        };
        NavView { groups: GROUPS.iter().map(group).collect() }
    }

    /// A table as files for a spreadsheet.
    pub(super) fn downloads(&self, table: &str, on: &SitePath) -> Vec<LinkView> {
        let link = |format: &str| LinkView {
            text: format.to_uppercase(),
            href: Some(download_path(table, format).relative_from(on)),
        };
        ["csv", "xlsx"].map(link).into()
    }

    /// Breadcrumbs from pairs of words and page.
    pub(super) fn crumbs(&self, on: &SitePath, steps: &[(&str, SitePath)]) -> Vec<Crumb> {
        let home = [(self.say("nav.start"), SitePath::new("index.html"))];
        let crumb = |(text, path): &(&str, SitePath)| Crumb { text: (*text).to_owned(), href: path.relative_from(on) };
        home.iter().chain(steps).map(crumb).collect()
    }
}

/// The direction in which a language is written.
fn direction(language: &str) -> &'static str {
    let written_from_the_right = ["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"];
    let main = language.split('-').next().unwrap_or(language);
    if written_from_the_right.contains(&main) { "rtl" } else { "ltr" }
}
