//! Patterns for paths below the content folder.

use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::diag::Diagnostic;
use crate::letters::nfc;
use crate::source::Spanned;
use crate::value::Fields;

/// Number of bytes of the longest pattern: hardly any system has longer paths.
const LONGEST: usize = 4096;

/// Patterns as they are in a list of book.toml. One that names a folder matches everything in it.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    written: Arc<[Spanned<String>]>,
    /// Two for each pattern: the thing that it names, and what is below that.
    globs: GlobSet,
}

/// Compiled patterns follow from the written ones.
impl PartialEq for Patterns {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Patterns {
    /// Reads the patterns in a key; `None` if it is not there.
    pub(super) fn read(fields: &Fields<'_>, key: &str) -> Option<Self> {
        let place = fields.key_span(key)?;
        let (mut written, mut globs) = (Vec::new(), GlobSetBuilder::new());
        for pattern in fields.texts(key) {
            match glob(&pattern.value) {
                Ok(pair) => {
                    pair.into_iter().for_each(|glob| _ = globs.add(glob));
                    written.push(pattern);
                }
                Err(why) => {
                    let message = format!("`{}` is not a pattern for files: {why}", pattern.value);
                    let help = "write it like `policies/**`, `**/*.mdx` or `node_modules`".to_owned();
                    fields.report(Diagnostic::error("invalid-value", pattern.span, message).help(help));
                }
            }
        }
        // Without this error, all patterns would match nothing, and what they exclude would be published.
        let globs = globs.build().unwrap_or_else(|_| {
            let message = format!("the patterns in `{key}` are too many, or too long, to be searched for at once");
            let help = "name folders instead of files, and leave out patterns that others cover".to_owned();
            fields.report(Diagnostic::error("invalid-value", place, message).help(help));
            GlobSet::empty()
        });
        Some(Self { written: written.into(), globs })
    }

    /// Returns the patterns that `picks` accepts.
    pub(super) fn of(&self, picks: impl Fn(&str) -> bool) -> Self {
        let written: Arc<[_]> = self.written.iter().filter(|pattern| picks(&pattern.value)).cloned().collect();
        let mut globs = GlobSetBuilder::new();
        let pairs = written.iter().filter_map(|pattern| glob(&pattern.value).ok());
        pairs.flatten().for_each(|glob| _ = globs.add(glob));
        Self { written, globs: globs.build().unwrap_or_default() }
    }

    /// Returns the patterns as they are written.
    pub fn written(&self) -> &[Spanned<String>] {
        &self.written
    }

    /// Returns whether one of them matches a path below the content folder, or a folder that it is in.
    pub fn matches(&self, path: &str) -> bool {
        !self.globs.is_empty() && self.globs.is_match(&*nfc(path))
    }

    /// Returns whether one of them matches a path itself, and not only a folder that it is in.
    pub fn names(&self, path: &str) -> bool {
        !self.globs.is_empty() && self.globs.matches(&*nfc(path)).iter().any(|at| at % 2 == 0)
    }

    /// Returns which of them match a path, by their number.
    pub fn matching(&self, path: &str) -> impl Iterator<Item = usize> {
        let found = if self.globs.is_empty() { Vec::new() } else { self.globs.matches(&*nfc(path)) };
        found.into_iter().map(|at| at / 2)
    }
}

/// Returns the globs for what a pattern names, and for what is below that.
fn glob(pattern: &str) -> Result<[globset::Glob; 2], String> {
    if pattern.len() > LONGEST {
        return Err(format!("it has more than {LONGEST} bytes"));
    }
    let named = named(pattern);
    if named.split('/').any(|part| part == "..") {
        return Err("it leads out of the content folder".to_owned());
    }
    let glob = |pattern: &str| {
        let glob = GlobBuilder::new(&nfc(pattern)).literal_separator(true).build();
        glob.map_err(|error| error.kind().to_string())
    };
    let below = if named.is_empty() { "**".to_owned() } else { format!("{named}/**") };
    Ok([glob(named)?, glob(&below)?])
}

/// Returns what a pattern names: the folder, if it is written with a slash or with `**` behind it.
pub(super) fn named(pattern: &str) -> &str {
    let pattern = pattern.trim_start_matches("./").trim_start_matches('/').trim_end_matches('/');
    pattern.strip_suffix("/**").unwrap_or(if pattern == "**" || pattern == "." { "" } else { pattern })
}
