//! The findings that were there when a book adopted the checks, so that only new ones are reported.
//!
//! A finding is identified by its check, its file and its subject, not by its line or its message: text moves, and
//! messages are reworded. `docs/baseline.md` describes the file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::source::{Sources, Span};

/// The version that is written. Version 1 held messages instead of subjects and can still be read.
const VERSION: u32 = 2;
/// The longest source text that serves as a subject, in characters.
const LONGEST: usize = 120;

/// The known findings, and how many there are of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeMap<Key, usize>,
    /// Findings of version 1, by file and check, with their messages.
    by_message: Vec<(Key, usize)>,
}

/// Identity of a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The file; `None` for the book as a whole.
    pub file: Option<String>,
    /// The check.
    pub code: String,
    /// The ids and names that it is about, or else the source text at its place.
    pub subject: String,
}

impl Key {
    /// Returns the identity of a finding.
    pub fn of(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let subject = match diagnostic.span {
            Some(span) if diagnostic.subject.is_empty() => source_text(span, sources),
            _ => diagnostic.subject.clone(),
        };
        let file = diagnostic.span.map(|span| sources.file(span.file).path.clone());
        Self { file, code: diagnostic.code.to_owned(), subject }
    }
}

/// The text at a place, with single spaces, cut where it gets long.
fn source_text(span: Span, sources: &Sources) -> String {
    let text = sources.file(span.file).text().and_then(|text| text.get(span.range())).unwrap_or_default();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(LONGEST).collect()
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
    /// In version 1 the message.
    #[serde(alias = "message")]
    subject: String,
    count: usize,
}

impl Baseline {
    /// Collects the findings of checks. A file that cannot be read is an error and never part of a baseline.
    pub fn of(diagnostics: &[Diagnostic], sources: &Sources, is_check: fn(&str) -> bool) -> Self {
        let mut known = BTreeMap::new();
        for diagnostic in diagnostics.iter().filter(|diagnostic| is_check(diagnostic.code)) {
            *known.entry(Key::of(diagnostic, sources)).or_default() += 1;
        }
        Self { known, by_message: Vec::new() }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// If it is not a baseline of version 1 or 2.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut known = BTreeMap::new();
        for Known { file, code, subject, count } in file.findings {
            *known.entry(Key { file, code, subject }).or_default() += count;
        }
        match file.version {
            1 => Ok(Self { known: BTreeMap::new(), by_message: known.into_iter().collect() }),
            VERSION => Ok(Self { known, by_message: Vec::new() }),
            version => Err(format!("its version is {version}, and only versions 1 and {VERSION} are supported")),
        }
    }

    /// Returns the text of the file, one finding per line, ordered by file.
    pub fn write(&self) -> String {
        let line = |(Key { file, code, subject }, count): (&Key, &usize)| {
            let known = Known { file: file.clone(), code: code.clone(), subject: subject.clone(), count: *count };
            serde_json::to_string(&known).expect("texts and numbers are always JSON")
        };
        let lines: Vec<String> = self.known.iter().map(line).collect();
        let inner = if lines.is_empty() { String::new() } else { format!("\n  {}\n", lines.join(",\n  ")) };
        format!("{{\"version\": {VERSION}, \"findings\": [{inner}]}}\n")
    }

    /// Returns the number of findings.
    pub fn count(&self) -> usize {
        self.known.values().chain(self.by_message.iter().map(|(_, count)| count)).sum()
    }

    /// Removes the known findings. Returns the others, and a finding for each entry of the baseline that no longer matches
    /// anything.
    pub fn apply(mut self, mut found: Vec<Diagnostic>, sources: &Sources) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        found.retain(|diagnostic| !self.covers(diagnostic, sources));
        let idle = self.known.into_iter().chain(self.by_message).filter(|(_, count)| *count > 0);
        let idle = idle.map(|(Key { file, code, subject }, _)| {
            let place = file.map_or_else(String::new, |file| format!(" in {file}"));
            let message = format!("the baseline lists `{code}`{place}, which is no longer found: {subject}");
            let help = "update the baseline with `--write-baseline`".to_owned();
            Diagnostic::warning("idle-baseline", None, message).help(help)
        });
        (found, idle.collect())
    }

    /// Counts a finding off, if it is known.
    fn covers(&mut self, diagnostic: &Diagnostic, sources: &Sources) -> bool {
        let key = Key::of(diagnostic, sources);
        let messages = || {
            let same = |(known, count): &(Key, usize), fits: fn(&str, &str) -> bool, with: &str| {
                *count > 0 && known.file == key.file && known.code == key.code && fits(&known.subject, with)
            };
            let exact = self.by_message.iter().position(|known| same(known, str::eq, &diagnostic.message));
            exact.or_else(|| self.by_message.iter().position(|known| same(known, names, &key.subject)))
        };
        let count = match messages() {
            Some(at) => Some(&mut self.by_message[at].1),
            None => self.known.get_mut(&key).filter(|count| **count > 0),
        };
        count.map(|count| *count -= 1).is_some()
    }
}

/// Whether a message of version 1 names all parts of a subject, whatever its other words are.
fn names(message: &str, subject: &str) -> bool {
    let is_part_of_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let words = || message.split(|c| !is_part_of_id(c)).map(|word| word.trim_end_matches(['.', ':']));
    !subject.is_empty() && subject.split(' ').all(|part| words().any(|word| word == part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Content, Role, SourceFile};

    const TEXT: &str = "one\ntwo\none\n";

    fn sources() -> Sources {
        let mut sources = Sources::default();
        let content = Content::Text(TEXT.into());
        sources.add(SourceFile { path: "a.md".into(), role: Role::Document, content });
        sources
    }

    fn finding(sources: &Sources, at: usize, subject: &str, message: &str) -> Diagnostic {
        let file = sources.iter().next().map(|(id, _)| id).unwrap();
        Diagnostic::warning("typed-total", Span::new(file, at..at + 3), message).subject(subject)
    }

    /// The baseline of some findings, written and read again.
    fn baseline(sources: &Sources, findings: &[Diagnostic]) -> Baseline {
        let baseline = Baseline::of(findings, sources, |_| true);
        let read = Baseline::read(&baseline.write()).unwrap();
        assert_eq!(read, baseline);
        read
    }

    /// The findings that a baseline leaves, the new ones first.
    fn left(baseline: Baseline, findings: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
        let (new, idle) = baseline.apply(findings, sources);
        [new, idle].concat()
    }

    #[test]
    fn a_reworded_finding_that_moved_is_known_and_a_second_one_is_new() {
        let sources = sources();
        let known = baseline(&sources, &[finding(&sources, 0, "R-1 owner", "R-1 is owned by nobody")]);
        let now = finding(&sources, 4, "R-1 owner", "R-1 has no `owner`");
        assert_eq!(left(known.clone(), vec![now.clone()], &sources), []);
        let second = finding(&sources, 8, "R-1 owner", "R-1 has no `owner`");
        assert_eq!(left(known.clone(), vec![now, second.clone()], &sources), [second]);
        let other = finding(&sources, 0, "R-2 owner", "R-2 has no `owner`");
        let others = left(known, vec![other.clone()], &sources);
        assert_eq!((others.len(), &others[0]), (2, &other), "another subject is new, and the known one is idle");
    }

    #[test]
    fn a_finding_without_a_subject_is_known_by_the_text_at_its_place() {
        let sources = sources();
        let known = baseline(&sources, &[finding(&sources, 0, "", "x")]);
        assert_eq!(left(known.clone(), vec![finding(&sources, 8, "", "y")], &sources), []);
        let other = finding(&sources, 4, "", "x");
        assert!(left(known, vec![other.clone()], &sources).contains(&other));
    }

    #[test]
    fn a_fixed_finding_is_reported() {
        let sources = sources();
        let (new, idle) = baseline(&sources, &[finding(&sources, 0, "R-1", "x")]).apply(Vec::new(), &sources);
        assert_eq!(new, []);
        assert_eq!(idle[0].message, "the baseline lists `typed-total` in a.md, which is no longer found: R-1");
    }

    #[test]
    fn version_1_matches_by_message_and_else_by_the_subject_in_it() {
        let sources = sources();
        let first = |message: &str| {
            let known =
                format!("{{\"file\": \"a.md\", \"code\": \"typed-total\", \"message\": \"{message}\", \"count\": 1}}");
            Baseline::read(&format!("{{\"version\": 1, \"findings\": [{known}]}}")).unwrap()
        };
        let now = finding(&sources, 0, "R-1 owner", "R-1 has no `owner`");
        let left = |message: &str| left(first(message), vec![now.clone()], &sources);
        assert_eq!(left("R-1 has no `owner`"), []);
        assert_eq!(left("nobody is `owner` of R-1."), []);
        assert_eq!(left("R-10 has no `owner`").len(), 2, "new, and the entry of the baseline is idle");
        assert!(left("R-1 has no `due`").contains(&now));
    }

    #[test]
    fn another_file_is_not_a_baseline() {
        assert!(Baseline::read("{}").is_err());
        assert!(Baseline::read("{\"version\": 3, \"findings\": []}").is_err());
        assert_eq!(Baseline::read(&Baseline::default().write()).unwrap(), Baseline::default());
    }
}
