//! A file that is not in memory: attachments are read only if the site has them.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::SystemTime;

/// A file on the disk, as it was when the folder was listed.
#[derive(Debug)]
pub struct Stored {
    path: PathBuf,
    stamp: Stamp,
    /// Its bytes while anybody holds them, so that many readers of the preview hold them once.
    held: Mutex<Weak<[u8]>>,
}

/// Metadata by which a changed file is noticed without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// Inode, and the time when it changed; zero on systems that have neither.
    inode: (u64, i64, i64),
}

impl Stored {
    /// Creates the file at a path.
    pub fn new(path: PathBuf, stamp: Stamp) -> Self {
        Self { path, stamp, held: Mutex::new(Weak::<[u8; 0]>::new()) }
    }

    /// Returns the path on the disk.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens it, to read it in pieces.
    ///
    /// # Errors
    /// If it cannot be opened, or is not a plain file any more: reading a pipe would wait for ever.
    pub fn open(&self) -> io::Result<File> {
        if !fs::metadata(&self.path)?.is_file() {
            return Err(io::Error::other("it is not a plain file any more"));
        }
        File::open(&self.path)
    }

    /// Reads up to `most` bytes of its beginning.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn head(&self, most: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open()?.take(most as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads all of it.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(&self) -> io::Result<Arc<[u8]>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = held.upgrade() {
            return Ok(bytes);
        }
        let mut bytes = Vec::new();
        self.open()?.read_to_end(&mut bytes)?;
        let bytes: Arc<[u8]> = bytes.into();
        *held = Arc::downgrade(&bytes);
        Ok(bytes)
    }
}

/// Compares stamps instead of bytes.
impl PartialEq for Stored {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, self.stamp) == (&other.path, other.stamp)
    }
}

impl Eq for Stored {}

impl Stamp {
    /// Returns the stamp of the file at a path, if there is one.
    pub fn of(path: &Path) -> Option<Self> {
        Some(fs::metadata(path).ok()?.into())
    }
}

impl From<Metadata> for Stamp {
    fn from(data: Metadata) -> Self {
        Self { modified: data.modified().ok(), length: data.len(), inode: inode(&data) }
    }
}

#[cfg(unix)]
fn inode(data: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (data.ino(), data.ctime(), data.ctime_nsec())
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}
