//! Site → disk, all or nothing: the only writer of output.
//!
//! The new site is made in a folder beside the old one, and the two change places in one step. Files that did not
//! change are linked into the new folder, so that they keep their time and inode.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::load::{Failure, failed};
use crate::manifest::{self, Manifest};
use crate::site::{MARKER, Site};

const MARKER_TEXT: &str = "This folder is made by clausebook. The next build replaces all of it.\n";

/// Where the old site waits, on a disk where the two cannot change places in one step.
const OLD: &str = "old";

/// Writes the site into the folder `output`, replacing what an earlier build left there.
///
/// # Errors
/// If `output` holds something that clausebook did not make, if it and the folder `content` contain one another, if
/// another build writes there, or if the disk refuses. What was there stays.
pub fn write(site: &Site, output: &Path, content: &Path) -> Result<(), Failure> {
    refuse_nested(output, content)?;
    refuse_foreign(output)?;
    let parent = match output.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(|error| failed("create", parent, error))?;
    let workshop = Workshop::open(parent, output.file_name().unwrap_or(OsStr::new("site")))?;
    fill(site, &workshop.new, output)?;
    put_in_place(&workshop, output)
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
struct Workshop {
    folder: PathBuf,
    new: PathBuf,
    _lock: File,
}

impl Workshop {
    fn open(parent: &Path, name: &OsStr) -> Result<Self, Failure> {
        let folder = parent.join(format!(".{}.clausebook", name.to_string_lossy()));
        fs::create_dir_all(&folder).map_err(|error| failed("create", &folder, error))?;
        let lock = folder.join("lock");
        let file = File::create(&lock).map_err(|error| failed("create", &lock, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure(format!("another build is writing `{}`", parent.join(name).display())));
            }
            // A disk without locks has to do without.
            Err(TryLockError::Error(_)) => {}
        }
        // A build that was killed between two steps left the old site here: it goes back to its place.
        let (old, output) = (folder.join(OLD), parent.join(name));
        if old.exists() && !output.exists() {
            fs::rename(&old, &output).map_err(|error| failed("restore", &output, error))?;
        }
        let new = folder.join("new");
        if new.exists() {
            fs::remove_dir_all(&new).map_err(|error| failed("remove", &new, error))?;
        }
        fs::create_dir(&new).map_err(|error| failed("create", &new, error))?;
        Ok(Self { folder, new, _lock: file })
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // If it cannot be removed now, the next build tries again.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn fill(site: &Site, new: &Path, old: &Path) -> Result<(), Failure> {
    let folders: BTreeSet<&str> =
        site.files.keys().filter_map(|path| Some(path.as_str().rsplit_once('/')?.0)).collect();
    for folder in folders {
        let folder = new.join(folder);
        fs::create_dir_all(&folder).map_err(|error| failed("create", &folder, error))?;
    }
    let put = |path: &str, bytes: &[u8]| {
        let (target, before) = (new.join(path), old.join(path));
        if is_unchanged(&before, bytes) && fs::hard_link(&before, &target).is_ok() {
            return Ok(());
        }
        fs::write(&target, bytes).map_err(|error| failed("write", &target, error))
    };
    // The manifest is made while the disk is busy with the files that it lists.
    let (written, manifest) = rayon::join(
        || site.files.par_iter().try_for_each(|(path, bytes)| put(path.as_str(), bytes)),
        || Manifest::of(site).write(),
    );
    written?;
    put(manifest::NAME, manifest.as_bytes())?;
    let marker = new.join(MARKER);
    fs::write(&marker, MARKER_TEXT).map_err(|error| failed("write", &marker, error))
}

fn is_unchanged(before: &Path, bytes: &[u8]) -> bool {
    fs::symlink_metadata(before).is_ok_and(|meta| meta.is_file() && meta.len() == bytes.len() as u64)
        && fs::read(before).is_ok_and(|old| old == bytes)
}

/// The new folder takes the place of the old one; where the disk can do it, in one step.
fn put_in_place(workshop: &Workshop, output: &Path) -> Result<(), Failure> {
    let fail = |error: std::io::Error| failed("put the new site in place of", output, error);
    if !output.exists() {
        return fs::rename(&workshop.new, output).map_err(fail);
    }
    // What is left in the workshop is the old site, which goes with it.
    if exchange(&workshop.new, output) {
        return Ok(());
    }
    let old = workshop.folder.join(OLD);
    fs::rename(output, &old).map_err(fail)?;
    fs::rename(&workshop.new, output).map_err(|error| {
        let _ = fs::rename(&old, output);
        fail(error)
    })
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
