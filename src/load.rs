//! Disk → [`Sources`]: the only reader of content.

mod bounds;
mod cache;
mod choice;
mod failure;
mod history;
mod ignored;
mod listing;
mod output;
mod plain;
mod survey;

use std::path::{Path, PathBuf};

use crate::catalog::{self, Named};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::source::{Content, Role, SourceFile, Sources};

use bounds::Place;

pub use bounds::Bounds;
pub use cache::{FileCache, Scan};
pub use choice::role;
pub use failure::{Failure, failed, unlisted};
pub(crate) use listing::relative;
pub use output::digests;
pub use plain::text;
pub use survey::{Survey, survey};

/// Reads `book.toml`.
///
/// # Errors
/// If there is no book.toml in `root`, or it cannot be read.
pub fn book(root: &Path) -> Result<Sources, Failure> {
    book_within(root, &FileCache::default())
}

/// Reads `book.toml` like [`book`], within the bounds of a cache.
///
/// # Errors
/// As those of [`book`], and if book.toml is a link that leaves the bounds.
pub fn book_within(root: &Path, cache: &FileCache) -> Result<Sources, Failure> {
    let (path, place) = (root.join("book.toml"), root.display());
    let missing = || {
        let help = "help: give the folder of a handbook, or create one with `clausebook init`";
        Failure(format!("there is no book.toml in `{place}`\n{help}"))
    };
    if !root.exists() {
        return Err(missing());
    }
    let bounds = cache.bounds(root)?;
    match bounds.find(&path)? {
        Place::Inside(_) => {}
        Place::Missing => return Err(missing()),
        Place::Outside => {
            let (link, top) = (path.display(), bounds.root().display());
            let help = "help: allow a folder that contains both with `--root`";
            return Err(Failure(format!("`{link}` is not read: it is a link that leads out of `{top}`\n{help}")));
        }
    }
    let mut sources = Sources::default();
    sources.add(plain::read(&path, "book.toml".to_owned(), Role::Config, None)?.0);
    Ok(sources)
}

/// Adds the catalogues of the program that a book needs in its language.
pub fn built_in(sources: &mut Sources, named: &[Named], language: &str) {
    for (path, text) in catalog::needed(named, language) {
        let content = Content::Text(text.into());
        sources.add(SourceFile { path: path.to_owned(), role: Role::Catalog, content });
    }
}

/// Adds the catalogues of the program, and all files that `config` names: catalogues, the content folder, the theme.
///
/// # Errors
/// If a file or a folder that is there cannot be read.
pub fn content(root: &Path, config: &Config, sources: &mut Sources) -> Result<Vec<Diagnostic>, Failure> {
    FileCache::default().content(root, config, sources, &Scan::Everything)
}

/// Returns the canonical path of a book's folder, so that each path in it is written in one way only.
///
/// # Errors
/// If the folder does not exist.
pub fn canonical(root: &Path) -> Result<PathBuf, Failure> {
    root.canonicalize().map_err(|error| failed("find", root, error))
}
