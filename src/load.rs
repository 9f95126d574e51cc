//! Disk → [`Sources`]: the only reader of content.

mod shelf;

use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::catalog;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::manifest::{self, Manifest};
use crate::site::MARKER;
use crate::source::{Content, Role, SourceFile, Sources, Spanned};

pub use shelf::{Look, Shelf, true_name};

/// A failure of the surroundings: a file that cannot be read, a folder that cannot be written.
#[derive(Debug)]
pub struct Failure(pub String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

/// Says what was tried on which path when it failed.
pub fn failed(what: &str, path: &Path, error: impl fmt::Display) -> Failure {
    Failure(format!("cannot {what} `{}`: {error}", path.display()))
}

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

/// Adds all that `config` names: catalogues, the content folder, the theme.
///
/// # Errors
/// If a file that is there cannot be read.
pub fn content(root: &Path, config: &Config, sources: &mut Sources) -> Result<Vec<Diagnostic>, Failure> {
    Shelf::default().content(root, config, sources, &Look::Everywhere)
}

/// A file that is to be read: where it is, its path in the book, what it is for.
type Found = (PathBuf, String, Role);

/// Lists all that `config` names.
fn list(root: &Path, config: &Config) -> (Vec<Found>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut found = Vec::new();
    for Spanned { value, span } in &config.catalogues {
        let path = root.join(value);
        if path.is_file() {
            found.push((path, value.clone(), Role::Catalog));
        } else {
            let message = format!("there is no catalogue `{value}`");
            diagnostics.push(Diagnostic::error("missing-file", *span, message));
        }
    }
    let folder = config.content_folder();
    if root.join(&folder).is_dir() {
        walk(root, &folder, |path| role(config.inside_content(path)), &mut found, &mut diagnostics);
    } else {
        let message = format!("there is no content folder `{}`", config.content.value);
        let help = "set `content = \"…\"` in `[book]` to the folder of the documents".to_owned();
        diagnostics.push(Diagnostic::error("missing-file", config.content.span, message).help(help));
    }
    if root.join(&config.theme).is_dir() {
        walk(root, &config.theme, |_| Role::Theme, &mut found, &mut diagnostics);
    }
    (found, diagnostics)
}

/// What the file at a path inside the content folder is for: documents are Markdown, registers are TOML below
/// `registers/`, anything else may be attached.
pub fn role(path: &str) -> Role {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("md" | "markdown") => Role::Document,
        Some("toml") if path.starts_with("registers/") => Role::Register,
        _ => Role::Attachment,
    }
}

/// Lists the files below `root/folder` in the order of their paths; hidden ones are left out.
fn walk(
    root: &Path,
    folder: &str,
    role: impl Fn(&str) -> Role,
    found: &mut Vec<Found>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let top = root.join(folder);
    let canonical = top.canonicalize().unwrap_or_else(|_| top.clone());
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let mut files = Vec::new();
    let mut entries = WalkDir::new(&top).follow_links(true).into_iter().filter_entry(visible);
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(|| folder.to_owned(), |path| relative(path, root));
                let why = if error.loop_ancestor().is_some() {
                    "it leads back to a parent folder"
                } else {
                    "it cannot be read"
                };
                diagnostics.push(Diagnostic::warning("skipped-file", None, format!("`{path}` is skipped: {why}")));
                continue;
            }
        };
        let path = relative(entry.path(), root);
        if entry.path_is_symlink() && !entry.path().canonicalize().is_ok_and(|real| real.starts_with(&canonical)) {
            let message = format!("`{path}` is skipped: the link leads out of `{folder}`");
            diagnostics.push(Diagnostic::warning("skipped-file", None, message));
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_file() {
            let role = role(&path);
            files.push((entry.into_path(), path, role));
        }
    }
    files.sort_by(|a, b| a.1.cmp(&b.1));
    found.append(&mut files);
}

fn relative(path: &Path, root: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts = inside.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The text of one file.
///
/// # Errors
/// If it cannot be read, or is not text.
pub fn text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| failed("read", path, error))
}

/// The digests of all files of a site that was written into a folder, but for its manifest and its marker. What is no
/// plain file has an empty one, which no file of a site has.
///
/// # Errors
/// If the folder or a file in it cannot be read.
pub fn digests(root: &Path) -> Result<Manifest, Failure> {
    let mut found = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry.map_err(|error| failed("read", root, error))?;
        let path = relative(entry.path(), root);
        if !entry.file_type().is_dir() && path != manifest::NAME && path != MARKER {
            found.push((path, entry));
        }
    }
    let digest = |(path, entry): (String, walkdir::DirEntry)| {
        if !entry.file_type().is_file() {
            return Ok((path, String::new()));
        }
        let bytes = fs::read(entry.path()).map_err(|error| failed("read", entry.path(), error))?;
        Ok((path, manifest::digest(&bytes)))
    };
    let files: Result<Vec<_>, Failure> = found.into_par_iter().map(digest).collect();
    Ok(Manifest { files: files?.into_iter().collect() })
}

/// A file, and what it looked like before it was read: what is written later is seen the next time.
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
