//! Site → disk, all or nothing: the only writer of output.
//!
//! The new site is made in a folder beside the old one, and the two change places in one step. Files that did not
//! change are linked into the new folder, so that they keep their time and inode.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::load::{Failure, failed};
use crate::site::Site;

/// The file that says that a folder was made by clausebook.
const MARKER: &str = ".clausebook";
const MARKER_TEXT: &str = "This folder is made by clausebook. The next build replaces all of it.\n";

/// Writes the site into the folder `output`, replacing what an earlier build left there.
///
/// # Errors
/// If `output` holds something that clausebook did not make, or the disk refuses. What was there stays.
pub fn write(site: &Site, output: &Path) -> Result<(), Failure> {
    refuse_foreign(output)?;
    let parent = match output.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(|error| failed("create", parent, error))?;
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    let new = tempfile::Builder::new()
        .prefix(&format!(".{name}.new-"))
        .tempdir_in(parent)
        .map_err(|error| failed("create a folder in", parent, error))?;
    fill(site, new.path(), output)?;
    set_readable(new.path())?;
    put_in_place(new, output)
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

fn fill(site: &Site, new: &Path, old: &Path) -> Result<(), Failure> {
    let mut folders: Vec<PathBuf> =
        site.files.keys().filter_map(|path| Some(new.join(path.as_str()).parent()?.to_owned())).collect();
    folders.dedup();
    for folder in folders {
        fs::create_dir_all(&folder).map_err(|error| failed("create", &folder, error))?;
    }
    site.files.par_iter().try_for_each(|(path, bytes)| {
        let (target, before) = (new.join(path.as_str()), old.join(path.as_str()));
        let unchanged = fs::metadata(&before).is_ok_and(|meta| meta.is_file() && meta.len() == bytes.len() as u64)
            && fs::read(&before).is_ok_and(|old| old == *bytes);
        if unchanged && fs::hard_link(&before, &target).is_ok() {
            return Ok(());
        }
        fs::write(&target, bytes).map_err(|error| failed("write", &target, error))
    })?;
    let marker = new.join(MARKER);
    fs::write(&marker, MARKER_TEXT).map_err(|error| failed("write", &marker, error))
}

/// A temporary folder is its owner's alone; a site is for whoever could read the folder before.
fn set_readable(new: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(new, fs::Permissions::from_mode(0o755)).map_err(|error| failed("open up", new, error))?;
    }
    Ok(())
}

/// The new folder takes the place of the old one; where the disk can do it, in one step.
fn put_in_place(new: tempfile::TempDir, output: &Path) -> Result<(), Failure> {
    let fail = |error: std::io::Error| failed("put the new site in place of", output, error);
    if !output.exists() {
        // The folder has its place now: it is not to be removed.
        return fs::rename(new.keep(), output).map_err(fail);
    }
    match renameat_with(CWD, new.path(), CWD, output, RenameFlags::EXCHANGE) {
        // What the guard removes is the old site.
        Ok(()) => new.close().map_err(|error| failed("remove the old site beside", output, error)),
        Err(_) => {
            let old = new.path().with_extension("old");
            fs::rename(output, &old).map_err(fail)?;
            fs::rename(new.keep(), output).map_err(fail)?;
            fs::remove_dir_all(&old).map_err(|error| failed("remove", &old, error))
        }
    }
}
