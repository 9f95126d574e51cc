//! A book that is read again and again: what did not change is taken from the shelf.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use super::{Failure, Found, failed, list, read};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::source::{SourceFile, Sources};

/// Where to look for changes.
#[derive(Debug, Clone)]
pub enum Look {
    /// Every folder is listed, and every file that does not look as it did is read.
    Everywhere,
    /// At these paths. If they show that files came or went, everywhere.
    At(BTreeSet<PathBuf>),
}

/// With more changed paths than this it is quicker to look everywhere.
const MANY: usize = 64;

/// The files of a book as they were read last.
#[derive(Debug, Default)]
pub struct Shelf {
    files: HashMap<String, Kept>,
    listing: Option<Listing>,
    /// Files that were read the last time. A second write within the clock's tick leaves their stamp as it is, so they
    /// are read once more, whatever the stamp says.
    fresh: HashSet<String>,
}

#[derive(Debug)]
struct Kept {
    stamp: Stamp,
    file: SourceFile,
}

/// What is there to be read, and what was wrong with the folders.
#[derive(Debug)]
struct Listing {
    found: Vec<Found>,
    paths: HashSet<PathBuf>,
    diagnostics: Vec<Diagnostic>,
}

/// What a file looks like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// Which file it is, and when that changed; unknown on some systems.
    identity: (u64, i64, i64),
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        Some(fs::metadata(path).ok()?.into())
    }
}

impl From<Metadata> for Stamp {
    fn from(data: Metadata) -> Self {
        Self { modified: data.modified().ok(), length: data.len(), identity: identity(&data) }
    }
}

#[cfg(unix)]
fn identity(data: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (data.ino(), data.ctime(), data.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

impl Shelf {
    /// Adds all that `config` names to `sources`, from the disk where it changed.
    ///
    /// # Errors
    /// If a file that is there cannot be read.
    pub fn content(
        &mut self,
        root: &Path,
        config: &Config,
        sources: &mut Sources,
        look: &Look,
    ) -> Result<Vec<Diagnostic>, Failure> {
        let known = match look {
            Look::At(paths) if self.listing.as_ref().is_some_and(|listing| listing.still_holds(root, paths)) => {
                self.listing.take()
            }
            _ => None,
        };
        let listed_now = known.is_none();
        let listing = known.unwrap_or_else(|| Listing::new(root, config));
        let files: Result<Vec<_>, Failure> =
            listing.found.par_iter().map(|found| self.file(found, look, listed_now)).collect();
        let files = files.inspect_err(|_| self.listing = None)?;
        self.fresh = files.iter().filter(|(_, read)| *read).map(|(kept, _)| kept.file.path.clone()).collect();
        if listed_now {
            self.files.clear();
        }
        for (kept, read) in files {
            sources.add(kept.file.clone());
            if listed_now || read {
                self.files.insert(kept.file.path.clone(), kept);
            }
        }
        let diagnostics = listing.diagnostics.clone();
        self.listing = Some(listing);
        Ok(diagnostics)
    }

    /// A file, and whether it may have been written just now.
    fn file(&self, (path, name, role): &Found, look: &Look, listed_now: bool) -> Result<(Kept, bool), Failure> {
        let kept = self.files.get(name).filter(|kept| kept.file.role == *role);
        let named = matches!(look, Look::At(paths) if paths.contains(path));
        let as_it_was = kept.filter(|_| !named).filter(|kept| !listed_now || Stamp::of(path) == Some(kept.stamp));
        if let Some(kept) = as_it_was.filter(|_| !self.fresh.contains(name)) {
            return Ok((Kept { stamp: kept.stamp, file: kept.file.clone() }, false));
        }
        let (file, data) = read(path, name.clone(), *role)?;
        let stamp = data.into();
        Ok(match kept {
            Some(kept) if kept.file.bytes() == file.bytes() => {
                (Kept { stamp, file: kept.file.clone() }, as_it_was.is_none())
            }
            _ => (Kept { stamp, file }, true),
        })
    }
}

impl Listing {
    fn new(root: &Path, config: &Config) -> Self {
        let (found, diagnostics) = list(root, config);
        let paths = found.iter().map(|(path, ..)| path.clone()).collect();
        Self { found, paths, diagnostics }
    }

    /// Whether no file came or went at those paths, and none of them is book.toml.
    fn still_holds(&self, root: &Path, paths: &BTreeSet<PathBuf>) -> bool {
        paths.len() <= MANY && paths.iter().all(|path| path != &root.join("book.toml") && self.agrees(path))
    }

    fn agrees(&self, path: &Path) -> bool {
        match fs::symlink_metadata(path) {
            Ok(data) => data.is_file() && self.paths.contains(path),
            // What an editor makes and removes while it saves was never known.
            Err(_) => !self.paths.iter().any(|known| known.starts_with(path)),
        }
    }
}

/// The folder of a book by its one true name, so that a path in it is written in one way.
///
/// # Errors
/// If it is not there.
pub fn true_name(root: &Path) -> Result<PathBuf, Failure> {
    root.canonicalize().map_err(|error| failed("find", root, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::load::book;
    use crate::source::Role;

    struct Book {
        dir: tempfile::TempDir,
        shelf: Shelf,
    }

    impl Book {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            fs::write(dir.path().join("book.toml"), "[book]\ntitle = \"T\"\norganisation = \"O\"\n").unwrap();
            fs::create_dir(dir.path().join("content")).unwrap();
            Self { dir, shelf: Shelf::default() }
        }

        fn write(&self, name: &str, text: &str) {
            fs::write(self.path(name), text).unwrap();
        }

        fn path(&self, name: &str) -> PathBuf {
            self.dir.path().join("content").join(name)
        }

        /// Names and texts of the documents.
        fn read(&mut self, look: &Look) -> Vec<(String, String)> {
            let mut sources = book(self.dir.path()).unwrap();
            let config = config::read(&sources).0.unwrap();
            self.shelf.content(self.dir.path(), &config, &mut sources, look).unwrap();
            let documents = sources.of_role(Role::Document);
            documents.map(|(_, file)| (file.path.clone(), file.text().unwrap().to_string())).collect()
        }

        fn at(&self, names: &[&str]) -> Look {
            Look::At(names.iter().map(|name| self.path(name)).collect())
        }
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, text)| (format!("content/{name}"), (*text).to_owned())).collect()
    }

    #[test]
    fn only_what_is_named_is_read_while_no_file_comes_or_goes() {
        let mut book = Book::new();
        book.write("a.md", "1");
        book.write("b.md", "1");
        assert_eq!(book.read(&Look::Everywhere), pairs(&[("a.md", "1"), ("b.md", "1")]));
        // What was read the last time is read once more; after that, a name is needed.
        book.read(&book.at(&[]));
        book.write("a.md", "2");
        book.write("b.md", "2");
        assert_eq!(book.read(&book.at(&["b.md"])), pairs(&[("a.md", "1"), ("b.md", "2")]));
        assert_eq!(book.read(&Look::Everywhere), pairs(&[("a.md", "2"), ("b.md", "2")]));
    }

    #[test]
    fn a_name_that_came_or_went_has_everything_listed() {
        let mut book = Book::new();
        book.write("a.md", "1");
        book.read(&Look::Everywhere);
        book.write("c.md", "3");
        assert_eq!(book.read(&book.at(&["c.md"])), pairs(&[("a.md", "1"), ("c.md", "3")]));
        fs::rename(book.path("a.md"), book.path("b.md")).unwrap();
        assert_eq!(book.read(&book.at(&["a.md"])), pairs(&[("b.md", "1"), ("c.md", "3")]));
        // A file that an editor made and removed while it saved is nothing new.
        fs::remove_file(book.path("c.md")).unwrap();
        assert_eq!(book.read(&book.at(&["4913"])).len(), 2);
        assert_eq!(book.read(&book.at(&["c.md"])), pairs(&[("b.md", "1")]));
    }

    #[test]
    fn a_second_write_within_a_tick_is_not_missed() {
        let mut book = Book::new();
        for round in 0..50 {
            book.write("a.md", &format!("{round:02} x"));
            book.read(&Look::Everywhere);
            book.write("a.md", &format!("{round:02} y"));
            assert_eq!(book.read(&Look::Everywhere), pairs(&[("a.md", &format!("{round:02} y"))]));
        }
    }
}
