//! The table of contents of a build.

use jiff::civil::Date;

use crate::check::{self, Facts, Report};
use crate::config::{self, Config};
use crate::coverage::{Coverage, coverage};
use crate::diag::{self, Diagnostic, Outcome, Severity, any_error};
use crate::export::Exports;
use crate::load::{self, Failure};
use crate::model::Handbook;
use crate::search::Index;
use crate::site::Site;
use crate::source::Sources;
use crate::wording::Wording;
use crate::{catalog, link, parse, render};

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
pub fn open(root: &std::path::Path) -> Result<Book, Failure> {
    let mut sources = load::book(root)?;
    let (mut config, mut diagnostics) = config::read(&sources);
    if let Some(config) = &mut config {
        diagnostics.extend(load::content(root, config, &mut sources)?);
        // What is wrong with the book's own words is reported when they are used.
        config.localise(&Wording::load(&sources, &config.theme, &config.language).0);
    }
    Ok(Book { sources, config, diagnostics })
}

/// Called at the beginning of each stage with its name.
pub type Progress<'a> = &'a (dyn Fn(&'static str) + Sync);

/// Links a book: everything but the site.
pub fn handbook(sources: &Sources, config: &Config, progress: Progress<'_>) -> (Handbook, Vec<Diagnostic>) {
    progress("reading the catalogue");
    let (catalog, mut diagnostics) = catalog::read(sources);
    progress("parsing");
    let (draft, problems) = parse::parse(sources, config);
    diagnostics.extend(problems);
    progress("linking");
    let (handbook, problems) = link::link(draft, catalog, sources, config);
    diagnostics.extend(problems);
    (handbook, diagnostics)
}

/// A linked book on a day, with everything that is wrong in it.
struct Checked {
    handbook: Handbook,
    coverage: Coverage,
    diagnostics: Vec<Diagnostic>,
}

fn checked(sources: &Sources, config: &Config, as_of: Date, progress: Progress<'_>) -> Checked {
    let (handbook, diagnostics) = handbook(sources, config, progress);
    progress("measuring coverage");
    let coverage = coverage(&handbook, config, as_of);
    progress("checking");
    // What could not be read would be missed by every check: their findings would only hide the cause.
    let unread = diagnostics.iter().any(|d| d.severity == Severity::Error && !check::is_check(d.code));
    let facts = Facts { handbook: &handbook, coverage: &coverage, config };
    let report = if unread { Report::default() } else { check::run(&facts) };
    let diagnostics = check::apply(&facts, diagnostics, report);
    Checked { handbook, coverage, diagnostics }
}

/// Builds the site of a book as of a day. There is no site if anything in the content is an error.
pub fn build(sources: &Sources, config: &Config, as_of: Date, progress: Progress<'_>) -> Outcome<Site> {
    let Checked { handbook, coverage, mut diagnostics } = checked(sources, config, as_of, progress);
    let mut site = None;
    if !any_error(&diagnostics) {
        progress("rendering and indexing");
        let (words, problems) = Wording::load(sources, &config.theme, &config.language);
        diagnostics.extend(problems);
        let exports = Exports { handbook: &handbook, coverage: &coverage, config };
        let ((mut rendered, problems), (found, taken)) = rayon::join(
            || render::site(&handbook, &coverage, config, &words, sources),
            || rayon::join(|| Index::new(&handbook, &coverage, config, &words).files(&words), || exports.files()),
        );
        found.into_iter().chain(taken).for_each(|(path, bytes)| rendered.insert(path, bytes));
        diagnostics.extend(problems);
        site = (!any_error(&diagnostics)).then_some(rendered);
    }
    diag::sort(&mut diagnostics, sources);
    Outcome { value: site, diagnostics }
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
    let exports = Exports { handbook: &handbook, coverage: &coverage, config };
    Outcome { value: sound.then(|| make(&exports)), diagnostics }
}
