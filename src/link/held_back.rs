//! References into files that could not be read: their targets may well exist, so each such reference is held back, and they
//! are counted for each file.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::config::{Config, is_toml};
use crate::diag::reading::UNCHECKED_REFERENCE;
use crate::diag::{Diagnostic, any_error, counted};
use crate::model::{Identity, TargetKind};
use crate::site::slug;
use crate::source::{FileId, Role, SourceFile, Sources, Span};
use crate::value;

/// The files that could not be read in full, and what they are known to hold.
#[derive(Default)]
pub(super) struct HeldBack {
    /// The path of the file with each id, and of each document by its path.
    names: FxHashMap<String, String>,
    /// The path of a file whose faults may have cut entries off, for each shape of the numbered ids in it.
    shapes: FxHashMap<String, String>,
    /// Files in which no id was found, so that any may be there.
    opaque: Vec<Opaque>,
}

/// A file in which no id was found.
struct Opaque {
    path: String,
    /// The register that it belongs to; `None` if it may hold anything.
    register: Option<String>,
}

impl HeldBack {
    pub(super) fn new(files: &[FileId], sources: &Sources, config: &Config) -> Self {
        let mut held_back = Self::default();
        for (id, file) in files.iter().map(|id| (*id, sources.file(*id))) {
            held_back.add(id, file, config);
        }
        let missing = sources.missing().map(|path| Opaque { path: path.to_owned(), register: None });
        held_back.opaque.extend(missing);
        held_back
    }

    fn add(&mut self, id: FileId, file: &SourceFile, config: &Config) {
        let path = config.inside_content(&file.path).to_owned();
        let schema = config.register_at(&path);
        if schema.is_some_and(|schema| schema.identity == Identity::Control) {
            // Its ids are those of the catalogue.
            return;
        }
        // Without zeros, UTF-16 reads like ASCII.
        let text = String::from_utf8_lossy(file.bytes()).replace('\0', "");
        let mut names: Vec<String> = ids(&text);
        if file.role == Role::Document {
            let name = path.rsplit('/').next().unwrap_or(&path);
            names.push(slug(name.rsplit_once('.').map_or(name, |(stem, _)| stem)));
            names.push(path.clone());
        }
        if names.is_empty() {
            let register = schema.map(|schema| schema.name.clone());
            self.opaque.push(Opaque { path: path.clone(), register });
        }
        if file.role == Role::Register && is_toml(&path) && any_error(&value::read_file(id, file).1) {
            let numbered = names.iter().filter(|id| id.bytes().any(|b| b.is_ascii_digit()));
            self.shapes.extend(numbered.map(|id| (shape(id), path.clone())));
        }
        self.names.extend(names.into_iter().map(|name| (name, path.clone())));
    }

    /// Returns the mark of a reference to an id, if one of the files has the id or may have it.
    pub(super) fn id(&self, id: &str, to: Option<&[TargetKind]>, place: Span) -> Option<Diagnostic> {
        let fits = |opaque: &&Opaque| match (&opaque.register, to) {
            (Some(register), Some(to)) => {
                to.iter().any(|kind| matches!(kind, TargetKind::Entry(name) if name == register))
            }
            _ => true,
        };
        let local = id.rsplit_once(':').map_or(id, |(_, local)| local);
        let named = || self.names.get(id).or_else(|| self.names.get(local)).or_else(|| self.shapes.get(&shape(id)));
        let path = named().or_else(|| self.opaque.iter().find(fits).map(|opaque| &opaque.path))?;
        Some(mark(path, place))
    }

    /// Returns the mark of a mention of an id, if one of the files has it or may have it.
    pub(super) fn mention(&self, id: &str, place: Span) -> Option<Diagnostic> {
        self.names.get(id).or_else(|| self.shapes.get(&shape(id))).map(|path| mark(path, place))
    }

    /// Returns the mark of a link to a path, if there is such a document that cannot be read.
    pub(super) fn path(&self, path: &str, place: Span) -> Option<Diagnostic> {
        let path = self.names.get(path).filter(|known| *known == path);
        path.or_else(|| self.opaque.iter().find(|opaque| opaque.register.is_none()).map(|opaque| &opaque.path))
            .map(|path| mark(path, place))
    }
}

/// An id with each digit replaced, so that `R-004` and `R-017` have one shape.
pub(super) fn shape(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect()
}

/// An id with each number replaced, so that `AC-05` and `AC-5` have one pattern.
pub(super) fn pattern(id: &str) -> String {
    let mut pattern = shape(id);
    while pattern.contains("##") {
        pattern = pattern.replace("##", "#");
    }
    pattern
}

/// Returns the mark of one reference into a file, which [`count`] replaces.
fn mark(path: &str, place: Span) -> Diagnostic {
    Diagnostic::warning(UNCHECKED_REFERENCE, place, String::new()).home(path)
}

/// Replaces the marks of references that were held back by one line for each file.
pub(super) fn count(diagnostics: &mut Vec<Diagnostic>) {
    let mut held: BTreeMap<String, usize> = BTreeMap::new();
    diagnostics.retain(|diagnostic| {
        let is_mark = diagnostic.code == UNCHECKED_REFERENCE;
        if is_mark {
            *held.entry(diagnostic.home.clone()).or_default() += 1;
        }
        !is_mark
    });
    diagnostics.extend(held.into_iter().map(|(path, count)| {
        let were = if count == 1 { "was" } else { "were" };
        let message = format!("{} into {path} {were} not checked", counted(count, "reference"));
        Diagnostic::warning(UNCHECKED_REFERENCE, None, message).subject(path.as_str()).home(path)
    }));
}

/// Returns the values of all keys `id` in a text that may be TOML or YAML with faults.
fn ids(text: &str) -> Vec<String> {
    let is_mark = |c: char| matches!(c, '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '«' | '»');
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let value = |(at, _): (usize, &str)| {
        let after = text[at + 2..].trim_start_matches(is_mark).trim_start_matches([' ', '\t']);
        let value = after.strip_prefix(['=', ':'])?.trim_start_matches([' ', '\t']).trim_start_matches(is_mark);
        let end = value.find(|c: char| is_mark(c) || c.is_whitespace() || matches!(c, ',' | '}' | ']' | '#'));
        let id = value[..end.unwrap_or(value.len())].trim();
        (!text[..at].ends_with(is_word) && !id.is_empty()).then(|| id.to_owned())
    };
    text.match_indices("id").filter_map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::ids;

    #[test]
    fn ids_are_found_whatever_is_wrong_around_them() {
        let text = "<<<<<<< HEAD\nid = \"R-1\"\nid = “R-2”\nid=R-3\n{ id = 'R-4', x = 1 }\nid: R-5\nid = \"R-6\n\"id\" = \"R-7\"";
        assert_eq!(ids(text), ["R-1", "R-2", "R-3", "R-4", "R-5", "R-6", "R-7"]);
        assert_eq!(ids("grid = 1\nvalid = \"x\"\nidea = 2\nvery-id = 3\nid =\n"), [""; 0]);
    }
}
