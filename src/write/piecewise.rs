//! A site that is replaced file by file, because its folder cannot change places with another: it is a mount point, such
//! as a volume of a container, or on another file system.
//!
//! The marker goes first and comes back last, so that a folder with a marker is a whole site. Meanwhile a second file
//! lists what builds have made there, so that the next build can go on after one that was killed.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use walkdir::WalkDir;

use super::file::{copy, replace, sync_folder};
use super::{MARKER, UNFINISHED};
use crate::load::{Failure, failed, relative};
use crate::manifest::{self, Manifest};

/// Moves the site in `from` to `to`, where earlier builds have made the files in `made`.
///
/// # Errors
/// If a file cannot be moved. The folder then has a part of each site, and no marker.
pub(super) fn put_in_place(from: &Path, to: &Path, new: &Manifest, made: &Manifest) -> Result<(), Failure> {
    let unfinished = to.join(UNFINISHED);
    let mut all = made.clone();
    all.files.extend(new.files.clone());
    let note = || replace(&unfinished, None, all.write().as_bytes());
    note().map_err(|error| failed("write", &unfinished, error))?;
    let put = || {
        remove(&to.join(MARKER))?;
        sync_folder(&unfinished);
        // A file of the old site can be where the new one has a folder, and the other way round.
        remove_files(to, |path| made.files.contains_key(path) && is_in_the_way(path, new))?;
        for path in new.files.keys().map(String::as_str).chain([manifest::NAME]) {
            place(&from.join(path), &to.join(path))?;
        }
        remove_files(to, |path| made.files.contains_key(path) && !new.files.contains_key(path))?;
        place(&from.join(MARKER), &to.join(MARKER))?;
        sync_folder(&unfinished);
        remove(&unfinished)
    };
    put().map_err(|error: io::Error| {
        let Failure(message) = failed("replace the files of", to, error);
        Failure(format!("{message}\nhelp: a part of them is replaced already; build again"))
    })
}

/// Whether a file of the old site is a folder of the new one, or below one of its files.
fn is_in_the_way(path: &str, new: &Manifest) -> bool {
    let above = Path::new(path).ancestors().skip(1);
    new.has_below(path) || above.filter_map(Path::to_str).any(|above| new.files.contains_key(above))
}

fn place(from: &Path, to: &Path) -> io::Result<()> {
    let place = || match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => copy(from, to),
        done => done,
    };
    match (place(), to.parent()) {
        (Err(error), Some(folder)) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            place()
        }
        (done, _) => done,
    }
}

/// Removes files by their paths, and folders that are empty after that.
fn remove_files(folder: &Path, which: impl Fn(&str) -> bool) -> io::Result<()> {
    for entry in WalkDir::new(folder).min_depth(1).contents_first(true) {
        let entry = entry?;
        if !entry.file_type().is_dir() && which(&relative(entry.path(), folder)) {
            fs::remove_file(entry.path())?;
            let above = entry.path().ancestors().skip(1).take_while(|above| *above != folder);
            // The first folder that is not empty ends it.
            for above in above {
                if fs::remove_dir(above).is_err() {
                    break;
                }
            }
        }
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SitePath;

    /// Writes a site of some files, each of which holds its own path.
    fn site(folder: &Path, paths: &[&str]) -> Manifest {
        let mut manifest = Manifest::default();
        for path in paths {
            manifest.insert(&SitePath::new(*path), String::new());
        }
        for path in paths.iter().copied().chain([manifest::NAME, MARKER]) {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, path).unwrap();
        }
        manifest
    }

    fn files(folder: &Path) -> Vec<String> {
        let entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter().map(Result::unwrap);
        let files =
            entries.filter(|entry| entry.file_type().is_file() || fs::read_dir(entry.path()).unwrap().count() == 0);
        files.map(|entry| relative(entry.path(), folder)).collect()
    }

    #[test]
    fn files_and_folders_of_the_old_site_make_way_and_others_stay() {
        let dir = tempfile::tempdir().unwrap();
        let [from, to] = ["new", "out"].map(|name| dir.path().join(name));
        let made = site(&to, &["a.html", "b", "c/d.html", "e/f/g.html", "k/l.html"]);
        fs::write(to.join("k/mine.txt"), "mine").unwrap();
        let new = site(&from, &["a.html", "b/x.html", "c", "h/i.html"]);
        put_in_place(&from, &to, &new, &made).unwrap();
        let expected = [MARKER, "a.html", "b/x.html", "c", "h/i.html", "k/mine.txt", manifest::NAME];
        assert_eq!(files(&to), expected);
    }

    #[test]
    fn a_folder_with_a_part_of_a_site_has_no_marker_and_says_what_builds_made() {
        let dir = tempfile::tempdir().unwrap();
        let [from, to] = ["new", "out"].map(|name| dir.path().join(name));
        let made = site(&to, &["a.html", "old.html"]);
        let new = site(&from, &["a.html", "z.html"]);
        fs::remove_file(from.join("z.html")).unwrap();
        let Err(Failure(why)) = put_in_place(&from, &to, &new, &made) else { panic!("a file is missing") };
        assert!(why.contains("build again"), "{why}");
        assert!(!to.join(MARKER).exists());
        let listed = Manifest::read(&fs::read_to_string(to.join(UNFINISHED)).unwrap()).unwrap();
        assert_eq!(listed.files.into_keys().collect::<Vec<_>>(), ["a.html", "old.html", "z.html"]);
    }
}
