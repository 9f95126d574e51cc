//! The manifest of a site: the SHA-256 of every file, so that anybody can see later changes.
//!
//! `docs/manifest.md` describes the file.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Bound;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::site::{MARKER, MARKER_TEXT, SitePath};

/// The name of the file; the manifest does not list itself.
pub(crate) const NAME: &str = "manifest.json";

/// Version of the file format.
const VERSION: u32 = 1;

/// The only algorithm of digests.
const ALGORITHM: &str = "SHA-256";

/// The SHA-256 of each file by path, as hexadecimal digits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Path and digest, ordered by path.
    pub files: BTreeMap<String, String>,
}

/// The differences between a folder and its manifest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Files with a different digest.
    pub changed: Vec<String>,
    /// Files that the folder does not have.
    pub missing: Vec<String>,
    /// Files that are not in the manifest.
    pub added: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    version: u32,
    algorithm: String,
    files: BTreeMap<String, String>,
}

/// Returns the SHA-256 of some bytes as hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    let mut digest = Digest::default();
    digest.add(bytes);
    digest.finish()
}

/// The SHA-256 of bytes that come in pieces.
#[derive(Default)]
pub(crate) struct Digest(Sha256);

impl Digest {
    /// Adds a piece.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Returns the digest as hexadecimal digits.
    pub(crate) fn finish(self) -> String {
        self.0.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

impl Manifest {
    /// Adds a file with its digest.
    pub fn insert(&mut self, path: &SitePath, digest: String) {
        self.files.insert(path.to_string(), digest);
    }

    /// Returns whether any file is below a folder.
    pub(crate) fn has_below(&self, folder: &str) -> bool {
        let prefix = format!("{folder}/");
        let mut from = self.files.range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded));
        from.next().is_some_and(|(path, _)| path.starts_with(&prefix))
    }

    /// Returns the number of files that are pages.
    pub fn pages(&self) -> usize {
        self.files.keys().filter(|path| path.ends_with(".html")).count()
    }

    /// Returns the text of the manifest file, with a line for each file of the site.
    pub fn write(&self) -> String {
        let line = |(path, digest): (&String, &String)| {
            format!("    {}: \"{digest}\"", serde_json::to_string(path).expect("text is always JSON"))
        };
        let lines: Vec<String> = self.files.iter().map(line).collect();
        let generator = concat!("clausebook ", env!("CARGO_PKG_VERSION"));
        format!(
            "{{\n  \"version\": {VERSION},\n  \"generator\": \"{generator}\",\n  \"algorithm\": \"{ALGORITHM}\",\n  \"files\": {{\n{}\n  }}\n}}\n",
            lines.join(",\n")
        )
    }

    /// Parses a manifest file.
    ///
    /// # Errors
    /// If it is not a manifest of this version.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!("its version is {}, expected {VERSION}", file.version));
        }
        if file.algorithm != ALGORITHM {
            return Err(format!("its algorithm is `{}`, expected `{ALGORITHM}`", file.algorithm));
        }
        Ok(Self { files: file.files })
    }

    /// Adds the marker, which every build writes and no manifest lists.
    pub(crate) fn with_marker(mut self) -> Self {
        self.files.insert(MARKER.to_owned(), digest(MARKER_TEXT.as_bytes()));
        self
    }

    /// Returns how the files in `found` differ from the manifest.
    pub fn compare(&self, found: &Self) -> Difference {
        let mut difference = Difference::default();
        for (path, digest) in &self.files {
            match found.files.get(path) {
                None => difference.missing.push(path.clone()),
                Some(now) if now != digest => difference.changed.push(path.clone()),
                Some(_) => {}
            }
        }
        difference.added = found.files.keys().filter(|path| !self.files.contains_key(*path)).cloned().collect();
        difference
    }
}

impl Difference {
    /// Returns whether there are no differences.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.missing.is_empty() && self.added.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut manifest = Manifest::default();
        manifest.insert(&SitePath::new("a \"b\".html"), digest(b"abc"));
        let of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(manifest.files["a \"b\".html"], of_abc);
        assert_eq!(Manifest::read(&manifest.write()).unwrap(), manifest);
        for (part, other) in [("\"version\": 1", "\"version\": 2"), ("SHA-256", "MD5"), ("\"algorithm\"", "\"x\"")] {
            assert!(Manifest::read(&manifest.write().replace(part, other)).is_err(), "{other}");
        }
    }
}
