//! What is served between one build and the next.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use serde_json::json;

use crate::diag::{Diagnostic, Severity};
use crate::pipeline::Preview;
use crate::site::{Site, SitePath};
use crate::source::Sources;

/// A good site. What is no page of it is made when it is first asked for, which is seldom and takes its time.
#[derive(Debug)]
pub(super) struct Good {
    preview: Preview,
    rest: OnceLock<BTreeMap<SitePath, Arc<[u8]>>>,
}

impl Good {
    pub(super) fn new(preview: Preview) -> Self {
        Self { preview, rest: OnceLock::new() }
    }

    /// Pages, assets and attachments.
    pub(super) fn site(&self) -> &Site {
        &self.preview.site
    }

    /// A file of the site.
    pub(super) fn get(&self, path: &SitePath) -> Option<&Arc<[u8]>> {
        let rest = || {
            self.rest
                .get_or_init(|| self.preview.rest().into_iter().map(|(path, bytes)| (path, bytes.into())).collect())
        };
        self.site().files.get(path).or_else(|| if is_page(path) { None } else { rest().get(path) })
    }

    /// Whether a reader has asked for more than pages.
    pub(super) fn is_searched(&self) -> bool {
        self.rest.get().is_some()
    }
}

/// The newest that is known: the last good site, and what is wrong with the book.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    /// Grows with each change of what is served or said.
    pub build: u64,
    /// The last good site; `None` until there is one.
    pub site: Option<Arc<Good>>,
    /// The one before it that was searched: a page that is still open goes on searching there.
    pub searched: Option<Arc<Good>>,
    /// Whether the newest build failed, so that the site is an older one.
    pub failed: bool,
    /// The day for which the site was built, and whether it was chosen in the browser.
    pub as_of: Option<Date>,
    /// Whether the day was chosen in the browser.
    pub chosen: bool,
    /// What is wrong with the newest input, and the input.
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Arc<Sources>,
    /// The link that opens a place in an editor, from the last book.toml that could be read.
    pub editor: Option<String>,
    /// Pages that were there before, with their titles.
    pub gone: Arc<BTreeMap<SitePath, String>>,
}

impl Snapshot {
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// What every open page is told.
    pub(super) fn event(&self) -> String {
        let data = json!({
            "build": self.build,
            "failed": self.failed,
            "site": self.site.is_some(),
            "errors": self.count(Severity::Error),
            "warnings": self.count(Severity::Warning),
            "asOf": self.as_of.map(|day| day.to_string()),
            "chosen": self.chosen,
        });
        format!("data: {data}\n\n")
    }

    /// Where the page went that was once at a path: to one that bears its title.
    pub(super) fn successor(&self, path: &SitePath) -> Option<&SitePath> {
        let title = self.gone.get(path)?;
        let mut pages = self.site.iter().flat_map(|site| &site.site().files).filter(|(path, _)| is_page(path));
        pages.find(|(_, bytes)| title_of(bytes).is_some_and(|other| other == title)).map(|(path, _)| path)
    }
}

/// The pages that are in one site and not in the next are remembered with their titles.
pub(super) fn gone(
    known: &Arc<BTreeMap<SitePath, String>>,
    before: Option<&Site>,
    now: &Site,
) -> Arc<BTreeMap<SitePath, String>> {
    let left =
        before.iter().flat_map(|site| &site.files).filter(|(path, _)| is_page(path) && !now.files.contains_key(path));
    let left: Vec<_> = left.filter_map(|(path, bytes)| Some((path.clone(), title_of(bytes)?.to_owned()))).collect();
    if left.is_empty() && !known.keys().any(|path| now.files.contains_key(path)) {
        return known.clone();
    }
    let mut all: BTreeMap<_, _> = known.iter().map(|(path, title)| (path.clone(), title.clone())).chain(left).collect();
    all.retain(|path, _| !now.files.contains_key(path));
    Arc::new(all)
}

/// How many files differ between two sites.
pub(super) fn differences(before: &Site, now: &Site) -> usize {
    let differs = |(path, bytes): &(&SitePath, &Arc<[u8]>)| {
        !before.files.get(path).is_some_and(|other| Arc::ptr_eq(other, bytes) || other == *bytes)
    };
    let new = now.files.iter().filter(differs).count();
    new + before.files.keys().filter(|path| !now.files.contains_key(path)).count()
}

pub(super) fn is_page(path: &SitePath) -> bool {
    path.as_str().ends_with(".html")
}

fn title_of(page: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(page).ok()?;
    let start = text.find("<title>")? + "<title>".len();
    Some(&text[start..start + text[start..].find("</title>")?])
}
