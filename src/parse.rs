//! Sources → [`Draft`]: each file alone, in parallel. Nothing here reads the disk, and nothing stops at the first error.

mod document;
mod front;
pub mod markdown;
mod mention;
mod register;
mod words;

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Diagnostic, did_you_mean};
use crate::model::{Document, Entry, RawReference, Register};
use crate::source::{FileId, Role, SourceFile, Sources, Span};

pub use mention::expand_range;

/// Documents and registers with raw references, every fact with its span.
#[derive(Debug)]
pub struct Draft {
    /// The documents, in the order of their paths.
    pub documents: Vec<Document<RawReference>>,
    /// One for each schema of the book, in its order.
    pub registers: Vec<Register<RawReference>>,
}

/// Parses all documents and registers.
pub fn parse(sources: &Sources, config: &Config) -> (Draft, Vec<Diagnostic>) {
    let files: Vec<_> = sources.of_role(Role::Document).collect();
    let parsed: Vec<_> = files.par_iter().map(|(id, file)| parse_document(*id, file, sources, config)).collect();
    let mut diagnostics = Vec::new();
    let mut documents = Vec::with_capacity(parsed.len());
    for (document, problems) in parsed {
        documents.extend(document);
        diagnostics.extend(problems);
    }

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
    (Draft { documents, registers }, diagnostics)
}

fn parse_document(
    id: FileId,
    file: &SourceFile,
    sources: &Sources,
    config: &Config,
) -> (Option<Document<RawReference>>, Vec<Diagnostic>) {
    match file.text() {
        Some(text) => {
            let path = config.inside_content(&file.path);
            let (document, diagnostics) = document::parse(id, path, text, sources);
            (Some(document), diagnostics)
        }
        None => (None, vec![not_text(id, file)]),
    }
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
