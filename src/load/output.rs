//! The files of a site that an earlier build wrote, for `verify`.

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::listing::relative;
use super::{Failure, failed};
use crate::manifest::{self, Manifest};
use crate::site::MARKER;

/// Computes the digests of all files in an output directory, except its manifest and its marker. Anything that is not a
/// regular file gets an empty digest, which no file of a site has.
///
/// # Errors
/// If the folder or a file in it cannot be read.
pub fn digests(root: &Path) -> Result<Manifest, Failure> {
    let mut found = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry.map_err(|error| failed("read", root, error))?;
        let path = relative(entry.path(), root);
        if !entry.file_type().is_dir() && path != manifest::NAME && path != MARKER {
            found.push((path, entry));
        }
    }
    let digest = |(path, entry): (String, walkdir::DirEntry)| {
        if !entry.file_type().is_file() {
            return Ok((path, String::new()));
        }
        let bytes = fs::read(entry.path()).map_err(|error| failed("read", entry.path(), error))?;
        Ok((path, manifest::digest(&bytes)))
    };
    let files: Result<Vec<_>, Failure> = found.into_par_iter().map(digest).collect();
    Ok(Manifest { files: files?.into_iter().collect() })
}
