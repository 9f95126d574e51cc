//! Bounds of the files that a book may read. A change to a book.toml, which may come from anybody, must not publish other files.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Failure, failed};

/// The history of a repository, with the credentials of those who fetch it: never a part of a book.
const GIT: &str = ".git";

/// The folder outside of which a book reads nothing.
#[derive(Debug, Clone)]
pub struct Bounds {
    root: PathBuf,
}

/// The target of a path, once its links are resolved.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// To this path inside the bounds.
    Inside(PathBuf),
    /// Out of the bounds.
    Outside,
    /// Nowhere.
    Missing,
}

impl Bounds {
    /// Returns the bounds of the book in `folder`: the given folder, else the nearest one above book.toml that holds
    /// `.git`, else that of book.toml.
    ///
    /// # Errors
    /// If a folder does not exist, or the book is not below the given folder.
    pub fn of(folder: &Path, given: Option<&Path>) -> Result<Self, Failure> {
        let real = folder.canonicalize().map_err(|error| failed("find", folder, error))?;
        let Some(given) = given else {
            let repository = real.ancestors().find(|above| above.join(GIT).symlink_metadata().is_ok());
            return Ok(Self { root: repository.unwrap_or(&real).to_owned() });
        };
        let root = given.canonicalize().map_err(|error| failed("find", given, error))?;
        if !real.starts_with(&root) {
            let (book, root) = (folder.display(), given.display());
            let help = "help: give a folder that contains the one with book.toml with `--root`";
            return Err(Failure(format!("the handbook in `{book}` is outside of `{root}`\n{help}")));
        }
        Ok(Self { root })
    }

    /// Returns the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns whether there is something at a path below the folder that a book may read.
    pub(super) fn has(&self, path: &str) -> bool {
        matches!(self.find(&self.root.join(path)), Ok(Place::Inside(_)))
    }

    /// Resolves the links in a path.
    ///
    /// # Errors
    /// If a folder on the way cannot be read.
    pub(super) fn find(&self, path: &Path) -> Result<Place, Failure> {
        match path.canonicalize() {
            Ok(real) => {
                let is_inside = real.strip_prefix(&self.root).is_ok_and(|inside| inside.iter().all(|part| part != GIT));
                Ok(if is_inside { Place::Inside(real) } else { Place::Outside })
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Place::Missing),
            Err(error) => Err(failed("find", path, error)),
        }
    }
}
