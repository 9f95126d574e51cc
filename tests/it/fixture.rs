//! Books from a string, without a disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use clausebook::check;
use clausebook::config::{self, Config, Level};
use clausebook::diag::reading::Reading;
use clausebook::diag::{self, Diagnostic, Outcome, Severity};
use clausebook::load;
use clausebook::pipeline;
use clausebook::site::{Site, SitePath};
use clausebook::source::{Content, Repository, Role, SourceFile, Sources, Span, Spanned, path_in_repository};
use clausebook::wording::Wording;
use jiff::civil::{Date, date};

/// The as-of date of all fixtures.
pub(crate) const TODAY: Date = date(2026, 10, 1);

/// Default book.toml of a fixture.
const BOOK: &str = "[book]\ntitle = \"T\"\norganisation = \"O\"\n";

/// The checks of texts and links, which these fixtures test; all others have tests in their own files.
const TEXTS: [&str; 21] = [
    "unknown-reference",
    "unknown-role",
    "broken-link",
    "broken-anchor",
    "remote-file",
    "duplicate-id",
    "colliding-address",
    "placeholder-text",
    "undefined-footnote",
    "duplicate-footnote",
    "unused-footnote",
    "unused-definition",
    "cut-table-row",
    "removed-html",
    "unclosed-block",
    "unclosed-count",
    "unread-attributes",
    "near-link",
    "near-heading",
    "heading-level-jump",
    "foreign-block",
];

/// The result of building a fixture.
pub(crate) struct Built {
    /// The site, if there is one.
    pub site: Option<Site>,
    /// All problems.
    pub diagnostics: Vec<Diagnostic>,
    pub(crate) sources: Sources,
}

/// Builds a fixture: files, each after a line `//- path`.
pub(crate) fn build(fixture: &str) -> Built {
    build_files(files(fixture))
}

/// Builds a fixture as of a day, which need not be the book's own.
pub(crate) fn build_as_of(fixture: &str, day: Date) -> Built {
    run(files(fixture), |sources, config, own| {
        let config = Config { as_of: Some(own), ..config.clone() };
        pipeline::site(sources, &config, day)
    })
}

/// Builds a fixture without its drafts.
pub(crate) fn build_without_drafts(fixture: &str) -> Built {
    run(files(fixture), |sources, config, own| {
        pipeline::site(sources, &Config { drafts: false, ..config.clone() }, own)
    })
}

/// Builds a book from paths and bytes.
pub(crate) fn build_files(files: BTreeMap<String, Vec<u8>>) -> Built {
    run(files, pipeline::site)
}

/// Builds a fixture up to its problems, and compares all of them.
#[track_caller]
pub(crate) fn check(fixture: &str, expected: &[&str]) {
    let checked = |sources: &Sources, config: &Config, day| {
        let Outcome { diagnostics, .. } = pipeline::check(sources, config, day, &|_| {});
        Outcome { value: None, diagnostics }
    };
    assert_eq!(run(files(fixture), checked).problems(), expected, "{fixture}");
}

/// Reads a book from paths and bytes, and passes it to `stages`.
fn run(mut files: BTreeMap<String, Vec<u8>>, stages: impl FnOnce(&Sources, &Config, Date) -> Outcome<Site>) -> Built {
    let mut sources = Sources::default();
    let book = files.remove("book.toml").unwrap_or_else(|| BOOK.into());
    let id = sources.add(source("book.toml", Role::Config, book));
    let (config, mut diagnostics) = config::read(&sources);
    let Some(mut config) = config else { return Built { site: None, diagnostics, sources } };
    load::built_in(&mut sources, &config.standards, &config.language.value);
    let quiet = check::ALL.iter().map(|check| check.code).filter(|code| !TEXTS.contains(code));
    config.checks.levels.extend(quiet.map(|code| {
        let value = code.to_owned();
        (Spanned { value, span: Span::new(id, 0..0) }, Level::Allow)
    }));
    let all = files.keys().map(|path| path_in_repository("isms/", path)).collect();
    sources.set_repository(Arc::new(Repository::of_files("isms/", all)));
    // Neither hidden nor beside the book, which is in the folder `isms`.
    let is_read = |path: &str| !path.split('/').any(|part| part.starts_with('.'));
    for (path, bytes) in files.into_iter().filter(|(path, _)| is_read(path)) {
        let role = match path.split('/').next() {
            Some("theme") => Some(Role::Theme),
            Some("catalogues") => Some(Role::Catalog),
            _ => load::role(&config, &path),
        };
        if let Some(role) = role {
            let encoding = config.encoding_of(config.inside_content(&path));
            let content = Content::new(&path, bytes, role, encoding);
            sources.add(SourceFile { path, role, content });
        }
    }
    config.localise(&Wording::load(&sources, &config.theme, &config.language.value).0);
    let outcome = stages(&sources, &config, config.as_of.unwrap_or(TODAY));
    diagnostics.extend(outcome.diagnostics);
    Built { site: outcome.value, diagnostics, sources }
}

fn files(fixture: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for part in fixture.split("//- ").skip(1) {
        let (path, text) = part.split_once('\n').expect("a fixture names a file on a line of its own");
        files.insert(path.trim().to_owned(), text.as_bytes().to_vec());
    }
    files
}

pub(crate) fn source(path: &str, role: Role, bytes: Vec<u8>) -> SourceFile {
    SourceFile { path: path.to_owned(), role, content: Content::new(path, bytes, role, None) }
}

impl Built {
    /// Returns the problems as lines: `error[code] path:line:column message (help)`.
    pub(crate) fn problems(&self) -> Vec<String> {
        self.diagnostics.iter().map(|problem| self.line(problem)).collect()
    }

    fn line(&self, problem: &Diagnostic) -> String {
        let is_known = check::is_check(problem.code) || Reading::of(problem.code).is_some();
        assert!(is_known, "`clausebook explain {}` has no text", problem.code);
        let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
        let place = problem.span.map_or_else(String::new, |span| {
            let file = self.sources.file(span.file);
            let (line, column) = self.sources.line_column(span.file, span.start as usize);
            format!(" {}:{line}:{column}", file.path)
        });
        let help = problem.help.as_ref().map_or_else(String::new, |help| format!(" ({help})"));
        format!("{severity}[{}]{place} {}{help}", problem.code, problem.message)
    }

    /// Returns the text of a page.
    #[track_caller]
    pub(crate) fn page(&self, path: &str) -> &str {
        let site = self.site.as_ref().unwrap_or_else(|| panic!("no site: {:#?}", self.problems()));
        let bytes = site.files.get(&SitePath::new(path));
        let bytes = bytes.unwrap_or_else(|| panic!("no page {path} in {:#?}", site.files.keys().collect::<Vec<_>>()));
        std::str::from_utf8(bytes).expect("pages are text")
    }

    /// Returns the content of a page's `<main>`.
    #[track_caller]
    pub(crate) fn main(&self, path: &str) -> &str {
        let page = self.page(path);
        let start = page.find("<main").expect("each page has a main part");
        let end = page.find("</main>").expect("the main part ends");
        &page[start..end]
    }

    /// Returns the problems as the program prints them.
    pub(crate) fn printed(&self) -> String {
        self.diagnostics.iter().map(|problem| diag::human::render(problem, &self.sources, false)).collect()
    }
}
