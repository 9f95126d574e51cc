//! Arguments that the commands share: the folder, the date, and what counts as an error.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;

use super::only::codes;
use crate::config::Config;
use crate::diag::baseline::Baseline;
use crate::diag::{self, Diagnostic, Outcome, Severity, did_you_mean};
use crate::load::{self, Failure, failed};
use crate::pipeline;
use crate::source::Sources;

#[derive(Debug, clap::Args)]
pub(super) struct Input {
    /// Folder with book.toml.
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Folder outside of which no file of the book is read; by default the nearest one with `.git` above book.toml, else
    /// that of book.toml.
    #[arg(long, value_name = "FOLDER")]
    pub root: Option<PathBuf>,
    /// Date for which to evaluate deadlines and validity, such as 2027-03-01.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Treat as errors: `warnings` for all, or the code of a finding. Can be repeated.
    #[arg(long, value_name = "CODE|warnings", value_parser = parse_deny)]
    pub deny: Vec<String>,
}

/// The findings that are known.
#[derive(Debug, clap::Args)]
pub(super) struct Known {
    /// Baseline file with known findings, which are not reported; overrides `baseline` in book.toml. See docs/baseline.md.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

impl Known {
    /// Reads the baseline that the command line names.
    pub(super) fn read(&self) -> Result<Option<Baseline>, Failure> {
        let read = |path: &PathBuf| Baseline::read(&load::text(path)?).map_err(|why| failed("read", path, why));
        self.baseline.as_ref().map(read).transpose()
    }
}

/// Whether drafts are included.
#[derive(Debug, clap::Args)]
pub(super) struct Drafts {
    /// Include documents with the status draft.
    #[arg(long)]
    pub drafts: bool,
}

/// Result of a command, with its problems.
pub(super) struct Built<T> {
    pub sources: Sources,
    pub config: Option<Config>,
    pub as_of: Option<Date>,
    pub value: Option<T>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A book that has been read, and the date for which to evaluate it.
pub(super) struct Opened<'a> {
    pub sources: &'a Sources,
    pub config: &'a Config,
    pub as_of: Date,
}

/// Parses `warnings` or the code of a finding.
fn parse_deny(text: &str) -> Result<String, String> {
    let known = || codes().chain(["warnings"]);
    if known().any(|code| code == text) {
        return Ok(text.to_owned());
    }
    let hint = did_you_mean(text, known()).map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
    Err(format!("there is no such code{hint}"))
}

impl Input {
    /// Reads the book, applies the settings of the command line, and calls `make`. The result has no value if there is
    /// an error, including problems that `--deny` turns into errors.
    pub(super) fn make<T>(
        &self,
        set: impl FnOnce(&mut Config),
        bar: &ProgressBar,
        make: impl FnOnce(Opened<'_>) -> Outcome<T>,
    ) -> Result<Built<T>, Failure> {
        bar.set_message("reading");
        let mut book = pipeline::open_within(&self.dir, self.root.as_deref())?;
        let (mut value, mut as_of) = (None, None);
        if let Some(config) = &mut book.config {
            set(config);
            let day = day(self.as_of, config)?;
            let outcome = make(Opened { sources: &book.sources, config, as_of: day });
            book.diagnostics.extend(outcome.diagnostics);
            (value, as_of) = (outcome.value, Some(day));
        }
        book.diagnostics = self.apply_deny(book.diagnostics, &book.sources);
        value = value.filter(|_| !diag::any_error(&book.diagnostics));
        Ok(Built { sources: book.sources, config: book.config, as_of, value, diagnostics: book.diagnostics })
    }

    /// Turns denied problems into errors, and sorts all problems.
    pub(super) fn apply_deny(&self, mut diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
        let denied = |code: &str| self.deny.iter().any(|deny| deny == "warnings" || deny == code);
        for diagnostic in diagnostics.iter_mut().filter(|diagnostic| denied(diagnostic.code)) {
            diagnostic.severity = Severity::Error;
        }
        diag::sort(&mut diagnostics, sources);
        diagnostics
    }
}

/// Returns the given date, else the book's own day, which is noted in the settings.
pub(super) fn day(given: Option<Date>, config: &mut Config) -> Result<Date, Failure> {
    let own = own_day(config)?;
    config.dated_by_build = given.is_none() && config.as_of.is_none();
    config.as_of = Some(own);
    Ok(given.unwrap_or(own))
}

/// Returns the book's own day: `as-of` from book.toml, else `SOURCE_DATE_EPOCH`, else today.
fn own_day(config: &Config) -> Result<Date, Failure> {
    if let Some(date) = config.as_of {
        return Ok(date);
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => {
            let seconds = text.trim().parse().ok();
            let moment = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
            let wrong = || Failure(format!("`SOURCE_DATE_EPOCH` must be a number of seconds, not `{text}`"));
            Ok(moment.ok_or_else(wrong)?.to_zoned(jiff::tz::TimeZone::UTC).date())
        }
        Err(_) => Ok(jiff::Zoned::now().date()),
    }
}

/// Returns a spinner, which is hidden unless stderr is a terminal.
pub(super) fn progress_bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
