//! Sources → [`Draft`]: each file alone, in parallel. Nothing here reads the disk, and nothing stops at the first error.

mod document;
mod front;
pub mod markdown;
mod mention;
mod register;
mod words;

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::diag::{Diagnostic, did_you_mean};
use crate::model::{Document, Entry, RawReference, Register};
use crate::source::{FileId, Role, SourceFile, Sources, Span};

pub use mention::expand_range;

/// Documents and registers with raw references, every fact with its span.
#[derive(Debug)]
pub struct Draft {
    /// The documents, in the order of their paths.
    pub documents: Vec<Arc<Document<RawReference>>>,
    /// One for each schema of the book, in its order.
    pub registers: Vec<Register<RawReference>>,
    /// Drafts that are no part of the book.
    pub left_out: Vec<Arc<Document<RawReference>>>,
}

/// What became of the documents of one run, for the next one with the same settings.
#[derive(Debug, Default)]
pub struct Kept(FxHashMap<FileId, Arc<Parsed>>);

/// A document and what it was made of.
#[derive(Debug)]
struct Parsed {
    source: SourceFile,
    document: Option<Arc<Document<RawReference>>>,
    diagnostics: Vec<Diagnostic>,
}

impl Kept {
    /// What became of a file before, if it is the same file.
    fn find(&self, id: FileId, file: &SourceFile) -> Option<&Arc<Parsed>> {
        self.0.get(&id).filter(|parsed| parsed.source == *file)
    }
}

/// Parses all documents and registers, but for the documents that were `kept` and did not change.
pub fn parse(sources: &Sources, config: &Config, kept: Option<&mut Kept>) -> (Draft, Vec<Diagnostic>) {
    let files: Vec<_> = sources.of_role(Role::Document).collect();
    let before = kept.as_deref();
    let document = |(id, file): &(FileId, &SourceFile)| {
        let same = before.and_then(|kept| kept.find(*id, file)).cloned();
        same.unwrap_or_else(|| parse_document(*id, file, sources, config).into())
    };
    let parsed: Vec<Arc<Parsed>> = files.par_iter().map(document).collect();
    if let Some(kept) = kept {
        kept.0 = files.iter().map(|(id, _)| *id).zip(parsed.iter().cloned()).collect();
    }
    let mut diagnostics = Vec::new();
    let mut documents = Vec::with_capacity(parsed.len());
    for parsed in parsed {
        documents.extend(parsed.document.clone());
        diagnostics.extend(parsed.diagnostics.iter().cloned());
    }
    let (left_out, documents) =
        documents.into_iter().partition(|document: &Arc<Document<_>>| document.meta.held_back && !config.drafts);

    let files: Vec<_> = sources.of_role(Role::Register).collect();
    let parsed: Vec<_> = files.par_iter().map(|(id, file)| parse_register(*id, file, sources, config)).collect();
    let mut registers: Vec<_> =
        config.schemas.iter().map(|schema| Register { schema: schema.clone(), entries: Vec::new() }).collect();
    for (entries, problems) in parsed {
        diagnostics.extend(problems);
        if let Some((schema, entries)) = entries {
            registers[schema].entries.extend(entries);
        }
    }
    (Draft { documents, registers, left_out }, diagnostics)
}

fn parse_document(id: FileId, file: &SourceFile, sources: &Sources, config: &Config) -> Parsed {
    let (document, diagnostics) = match file.text() {
        Some(text) => {
            let path = config.inside_content(&file.path);
            let (document, diagnostics) = document::parse(id, path, text, sources);
            (Some(Arc::new(document)), diagnostics)
        }
        None => (None, vec![not_text(id, file)]),
    };
    Parsed { source: file.clone(), document, diagnostics }
}

type Entries = (usize, Vec<Entry<RawReference>>);

fn parse_register(
    id: FileId,
    file: &SourceFile,
    sources: &Sources,
    config: &Config,
) -> (Option<Entries>, Vec<Diagnostic>) {
    let Some(text) = file.text() else { return (None, vec![not_text(id, file)]) };
    let path = config.inside_content(&file.path).trim_start_matches("registers/");
    let name = path.split('/').next().unwrap_or(path).trim_end_matches(".toml");
    let Some(at) = config.schemas.iter().position(|schema| schema.name == name) else {
        let known = config.schemas.iter().map(|schema| schema.name.as_str());
        let help = match did_you_mean(name, known) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("declare it in book.toml: `[[register]]` with `name = \"{name}\"`"),
        };
        let message = format!("there is no register `{name}`");
        let span = Span::new(id, 0..0);
        return (None, vec![Diagnostic::error("unknown-register", span, message).help(help)]);
    };
    let (entries, diagnostics) = register::parse(id, text, &config.schemas[at], sources);
    (Some((at, entries)), diagnostics)
}

fn not_text(id: FileId, file: &SourceFile) -> Diagnostic {
    let valid = match std::str::from_utf8(file.bytes()) {
        Err(error) => error.valid_up_to(),
        Ok(text) => text.len(),
    };
    let (line, column) = file.line_column(valid);
    let message = format!("this file is not UTF-8: the first wrong byte is in line {line}, column {column}");
    let help = "save it with the encoding UTF-8".to_owned();
    Diagnostic::error("invalid-utf8", Span::new(id, 0..0), message).help(help)
}
