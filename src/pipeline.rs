//! The table of contents of a build.

mod cache;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::check::{self, Facts, Report};
use crate::config::{self, Config};
use crate::coverage::{Coverage, coverage};
use crate::diag::{self, Diagnostic, Outcome, Severity, any_error};
use crate::export::Exports;
use crate::load::{self, Failure, Look, Shelf};
use crate::model::Handbook;
use crate::render::Plan;
use crate::search::Index;
use crate::site::{Sink, Site, SitePath};
use crate::source::Sources;
use crate::wording::{self, Wording};
use crate::{catalog, link, parse, render};

pub use cache::Cache;

/// A book that has been read.
#[derive(Debug)]
pub struct Book {
    /// All its files.
    pub sources: Sources,
    /// Its settings; `None` if book.toml has an error.
    pub config: Option<Config>,
    /// What was wrong so far.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the book in the folder `root`.
///
/// # Errors
/// If there is no book.toml, or a file cannot be read.
pub fn open(root: &Path) -> Result<Book, Failure> {
    open_again(root, &mut Shelf::default(), &Look::Everywhere)
}

/// Reads the book like [`open()`], but takes from the shelf what did not change.
///
/// # Errors
/// As those of [`open()`].
pub fn open_again(root: &Path, shelf: &mut Shelf, look: &Look) -> Result<Book, Failure> {
    let mut sources = load::book(root)?;
    let ((mut config, mut diagnostics), ()) = rayon::join(|| config::read(&sources), wording::prepare);
    if let Some(config) = &mut config {
        diagnostics.extend(shelf.content(root, config, &mut sources, look)?);
        // What is wrong with the book's own words is reported when they are used.
        config.localise(&Wording::load(&sources, &config.theme, &config.language).0);
    }
    Ok(Book { sources, config, diagnostics })
}

/// Called at the beginning of each stage with its name.
pub type Progress<'a> = &'a (dyn Fn(&'static str) + Sync);

/// Links a book: everything but the site.
pub fn handbook(sources: &Sources, config: &Config, progress: Progress<'_>) -> (Handbook, Vec<Diagnostic>) {
    progress("parsing");
    let parse = || parse::parse(sources, config, None);
    let ((draft, mut diagnostics), (catalog, problems)) = rayon::join(parse, || catalog::read(sources));
    diagnostics.extend(problems);
    progress("linking");
    let (handbook, problems) = link::link(draft, catalog.into(), sources, config, None);
    diagnostics.extend(problems);
    (handbook, diagnostics)
}

/// A linked book on a day, with everything that is wrong in it.
struct Checked {
    handbook: Arc<Handbook>,
    coverage: Arc<Coverage>,
    diagnostics: Vec<Diagnostic>,
}

fn checked(sources: &Sources, config: &Config, as_of: Date, progress: Progress<'_>) -> Checked {
    let (handbook, diagnostics) = handbook(sources, config, progress);
    progress("measuring coverage");
    let coverage = coverage(&handbook, config, as_of);
    progress("checking");
    let diagnostics = judged(&Facts { handbook: &handbook, coverage: &coverage, config }, diagnostics, None);
    Checked { handbook: handbook.into(), coverage: coverage.into(), diagnostics }
}

/// What is wrong with a book: what reading and linking found, and what the checks find.
fn judged(facts: &Facts<'_>, found: Vec<Diagnostic>, kept: Option<&mut check::Kept>) -> Vec<Diagnostic> {
    // What could not be read would be missed by every check: their findings would only hide the cause.
    let unread = found.iter().any(|d| d.severity == Severity::Error && !check::is_check(d.code));
    let report = if unread { Report::default() } else { check::run(facts, kept) };
    check::apply(facts, found, report)
}

/// Builds the site of a book as of a day. There is none if anything in the content is an error, and only a part of one if a
/// template has a fault.
pub fn build(sources: &Sources, config: &Config, as_of: Date, progress: Progress<'_>, sink: &impl Sink) -> Outcome<()> {
    made(sources, config, as_of, progress, |input| {
        progress("rendering and indexing");
        let put = |files: Made| files.par_iter().for_each(|(path, bytes)| sink.put(path, bytes));
        rayon::join(|| render::site(input, sink), || rest(input, put)).0
    })
}

/// Finds what is wrong with a book as of a day, as [`build`] does, and makes no page but to try templates of its own.
pub fn check(sources: &Sources, config: &Config, as_of: Date, progress: Progress<'_>) -> Outcome<()> {
    made(sources, config, as_of, progress, |input| {
        progress("trying the templates");
        render::plan(input, 0, &mut render::Kept::default()).1
    })
}

/// Makes something of a book without errors; what is wrong with that is a problem like others.
fn made(
    sources: &Sources,
    config: &Config,
    as_of: Date,
    progress: Progress<'_>,
    make: impl FnOnce(render::Input<'_>) -> Vec<Diagnostic>,
) -> Outcome<()> {
    let Checked { handbook, coverage, mut diagnostics } = checked(sources, config, as_of, progress);
    if !any_error(&diagnostics) {
        let (words, problems) = Wording::load(sources, &config.theme, &config.language);
        diagnostics.extend(problems);
        diagnostics.extend(make(render::Input {
            handbook: &handbook,
            coverage: &coverage,
            config,
            words: &words,
            sources,
        }));
    }
    let sound = !any_error(&diagnostics);
    diag::sort(&mut diagnostics, sources);
    Outcome { value: sound.then_some(()), diagnostics }
}

/// Builds like [`build`], into memory.
pub fn site(sources: &Sources, config: &Config, as_of: Date) -> Outcome<Site> {
    let site = Mutex::default();
    let Outcome { value, diagnostics } = build(sources, config, as_of, &|_| {}, &site);
    let site = site.into_inner().unwrap_or_else(PoisonError::into_inner);
    Outcome { value: value.map(|()| site), diagnostics }
}

/// Files of a site with their paths.
type Made = Vec<(SitePath, Vec<u8>)>;

/// The files of a site that are no pages, each kind given to `take`: what search looks in, and what people take away.
fn rest<T: Send>(input: render::Input<'_>, take: impl Fn(Made) -> T + Sync) -> (T, T) {
    let render::Input { handbook, coverage, config, words, .. } = input;
    let exports = Exports { handbook, coverage, config, words };
    let index = || take(Index::new(handbook, coverage, config, words).files(words));
    rayon::join(index, || take(exports.files()))
}

/// A site that is laid out, and made as it is asked for.
#[derive(Debug)]
pub struct Preview {
    plan: Plan,
    handbook: Arc<Handbook>,
    coverage: Arc<Coverage>,
    config: Config,
    words: Wording,
    sources: Arc<Sources>,
    /// Feeds and indexes, made when the first of them is asked for.
    beside: OnceLock<Files>,
    /// What search looks in and what people take away, made when the first of that is asked for: it costs as much as many pages.
    rest: OnceLock<Files>,
}

type Files = BTreeMap<SitePath, Arc<[u8]>>;

/// The folders in which the rest lies.
const REST: [&str; 3] = ["search/", "downloads/", "data/"];

impl Preview {
    /// The paths of all pages.
    pub fn pages(&self) -> impl Iterator<Item = &SitePath> {
        self.plan.pages()
    }

    /// Whether another site has the same pages at the same paths, as is known without looking at them.
    pub fn has_the_pages_of(&self, other: &Self) -> bool {
        self.plan.has_the_pages_of(&other.plan)
    }

    /// The paths of its assets and attachments.
    pub fn files(&self) -> impl Iterator<Item = &SitePath> {
        self.plan.files()
    }

    /// Whether there is such a page, asset or attachment.
    pub fn has(&self, path: &SitePath) -> bool {
        self.plan.has(path)
    }

    /// A file of the site.
    ///
    /// # Errors
    /// If the template of a page has a fault.
    pub fn get(&self, path: &SitePath) -> Result<Option<Arc<[u8]>>, Diagnostic> {
        if let Some(made) = self.plan.get(path, self.input()) {
            return made.map(Some);
        }
        let rest = || REST.iter().any(|folder| path.as_str().starts_with(folder)).then(|| self.rest().get(path))?;
        Ok(if path.is_page() { None } else { self.beside().get(path).or_else(rest).cloned() })
    }

    /// A file in which an open page goes on searching, if this site was searched. Such files are named by what they hold,
    /// all but the first of them.
    pub fn searched_in(&self, path: &SitePath) -> Option<Arc<[u8]>> {
        let begun = path.as_str().starts_with("search/") && path.as_str() != "search/index.js";
        self.rest.get().filter(|_| begun)?.get(path).cloned()
    }

    /// The files of the book, by which faults are placed.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The name of the thing that a page is about.
    pub fn name(&self, path: &SitePath) -> Option<String> {
        Some(self.handbook.name(self.plan.subject(path)?))
    }

    /// Whether more than pages was asked for.
    pub fn is_searched(&self) -> bool {
        self.rest.get().is_some()
    }

    fn beside(&self) -> &Files {
        self.beside.get_or_init(|| files(self.plan.beside(self.input())))
    }

    fn rest(&self) -> &Files {
        self.rest.get_or_init(|| {
            let (mut found, taken) = rest(self.input(), files);
            found.extend(taken);
            found
        })
    }

    fn input(&self) -> render::Input<'_> {
        let Self { handbook, coverage, config, words, sources, .. } = self;
        render::Input { handbook, coverage, config, words, sources }
    }
}

fn files(made: Made) -> Files {
    made.into_iter().map(|(path, bytes)| (path, bytes.into())).collect()
}

/// Builds like [`build`], from what is kept of the runs before, and makes nothing before it is asked for: the same site,
/// only sooner.
pub fn preview(sources: &Arc<Sources>, config: &Config, as_of: Date, cache: &mut Cache) -> Outcome<Preview> {
    let (Checked { handbook, coverage, mut diagnostics }, linking) = cache.checked(sources, config, as_of);
    let mut preview = None;
    if !any_error(&diagnostics) {
        let (words, problems) = Wording::load(sources, &config.theme, &config.language);
        diagnostics.extend(problems);
        let input = render::Input { handbook: &handbook, coverage: &coverage, config, words: &words, sources };
        let (plan, problems) = render::plan(input, linking, &mut cache.laid_out);
        diagnostics.extend(problems);
        preview = plan.filter(|_| !any_error(&diagnostics)).map(|plan| {
            let (config, sources) = (config.clone(), sources.clone());
            let (beside, rest) = (OnceLock::new(), OnceLock::new());
            Preview { plan, handbook, coverage, config, words, sources, beside, rest }
        });
    }
    diag::sort(&mut diagnostics, sources);
    Outcome { value: preview, diagnostics }
}

/// Makes one thing of a book that people take away; there is none if anything in the content is an error.
pub fn export<T>(
    sources: &Sources,
    config: &Config,
    as_of: Date,
    progress: Progress<'_>,
    make: impl FnOnce(&Exports<'_>) -> T,
) -> Outcome<T> {
    let Checked { handbook, coverage, mut diagnostics } = checked(sources, config, as_of, progress);
    let sound = !any_error(&diagnostics);
    diag::sort(&mut diagnostics, sources);
    let (words, problems) = Wording::load(sources, &config.theme, &config.language);
    diagnostics.extend(problems);
    let exports = Exports { handbook: &handbook, coverage: &coverage, config, words: &words };
    Outcome { value: sound.then(|| make(&exports)), diagnostics }
}
