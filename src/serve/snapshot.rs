//! The state that is served between one build and the next.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::json;

use crate::diag::{Diagnostic, Severity};
use crate::pipeline::Preview;
use crate::site::SitePath;
use crate::source::Sources;

/// The last good site, and the problems of the newest build.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    /// Number of the build; grows with each change of the site or its problems.
    pub build: u64,
    /// The last good site; `None` until there is one.
    pub site: Option<Arc<Preview>>,
    /// The last site before it whose search index was made: a page that is still open goes on searching there.
    pub searched: Option<Arc<Preview>>,
    /// Whether the newest build failed, so that the site is an older one.
    pub failed: bool,
    /// The day for which the site was built.
    pub as_of: Option<Date>,
    /// Whether the day was chosen in the browser.
    pub chosen: bool,
    /// The problems of the newest build.
    pub diagnostics: Vec<Diagnostic>,
    /// The files of the newest build.
    pub sources: Sources,
    /// Pattern of the link that opens a place in an editor, from the last book.toml that could be read.
    pub editor: Option<String>,
    /// Pages that no longer exist, with the names of the things that they were about.
    pub gone: Arc<BTreeMap<SitePath, String>>,
}

impl Snapshot {
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Returns the event that every open page receives.
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

    /// Returns the new path of a page that was once at a path: that of a page about a thing of the same name.
    pub(super) fn successor(&self, path: &SitePath) -> Option<SitePath> {
        let (name, site) = (self.gone.get(path)?, self.site.as_ref()?);
        site.pages().find(|page| site.name(page).as_ref() == Some(name)).cloned()
    }
}

/// Adds the pages that are in one site but not in the next, with their names, to those already known.
pub(super) fn gone(
    known: &Arc<BTreeMap<SitePath, String>>,
    before: Option<&Preview>,
    now: &Preview,
) -> Arc<BTreeMap<SitePath, String>> {
    if before.is_some_and(|before| now.has_the_pages_of(before)) {
        return known.clone();
    }
    let left = before.iter().flat_map(|before| before.pages().map(|path| (*before, path)));
    let left = left.filter(|(_, path)| !now.has(path));
    let left: Vec<_> = left.filter_map(|(before, path)| Some((path.clone(), before.name(path)?))).collect();
    if left.is_empty() && !known.keys().any(|path| now.has(path)) {
        return known.clone();
    }
    let mut all: BTreeMap<_, _> = known.iter().map(|(path, name)| (path.clone(), name.clone())).chain(left).collect();
    all.retain(|path, _| !now.has(path));
    Arc::new(all)
}
