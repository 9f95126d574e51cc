//! The manifest of a site: the SHA-256 of every file, so that anybody can see later changes.
//!
//! `docs/manifest.md` describes the file.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::site::SitePath;

/// The name of the file; the manifest does not list itself.
pub(crate) const NAME: &str = "manifest.json";

/// Version of the file format.
const VERSION: u32 = 1;

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
    files: BTreeMap<String, String>,
}

/// Returns the SHA-256 of some bytes as hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Manifest {
    /// Adds a file with its digest.
    pub fn insert(&mut self, path: &SitePath, digest: String) {
        self.files.insert(path.to_string(), digest);
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
            "{{\n  \"version\": {VERSION},\n  \"generator\": \"{generator}\",\n  \"algorithm\": \"SHA-256\",\n  \"files\": {{\n{}\n  }}\n}}\n",
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
        Ok(Self { files: file.files })
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
        assert!(Manifest::read("{\"version\": 2, \"files\": {}}").is_err());
    }
}
