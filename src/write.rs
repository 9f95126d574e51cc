//! The files of a site → the output directory, all or nothing: the only writer of output.
//!
//! The new site is written to a staging directory beside the output directory, and the two are then exchanged in one
//! step. Unchanged files are hard-linked into the new site, so that they keep their modification time and inode.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::load::{Failure, failed};
use crate::manifest::{self, Manifest};
use crate::site::{MARKER, Sink, SitePath};

const MARKER_TEXT: &str = "clausebook created this folder. The next build replaces everything in it.\n";

/// Name of the old site inside the staging directory, on a disk that cannot exchange two directories in one step.
const OLD: &str = "old";

/// Lock file that a running build holds.
const LOCK: &str = "lock";

/// Writes a site, each file as soon as it is made. The old site stays in place until the new one is complete.
#[derive(Debug)]
pub struct Writer {
    output: PathBuf,
    content: PathBuf,
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
}

impl Writer {
    /// Returns a writer to the directory `output`, for a book with the content folder `content`.
    pub fn new(output: PathBuf, content: PathBuf) -> Self {
        let (staging, failure) = (OnceLock::new(), OnceLock::new());
        Self { output, content, staging, failure, manifest: Mutex::default() }
    }

    /// Replaces the site of an earlier build with the new one.
    ///
    /// # Errors
    /// If `output` holds files that clausebook did not make, if one of `output` and `content` contains the other, if
    /// another build is writing there, or if any file could not be written.
    pub fn finish(self) -> Result<Written, Failure> {
        let Self { output, content, staging, failure, manifest } = self;
        let staging = staging.into_inner().unwrap_or_else(|| StagingDir::create(&output, &content))?;
        failure.into_inner().map_or(Ok(()), Err)?;
        let manifest = manifest.into_inner().unwrap_or_else(PoisonError::into_inner);
        staging.put(manifest::NAME, manifest.write().as_bytes())?;
        staging.put(MARKER, MARKER_TEXT.as_bytes())?;
        staging.put_in_place()?;
        Ok(Written { output, manifest })
    }
}

impl Sink for Writer {
    fn put(&self, path: &SitePath, bytes: &[u8]) {
        let staging = self.staging.get_or_init(|| StagingDir::create(&self.output, &self.content));
        let (Ok(staging), None) = (staging, self.failure.get()) else { return };
        match staging.put(path.as_str(), bytes) {
            Ok(()) => {
                let digest = manifest::digest(bytes);
                self.manifest.lock().unwrap_or_else(PoisonError::into_inner).insert(path, digest);
            }
            Err(failure) => _ = self.failure.set(failure),
        }
    }
}

/// Writes one exported file.
///
/// # Errors
/// If it cannot be written.
pub fn file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|error| failed("write", path, error))
}

/// Creates a file, and the folders above it.
///
/// # Errors
/// If it exists, or cannot be written.
pub fn new_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let write = || {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        File::create_new(path)?.write_all(bytes)
    };
    write().map_err(|error| failed("write", path, error))
}

/// Refuses an output directory inside the content and the other way round: a build must not read its own output, nor
/// replace its input.
fn refuse_nested(output: &Path, content: &Path) -> Result<(), Failure> {
    let absolute = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path));
    let (Ok(out), Ok(within)) = (absolute(output), absolute(content)) else { return Ok(()) };
    let (place, folder) = (output.display(), content.display());
    if out.starts_with(&within) {
        let help = "help: choose a folder outside the content with `--output`";
        return Err(Failure(format!("the output folder `{place}` is inside the content folder `{folder}`\n{help}")));
    }
    if within.starts_with(&out) {
        let help = "help: choose another folder with `--output`";
        return Err(Failure(format!("the content folder `{folder}` is inside the output folder `{place}`\n{help}")));
    }
    Ok(())
}

/// Refuses to replace a folder that is neither empty nor made by an earlier build.
fn refuse_foreign(output: &Path) -> Result<(), Failure> {
    let Ok(kind) = fs::symlink_metadata(output) else { return Ok(()) };
    let place = output.display();
    if !kind.is_dir() {
        return Err(Failure(format!("`{place}` is not a folder\nhelp: choose another folder with `--output`")));
    }
    let mut entries = fs::read_dir(output).map_err(|error| failed("read", output, error))?;
    if entries.next().is_some() && !output.join(MARKER).is_file() {
        return Err(Failure(format!(
            "`{place}` contains files that clausebook did not create\nhelp: empty it, or choose another folder with `--output`"
        )));
    }
    Ok(())
}

/// Staging directory beside the output directory, in which the new site is written. It is removed when it is dropped.
/// What a killed build left behind is removed by the next build, which finds it by its name.
#[derive(Debug)]
struct StagingDir {
    dir: PathBuf,
    new: PathBuf,
    output: PathBuf,
    /// Whether there is an old site.
    replaces: bool,
    /// The folders above it that did not exist, the innermost first.
    created: Vec<PathBuf>,
    _lock: File,
}

impl StagingDir {
    fn create(output: &Path, content: &Path) -> Result<Self, Failure> {
        refuse_nested(output, content)?;
        refuse_foreign(output)?;
        let parent = match output.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let created = parent.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let created = created.map(Path::to_owned).collect();
        fs::create_dir_all(parent).map_err(|error| failed("create", parent, error))?;
        let name = output.file_name().unwrap_or(OsStr::new("site"));
        let dir = parent.join(format!(".{}.clausebook", name.to_string_lossy()));
        fs::create_dir_all(&dir).map_err(|error| failed("create", &dir, error))?;
        let lock = dir.join(LOCK);
        let file = File::create(&lock).map_err(|error| failed("create", &lock, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure(format!("another build is writing `{}`", output.display())));
            }
            // Some file systems have no locks.
            Err(TryLockError::Error(_)) => {}
        }
        // A build that was killed between the two renames left the old site here: put it back.
        let old = dir.join(OLD);
        if old.exists() && !output.exists() {
            fs::rename(&old, output).map_err(|error| failed("restore", output, error))?;
        }
        let new = dir.join("new");
        if new.exists() {
            fs::remove_dir_all(&new).map_err(|error| failed("remove", &new, error))?;
        }
        fs::create_dir(&new).map_err(|error| failed("create", &new, error))?;
        Ok(Self { dir, new, output: output.to_owned(), replaces: output.exists(), created, _lock: file })
    }

    /// Adds a file. An unchanged one is hard-linked to the old site.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let target = self.new.join(path);
        let before = self.replaces.then(|| self.output.join(path));
        let unchanged = before.filter(|before| is_unchanged(before, bytes));
        let put = || match &unchanged {
            Some(unchanged) => fs::hard_link(unchanged, &target).or_else(|_| write_new(&target, bytes)),
            None => write_new(&target, bytes),
        };
        let put = put().or_else(|error| match path.rsplit_once('/') {
            Some((folders, _)) if error.kind() == ErrorKind::NotFound => {
                self.create_folders(folders).and_then(|()| put())
            }
            _ => Err(error),
        });
        put.map_err(|error| failed("write", &target, error))
    }

    /// Creates folders of the new site, but not the site itself: if somebody removed it meanwhile, the build fails.
    fn create_folders(&self, folders: &str) -> io::Result<()> {
        let mut folder = self.new.clone();
        for name in folders.split('/') {
            folder.push(name);
            fs::create_dir(&folder).or_else(|error| match error.kind() {
                ErrorKind::AlreadyExists => Ok(()),
                _ => Err(error),
            })?;
        }
        Ok(())
    }

    /// Replaces the old site with the new one, in one step if the file system can.
    fn put_in_place(&self) -> Result<(), Failure> {
        let output = &self.output;
        // Somebody may have put files there meanwhile.
        refuse_foreign(output)?;
        let fail = |error: io::Error| failed("replace", output, error);
        if !output.exists() {
            return fs::rename(&self.new, output).map_err(fail);
        }
        // The staging directory now holds the old site, and removes it when it is dropped.
        if exchange(&self.new, output) {
            return Ok(());
        }
        let old = self.dir.join(OLD);
        fs::rename(output, &old).map_err(fail)?;
        fs::rename(&self.new, output).map_err(|error| {
            let _ = fs::rename(&old, output);
            fail(error)
        })
    }
}

impl Drop for StagingDir {
    fn drop(&mut self) {
        // Errors are ignored: the next build removes what is left, and restores an old site that is not in its place.
        let old = self.dir.join(OLD);
        let _ = fs::remove_dir_all(&self.new);
        if old.exists() && !self.output.exists() {
            return;
        }
        let _ = fs::remove_dir_all(old);
        // The lock is removed last: until then no other build can start here.
        let _ = fs::remove_file(self.dir.join(LOCK)).and_then(|()| fs::remove_dir(&self.dir));
        // Folders that now contain the site are not empty, and so stay.
        let _ = self.created.iter().try_for_each(fs::remove_dir);
    }
}

/// Writes a new file. A hard link to the old site is replaced rather than written through.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = File::create_new(path).or_else(|error| match error.kind() {
        ErrorKind::AlreadyExists => fs::remove_file(path).and_then(|()| File::create_new(path)),
        _ => Err(error),
    });
    file?.write_all(bytes)
}

fn is_unchanged(before: &Path, bytes: &[u8]) -> bool {
    fs::symlink_metadata(before).is_ok_and(|meta| meta.is_file() && meta.len() == bytes.len() as u64)
        && fs::read(before).is_ok_and(|old| old == bytes)
}

/// Exchanges two directories in one step. Returns false if the system or the file system cannot.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

/// Exchanges two directories in one step. Returns false if the system or the file system cannot.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
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
