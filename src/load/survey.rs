//! The files of a repository that may become a book: read within bounds, without a book.toml that says which.

use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::bounds::Bounds;
use super::ignored::Ignored;
use super::listing::{is_hidden, relative};
use super::plain::read;
use super::{Failure, canonical, unlisted};
use crate::site::MARKER;
use crate::source::{Content, Role, SourceFile, Sources, is_markdown, is_workbook};

/// The number of bytes of the largest file that is read, and of all of them together.
const LARGEST: u64 = 16 << 20;
const MOST: u64 = 256 << 20;

/// The number of files that are looked at. A repository with more is read up to there, and the report says so.
const MOST_FILES: usize = 50_000;

/// A repository, as far as it was read.
#[derive(Debug, Default)]
pub struct Survey {
    /// The documents and tables that could be read, by their paths below the folder.
    pub sources: Sources,
    /// The paths of all other files.
    pub others: Vec<String>,
    /// Folders and files that were not entered or not read, each with the reason.
    pub left: Vec<(String, String)>,
    /// Whether git ignores anything in it.
    pub ignores: bool,
}

/// Reads the documents and tables below a folder: no hidden files, none that git ignores, no links, and none of the folders
/// that `foreign` gives a reason to leave out.
///
/// # Errors
/// If the folder does not exist or cannot be listed, or a `.gitignore` file cannot be applied.
pub fn survey(root: &Path, foreign: impl Fn(&str) -> Option<&'static str>) -> Result<Survey, Failure> {
    let root = canonical(root)?;
    let bounds = Bounds::of(&root, None)?;
    let mut ignored = Ignored::of(&root, &bounds)?;
    let (mut survey, mut found) = (Survey::default(), Vec::new());
    let visible = |entry: &DirEntry| entry.depth() == 0 || !is_hidden(entry.file_name());
    let mut entries = WalkDir::new(&root).sort_by_file_name().into_iter().filter_entry(visible);
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.depth() == 0 => return Err(unlisted("read", &root, &error)),
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| relative(path, &root));
                survey.left.push((path, "it cannot be read".to_owned()));
                continue;
            }
        };
        let (path, kind) = (relative(entry.path(), &root), entry.file_type());
        if kind.is_dir() {
            let is_ignored = entry.depth() > 0 && ignored.has(entry.path(), true);
            let is_site = || entry.path().join(MARKER).exists().then_some("clausebook has built it");
            if let Some(why) = is_ignored.then_some("git ignores it").or_else(is_site).or_else(|| foreign(&path)) {
                survey.left.push((format!("{path}/"), why.to_owned()));
                entries.skip_current_dir();
            } else {
                ignored.enter(entry.path())?;
            }
        } else if kind.is_symlink() {
            survey.left.push((path, "it is a link".to_owned()));
        } else if kind.is_file() && !ignored.has(entry.path(), false) {
            if found.len() == MOST_FILES {
                survey.left.push((path, format!("there are more than {MOST_FILES} files before it")));
                break;
            }
            found.push((entry.into_path(), path));
        }
    }
    survey.ignores = ignored.has_rules();
    let mut total = 0;
    for (place, path) in found {
        survey.add(&place, path, &mut total);
    }
    Ok(survey)
}

impl Survey {
    /// Reads a file, if it may be a part of a book.
    fn add(&mut self, place: &Path, path: String, total: &mut u64) {
        let Some(role) = role(&path) else { return self.others.push(path) };
        let length = place.metadata().map_or(0, |data| data.len());
        if length > LARGEST || *total + length > MOST {
            let why = if length > LARGEST { "it is larger than 16 MB" } else { "there are more than 256 MB before it" };
            return self.left.push((path, why.to_owned()));
        }
        *total += length;
        let kind = if is_workbook(&path) { Role::Register } else { Role::Document };
        // A table in another encoding is read as a document would be: the report says so, and the rule names the encoding.
        match read(place, path.clone(), kind, None) {
            Ok((file, _)) if matches!(file.content, Content::Bytes(_)) => {
                self.left.push((path, "it is not text".to_owned()));
            }
            Ok((file, _)) => _ = self.sources.add(SourceFile { role, ..file }),
            Err(_) => self.left.push((path, "it cannot be read".to_owned())),
        }
    }
}

/// Returns whether a file may be a document or a table, and which.
fn role(path: &str) -> Option<Role> {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
    match ending.as_str() {
        _ if is_markdown(path) => Some(Role::Document),
        "csv" | "tsv" | "json" | "yaml" | "yml" | "xlsx" => Some(Role::Register),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_ignored_built_foreign_or_no_text_is_left_with_its_reason() {
        let dir = tempfile::tempdir().unwrap();
        let write = |path: &str, bytes: &[u8]| {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        fs::create_dir(dir.path().join(".git")).unwrap();
        write(".gitignore", b"tmp/\n");
        write("a.md", b"# A");
        write("tables/soa.csv", b"Ma\xdfnahme;x\n");
        write("tables/broken.csv", b"a\0b\xff");
        write("tmp/b.md", b"# B");
        write("site/.clausebook", b"");
        write("site/data/risks.csv", b"id,title\n");
        write("other/c.md", b"# C");
        write(".hidden/d.md", b"# D");
        write("logo.png", b"png");
        let survey = survey(dir.path(), |path| (path == "other").then_some("it is not ours")).unwrap();
        let read: Vec<&str> = survey.sources.iter().map(|(_, file)| file.path.as_str()).collect();
        assert_eq!(read, ["a.md", "tables/soa.csv"]);
        assert_eq!(survey.sources.iter().last().unwrap().1.text().unwrap().trim(), "Maßnahme;x");
        let left: Vec<String> = survey.left.iter().map(|(path, why)| format!("{path}: {why}")).collect();
        assert_eq!(
            left,
            [
                "other/: it is not ours",
                "site/: clausebook has built it",
                "tmp/: git ignores it",
                "tables/broken.csv: it is not text",
            ]
        );
        assert_eq!(survey.others, ["logo.png"]);
        assert!(survey.ignores);
    }
}
