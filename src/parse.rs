//! Sources → [`Draft`]: each file alone, in parallel. Nothing here reads the disk, and nothing stops at the first
//! error.

mod anchors;
mod attributed;
mod autolink;
pub mod blocks;
mod conflict;
mod details;
mod document;
mod element_names;
mod facts;
mod fences;
mod front;
mod gathered;
mod heading;
mod html_heading;
mod import;
mod item;
mod lenient;
mod loss;
pub mod markdown;
mod mask;
mod mention;
mod misplaced;
mod named_roles;
mod naming;
mod nesting;
mod pieces;
mod raw_html;
mod records;
mod register;
mod scope;
mod standard;
mod substance;
mod tables;
mod target;
mod unfenced;
mod values;
mod waivers;
mod words;

use std::sync::Arc;

use index_vec::IndexVec;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::catalog::Catalog;
use crate::config::{Config, Import, RuledBy, TableFile, is_toml, register_name};
use crate::diag::{self, Diagnostic, did_you_mean};
use crate::model::{Braces, DocIx, Document, Entry, RawReference, Register, RegisterFile, RegisterIx, Schema};
use crate::source::{Content, FileId, Role, SourceFile, Sources, Span};
use crate::value::not_text;

use facts::{Listing, listings, unmatched};
use gathered::gather;
use import::From;
use named_roles::add_roles;
use records::file_of;

pub(crate) use facts::{Stated, controls, is_control};
pub(crate) use lenient::convert;
pub(crate) use records::{Records, Wanted, records};
pub(crate) use tables::tables_in;

pub use anchors::own_anchor;
pub use mention::expand_range;
pub use naming::{file_title, id_parts};

/// All documents and registers, with raw references and the span of every fact.
#[derive(Debug)]
pub struct Draft {
    /// The documents, in the order of their paths; once they are selected, in that of their titles.
    pub documents: IndexVec<DocIx, Arc<Document<RawReference>>>,
    /// One for each schema of the book, in its order.
    pub registers: IndexVec<RegisterIx, Register<RawReference>>,
    /// The files that could not be read in full, in order.
    pub unread: Vec<FileId>,
}

impl Draft {
    /// Returns the documents in the order of their paths.
    pub fn documents_by_path(&self) -> Vec<(DocIx, &Document<RawReference>)> {
        let mut documents: Vec<_> = self.documents.iter_enumerated().map(|(ix, document)| (ix, &**document)).collect();
        documents.sort_by_key(|(_, document)| document.file);
        documents
    }
}

/// The book that a file is parsed for.
#[derive(Clone, Copy)]
struct Book<'a> {
    sources: &'a Sources,
    config: &'a Config,
    braces: &'a Braces,
    /// The catalogue, if the book is measured against other standards.
    others: Option<&'a Catalog>,
    /// The registers of documents, by the numbers of their rules.
    listings: &'a [Option<Listing>],
}

/// A document whose front matter is read.
#[derive(Clone, Copy)]
struct Whose<'a> {
    file: FileId,
    /// Its path in the content folder.
    path: &'a str,
    text: &'a str,
    /// The rules of book.toml for it.
    ruled: &'a RuledBy<'a>,
    book: Book<'a>,
}

/// What files were parsed into, for the next run with the same settings.
#[derive(Debug, Default)]
pub struct Cache {
    documents: FileCache<Arc<Document<RawReference>>>,
    registers: FileCache<Vec<Read>>,
    /// The registers of documents with which documents were parsed.
    listings: Vec<Option<Listing>>,
}

type FileCache<T> = FxHashMap<FileId, Arc<Parsed<T>>>;

/// A file and what it was parsed into.
#[derive(Debug)]
struct Parsed<T> {
    source: SourceFile,
    /// `None` if it cannot be read.
    value: Option<T>,
    diagnostics: Vec<Diagnostic>,
}

/// Parses files in parallel. Those that are in the cache and have not changed are taken from there.
fn parse_files<T: Send + Sync>(
    files: &[(FileId, &SourceFile)],
    cache: &mut FileCache<T>,
    parse: impl Fn(FileId, &SourceFile) -> (Option<T>, Vec<Diagnostic>) + Sync,
) -> Vec<Arc<Parsed<T>>> {
    let parse = |(id, file): &(FileId, &SourceFile)| match cache.get(id) {
        Some(cached) if cached.source == **file => cached.clone(),
        _ => {
            let (value, diagnostics) = parse(*id, file);
            Arc::new(Parsed { source: (*file).clone(), value, diagnostics })
        }
    };
    let parsed: Vec<_> = files.par_iter().map(parse).collect();
    *cache = files.iter().map(|(id, _)| *id).zip(parsed.iter().cloned()).collect();
    parsed
}

/// Parses all documents and registers that have changed since the last run. A book that is measured against other standards
/// needs the catalogue: it says which words are their ids.
pub fn parse(
    sources: &Sources,
    config: &Config,
    others: Option<&Catalog>,
    cache: &mut Cache,
) -> (Draft, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let braces = config.braces();
    let (listings, problems) = listings(sources, config);
    diagnostics.extend(problems);
    // What a register says about a document is part of the document.
    if cache.listings != listings {
        cache.documents.clear();
    }
    let book = Book { sources, config, braces: &braces, others, listings: &listings };

    let files: Vec<_> = sources.of_role(Role::Document).collect();
    let parse = |id, file: &SourceFile| parse_document(id, file, book);
    let parsed = parse_files(&files, &mut cache.documents, parse);
    let mut documents = IndexVec::with_capacity(parsed.len());
    for parsed in &parsed {
        documents.extend(parsed.value.clone());
        diagnostics.extend_from_slice(&parsed.diagnostics);
    }

    let is_register = |file: &SourceFile| {
        let is_read = matches!(file.role, Role::Register | Role::Document);
        is_read && config.has_entries(config.inside_content(&file.path))
    };
    let files: Vec<_> = sources.iter().filter(|(_, file)| is_register(file)).collect();
    let parsed = parse_files(&files, &mut cache.registers, |id, file| parse_register(id, file, book));
    let empty = |schema: &Schema| Register { schema: schema.clone(), entries: IndexVec::new(), files: Vec::new() };
    let mut registers: IndexVec<RegisterIx, _> = config.schemas.iter().map(empty).collect();
    for parsed in &parsed {
        diagnostics.extend_from_slice(&parsed.diagnostics);
        for Read { register, entries, file } in parsed.value.iter().flatten() {
            registers[*register].entries.extend(entries.iter().cloned());
            registers[*register].files.push(file.clone());
        }
    }
    diagnostics.extend(unmatched(&listings, config, documents.iter().map(|document| &**document)));
    cache.listings = listings;
    diagnostics
        .extend(config.imports.iter().filter_map(|import| file_of(&import.table, sources, config).err().flatten()));
    // What is not there has been reported; the rest may be about it.
    if sources.missing().next().is_none() {
        diagnostics.extend(config.idle_rules(documents.iter().map(|document| document.path.as_str())));
    }
    let diagnostics = gather(config.checks.set_levels(diagnostics, sources), sources);
    let unread = diag::unread(&diagnostics).collect();
    let mut draft = Draft { documents, registers, unread };
    if config.roles_from_names {
        add_roles(&mut draft);
    }
    (draft, diagnostics)
}

/// Parses a text that a document had, by the rules of book.toml for its path below the content folder.
pub fn past(path: &str, text: &Arc<str>, config: &Config) -> Document<RawReference> {
    in_past(path, Role::Document, text, config, |file, _, book| document::parse(file, path, text, book).0)
}

/// Parses a text that a register file had, by the rules of book.toml for its path below the content folder, and returns its
/// entries with their schemas.
pub fn past_entries<'c>(path: &str, text: &Arc<str>, config: &'c Config) -> Vec<(&'c Schema, Entry<RawReference>)> {
    let (read, _) = in_past(path, Role::Register, text, config, parse_register);
    let entries = read.into_iter().flatten().flat_map(|read| {
        let schema = &config.schemas[read.register.index()];
        read.entries.into_iter().map(move |entry| (schema, entry))
    });
    entries.collect()
}

/// Calls `parse` with a text of the past as the only file of a book.
fn in_past<T>(
    path: &str,
    role: Role,
    text: &Arc<str>,
    config: &Config,
    parse: impl FnOnce(FileId, &SourceFile, Book<'_>) -> T,
) -> T {
    let mut sources = Sources::default();
    let content = Content::Text(text.clone());
    let file = sources.add(SourceFile { path: config.in_book(path), role, content });
    let listings: Vec<_> = config.documents.iter().map(|_| None).collect();
    let book = Book { sources: &sources, config, braces: &Braces::default(), others: None, listings: &listings };
    parse(file, sources.file(file), book)
}

fn parse_document(
    id: FileId,
    file: &SourceFile,
    book: Book<'_>,
) -> (Option<Arc<Document<RawReference>>>, Vec<Diagnostic>) {
    let Some(text) = file.text() else { return (None, vec![not_text(id, file)]) };
    let path = book.config.inside_content(&file.path);
    let (document, mut diagnostics) = document::parse(id, path, text, book);
    if let Content::Decoded(_, first) = file.content {
        let letter = text[first..].chars().next().map_or(0, char::len_utf8);
        let place = Span::new(id, first..first + letter);
        let message = "this file is not UTF-8: from here on, letters may be read wrongly";
        diagnostics.push(Diagnostic::warning("invalid-utf8", place, message).help("save it as UTF-8".to_owned()));
    }
    (Some(Arc::new(document)), diagnostics)
}

/// Entries of a register in a file.
#[derive(Debug)]
struct Read {
    register: RegisterIx,
    entries: Vec<Entry<RawReference>>,
    file: RegisterFile,
}

/// Reads the entries in a file: of the register that it is named after, or of those that book.toml reads from it.
fn parse_register(id: FileId, file: &SourceFile, book: Book<'_>) -> (Option<Vec<Read>>, Vec<Diagnostic>) {
    let config = book.config;
    let path = config.inside_content(&file.path);
    let imports: Vec<&Import> = config.imports.iter().filter(|import| import.table.file.value == path).collect();
    if !imports.is_empty() {
        let (mut read, mut problems) = (Vec::new(), Vec::new());
        for import in imports {
            let Some(at) = config.schemas.iter().position(|schema| schema.name == import.register.value) else {
                continue;
            };
            let from =
                From { schema: &config.schemas[at], table: &import.table, import: Some(import), sources: book.sources };
            let (found, more) = register::import(id, file, from, book);
            problems.extend(more);
            read.extend(found.map(|(entries, file)| Read { register: at.into(), entries, file }));
        }
        return (Some(read), problems);
    }
    if config.is_table(path) {
        // A register of documents.
        return (None, Vec::new());
    }
    let name = register_name(path);
    let Some(at) = config.schemas.iter().position(|schema| schema.name == name) else {
        let known = config.schemas.iter().map(|schema| schema.name.as_str());
        let help = match did_you_mean(name, known) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("declare it in book.toml: `[[register]]` with `name = \"{name}\"`"),
        };
        let message = format!("unknown register `{name}`");
        let span = Span::new(id, 0..0);
        return (None, vec![Diagnostic::error("unknown-register", span, message).help(help)]);
    };
    let schema = &config.schemas[at];
    let (found, problems) = if is_toml(path) {
        register::parse(id, file, schema, book)
    } else {
        let table = TableFile::whole(path, Span::new(id, 0..0));
        register::import(id, file, From { schema, table: &table, import: None, sources: book.sources }, book)
    };
    (found.map(|(entries, file)| vec![Read { register: at.into(), entries, file }]), problems)
}
