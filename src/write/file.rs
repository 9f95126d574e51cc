//! Single files, each written beside its place and then put there: an old file is whole until the new one is.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::load::{Failure, failed};

/// Writes an exported file or a baseline in place of an old one.
///
/// # Errors
/// If it cannot be written. The old file then is as it was.
pub fn file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let old = fs::metadata(path).ok();
    let is_plain = |data: &Metadata| data.is_file();
    // A pipe, or a link to a file that is not there yet, has nothing that could be lost.
    if old.as_ref().map_or_else(|| path.is_symlink(), |data| !is_plain(data)) {
        return fs::write(path, bytes).map_err(|error| failed("write", path, error));
    }
    replace(path, old.as_ref(), bytes).map_err(|error| {
        let Failure(mut message) = failed("write", path, &error);
        if matches!(error.kind(), ErrorKind::ResourceBusy | ErrorKind::CrossesDevices) {
            message.push_str("\nhelp: the file itself is mounted; mount its folder instead");
        }
        Failure(message)
    })
}

/// Creates files and the folders above them: all of them or, if one exists or cannot be written, none.
///
/// # Errors
/// If a file exists or cannot be written.
pub fn new_files(files: &[(PathBuf, String)]) -> Result<(), Failure> {
    for (at, (path, text)) in files.iter().enumerate() {
        let create = || {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            let (mut file, place) = beside(path)?;
            file.write_all(text.as_bytes())?;
            place.persist_noclobber(path)?;
            Ok(())
        };
        create().map_err(|error: io::Error| {
            for (path, _) in &files[..at] {
                // It was made a moment ago; if it cannot be removed, the error that is reported says enough.
                let _ = fs::remove_file(path);
            }
            failed("write", path, error)
        })?;
    }
    Ok(())
}

/// Replaces a file, or creates it, in one step that lasts even if the machine stops.
pub(super) fn replace(path: &Path, old: Option<&Metadata>, bytes: &[u8]) -> io::Result<()> {
    // The file that a link leads to is replaced, not the link. A file that must not be written is not replaced either.
    let real = if old.is_some() { path.canonicalize()? } else { path.to_owned() };
    if old.is_some() {
        OpenOptions::new().write(true).open(&real)?;
    }
    let (mut file, place) = beside(&real)?;
    file.write_all(bytes)?;
    if let Some(old) = old {
        keep_access(&place, old)?;
    }
    file.sync_all()?;
    place.persist(&real)?;
    sync_folder(&real);
    Ok(())
}

/// Copies a file to a place on another file system, with the same care.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let (mut file, place) = beside(to)?;
    io::copy(&mut File::open(from)?, &mut file)?;
    place.persist(to)?;
    Ok(())
}

/// Makes what has happened in the folder of a file last. Not every system can, and then it need not.
pub(super) fn sync_folder(path: &Path) {
    if let Some(folder) = path.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Creates a file beside another. It is removed unless it is put in the place of that.
fn beside(path: &Path) -> io::Result<(File, TempPath)> {
    let place = path.with_file_name(format!(".clausebook-{}", std::process::id()));
    let file = File::create_new(&place).or_else(|error| match error.kind() {
        // A killed process of the same number left it.
        ErrorKind::AlreadyExists => fs::remove_file(&place).and_then(|()| File::create_new(&place)),
        _ => Err(error),
    })?;
    Ok((file, TempPath::try_from_path(place)?))
}

/// Gives a new file the permissions of the old one, and its owner if that is allowed.
fn keep_access(path: &Path, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, chown};
        let _ = chown(path, Some(old.uid()), Some(old.gid()));
    }
    fs::set_permissions(path, old.permissions())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn an_old_file_keeps_its_permissions_and_its_links() {
        let dir = tempfile::tempdir().unwrap();
        let [real, link] = ["real.csv", "link.csv"].map(|name| dir.path().join(name));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real.csv", &link).unwrap();
        file(&link, b"new").unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert!(link.is_symlink());
        assert_eq!(fs::metadata(&real).unwrap().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "nothing is left beside it");
    }

    #[test]
    fn a_new_file_has_the_permissions_of_any_other() {
        let dir = tempfile::tempdir().unwrap();
        let mode = |name: &str| fs::metadata(dir.path().join(name)).unwrap().mode();
        file(&dir.path().join("a"), b"x").unwrap();
        fs::write(dir.path().join("b"), b"x").unwrap();
        assert_eq!(mode("a"), mode("b"));
    }

    #[test]
    fn what_is_not_a_plain_file_is_written_to() {
        file(Path::new("/dev/null"), b"x").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        let dir = tempfile::tempdir().unwrap();
        assert!(file(dir.path(), b"x").is_err());
    }

    #[test]
    fn of_several_new_files_there_are_all_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let files = ["a/b.md", "c.md"].map(|name| (dir.path().join(name), name.to_owned()));
        fs::write(&files[1].0, "mine").unwrap();
        assert!(new_files(&files).is_err());
        assert_eq!(fs::read(&files[1].0).unwrap(), b"mine");
        assert!(!files[0].0.exists());
        fs::remove_file(&files[1].0).unwrap();
        new_files(&files).unwrap();
        assert_eq!(fs::read(&files[0].0).unwrap(), b"a/b.md");
    }
}
