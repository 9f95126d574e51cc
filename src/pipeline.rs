//! The stages in their order: the table of contents of a build.
//!
//! Every command goes through [`assess`], and then makes what it is asked for from the [`Assessed`] book.

mod cache;
mod preview;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::assess::Assessed;
use crate::catalog::{self, Catalog};
use crate::check::{self, Report};
use crate::config::{self, Config};
use crate::diag::baseline::Baseline;
use crate::diag::{self, Diagnostic, Outcome, Severity, any_error};
use crate::load::{self, Failure, FileCache, Scan};
use crate::search::Index;
use crate::select::{self, Selection};
use crate::site::{Sink, Site, SitePath};
use crate::source::{Role, Sources, Span};
use crate::wording::{self, Wording};
use crate::{export, parse, render};

use cache::Input;

pub use cache::Cache;
pub use preview::{Preview, preview};

/// A book that has been read.
#[derive(Debug)]
pub struct Book {
    /// All its files.
    pub sources: Sources,
    /// Its settings; `None` if book.toml has an error.
    pub config: Option<Config>,
    /// The problems so far.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the book in the folder `root`.
///
/// # Errors
/// If there is no book.toml, or a file cannot be read.
pub fn open(root: &Path) -> Result<Book, Failure> {
    reopen(root, &mut FileCache::default(), &Scan::Everything)
}

/// Reads the book like [`open()`], if it may read everything below the folder `within`.
///
/// # Errors
/// As those of [`open()`], and if the book is not below that folder.
pub fn open_within(root: &Path, within: Option<&Path>) -> Result<Book, Failure> {
    reopen(root, &mut FileCache::within(within.map(Path::to_owned)), &Scan::Everything)
}

/// Reads the book like [`open()`], but takes unchanged files from the cache.
///
/// # Errors
/// As those of [`open()`].
pub fn reopen(root: &Path, cache: &mut FileCache, scan: &Scan) -> Result<Book, Failure> {
    let mut sources = load::book_within(root, cache)?;
    let ((mut config, mut diagnostics), ()) = rayon::join(|| config::read(&sources), wording::prepare);
    if let Some(config) = &mut config {
        let listed = cache.content(root, config, &mut sources, scan)?;
        diagnostics.extend(config.checks.set_levels(listed, &sources));
        diagnostics.extend(read_baseline(config, &sources));
        // Problems in the book's own texts are reported by `assess`.
        config.localise(&Wording::load(&sources, &config.theme, &config.language.value).0);
    }
    Ok(Book { sources, config, diagnostics })
}

/// Reads the baseline that book.toml names into the settings. Returns the problem if it is not one.
fn read_baseline(config: &mut Config, sources: &Sources) -> Option<Diagnostic> {
    let (id, file) = sources.of_role(Role::Baseline).next()?;
    let text = file.text().map_or("", |text| text);
    match Baseline::read(text) {
        Ok(baseline) => {
            config.known = Some(baseline);
            None
        }
        Err(why) => {
            let message = format!("this file is not a baseline: {why}");
            let help = "write it with `clausebook check --write-baseline`".to_owned();
            Some(Diagnostic::error("invalid-value", Span::new(id, 0..0), message).help(help))
        }
    }
}

/// Called at the beginning of each stage with its name.
pub type Progress<'a> = &'a (dyn Fn(&'static str) + Sync);

/// Parses, selects, links, measures and checks a book as of a day. What has not changed since the last run is taken
/// from the cache; a single run starts with an empty one.
///
/// There is an assessed book even if a part of it cannot be read, but a site only if no diagnostic is an error.
pub fn assess(
    sources: &Sources,
    config: &Config,
    as_of: Date,
    progress: Progress<'_>,
    cache: &mut Cache,
) -> (Assessed, Vec<Diagnostic>) {
    let config = cache.settings(sources, config);
    let (words, unknown_texts) = Wording::load(sources, &config.theme, &config.language.value);

    progress("parsing");
    let Cache { catalog, parsed, .. } = cache;
    let mut read = || catalog.get_or_insert_with(|| read_catalog(sources, &config)).clone();
    let ((mut draft, mut diagnostics), (catalog, problems)) = if !config.standards.is_empty() {
        let read = read();
        (parse::parse(sources, &config, Some(&read.0), parsed), read)
    } else {
        rayon::join(|| parse::parse(sources, &config, None, parsed), read)
    };
    draft.unread.extend(diag::unread(&problems));
    diagnostics.extend(problems);
    let selection = select::select(draft, &config, &mut cache.selected);
    forget_excluded(&mut diagnostics, &selection);

    let has_all_documents = selection.excluded.is_empty();
    let past = cache.past(sources.history(), &config);
    let input = Input { sources, catalog, past, config, words: words.into(), as_of };
    let (assessed, problems) = cache.link(selection, input, progress);
    diagnostics.extend(problems);

    progress("checking");
    // Every check would miss what could not be read: its findings would only hide the cause.
    let is_unread = sources.missing().next().is_some() || diagnostics.iter().any(Diagnostic::is_cause);
    if is_unread {
        // What refers to a file may be among what could not be read.
        diagnostics.retain(|diagnostic| diagnostic.code != "unread-file");
    }
    let report = if is_unread { Report::default() } else { check::run(&assessed, &mut cache.findings) };
    let mut diagnostics = check::apply(&assessed, diagnostics, report);
    diagnostics.extend(unknown_texts);
    if let Some(known) = &assessed.config.known {
        diag::sort(&mut diagnostics, sources);
        let (new, idle) = known.clone().apply(diagnostics, sources);
        diagnostics = new;
        // A known finding may be in what is not part of this site, or could not be read.
        diagnostics.extend(idle.into_iter().filter(|_| has_all_documents && !is_unread));
    }
    (assessed, diagnostics)
}

/// Removes the findings in the texts of documents that are not part of the site: their authors are still writing.
fn forget_excluded(diagnostics: &mut Vec<Diagnostic>, selection: &Selection) {
    let is_excluded = |file| selection.excluded.iter().any(|excluded| excluded.document.file == file);
    diagnostics.retain(|found| {
        let is_finding = found.severity == Severity::Warning && check::is_check(found.code);
        !(is_finding && found.span.is_some_and(|span| is_excluded(span.file)))
    });
}

fn read_catalog(sources: &Sources, config: &Config) -> (Arc<Catalog>, Vec<Diagnostic>) {
    let (catalog, problems) = catalog::read(sources, &config.standards, &config.language.value);
    (catalog.into(), problems)
}

/// Continues with an assessed book unless a diagnostic is an error, and collects the diagnostics of both steps.
fn if_sound<T>(
    sources: &Sources,
    (assessed, mut diagnostics): (Assessed, Vec<Diagnostic>),
    next: impl FnOnce(Assessed) -> Outcome<T>,
) -> Outcome<T> {
    let mut value = None;
    if !any_error(&diagnostics) {
        let outcome = next(assessed);
        value = outcome.value;
        diagnostics.extend(outcome.diagnostics);
    }
    diag::sort(&mut diagnostics, sources);
    Outcome { value: value.filter(|_| !any_error(&diagnostics)), diagnostics }
}

/// Builds the site of a book as of a day. There is none if anything in the content is an error, and only a part of one
/// if a template has a fault.
pub fn build(sources: &Sources, config: &Config, as_of: Date, progress: Progress<'_>, sink: &impl Sink) -> Outcome<()> {
    let assessed = assess(sources, config, as_of, progress, &mut Cache::default());
    if_sound(sources, assessed, |assessed| {
        progress("rendering and indexing");
        let put = |files: Vec<(SitePath, Vec<u8>)>| files.par_iter().for_each(|(path, bytes)| sink.put(path, bytes));
        let search = || put(Index::new(&assessed).files(&assessed.words));
        let exports = || put(export::files(&assessed));
        let pages = || render::site(&assessed, sources, sink);
        let (diagnostics, _) = rayon::join(pages, || rayon::join(search, exports));
        Outcome { value: Some(()), diagnostics }
    })
}

/// Builds like [`build`], into memory.
pub fn site(sources: &Sources, config: &Config, as_of: Date) -> Outcome<Site> {
    let site = Mutex::default();
    let Outcome { value, diagnostics } = build(sources, config, as_of, &|_| {}, &site);
    let site = site.into_inner().unwrap_or_else(PoisonError::into_inner);
    Outcome { value: value.map(|()| site), diagnostics }
}

/// Finds the problems of a book as of a day, as [`build`] does, but renders pages only to try the book's own templates.
pub fn check(sources: &Sources, config: &Config, as_of: Date, progress: Progress<'_>) -> Outcome<()> {
    check_and(sources, config, as_of, progress, |_| {})
}

/// Finds the problems like [`check()`], and shows the assessed book to `look` beside that.
pub fn check_and(
    sources: &Sources,
    config: &Config,
    as_of: Date,
    progress: Progress<'_>,
    look: impl FnOnce(&Assessed),
) -> Outcome<()> {
    let assessed = assess(sources, config, as_of, progress, &mut Cache::default());
    look(&assessed.0);
    if_sound(sources, assessed, |assessed| {
        progress("trying the templates");
        let Outcome { value, diagnostics } = render::plan(&assessed, sources, &mut render::Cache::default());
        Outcome { value: value.map(|_| ()), diagnostics }
    })
}

/// Exports something of a book as of a day; nothing if anything in the content is an error.
pub fn export<T>(
    sources: &Sources,
    config: &Config,
    as_of: Date,
    progress: Progress<'_>,
    export: impl FnOnce(&Assessed) -> T,
) -> Outcome<T> {
    let assessed = assess(sources, config, as_of, progress, &mut Cache::default());
    if_sound(sources, assessed, |assessed| Outcome { value: Some(export(&assessed)), diagnostics: Vec::new() })
}
