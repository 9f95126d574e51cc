//! The files of a site → disk, all or nothing: the only writer of output.
//!
//! The new site is made in a folder beside the old one, and the two change places in one step. Files that did not
//! change are linked into the new folder, so that they keep their time and inode.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::load::{Failure, failed};
use crate::manifest::{self, Manifest};
use crate::site::{MARKER, Sink, SitePath};

const MARKER_TEXT: &str = "clausebook created this folder. The next build replaces everything in it.\n";

/// Where the old site waits, on a disk where the two cannot change places in one step.
const OLD: &str = "old";

/// The file that says that a build is at work.
const LOCK: &str = "lock";

/// Writes a site, file by file as they are made. What was there stays until the site is whole, and if it never is.
#[derive(Debug)]
pub struct Writer {
    output: PathBuf,
    content: PathBuf,
    /// Opened by the first file: a book with errors leaves the disk alone.
    workshop: OnceLock<Result<Workshop, Failure>>,
    /// The first file that could not be written; there are none after it.
    failure: OnceLock<Failure>,
    manifest: Mutex<Manifest>,
}

/// A site in its place.
#[derive(Debug)]
pub struct Written {
    /// The folder.
    pub output: PathBuf,
    /// The files in it.
    pub manifest: Manifest,
}

impl Writer {
    /// Writes to the folder `output`, for a book with the folder `content`.
    pub fn new(output: PathBuf, content: PathBuf) -> Self {
        let (workshop, failure) = (OnceLock::new(), OnceLock::new());
        Self { output, content, workshop, failure, manifest: Mutex::default() }
    }

    /// Puts the site in the place of what an earlier build left there.
    ///
    /// # Errors
    /// If `output` holds something that clausebook did not make, if it and the folder `content` contain one another, if
    /// another build writes there, or if the disk refused any of the files.
    pub fn finish(self) -> Result<Written, Failure> {
        let Self { output, content, workshop, failure, manifest } = self;
        let workshop = workshop.into_inner().unwrap_or_else(|| Workshop::open(&output, &content))?;
        failure.into_inner().map_or(Ok(()), Err)?;
        let manifest = manifest.into_inner().unwrap_or_else(PoisonError::into_inner);
        workshop.put(manifest::NAME, manifest.write().as_bytes())?;
        workshop.put(MARKER, MARKER_TEXT.as_bytes())?;
        workshop.put_in_place()?;
        Ok(Written { output, manifest })
    }
}

impl Sink for Writer {
    fn put(&self, path: &SitePath, bytes: &[u8]) {
        let workshop = self.workshop.get_or_init(|| Workshop::open(&self.output, &self.content));
        let (Ok(workshop), None) = (workshop, self.failure.get()) else { return };
        match workshop.put(path.as_str(), bytes) {
            Ok(()) => {
                let digest = manifest::digest(bytes);
                self.manifest.lock().unwrap_or_else(PoisonError::into_inner).insert(path, digest);
            }
            Err(failure) => _ = self.failure.set(failure),
        }
    }
}

/// Writes one file that people take away.
///
/// # Errors
/// If the disk refuses.
pub fn file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|error| failed("write", path, error))
}

/// Writes a file that was not there, with the folders above it.
///
/// # Errors
/// If it is there already, or the disk refuses.
pub fn new_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let write = || {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        File::create_new(path)?.write_all(bytes)
    };
    write().map_err(|error| failed("write", path, error))
}

/// A build must not read its own output, nor replace its input.
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

/// Only an empty folder, or one that an earlier build made, may be replaced.
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

/// A folder beside the output in which the new site is made; it goes when the build ends, however it ends. What a
/// killed build left is found by its name and removed by the next one.
#[derive(Debug)]
struct Workshop {
    folder: PathBuf,
    new: PathBuf,
    output: PathBuf,
    /// Whether there is a site already.
    replaces: bool,
    /// The folders above that were not there, the innermost first.
    made: Vec<PathBuf>,
    _lock: File,
}

impl Workshop {
    fn open(output: &Path, content: &Path) -> Result<Self, Failure> {
        refuse_nested(output, content)?;
        refuse_foreign(output)?;
        let parent = match output.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let made = parent.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let made = made.map(Path::to_owned).collect();
        fs::create_dir_all(parent).map_err(|error| failed("create", parent, error))?;
        let name = output.file_name().unwrap_or(OsStr::new("site"));
        let folder = parent.join(format!(".{}.clausebook", name.to_string_lossy()));
        fs::create_dir_all(&folder).map_err(|error| failed("create", &folder, error))?;
        let lock = folder.join(LOCK);
        let file = File::create(&lock).map_err(|error| failed("create", &lock, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure(format!("another build is writing `{}`", output.display())));
            }
            // A disk without locks has to do without.
            Err(TryLockError::Error(_)) => {}
        }
        // A build that was killed between two steps left the old site here: it goes back to its place.
        let old = folder.join(OLD);
        if old.exists() && !output.exists() {
            fs::rename(&old, output).map_err(|error| failed("restore", output, error))?;
        }
        let new = folder.join("new");
        if new.exists() {
            fs::remove_dir_all(&new).map_err(|error| failed("remove", &new, error))?;
        }
        fs::create_dir(&new).map_err(|error| failed("create", &new, error))?;
        Ok(Self { folder, new, output: output.to_owned(), replaces: output.exists(), made, _lock: file })
    }

    /// Adds a file; one that did not change is linked.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let target = self.new.join(path);
        let before = self.replaces.then(|| self.output.join(path));
        let unchanged = before.filter(|before| is_unchanged(before, bytes));
        let put = || match &unchanged {
            Some(unchanged) => fs::hard_link(unchanged, &target).or_else(|_| write_apart(&target, bytes)),
            None => write_apart(&target, bytes),
        };
        let put = put().or_else(|error| match path.rsplit_once('/') {
            Some((folders, _)) if error.kind() == ErrorKind::NotFound => self.make(folders).and_then(|()| put()),
            _ => Err(error),
        });
        put.map_err(|error| failed("write", &target, error))
    }

    /// Makes folders of the new site. The new site itself is not made again if somebody took it away.
    fn make(&self, folders: &str) -> io::Result<()> {
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

    /// The new folder takes the place of the old one; where the disk can do it, in one step.
    fn put_in_place(&self) -> Result<(), Failure> {
        let output = &self.output;
        // Somebody may have put something there since.
        refuse_foreign(output)?;
        let fail = |error: io::Error| failed("replace", output, error);
        if !output.exists() {
            return fs::rename(&self.new, output).map_err(fail);
        }
        // What is left in the workshop is the old site, which goes with it.
        if exchange(&self.new, output) {
            return Ok(());
        }
        let old = self.folder.join(OLD);
        fs::rename(output, &old).map_err(fail)?;
        fs::rename(&self.new, output).map_err(|error| {
            let _ = fs::rename(&old, output);
            fail(error)
        })
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // What cannot be removed now, the next build removes, and it restores an old site that is without its place.
        let old = self.folder.join(OLD);
        let _ = fs::remove_dir_all(&self.new);
        if old.exists() && !self.output.exists() {
            return;
        }
        let _ = fs::remove_dir_all(old);
        // The lock goes last: until then no other build begins here.
        let _ = fs::remove_file(self.folder.join(LOCK)).and_then(|()| fs::remove_dir(&self.folder));
        // Of the folders above, those are kept that hold the site now.
        let _ = self.made.iter().try_for_each(fs::remove_dir);
    }
}

/// Writes a file that shares its bytes with no other: a link to the old site is replaced, and never written through.
fn write_apart(path: &Path, bytes: &[u8]) -> io::Result<()> {
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

/// Lets two folders change places in one step; false if the system or the disk cannot.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

/// Lets two folders change places in one step; false if the system or the disk cannot.
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
