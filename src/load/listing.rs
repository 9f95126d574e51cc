//! Which files of a folder belong to a book, and what each is for.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::bounds::{Bounds, Place};
use super::choice::{Choice, Chooser};
use super::plain::name;
use super::{Failure, unlisted};
use crate::config::Config;
use crate::diag::{Diagnostic, did_you_mean};
use crate::letters::nfc;
use crate::source::{Role, Span, Spanned};

/// A file to be read: its path on the disk, its path in the book, its role.
pub(super) type Found = (PathBuf, String, Role);

/// All files of a book.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub found: Vec<Found>,
    /// Files and folders that are not there.
    pub missing: Vec<String>,
    /// Files and folders that do not belong to the book.
    pub left_out: HashSet<PathBuf>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Lists all files of a book: the catalogues, the content folder and the theme that `config` names.
///
/// # Errors
/// If a folder cannot be read: without its files, the site would lack documents, and nobody would see it.
pub(super) fn list(root: &Path, bounds: &Bounds, config: &Config) -> Result<Listed, Failure> {
    let mut listing = Listing { root, bounds, listed: Listed::default() };
    for Spanned { value, span } in config.catalogues() {
        let path = root.join(value);
        match bounds.find(&path)? {
            Place::Inside(real) if real.is_file() => {
                listing.listed.found.push((path, value.clone(), Role::Catalog));
            }
            Place::Inside(_) => listing.missing(value, *span, format!("the catalogue `{value}` is not a plain file")),
            // Texts that only a licensee may use are not in every copy of a repository.
            Place::Missing
                if config.standards.iter().any(|named| named.texts.as_ref().is_some_and(|t| t.span == *span)) =>
            {
                let message = format!("`{value}` does not exist, so the standard is shown without its texts");
                listing.listed.diagnostics.push(Diagnostic::warning("missing-file", *span, message));
            }
            Place::Missing => listing.missing(value, *span, format!("there is no catalogue `{value}`")),
            Place::Outside => listing.outside(value, *span),
        }
    }
    if let Some(Spanned { value, span }) = &config.checks.baseline {
        let path = root.join(value);
        match bounds.find(&path)? {
            Place::Inside(real) if real.is_file() => {
                listing.listed.found.push((path, value.clone(), Role::Baseline));
            }
            Place::Outside => listing.outside(value, *span),
            _ => listing.no_baseline(value, *span),
        }
    }
    let (folder, span) = (config.content_folder(), config.content.span);
    match bounds.find(&root.join(&folder))? {
        Place::Inside(real) if real.is_dir() => {
            let mut chooser = Chooser::new(config, &real, bounds)?;
            listing.walk(&folder, &real, |entry, path, real| chooser.choose(entry, path, real))?;
            listing.listed.diagnostics.extend(chooser.idle());
        }
        Place::Outside => listing.outside(&folder, span),
        _ => listing.no_content(&folder, config)?,
    }
    let (theme, span) = (&config.theme, config.theme_span);
    match bounds.find(&root.join(theme))? {
        Place::Inside(real) if real.is_dir() => listing.walk(theme, &real, of_theme)?,
        Place::Inside(_) => listing.missing(theme, span, format!("the theme `{theme}` is not a folder")),
        Place::Outside => listing.outside(theme, span),
        Place::Missing => {}
    }
    Ok(listing.listed)
}

/// Lists the files of a book, and collects the problems of finding them.
struct Listing<'a> {
    root: &'a Path,
    bounds: &'a Bounds,
    listed: Listed,
}

impl Listing<'_> {
    /// Reports a path in book.toml that does not lead to what it should.
    fn missing(&mut self, path: &str, span: Span, message: String) {
        self.listed.missing.push(path.to_owned());
        self.listed.diagnostics.push(Diagnostic::error("missing-file", span, message));
    }

    /// Reports a path in book.toml that leaves the bounds.
    fn outside(&mut self, path: &str, span: Span) {
        self.listed.missing.push(path.to_owned());
        let message = format!("`{path}` is not read: it is outside of `{}`", self.bounds.root().display());
        let help = "move it there, or allow a folder that contains both with `--root`".to_owned();
        self.listed.diagnostics.push(Diagnostic::error("outside-root", span, message).help(help));
    }

    /// Reports a baseline that is not there. The checks run nevertheless: they say what it would hold.
    fn no_baseline(&mut self, path: &str, span: Span) {
        let message = format!("there is no baseline `{path}`");
        let help = "write it with `clausebook check --write-baseline`".to_owned();
        self.listed.diagnostics.push(Diagnostic::error("missing-file", span, message).help(help));
    }

    fn no_content(&mut self, folder: &str, config: &Config) -> Result<(), Failure> {
        self.listed.missing.push(folder.to_owned());
        let message = format!("there is no content folder `{}`", config.content.value);
        let help = match self.similar_folder(folder)? {
            Some(near) => format!("did you mean `{near}`?"),
            None => "set `content = \"…\"` in `[book]` to the folder of the documents".to_owned(),
        };
        self.listed.diagnostics.push(Diagnostic::error("missing-file", config.content.span, message).help(help));
        Ok(())
    }

    /// Returns the folder beside one that is not there whose name is most similar, or else the only one with registers.
    fn similar_folder(&self, folder: &str) -> Result<Option<String>, Failure> {
        let (above, name) = folder.rsplit_once('/').map_or(("", folder), |(above, name)| (above, name));
        let Place::Inside(place) = self.bounds.find(&self.root.join(above))? else { return Ok(None) };
        let Ok(entries) = place.read_dir() else { return Ok(None) };
        let folders = entries.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
        let mut names: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        let with_registers = || {
            let mut found = names.iter().filter(|name| place.join(name).join("registers").is_dir());
            found.next().filter(|_| found.next().is_none()).map(String::as_str)
        };
        let near = did_you_mean(name, names.iter().map(String::as_str)).or_else(with_registers);
        Ok(near.map(|near| if above.is_empty() { near.to_owned() } else { format!("{above}/{near}") }))
    }

    fn skipped(&mut self, path: &str, why: &str) {
        let message = format!("`{path}` is skipped: {why}");
        self.listed.diagnostics.push(Diagnostic::warning("skipped-file", None, message));
    }

    /// Lists the files below a folder in the order of their paths, without hidden ones and those that `choose` skips. `real`
    /// is the folder with its links resolved.
    fn walk(
        &mut self,
        folder: &str,
        real: &Path,
        mut choose: impl FnMut(&DirEntry, &str, &Path) -> Result<Choice, Failure>,
    ) -> Result<(), Failure> {
        let top = self.root.join(folder);
        let visible = |entry: &DirEntry| entry.depth() == 0 || !is_hidden(entry.file_name());
        let mut files = Vec::new();
        let mut entries = WalkDir::new(&top).follow_links(true).into_iter().filter_entry(visible);
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.note_link(&error, folder)?;
                    continue;
                }
            };
            let path = relative(entry.path(), self.root);
            let kind = entry.file_type();
            if entry.path_is_symlink() && !stays_in(entry.path(), real) {
                self.skipped(&path, &format!("the link leads out of `{folder}`"));
                if kind.is_dir() {
                    entries.skip_current_dir();
                }
            } else if !kind.is_dir() && !kind.is_file() {
                self.skipped(&path, &format!("it is {}", name(kind)));
            } else {
                let place =
                    entry.path().strip_prefix(&top).map_or_else(|_| real.to_owned(), |inside| real.join(inside));
                match choose(&entry, &path, &place)? {
                    Choice::Read(role) => files.push((entry.into_path(), path, role)),
                    Choice::Enter => {}
                    Choice::Skip => {
                        if kind.is_dir() {
                            entries.skip_current_dir();
                        }
                        self.listed.left_out.insert(entry.into_path());
                    }
                }
            }
        }
        // Names that differ only in how their letters are composed come in one order on each system.
        files.sort_by(|a, b| nfc(&a.1).cmp(&nfc(&b.1)).then_with(|| a.1.cmp(&b.1)));
        self.listed.found.append(&mut files);
        Ok(())
    }

    /// Reports a link that cannot be followed. What it leads to is listed where it is, if it is a part of the book.
    ///
    /// # Errors
    /// If it is a folder that cannot be read.
    fn note_link(&mut self, error: &walkdir::Error, folder: &str) -> Result<(), Failure> {
        let top = self.root.join(folder);
        let place = error.path().unwrap_or(&top);
        let path = relative(place, self.root);
        if error.loop_ancestor().is_some() {
            self.skipped(&path, "it leads back to a parent folder");
        } else if place.is_symlink() {
            self.skipped(&path, "the link leads nowhere, or to something that cannot be read");
        } else {
            return Err(unlisted("read", &top, error));
        }
        Ok(())
    }
}

/// Chooses all files of a theme.
fn of_theme(entry: &DirEntry, _: &str, _: &Path) -> Result<Choice, Failure> {
    Ok(if entry.file_type().is_dir() { Choice::Enter } else { Choice::Read(Role::Theme) })
}

pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether a link leads to something inside a folder that is not hidden there.
fn stays_in(link: &Path, folder: &Path) -> bool {
    let Ok(real) = link.canonicalize() else { return false };
    real.strip_prefix(folder).is_ok_and(|inside| !inside.iter().any(is_hidden))
}

/// Returns a path relative to `root`, with `/` between its parts. It begins with `..` if the folder is beside `root`.
pub(crate) fn relative(path: &Path, root: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts = inside.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        Component::ParentDir => Some("..".into()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}
