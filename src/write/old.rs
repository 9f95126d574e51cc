//! The output directory before a build: whose it is, and which of its files an earlier build made.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use super::{INSIDE, MARKER, UNFINISHED};
use crate::config::Patterns;
use crate::load::{Failure, failed, relative, unlisted};
use crate::manifest::{self, Manifest};

/// A folder that the system makes in the root of a disk.
pub(super) const LOST: &str = "lost+found";

/// Returns the true path of an output directory, of which the last folders need not exist yet.
pub(super) fn true_path(output: &Path) -> PathBuf {
    let absolute = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
    let mut missing = Vec::new();
    let mut there = absolute.as_path();
    loop {
        if let Ok(mut real) = there.canonicalize() {
            let goes_back = missing.contains(&Component::ParentDir);
            for part in missing.into_iter().rev() {
                match part {
                    Component::ParentDir => _ = real.pop(),
                    part => real.push(part),
                }
            }
            // After a way back, what follows may be there, and may be a link.
            return if goes_back { true_path(&real) } else { real };
        }
        let mut parts = there.components();
        match parts.next_back() {
            Some(last) => missing.push(last),
            None => return absolute,
        }
        there = parts.as_path();
    }
}

/// Refuses an output directory inside a folder that the book is read from, and the other way round: a build must not
/// read its own output, nor replace its input. What is excluded from the content is not read.
pub(super) fn refuse_nested(output: &Path, (input, kind): (&Path, &str), excluded: &Patterns) -> Result<(), Failure> {
    let (out, within) = (true_path(output), true_path(input));
    let (place, folder) = (output.display(), input.display());
    if out.starts_with(&within) {
        let inside = relative(&out, &within);
        let can_be_excluded = kind == "content" && !inside.is_empty();
        if can_be_excluded && excluded.matches(&inside) {
            return Ok(());
        }
        let or = match can_be_excluded {
            true => format!(", or add `{inside}` to `exclude` in `[book]`"),
            false => String::new(),
        };
        let help = format!("help: choose a folder outside the {kind} with `--output`{or}");
        return Err(Failure(format!("the output folder `{place}` is inside the {kind} folder `{folder}`\n{help}")));
    }
    if within.starts_with(&out) {
        let help = "help: choose another folder with `--output`";
        return Err(Failure(format!("the {kind} folder `{folder}` is inside the output folder `{place}`\n{help}")));
    }
    Ok(())
}

/// Refuses to replace a folder that is neither empty nor made by an earlier build.
pub(super) fn refuse_foreign(output: &Path) -> Result<(), Failure> {
    let Ok(kind) = fs::symlink_metadata(output) else { return Ok(()) };
    let place = output.display();
    if !kind.is_dir() {
        return Err(Failure(format!("`{place}` is not a folder\nhelp: choose another folder with `--output`")));
    }
    if is_made_by_build(output) || names(output)?.is_empty() {
        return Ok(());
    }
    Err(Failure(format!(
        "`{place}` contains files that clausebook did not create\nhelp: empty it, or choose another folder with `--output`"
    )))
}

/// Returns the files that earlier builds made in a folder that [`refuse_foreign`] accepts.
///
/// # Errors
/// If the folder does not say which they are: any of its files may be somebody's own.
pub(super) fn made_by_builds(output: &Path) -> Result<Manifest, Failure> {
    let mut made = Manifest::default();
    if !output.exists() {
        return Ok(made);
    }
    let read = |name: &str| Manifest::read(&fs::read_to_string(output.join(name)).ok()?).ok();
    let known = [read(manifest::NAME), read(UNFINISHED)];
    let only_marker = names(output)?.iter().all(|name| name == MARKER);
    if known.iter().all(Option::is_none) && !only_marker {
        let (place, name) = (output.display(), manifest::NAME);
        return Err(Failure(format!(
            "`{place}` has no {name} that says which of its files a build made\nhelp: empty it, or choose another folder with `--output`"
        )));
    }
    made.files.extend(known.into_iter().flatten().flat_map(|manifest| manifest.files));
    Ok(made)
}

/// Returns the paths of files and folders that no build made and that the new site therefore keeps, in their order.
///
/// # Errors
/// If one of them is where the new site has a file, or a folder cannot be read.
pub(super) fn foreign(output: &Path, made: &Manifest, new: &Manifest) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut entries = WalkDir::new(output).min_depth(1).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = entry.map_err(|error| unlisted("read", output, &error))?;
        let path = relative(entry.path(), output);
        let is_folder = entry.file_type().is_dir();
        if is_folder && (made.has_below(&path) || new.has_below(&path)) || !is_folder && made.files.contains_key(&path)
        {
            continue;
        }
        if is_folder {
            entries.skip_current_dir();
        }
        if is_own(path.as_ref()) {
            continue;
        }
        if Path::new(&path).ancestors().any(|part| part.to_str().is_some_and(|part| new.files.contains_key(part)))
            || !is_folder && new.has_below(&path)
        {
            let place = output.display();
            return Err(Failure(format!(
                "clausebook did not create `{path}` in `{place}`, but the new site has a file there\nhelp: move it away, or choose another folder with `--output`"
            )));
        }
        found.push(entry.path().strip_prefix(output).unwrap_or(entry.path()).to_owned());
    }
    Ok(found)
}

/// Whether a file at the top of an output directory says that a build made it.
fn is_made_by_build(output: &Path) -> bool {
    [MARKER, UNFINISHED].iter().any(|name| output.join(name).is_file())
}

/// Returns the names in a folder, without those that an empty disk has and those of a build that was killed.
fn names(folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed("read", folder, error)),
    };
    let names = entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    let names: Result<Vec<String>, _> = names.collect();
    let mut names = names.map_err(|error| failed("read", folder, error))?;
    names.retain(|name| name != INSIDE && name != LOST);
    Ok(names)
}

/// Whether a name at the top of an output directory is one that builds use but the manifest does not list.
fn is_own(name: &OsStr) -> bool {
    [manifest::NAME, MARKER, UNFINISHED, INSIDE].iter().any(|own| name == *own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_true_path_of_a_folder_that_is_not_there_yet_is_known() {
        let dir = tempfile::tempdir().unwrap();
        let real = dir.path().canonicalize().unwrap();
        fs::create_dir(dir.path().join("content")).unwrap();
        for (path, expected) in [
            ("content", "content"),
            ("content/out", "content/out"),
            ("new/out", "new/out"),
            ("new/../content/out", "content/out"),
            ("content/../out/x", "out/x"),
        ] {
            assert_eq!(true_path(&dir.path().join(path)), real.join(expected), "{path}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("content", dir.path().join("link")).unwrap();
            assert_eq!(true_path(&dir.path().join("link/a/b")), real.join("content/a/b"));
            assert_eq!(true_path(&dir.path().join("new/../link/b")), real.join("content/b"));
        }
    }
}
