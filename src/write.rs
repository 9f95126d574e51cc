//! The files of a site → the output directory, all or nothing: the only writer of output.
//!
//! The new site is written to a staging directory beside the output directory, and the two are then exchanged in one
//! step. Unchanged files are hard-linked into the new site, so that they keep their modification time and inode, and so
//! is what somebody else put into the output directory. A mount point cannot change places: its files are replaced one
//! by one.

mod file;
mod keep;
mod old;
mod piecewise;
mod staging;

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::config::Patterns;
use crate::load::Failure;
use crate::manifest::{self, Manifest};
use crate::site::{MARKER, MARKER_TEXT, Sink, SitePath};
use crate::source::Stored;

use old::{refuse_nested, true_path};
use staging::{Placed, StagingDir};

pub use file::{file, new_files};

/// Name of the file that lists what builds have made, while a site is replaced file by file.
const UNFINISHED: &str = ".clausebook-unfinished";

/// Name of the staging directory inside an output directory that is a mount point.
const INSIDE: &str = ".clausebook-new";

/// Writes a site, each file as soon as it is made. The old site stays in place until the new one is complete.
#[derive(Debug)]
pub struct Writer {
    output: PathBuf,
    /// The folders that the book is read from, each with what it is.
    inputs: Vec<(PathBuf, &'static str)>,
    /// What is not read from the content folder: the output may be there.
    excluded: Patterns,
    /// Created by the first file, so that a book with errors does not touch the disk.
    staging: OnceLock<Result<StagingDir, Failure>>,
    /// Error of the first file that could not be written; no file is written after it.
    failure: OnceLock<Failure>,
    manifest: Mutex<Manifest>,
}

/// A site that is in place.
#[derive(Debug)]
pub struct Written {
    /// The output directory.
    pub output: PathBuf,
    /// Its files.
    pub manifest: Manifest,
    /// The files and folders in it that no build made, in their order.
    pub kept: Vec<PathBuf>,
    /// Why its files were replaced one by one, if they were.
    pub one_by_one: Option<&'static str>,
}

impl Writer {
    /// Returns a writer to the directory `output`, for a book with the content folder `content`.
    pub fn new(output: PathBuf, content: PathBuf) -> Self {
        let (staging, failure) = (OnceLock::new(), OnceLock::new());
        // A path such as `.` has no name that the staging directory could be called after.
        let output = if output.file_name().is_none() { true_path(&output) } else { output };
        let inputs = vec![(content, "content")];
        Self { output, inputs, excluded: Patterns::default(), staging, failure, manifest: Mutex::default() }
    }

    /// Sets the patterns of what is not read from the content folder.
    #[must_use]
    pub fn with_excluded(self, excluded: Patterns) -> Self {
        Self { excluded, ..self }
    }

    /// Adds the folder of the book's own theme, in which no site may be either.
    #[must_use]
    pub fn with_theme(mut self, theme: PathBuf) -> Self {
        self.inputs.push((theme, "theme"));
        self
    }

    /// Replaces the site of an earlier build with the new one. What no build made stays.
    ///
    /// # Errors
    /// If `output` holds files where the new site has its own, or no site at all; if it contains a folder of the book or
    /// the other way round; if another build is writing there; or if any file could not be written.
    pub fn finish(self) -> Result<Written, Failure> {
        self.staging();
        let Self { output, staging, failure, manifest, .. } = self;
        let staging = staging.into_inner().expect("it was created a moment ago")?;
        failure.into_inner().map_or(Ok(()), Err)?;
        let manifest = manifest.into_inner().unwrap_or_else(PoisonError::into_inner);
        staging.put(manifest::NAME, manifest.write().as_bytes())?;
        staging.put(MARKER, MARKER_TEXT.as_bytes())?;
        let Placed { kept, one_by_one } = staging.put_in_place(&manifest)?;
        Ok(Written { output, manifest, kept, one_by_one })
    }

    fn staging(&self) -> &Result<StagingDir, Failure> {
        self.staging.get_or_init(|| {
            let mut inputs = self.inputs.iter();
            inputs.try_for_each(|(input, kind)| refuse_nested(&self.output, (input, kind), &self.excluded))?;
            StagingDir::create(&self.output)
        })
    }

    /// Writes a file with `write`, which returns its digest, and notes that.
    fn write(&self, path: &SitePath, write: impl FnOnce(&StagingDir) -> Result<String, Failure>) {
        let (Ok(staging), None) = (self.staging(), self.failure.get()) else { return };
        match write(staging) {
            Ok(digest) => self.manifest.lock().unwrap_or_else(PoisonError::into_inner).insert(path, digest),
            Err(failure) => _ = self.failure.set(failure),
        }
    }
}

impl Sink for Writer {
    fn put(&self, path: &SitePath, bytes: &[u8]) {
        self.write(path, |staging| staging.put(path.as_str(), bytes).map(|()| manifest::digest(bytes)));
    }

    /// Copies a file in pieces. If it cannot be read, [`Writer::finish`] says so.
    fn copy(&self, path: &SitePath, file: &Stored) -> io::Result<()> {
        self.write(path, |staging| staging.copy(path.as_str(), file));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn nothing_is_written_through_to_the_old_site() {
        let dir = tempfile::tempdir().unwrap();
        let output = dir.path().join("site");
        let writer = || Writer::new(output.clone(), dir.path().join("content"));
        let page = SitePath::new("a.html");
        let first = writer();
        first.put(&page, b"old");
        assert_eq!(first.finish().unwrap().manifest.pages(), 1);

        // As on a disk where `a.html` and `A.html` are one file.
        let second = writer();
        second.put(&page, b"old");
        second.put(&page, b"new");
        drop(second);
        assert_eq!(fs::read(output.join("a.html")).unwrap(), b"old");
    }

    #[test]
    fn a_site_that_somebody_took_a_part_of_is_not_put_in_place() {
        let dir = tempfile::tempdir().unwrap();
        let output = dir.path().join("site");
        let writer = Writer::new(output.clone(), dir.path().join("content"));
        writer.put(&SitePath::new("a.html"), b"a");
        fs::remove_dir_all(dir.path().join(".site.clausebook")).unwrap();
        writer.put(&SitePath::new("b/c.html"), b"c");
        assert!(writer.finish().is_err());
        assert!(!output.exists());
    }
}
