//! What was wrong when a book adopted the checks, so that only what is new is reported.
//!
//! A finding is known again by its check, its file and its message, and not by its line: a text may move. The shape of
//! the file is described in `docs/baseline.md`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::source::Sources;

/// The version of the file's shape.
const VERSION: u32 = 1;

/// What was found, and how often.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeMap<Key, usize>,
}

/// What a finding is known by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// The file; `None` is the book as a whole.
    pub file: Option<String>,
    /// The check.
    pub code: String,
    /// What it says.
    pub message: String,
}

impl Key {
    /// What a finding is known by.
    pub fn of(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        Self {
            file: diagnostic.span.map(|span| sources.file(span.file).path.clone()),
            code: diagnostic.code.to_owned(),
            message: diagnostic.message.clone(),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Known>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    file: Option<String>,
    code: String,
    message: String,
    count: usize,
}

impl Baseline {
    /// All findings of checks; that a file cannot be read is no finding that anybody could live with.
    pub fn of(diagnostics: &[Diagnostic], sources: &Sources, is_check: fn(&str) -> bool) -> Self {
        let mut known = BTreeMap::new();
        for diagnostic in diagnostics.iter().filter(|diagnostic| is_check(diagnostic.code)) {
            *known.entry(Key::of(diagnostic, sources)).or_default() += 1;
        }
        Self { known }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// If it is not a baseline of this version.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!("it is of version {}, not {VERSION}", file.version));
        }
        let mut known = BTreeMap::new();
        for Known { file, code, message, count } in file.findings {
            *known.entry(Key { file, code, message }).or_default() += count;
        }
        Ok(Self { known })
    }

    /// The text of the file: a finding a line, in the order of files.
    pub fn write(&self) -> String {
        let line = |(Key { file, code, message }, count): (&Key, &usize)| {
            let known = Known { file: file.clone(), code: code.clone(), message: message.clone(), count: *count };
            serde_json::to_string(&known).expect("texts and numbers are always JSON")
        };
        let lines: Vec<String> = self.known.iter().map(line).collect();
        let inner = if lines.is_empty() { String::new() } else { format!("\n  {}\n", lines.join(",\n  ")) };
        format!("{{\"version\": {VERSION}, \"findings\": [{inner}]}}\n")
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.known.values().sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Leaves what is new, and reports each line of the baseline to which nothing corresponds any more.
    pub fn apply(mut self, diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
        let mut left: Vec<Diagnostic> = diagnostics
            .into_iter()
            .filter(|diagnostic| match self.known.get_mut(&Key::of(diagnostic, sources)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            })
            .collect();
        left.extend(self.known.into_iter().filter(|(_, count)| *count > 0).map(|(Key { file, code, message }, _)| {
            let place = file.map_or_else(String::new, |file| format!(" in {file}"));
            let message = format!("the baseline expects `{code}`{place}, which is found no more: {message}");
            Diagnostic::warning("idle-baseline", None, message).help("write it anew with --write-baseline".to_owned())
        }));
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Content, Role, SourceFile, Span};

    fn found(sources: &Sources, lines: &[(usize, &str)]) -> Vec<Diagnostic> {
        let file = sources.iter().next().map(|(id, _)| id).unwrap();
        lines
            .iter()
            .map(|(at, message)| Diagnostic::warning("typed-total", Span::new(file, *at..*at + 1), *message))
            .collect()
    }

    fn sources() -> Sources {
        let mut sources = Sources::default();
        sources.add(SourceFile {
            path: "a.md".into(),
            role: Role::Document,
            content: Content::Text("one\ntwo\n".into()),
        });
        sources
    }

    #[test]
    fn a_finding_that_moved_is_known_and_a_second_one_is_new() {
        let sources = sources();
        let baseline = Baseline::of(&found(&sources, &[(0, "x")]), &sources, |_| true);
        let read = Baseline::read(&baseline.write()).unwrap();
        assert_eq!(read, baseline);
        assert_eq!(read.clone().apply(found(&sources, &[(4, "x")]), &sources), []);
        assert_eq!(read.apply(found(&sources, &[(0, "x"), (4, "x")]), &sources).len(), 1);
    }

    #[test]
    fn what_was_mended_is_reported() {
        let sources = sources();
        let baseline = Baseline::of(&found(&sources, &[(0, "x")]), &sources, |_| true);
        let left = baseline.apply(Vec::new(), &sources);
        assert_eq!(left[0].message, "the baseline expects `typed-total` in a.md, which is found no more: x");
    }

    #[test]
    fn another_file_is_no_baseline() {
        assert!(Baseline::read("{}").is_err());
        assert!(Baseline::read("{\"version\": 2, \"findings\": []}").is_err());
        assert_eq!(Baseline::read(&Baseline::default().write()).unwrap(), Baseline::default());
    }
}
