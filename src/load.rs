//! Disk → [`Sources`]: the only reader of content.

mod cache;
mod failure;
mod listing;
mod output;

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::catalog;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::source::{Content, Role, SourceFile, Sources};

pub use cache::{FileCache, Scan};
pub use failure::{Failure, failed};
pub use listing::role;
pub use output::digests;

/// Reads `book.toml` and the built-in catalogues.
///
/// # Errors
/// If there is no book.toml in `root`, or it cannot be read.
pub fn book(root: &Path) -> Result<Sources, Failure> {
    let path = root.join("book.toml");
    if !path.exists() {
        let place = root.display();
        return Err(Failure(format!(
            "there is no book.toml in `{place}`\nhelp: give the folder of a handbook, or create one with `clausebook init`"
        )));
    }
    let mut sources = Sources::default();
    sources.add(read(&path, "book.toml".to_owned(), Role::Config)?.0);
    built_in(&mut sources);
    Ok(sources)
}

/// Adds the catalogues that ship with the program.
pub fn built_in(sources: &mut Sources) {
    for (path, text) in catalog::BUILT_IN {
        let content = Content::Text((*text).into());
        sources.add(SourceFile { path: (*path).to_owned(), role: Role::Catalog, content });
    }
}

/// Adds all files that `config` names: catalogues, the content folder, the theme.
///
/// # Errors
/// If a file that is there cannot be read.
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

/// Reads the text of one file.
///
/// # Errors
/// If it cannot be read, or is not text.
pub fn text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| failed("read", path, error))
}

/// Reads a file, and its metadata before that: a write that comes later is then noticed by the next scan.
fn read(path: &Path, name: String, role: Role) -> Result<(SourceFile, Metadata), Failure> {
    let read = || {
        let mut file = File::open(path)?;
        let data = file.metadata()?;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(usize::try_from(data.len()).unwrap_or(0))?;
        file.read_to_end(&mut bytes)?;
        Ok((bytes, data))
    };
    let (bytes, data) = read().map_err(|error: io::Error| failed("read", path, error))?;
    let content = match String::from_utf8(bytes) {
        Ok(text) => Content::Text(text.into()),
        Err(error) => Content::Bytes(error.into_bytes().into()),
    };
    Ok((SourceFile { path: name, role, content }, data))
}
