//! The files of a site → disk, all or nothing: the only writer of output.
//!
//! The new site is made in a folder beside the old one, and the two change places in one step. Files that did not
//! change are linked into the new folder, so that they keep their time and inode.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::load::{Failure, failed};
use crate::manifest::{self, Manifest};
use crate::site::{MARKER, Sink, SitePath};

const MARKER_TEXT: &str = "This folder is made by clausebook. The next build replaces all of it.\n";

/// Where the old site waits, on a disk where the two cannot change places in one step.
const OLD: &str = "old";

/// Writes a site, file by file as they are made. What was there stays until the site is whole, and if it never is.
#[derive(Debug)]
pub struct Writer {
    output: PathBuf,
    content: PathBuf,
    /// Opened by the first file: a build without a site leaves nothing, not even for a moment.
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
        workshop.put_in_place(&output)?;
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
    use std::io::Write as _;
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
        let help = "help: name a folder outside the content with --output";
        return Err(Failure(format!("the output `{place}` lies inside the content `{folder}`\n{help}")));
    }
    if within.starts_with(&out) {
        let help = "help: name another folder with --output";
        return Err(Failure(format!("the content `{folder}` lies inside the output `{place}`\n{help}")));
    }
    Ok(())
}

/// Only an empty folder, or one that an earlier build made, may be replaced.
fn refuse_foreign(output: &Path) -> Result<(), Failure> {
    let Ok(kind) = fs::symlink_metadata(output) else { return Ok(()) };
    let place = output.display();
    if !kind.is_dir() {
        return Err(Failure(format!("`{place}` is not a folder\nhelp: name another with --output")));
    }
    let mut entries = fs::read_dir(output).map_err(|error| failed("read", output, error))?;
    if entries.next().is_some() && !output.join(MARKER).is_file() {
        return Err(Failure(format!(
            "`{place}` holds files that clausebook did not make\nhelp: empty it, or name another folder with --output"
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
    /// The site that stands there now, if there is one.
    before: Option<PathBuf>,
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
        fs::create_dir_all(parent).map_err(|error| failed("create", parent, error))?;
        let name = output.file_name().unwrap_or(OsStr::new("site"));
        let folder = parent.join(format!(".{}.clausebook", name.to_string_lossy()));
        fs::create_dir_all(&folder).map_err(|error| failed("create", &folder, error))?;
        let lock = folder.join("lock");
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
        let before = output.exists().then(|| output.to_owned());
        Ok(Self { folder, new, before, _lock: file })
    }

    /// Adds a file; one that did not change is linked.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let target = self.new.join(path);
        let before = self.before.as_ref().map(|before| before.join(path));
        let unchanged = before.filter(|before| is_unchanged(before, bytes));
        let put = || match &unchanged {
            Some(unchanged) => fs::hard_link(unchanged, &target).or_else(|_| fs::write(&target, bytes)),
            None => fs::write(&target, bytes),
        };
        let put = put().or_else(|error| match target.parent() {
            Some(folder) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(folder).and_then(|()| put()),
            _ => Err(error),
        });
        put.map_err(|error| failed("write", &target, error))
    }

    /// The new folder takes the place of the old one; where the disk can do it, in one step.
    fn put_in_place(&self, output: &Path) -> Result<(), Failure> {
        let fail = |error: io::Error| failed("put the new site in place of", output, error);
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
        // If it cannot be removed now, the next build tries again.
        let _ = fs::remove_dir_all(&self.folder);
    }
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
