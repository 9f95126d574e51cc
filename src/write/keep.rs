//! Files that somebody put into the output directory: they are in the new site as they were in the old one.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::load::{Failure, failed, unlisted};

/// Puts files and folders of the old site into the new one. The old site stays as it is: each file is hard-linked.
///
/// # Errors
/// If one of them cannot be read or written.
pub(super) fn keep(paths: &[PathBuf], old: &Path, new: &Path) -> Result<(), Failure> {
    for path in paths {
        if let Some(parent) = path.parent() {
            let parent = new.join(parent);
            fs::create_dir_all(&parent).map_err(|error| failed("create", &parent, error))?;
        }
        let mut folders = Vec::new();
        for entry in WalkDir::new(old.join(path)).follow_root_links(false) {
            let entry = entry.map_err(|error| unlisted("keep", &old.join(path), &error))?;
            let inside = entry.path().strip_prefix(old).unwrap_or(entry.path());
            let target = new.join(inside);
            let cannot = |error: io::Error| failed("keep", entry.path(), error);
            if entry.file_type().is_dir() {
                fs::create_dir_all(&target).map_err(cannot)?;
                folders.push((target, entry.path().symlink_metadata().map_err(cannot)?));
            } else {
                link(entry.path(), &target).map_err(cannot)?;
            }
        }
        // A folder that nobody may write is closed once it is filled.
        for (folder, before) in folders.iter().rev() {
            keep_access(folder, before).map_err(|error| failed("keep", folder, error))?;
        }
    }
    Ok(())
}

/// Links a file, or copies it where files cannot be linked.
fn link(old: &Path, new: &Path) -> io::Result<()> {
    let Err(error) = fs::hard_link(old, new) else { return Ok(()) };
    let kind = fs::symlink_metadata(old)?.file_type();
    if kind.is_file() {
        return fs::copy(old, new).map(|_| ());
    }
    #[cfg(unix)]
    if kind.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(old)?, new);
    }
    Err(error)
}

fn keep_access(folder: &Path, before: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, chown};
        let _ = chown(folder, Some(before.uid()), Some(before.gid()));
    }
    fs::set_permissions(folder, before.permissions())
}
