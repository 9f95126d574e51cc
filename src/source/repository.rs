//! The files beside those of a book, which links may name. Nothing of them is read: only whether they are there is asked.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::path_in_repository;

/// Answers whether there is a file or a folder at a path.
type Look = dyn Fn(&str) -> bool + Send + Sync;

/// The folder outside of which a book reads nothing, which mostly is a repository.
pub struct Repository {
    /// The folder of book.toml in it, with a final `/`, or empty.
    folder: String,
    look: Box<Look>,
    /// What has been asked. A book asks for the few paths that its links name and that it has no file for.
    answers: Mutex<BTreeMap<String, bool>>,
}

impl Repository {
    /// Creates a repository with the book in a folder, such as `isms/`; `look` answers whether there is something at a path.
    pub fn new(folder: String, look: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self { folder, look: Box::new(look), answers: Mutex::default() }
    }

    /// Creates a repository of files that are not on a disk.
    pub fn of_files(folder: &str, files: Vec<String>) -> Self {
        let is_at = |file: &String, path: &str| {
            file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        Self::new(folder.to_owned(), move |path| path.is_empty() || files.iter().any(|file| is_at(file, path)))
    }

    /// Returns the path of a file or folder of the book, from the top of the repository.
    pub fn path_of(&self, path: &str) -> String {
        path_in_repository(&self.folder, path).trim_end_matches('/').to_owned()
    }

    /// Returns whether there is a file or a folder at a path from the top of the repository.
    pub fn has(&self, path: &str) -> bool {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        *answers.entry(path.to_owned()).or_insert_with_key(|path| (self.look)(path))
    }

    /// Returns whether everything that has been asked would get the same answer now.
    pub fn is_as_it_was(&self) -> bool {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.iter().all(|(path, answer)| (self.look)(path) == *answer)
    }
}

impl fmt::Debug for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repository").field("folder", &self.folder).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::Repository;

    #[test]
    fn a_book_in_a_folder_sees_what_is_beside_it() {
        let repository = Repository::of_files("docs/isms/", vec!["LICENSE".to_owned(), "src/x.py".to_owned()]);
        assert!(repository.has("LICENSE") && repository.has("src") && repository.has("src/x.py") && repository.has(""));
        assert!(!repository.has("src/x") && !repository.has("license"));
        assert_eq!(repository.path_of("content/a.md"), "docs/isms/content/a.md");
        assert_eq!(repository.path_of("../a.md"), "docs/a.md");
        assert_eq!(repository.path_of(""), "docs/isms");
    }

    #[test]
    fn an_answer_that_changes_is_noticed() {
        let there = Arc::new(AtomicBool::new(false));
        let asked = there.clone();
        let repository = Repository::new(String::new(), move |path| path == "x" && asked.load(Ordering::Relaxed));
        assert!(!repository.has("x") && repository.is_as_it_was());
        there.store(true, Ordering::Relaxed);
        assert!(!repository.has("x"), "one build sees one state");
        assert!(!repository.is_as_it_was());
    }
}
