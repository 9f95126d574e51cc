//! Errors of the environment, as opposed to problems of the content.

use std::fmt;
use std::path::Path;

/// Error of the environment: a file that cannot be read, a folder that cannot be written, a port that is taken.
#[derive(Debug)]
pub struct Failure(pub String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

/// Builds the error of an operation on a path: "cannot read `book.toml`: …".
pub fn failed(what: &str, path: &Path, error: impl fmt::Display) -> Failure {
    Failure(format!("cannot {what} `{}`: {error}", path.display()))
}

/// Builds the error of listing a folder, which names the place inside it: "cannot read `content/a`: …".
pub fn unlisted(what: &str, folder: &Path, error: &walkdir::Error) -> Failure {
    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    failed(what, error.path().unwrap_or(folder), why)
}
