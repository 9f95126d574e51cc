//! Cache of the files of a book, for reading it again and again.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::bounds::Bounds;
use super::history::{Known, history};
use super::listing::{Found, Listed, list, relative};
use super::plain::{attachment, read};
use super::{Failure, canonical};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::source::{Repository, Role, SourceFile, Sources, Stamp};

/// Where to look for changes.
#[derive(Debug, Clone)]
pub enum Scan {
    /// List every folder, and read every file whose stamp differs.
    Everything,
    /// Read the files at these paths. If files were added or removed there, scan everything.
    Paths(BTreeSet<PathBuf>),
}

/// With more changed paths than this, scanning everything is faster.
const MAX_PATHS: usize = 64;

/// The files of a book as they were last read.
#[derive(Debug, Default)]
pub struct FileCache {
    /// Nothing outside this folder is read; without it, the folder is looked for each time.
    root: Option<PathBuf>,
    files: HashMap<String, Cached>,
    listing: Option<Listing>,
    repository: Option<Arc<Repository>>,
    history: Option<Known>,
    /// Names of the files that were read in the last scan. A second write within one tick of the clock does not change
    /// their stamp, so they are read once more, whatever the stamp says.
    fresh: HashSet<String>,
}

#[derive(Debug, Clone)]
struct Cached {
    stamp: Stamp,
    file: SourceFile,
    /// The encoding that book.toml states for it.
    encoding: Option<String>,
}

/// All files to be read, and the problems of listing the folders.
#[derive(Debug)]
struct Listing {
    found: Vec<Found>,
    paths: HashSet<PathBuf>,
    missing: Vec<String>,
    left_out: HashSet<PathBuf>,
    diagnostics: Vec<Diagnostic>,
}

impl FileCache {
    /// Returns an empty cache of a book that may read everything below `root`; see [`Bounds::of`].
    pub fn within(root: Option<PathBuf>) -> Self {
        Self { root, ..Self::default() }
    }

    /// Returns what the book in a folder may read.
    ///
    /// # Errors
    /// If a folder does not exist, or the book is not below the folder that it may read.
    pub fn bounds(&self, folder: &Path) -> Result<Bounds, Failure> {
        Bounds::of(folder, self.root.as_deref())
    }

    /// Adds all files that `config` names to `sources`, reading only those that have changed.
    ///
    /// # Errors
    /// If a file or a folder that exists cannot be read.
    pub fn content(
        &mut self,
        root: &Path,
        config: &Config,
        sources: &mut Sources,
        scan: &Scan,
    ) -> Result<Vec<Diagnostic>, Failure> {
        super::built_in(sources, &config.standards, &config.language.value);
        let known = match scan {
            Scan::Paths(paths) if self.listing.as_ref().is_some_and(|listing| listing.is_valid(root, paths)) => {
                self.listing.take()
            }
            _ => None,
        };
        let listed_now = known.is_none();
        let bounds = self.bounds(root)?;
        let listing = match known {
            Some(listing) => listing,
            None => Listing::new(root, &bounds, config)?,
        };
        let encoding = |(_, name, role): &Found| match role {
            Role::Register => config.encoding_of(config.inside_content(name)),
            _ => None,
        };
        let files: Result<Vec<_>, Failure> =
            listing.found.par_iter().map(|found| self.file(found, encoding(found), scan, listed_now)).collect();
        let files = files.inspect_err(|_| self.listing = None)?;
        self.fresh = files.iter().filter(|(_, fresh)| *fresh).map(|(cached, _)| cached.file.path.clone()).collect();
        if listed_now {
            self.files.clear();
        }
        for (cached, fresh) in files {
            sources.add(cached.file.clone());
            if listed_now || fresh {
                self.files.insert(cached.file.path.clone(), cached);
            }
        }
        sources.note_missing(&listing.missing);
        sources.set_repository(self.repository(root, bounds)?);
        let known = history(root, config, sources, self.history.take())?;
        sources.set_history(known.1.clone());
        self.history = Some(known);
        let diagnostics = listing.diagnostics.clone();
        self.listing = Some(listing);
        Ok(diagnostics)
    }

    /// Returns the repository that a book is in: the same as long as nothing that a link names has come or gone.
    fn repository(&mut self, root: &Path, bounds: Bounds) -> Result<Arc<Repository>, Failure> {
        if let Some(known) = self.repository.take().filter(|known| known.is_as_it_was()) {
            return Ok(self.repository.insert(known).clone());
        }
        let mut folder = relative(&canonical(root)?, bounds.root());
        if !folder.is_empty() {
            folder.push('/');
        }
        Ok(self.repository.insert(Arc::new(Repository::new(folder, move |path| bounds.has(path)))).clone())
    }

    /// Returns a file, and whether it may have been written within the last tick of the clock.
    fn file(
        &self,
        (path, name, role): &Found,
        encoding: Option<&str>,
        scan: &Scan,
        listed_now: bool,
    ) -> Result<(Cached, bool), Failure> {
        let is_alike = |cached: &&Cached| cached.file.role == *role && cached.encoding.as_deref() == encoding;
        let cached = self.files.get(name).filter(is_alike);
        let named = matches!(scan, Scan::Paths(paths) if paths.contains(path));
        let is_unchanged = |cached: &&Cached| !listed_now || Stamp::of(path) == Some(cached.stamp);
        let unchanged = cached.filter(|_| !named).filter(is_unchanged);
        if let Some(cached) = unchanged.filter(|_| !self.fresh.contains(name)) {
            return Ok((cached.clone(), false));
        }
        let (file, data) = match role {
            Role::Attachment => attachment(path, name.clone(), *role)?,
            _ => read(path, name.clone(), *role, encoding)?,
        };
        let (stamp, encoding) = (data.into(), encoding.map(str::to_owned));
        Ok(match cached {
            Some(cached) if cached.file.content == file.content => {
                (Cached { stamp, file: cached.file.clone(), encoding }, unchanged.is_none())
            }
            _ => (Cached { stamp, file, encoding }, true),
        })
    }
}

impl Listing {
    fn new(root: &Path, bounds: &Bounds, config: &Config) -> Result<Self, Failure> {
        let Listed { found, missing, left_out, diagnostics } = list(root, bounds, config)?;
        let paths = found.iter().map(|(path, ..)| path.clone()).collect();
        Ok(Self { found, paths, missing, left_out, diagnostics })
    }

    /// Whether no file was added or removed at these paths, and none of them is book.toml.
    fn is_valid(&self, root: &Path, paths: &BTreeSet<PathBuf>) -> bool {
        paths.len() <= MAX_PATHS && paths.iter().all(|path| path != &root.join("book.toml") && self.agrees_at(path))
    }

    fn agrees_at(&self, path: &Path) -> bool {
        if !self.left_out.is_empty() && path.ancestors().any(|above| self.left_out.contains(above)) {
            return true;
        }
        match fs::symlink_metadata(path) {
            Ok(data) => data.is_file() && self.paths.contains(path),
            // A temporary file that an editor made and removed while saving was never listed.
            Err(_) => !self.paths.iter().any(|known| known.starts_with(path)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::load::book;
    use crate::source::Role;

    struct Book {
        dir: tempfile::TempDir,
        cache: FileCache,
    }

    impl Book {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            fs::write(dir.path().join("book.toml"), "[book]\ntitle = \"T\"\norganisation = \"O\"\n").unwrap();
            fs::create_dir(dir.path().join("content")).unwrap();
            Self { dir, cache: FileCache::default() }
        }

        fn write(&self, name: &str, text: &str) {
            fs::write(self.path(name), text).unwrap();
        }

        fn path(&self, name: &str) -> PathBuf {
            self.dir.path().join("content").join(name)
        }

        /// Names and texts of the documents.
        fn read(&mut self, scan: &Scan) -> Vec<(String, String)> {
            let mut sources = book(self.dir.path()).unwrap();
            let config = config::read(&sources).0.unwrap();
            self.cache.content(self.dir.path(), &config, &mut sources, scan).unwrap();
            let documents = sources.of_role(Role::Document);
            documents.map(|(_, file)| (file.path.clone(), file.text().unwrap().to_string())).collect()
        }

        fn at(&self, names: &[&str]) -> Scan {
            Scan::Paths(names.iter().map(|name| self.path(name)).collect())
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
        assert_eq!(book.read(&Scan::Everything), pairs(&[("a.md", "1"), ("b.md", "1")]));
        // What was read the last time is read once more; after that, a name is needed.
        book.read(&book.at(&[]));
        book.write("a.md", "2");
        book.write("b.md", "2");
        assert_eq!(book.read(&book.at(&["b.md"])), pairs(&[("a.md", "1"), ("b.md", "2")]));
        assert_eq!(book.read(&Scan::Everything), pairs(&[("a.md", "2"), ("b.md", "2")]));
    }

    #[test]
    fn a_name_that_came_or_went_has_everything_listed() {
        let mut book = Book::new();
        book.write("a.md", "1");
        book.read(&Scan::Everything);
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
    fn a_register_is_read_again_when_book_toml_says_another_encoding() {
        let mut book = Book::new();
        fs::create_dir(book.path("registers")).unwrap();
        fs::write(book.path("registers/roles.csv"), b"it;B\xfcro").unwrap();
        let mut read = |encoding: &str| {
            let register = "[[register]]\nname = \"roles\"\nfile = \"registers/roles.csv\"\n";
            let text = format!("[book]\ntitle = \"T\"\norganisation = \"O\"\n{register}{encoding}");
            fs::write(book.dir.path().join("book.toml"), text).unwrap();
            let mut sources = crate::load::book(book.dir.path()).unwrap();
            let config = config::read(&sources).0.unwrap();
            book.cache.content(book.dir.path(), &config, &mut sources, &Scan::Everything).unwrap();
            sources.of_role(Role::Register).next().and_then(|(_, file)| file.text().map(ToString::to_string))
        };
        assert_eq!(read(""), None);
        assert_eq!(read("encoding = \"windows-1252\"\n").as_deref(), Some("it;Büro"));
        assert_eq!(read("encoding = \"windows-1251\"\n").as_deref(), Some("it;Bьro"));
        assert_eq!(read(""), None);
    }

    #[test]
    fn a_second_write_within_a_tick_is_not_missed() {
        let mut book = Book::new();
        for round in 0..50 {
            book.write("a.md", &format!("{round:02} x"));
            book.read(&Scan::Everything);
            book.write("a.md", &format!("{round:02} y"));
            assert_eq!(book.read(&Scan::Everything), pairs(&[("a.md", &format!("{round:02} y"))]));
        }
    }
}
