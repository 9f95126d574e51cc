//! The directory in which a new site is written before it takes the place of the old one.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write as _};
use std::path::{Path, PathBuf};

use super::INSIDE;
use super::keep::keep;
use super::old::{LOST, foreign, made_by_builds, refuse_foreign};
use super::piecewise;
use crate::load::{Failure, failed};
use crate::manifest::{Digest, Manifest};
use crate::source::Stored;

/// Name of the old site inside the staging directory, on a disk that cannot exchange two directories in one step.
const OLD: &str = "old";

/// Lock file that a running build holds.
const LOCK: &str = "lock";

/// Number of bytes of a file that are copied at once.
const PIECE: usize = 128 * 1024;

/// Staging directory beside the output directory, or inside it if that is a mount point. It is removed when it is
/// dropped. What a killed build left behind is removed by the next build, which finds it by its name.
#[derive(Debug)]
pub(super) struct StagingDir {
    dir: PathBuf,
    new: PathBuf,
    output: PathBuf,
    /// The files of the old site, if there is one.
    made: Option<Manifest>,
    is_mount: bool,
    /// The folders above it that did not exist, the innermost first.
    created: Vec<PathBuf>,
    _lock: File,
}

/// How a new site came into its place.
#[derive(Debug)]
pub(super) struct Placed {
    /// Files and folders that no build made, relative to the output directory.
    pub kept: Vec<PathBuf>,
    /// Why the files were replaced one by one, if they were.
    pub one_by_one: Option<&'static str>,
}

impl StagingDir {
    /// Creates the staging directory of an output directory.
    ///
    /// # Errors
    /// If the output directory holds files that clausebook did not make, if another build is writing there, or if
    /// something else is where the staging directory should be.
    pub(super) fn create(output: &Path) -> Result<Self, Failure> {
        refuse_foreign(output)?;
        let parent = match output.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let created = parent.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let created = created.map(Path::to_owned).collect();
        fs::create_dir_all(parent).map_err(|error| failed("create", parent, error))?;
        let is_mount = is_mount(output, parent);
        let name = output.file_name().unwrap_or(OsStr::new("site"));
        let beside = || parent.join(format!(".{}.clausebook", name.to_string_lossy()));
        let dir = if is_mount { output.join(INSIDE) } else { beside() };
        let lock = lock(&dir, output)?;
        // A build that was killed between the two renames left the old site here: put it back.
        let old = dir.join(OLD);
        if !is_mount && old.exists() && !output.exists() {
            fs::rename(&old, output).map_err(|error| failed("restore", output, error))?;
        }
        for left in [&old, &dir.join("new")] {
            match fs::remove_dir_all(left) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed("remove", left, error)),
                _ => {}
            }
        }
        let new = dir.join("new");
        fs::create_dir(&new).map_err(|error| failed("create", &new, error))?;
        // From here on, whatever fails, the staging directory is removed.
        let mut staging = Self { dir, new, output: output.to_owned(), made: None, is_mount, created, _lock: lock };
        if output.exists() {
            staging.made = Some(made_by_builds(output)?);
        }
        Ok(staging)
    }

    /// Adds a file. An unchanged one is hard-linked to the old site.
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let unchanged = self.before(path).filter(|before| is_unchanged(before, bytes));
        if unchanged.is_some_and(|unchanged| self.link(&unchanged, path).is_ok()) {
            return Ok(());
        }
        let put = || self.create_file(path)?.write_all(bytes);
        put().map_err(|error| failed("write", &self.new.join(path), error))
    }

    /// Copies a file in pieces, and returns its digest.
    pub(super) fn copy(&self, path: &str, file: &Stored) -> Result<String, Failure> {
        let unreadable = |error: io::Error| failed("read", file.path(), error);
        if let Some(before) = self.before(path)
            && let Some(digest) = digest_if_same(file, &before).map_err(unreadable)?
            && self.link(&before, path).is_ok()
        {
            return Ok(digest);
        }
        let target = self.new.join(path);
        let mut copy = self.create_file(path).map_err(|error| failed("write", &target, error))?;
        let mut from = file.open().map_err(unreadable)?;
        let mut digest = Digest::default();
        let mut piece = vec![0; PIECE];
        loop {
            let length = from.read(&mut piece).map_err(unreadable)?;
            if length == 0 {
                return Ok(digest.finish());
            }
            digest.add(&piece[..length]);
            copy.write_all(&piece[..length]).map_err(|error| failed("write", &target, error))?;
        }
    }

    /// Returns the path of a file in the old site.
    fn before(&self, path: &str) -> Option<PathBuf> {
        self.made.is_some().then(|| self.output.join(path))
    }

    fn link(&self, unchanged: &Path, path: &str) -> io::Result<()> {
        self.with_folders(path, |target| fs::hard_link(unchanged, target))
    }

    /// Creates a file. A hard link to the old site is replaced rather than written through.
    fn create_file(&self, path: &str) -> io::Result<File> {
        self.with_folders(path, |target| {
            File::create_new(target).or_else(|error| match error.kind() {
                ErrorKind::AlreadyExists => fs::remove_file(target).and_then(|()| File::create_new(target)),
                _ => Err(error),
            })
        })
    }

    /// Creates a file, and the folders above it if it cannot be created without.
    fn with_folders<T>(&self, path: &str, create: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
        let target = self.new.join(path);
        create(&target).or_else(|error| match path.rsplit_once('/') {
            Some((folders, _)) if error.kind() == ErrorKind::NotFound => {
                self.create_folders(folders).and_then(|()| create(&target))
            }
            _ => Err(error),
        })
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

    /// Replaces the old site with the new one, in one step if the file system can, and keeps what no build made.
    pub(super) fn put_in_place(&self, new: &Manifest) -> Result<Placed, Failure> {
        let output = &self.output;
        // Somebody may have put files there meanwhile.
        refuse_foreign(output)?;
        let fail = |error: io::Error| failed("replace", output, error);
        if !output.exists() {
            fs::rename(&self.new, output).map_err(fail)?;
            return Ok(Placed { kept: Vec::new(), one_by_one: None });
        }
        let made = self.made.as_ref().map_or_else(|| made_by_builds(output), |made| Ok(made.clone()))?;
        let mut kept = foreign(output, &made, new)?;
        if !made.files.is_empty() {
            sync(&self.new).map_err(fail)?;
        }
        if self.is_mount {
            kept.retain(|path| path != Path::new(LOST));
            piecewise::put_in_place(&self.new, output, new, &made)?;
            return Ok(Placed { kept, one_by_one: Some("it is a mount point") });
        }
        keep(&kept, output, &self.new)?;
        match self.change_places() {
            Ok(()) => Ok(Placed { kept, one_by_one: None }),
            Err(error) if matches!(error.kind(), ErrorKind::CrossesDevices | ErrorKind::ResourceBusy) => {
                piecewise::put_in_place(&self.new, output, new, &made)?;
                Ok(Placed { kept, one_by_one: Some("it is a mount point or on another file system") })
            }
            Err(error) => Err(fail(error)),
        }
    }

    fn change_places(&self) -> io::Result<()> {
        // The staging directory then holds the old site, and removes it when it is dropped.
        if exchange(&self.new, &self.output) {
            return Ok(());
        }
        let old = self.dir.join(OLD);
        fs::rename(&self.output, &old)?;
        fs::rename(&self.new, &self.output).inspect_err(|_| _ = fs::rename(&old, &self.output))
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

/// Creates a staging directory, or takes over that of a killed build, and locks it. Links are not followed, and nothing
/// is taken over that no build made.
fn lock(dir: &Path, output: &Path) -> Result<File, Failure> {
    let other = || Failure(format!("another build is writing `{}`", output.display()));
    let in_the_way =
        |path: &Path| Failure(format!("`{}` is in the way: no build made it\nhelp: move it away", path.display()));
    let lock = dir.join(LOCK);
    let kind = |path: &Path| fs::symlink_metadata(path).map(|data| data.file_type()).ok();
    // The build before may be removing what this one finds.
    for _ in 0..10 {
        match fs::create_dir(dir) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(failed("create", dir, error)),
            _ => {}
        }
        match (kind(dir), kind(&lock)) {
            (None, _) => continue,
            (Some(kind), _) if !kind.is_dir() => return Err(in_the_way(dir)),
            (_, Some(kind)) if !kind.is_file() => return Err(in_the_way(&lock)),
            (_, None)
                if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) && kind(&lock).is_none() =>
            {
                return Err(in_the_way(dir));
            }
            _ => {}
        }
        let file = match OpenOptions::new().write(true).create(true).truncate(false).open(&lock) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            opened => opened.map_err(|error| failed("create", &lock, error))?,
        };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(other()),
            // Some file systems have no locks.
            Ok(()) | Err(TryLockError::Error(_)) if is_at(&file, &lock) => return Ok(file),
            _ => {}
        }
    }
    Err(other())
}

/// Whether an open file is still the one at its path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let number = |data: fs::Metadata| (data.dev(), data.ino());
    let [open, there] = [file.metadata(), fs::symlink_metadata(path)].map(|data| data.ok().map(number));
    open.is_some() && open == there
}

/// Whether an open file is still the one at its path: an open file cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

fn is_unchanged(before: &Path, bytes: &[u8]) -> bool {
    has_length(before, bytes.len() as u64) && fs::read(before).is_ok_and(|old| old == bytes)
}

fn has_length(path: &Path, length: u64) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == length)
}

/// Returns the digest of a file if another has the same bytes.
fn digest_if_same(file: &Stored, other: &Path) -> io::Result<Option<String>> {
    let mut one = file.open()?;
    if !has_length(other, one.metadata()?.len()) {
        return Ok(None);
    }
    let Ok(mut two) = File::open(other) else { return Ok(None) };
    let mut digest = Digest::default();
    let (mut a, mut b) = (vec![0; PIECE], vec![0; PIECE]);
    loop {
        let length = one.read(&mut a)?;
        if two.read_exact(&mut b[..length]).is_err() || a[..length] != b[..length] {
            return Ok(None);
        }
        if length == 0 {
            // The other one may have grown.
            return Ok((two.read(&mut b).is_ok_and(|more| more == 0)).then(|| digest.finish()));
        }
        digest.add(&a[..length]);
    }
}

/// Whether a folder is the root of a file system, or on another one than the folder above it.
#[cfg(unix)]
fn is_mount(folder: &Path, parent: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (Ok(own), Ok(above)) = (fs::symlink_metadata(folder), fs::metadata(parent)) else { return false };
    own.is_dir() && (own.dev() != above.dev() || is_mount_root(folder))
}

#[cfg(not(unix))]
fn is_mount(_: &Path, _: &Path) -> bool {
    false
}

/// Whether the system says that a folder is a mount point, which may be another folder of the same file system.
#[cfg(target_os = "linux")]
fn is_mount_root(folder: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::TYPE)
        .is_ok_and(|data| data.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(all(unix, not(target_os = "linux")))]
fn is_mount_root(_: &Path) -> bool {
    false
}

/// Makes a new site last before the old one goes: a disk may write names before contents.
#[cfg(target_os = "linux")]
fn sync(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// Makes a new site last before the old one goes. Elsewhere it would cost a wait for each file.
#[cfg(not(target_os = "linux"))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
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
