//! Paths in a book, and below its content folder.

use super::Config;
use crate::letters::nfc;

impl Config {
    /// Returns the content folder as the prefix of its files' paths: without a leading `./` and a final `/`.
    pub fn content_folder(&self) -> String {
        self.content_folders().collect::<Vec<_>>().join("/")
    }

    fn content_folders(&self) -> impl Iterator<Item = &str> {
        self.content.value.split('/').filter(|part| !part.is_empty() && *part != ".")
    }

    /// Returns the path in the book of a file, given that below the content folder.
    pub fn in_book(&self, path: &str) -> String {
        let content = self.content_folder();
        if content.is_empty() { path.to_owned() } else { format!("{}/{path}", nfc(&content)) }
    }

    /// Returns the part of a file's path that is inside the content folder.
    pub fn inside_content<'a>(&self, path: &'a str) -> &'a str {
        let inside =
            self.content_folders().try_fold(path, |path, folder| path.strip_prefix(&*nfc(folder))?.strip_prefix('/'));
        inside.unwrap_or(path)
    }
}
