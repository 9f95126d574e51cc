//! Sources → [`Draft`]: each file alone, in parallel. Nothing here reads the disk, and nothing stops at the first error.

mod document;
mod front;
pub mod markdown;
mod mention;
mod register;
mod values;
mod waivers;
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

/// What became of the files of one run, for the next one with the same settings.
#[derive(Debug, Default)]
pub struct Kept {
    documents: Known<Arc<Document<RawReference>>>,
    registers: Known<Entries>,
}

/// What files became.
type Known<T> = FxHashMap<FileId, Arc<Parsed<T>>>;

/// What a file became, and what it was.
#[derive(Debug, Clone)]
struct Parsed<T> {
    source: SourceFile,
    /// `None` if it cannot be read.
    value: Option<T>,
    diagnostics: Vec<Diagnostic>,
}

/// Parses files in parallel, but for those that are known.
fn all<T: Clone + Send + Sync>(
    files: &[(FileId, &SourceFile)],
    known: Option<&mut Known<T>>,
    parse: impl Fn(FileId, &SourceFile) -> (Option<T>, Vec<Diagnostic>) + Sync,
) -> Vec<Parsed<T>> {
    let before = known.as_deref();
    let parsed = |(id, file): &(FileId, &SourceFile)| match before.and_then(|known| known.get(id)) {
        Some(same) if same.source == **file => same.clone(),
        _ => {
            let (value, diagnostics) = parse(*id, file);
            Arc::new(Parsed { source: (*file).clone(), value, diagnostics })
        }
    };
    let parsed: Vec<_> = files.par_iter().map(parsed).collect();
    if let Some(known) = known {
        *known = files.iter().map(|(id, _)| *id).zip(parsed.iter().cloned()).collect();
    }
    parsed.into_iter().map(Arc::unwrap_or_clone).collect()
}

/// Parses all documents and registers, but for those that were `kept` and did not change.
pub fn parse(sources: &Sources, config: &Config, kept: Option<&mut Kept>) -> (Draft, Vec<Diagnostic>) {
    let (known_documents, known_registers) = kept.map(|kept| (&mut kept.documents, &mut kept.registers)).unzip();
    let mut diagnostics = Vec::new();

    let files: Vec<_> = sources.of_role(Role::Document).collect();
    let parsed = all(&files, known_documents, |id, file| parse_document(id, file, sources, config));
    let mut documents = Vec::with_capacity(parsed.len());
    for parsed in parsed {
        documents.extend(parsed.value);
        diagnostics.extend(parsed.diagnostics);
    }
    let held_back = |document: &Arc<Document<RawReference>>| document.meta.held_back && !config.drafts;
    let (left_out, documents) = documents.into_iter().partition(held_back);

    let files: Vec<_> = sources.of_role(Role::Register).collect();
    let parsed = all(&files, known_registers, |id, file| parse_register(id, file, sources, config));
    let mut registers: Vec<_> =
        config.schemas.iter().map(|schema| Register { schema: schema.clone(), entries: Vec::new() }).collect();
    for parsed in parsed {
        diagnostics.extend(parsed.diagnostics);
        if let Some((schema, entries)) = parsed.value {
            registers[schema].entries.extend(entries);
        }
    }
    (Draft { documents, registers, left_out }, diagnostics)
}

fn parse_document(
    id: FileId,
    file: &SourceFile,
    sources: &Sources,
    config: &Config,
) -> (Option<Arc<Document<RawReference>>>, Vec<Diagnostic>) {
    let Some(text) = file.text() else { return (None, vec![not_text(id, file)]) };
    let path = config.inside_content(&file.path);
    let (document, diagnostics) = document::parse(id, path, text, sources);
    (Some(Arc::new(document)), diagnostics)
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
