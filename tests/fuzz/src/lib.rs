//! Shared parts of the fuzz targets: a book in memory or in a folder, and what must hold for every result.

pub mod folder;
mod page;

use std::collections::BTreeSet;
use std::sync::Arc;

use clausebook::catalog::Found;
use clausebook::config;
use clausebook::diag::{self, Diagnostic, any_error};
use clausebook::id::RequirementId;
use clausebook::load;
use clausebook::model::{Handbook, Identity, Record, Subject};
use clausebook::pipeline::{self, Cache};
use clausebook::site::{Site, SitePath};
use clausebook::source::{Content, Role, SourceFile, Sources, Span};
use jiff::civil::{Date, date};

/// The as-of date of all builds.
const TODAY: Date = date(2026, 10, 1);

/// Two short standards. The built-in ones would add 150 pages to each build that no input changes.
const STANDARDS: [(&str, &str); 2] =
    [("(fuzz)/now.toml", include_str!("now.toml")), ("(fuzz)/before.toml", include_str!("before.toml"))];

/// A plain book.toml.
pub const BOOK: &str = "[book]\ntitle = \"T\"\norganisation = \"O\"\n";

/// The result of building a book.
pub struct Built {
    /// All its files.
    pub sources: Sources,
    /// The site, if there is one.
    pub site: Option<Site>,
    /// The linked book, if book.toml has no error.
    pub handbook: Option<Arc<Handbook>>,
    /// All problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Builds a book from paths and bytes, of which the first is book.toml, and checks everything that holds for any book.
///
/// # Panics
/// If a check fails.
pub fn check(files: &[(&str, &[u8])]) -> Built {
    let built = build(files);
    for problem in &built.diagnostics {
        has_places(problem, &built.sources);
        diag::human::render(problem, &built.sources, false);
        diag::human::render(problem, &built.sources, true);
    }
    if is_drawn(files) {
        let again = build(files);
        assert_eq!(built.diagnostics, again.diagnostics, "the same book has the same problems");
        assert!(built.site == again.site, "the same book has the same bytes");
    }
    if let Some(handbook) = &built.handbook {
        requirements_are_found(handbook);
        if !any_error(&built.diagnostics) {
            subjects_are_found(handbook);
        }
    }
    if let Some(site) = &built.site {
        assert!(!any_error(&built.diagnostics), "there is no site where something is an error");
        site.files.keys().for_each(stays_inside);
        page::check(site);
    }
    built
}

/// Returns whether this book is built twice: one in four is, because building all of them twice would halve the number
/// of runs.
fn is_drawn(files: &[(&str, &[u8])]) -> bool {
    let sum = files.iter().flat_map(|(_, bytes)| bytes.iter()).fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
    sum.is_multiple_of(4)
}

/// Builds a book without checks.
pub fn build(files: &[(&str, &[u8])]) -> Built {
    let mut sources = Sources::default();
    let [(name, book), content @ ..] = files else { panic!("a book has a book.toml") };
    sources.add(file(name, Role::Config, book));
    for (path, text) in STANDARDS {
        sources.add(file(path, Role::Catalog, text.as_bytes()));
    }
    let (config, mut diagnostics) = config::read(&sources);
    let Some(config) = config else { return Built { sources, site: None, handbook: None, diagnostics } };
    for (path, bytes) in content {
        if let Some(role) = load::role(&config, path) {
            sources.add(file(path, role, bytes));
        }
    }
    let as_of = config.as_of.unwrap_or(TODAY);
    let outcome = pipeline::site(&sources, &config, as_of);
    let (assessed, _) = pipeline::assess(&sources, &config, as_of, &|_| {}, &mut Cache::default());
    diagnostics.extend(outcome.diagnostics);
    Built { sources, site: outcome.value, handbook: Some(assessed.handbook), diagnostics }
}

fn file(path: &str, role: Role, bytes: &[u8]) -> SourceFile {
    SourceFile { path: path.to_owned(), role, content: Content::new(path, bytes.to_vec(), role, None) }
}

/// Returns a text as a TOML string.
pub fn quoted(text: &str) -> String {
    let escaped: String = text.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
    format!("\"{escaped}\"")
}

fn has_places(problem: &Diagnostic, sources: &Sources) {
    let spans = problem.span.into_iter().chain(problem.also.iter().map(|label| label.span));
    for span in spans {
        assert!(is_place(span, sources), "{span:?} is no place of its file: {problem:?}");
    }
}

/// Returns whether a span is inside the file and, in a text, between characters.
pub fn is_place(span: Span, sources: &Sources) -> bool {
    let file = sources.file(span.file);
    match file.text() {
        Some(text) => text.get(span.range()).is_some(),
        None => file.bytes().get(span.range()).is_some(),
    }
}

fn requirements_are_found(handbook: &Handbook) {
    for (ix, requirement) in handbook.catalog.requirements() {
        let id = &requirement.id;
        assert_eq!(id.to_string().parse::<RequirementId>().as_ref(), Ok(id));
        assert_eq!(handbook.catalog.find(&id.to_string()), Found::One(ix), "{id}");
        assert_eq!(handbook.catalog.find(&handbook.catalog.label(ix)), Found::One(ix), "{id}");
    }
}

/// In a book without errors, checks that each id leads to the subject with that id, and that no two are in the same
/// place.
fn subjects_are_found(handbook: &Handbook) {
    let mut pages = BTreeSet::new();
    for (ix, document) in handbook.documents() {
        let id = &document.meta.id.value;
        assert_eq!(handbook.find(id), Some(Subject::Document(ix)), "document {id:?}");
        assert!(pages.insert(document.page.clone()), "two pages at {}", document.page);
    }
    for register in handbook.registers.iter().filter(|register| register.schema.identity == Identity::Own) {
        for Record { ix, entry, .. } in handbook.records(&register.schema.name) {
            let id = &entry.id.value;
            assert_eq!(handbook.find(id), Some(Subject::Entry(ix)), "entry {id:?}");
            assert!(pages.insert(entry.page.path.clone()), "two pages at {}", entry.page.path);
        }
    }
}

fn stays_inside(path: &SitePath) {
    let fits = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(|c: char| c == '\\' || c.is_control());
    assert!(path.as_str().split('/').all(fits), "{:?} is no path inside a site", path.as_str());
}
