//! The files of a site that an earlier build wrote, for `verify`.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::listing::relative;
use super::{Failure, failed, unlisted};
use crate::manifest::{self, Digest, Manifest};

/// Computes the digests of all files in an output directory, except its manifest. Anything that is not a
/// regular file gets an empty digest, which no file of a site has.
///
/// # Errors
/// If the folder or a file in it cannot be read.
pub fn digests(root: &Path) -> Result<Manifest, Failure> {
    let mut found = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry.map_err(|error| unlisted("read", root, &error))?;
        let path = relative(entry.path(), root);
        if !entry.file_type().is_dir() && path != manifest::NAME {
            found.push((path, entry));
        }
    }
    let digest = |(path, entry): (String, walkdir::DirEntry)| {
        if !entry.file_type().is_file() {
            return Ok((path, String::new()));
        }
        Ok((path, digest_of(entry.path()).map_err(|error| failed("read", entry.path(), error))?))
    };
    let files: Result<Vec<_>, Failure> = found.into_par_iter().map(digest).collect();
    Ok(Manifest { files: files?.into_iter().collect() })
}

/// Computes the digest of a file, however large it is.
fn digest_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Digest::default();
    let mut piece = vec![0; 128 * 1024];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(digest.finish()),
            length => digest.add(&piece[..length]),
        }
    }
}
