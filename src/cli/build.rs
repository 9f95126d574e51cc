//! `clausebook build`.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;

use super::{Count, Exit, print, report};
use crate::config::{Config, with_slash};
use crate::diag::{self, Severity};
use crate::load::Failure;
use crate::{pipeline, write};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder with book.toml.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Where to write the site, instead of where book.toml says.
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// The day for which to evaluate every date rule, such as 2027-03-01.
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Where the site will be published, for the sitemap.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Refuse to build with problems of this weight.
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Deny {
    /// Warnings count as errors.
    Warnings,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let started = Instant::now();
    let bar = progress_bar();
    let progress = |stage: &'static str| bar.set_message(stage);
    progress("reading");
    let book = pipeline::open(&arguments.dir)?;
    let (site, mut diagnostics, output) = match book.config {
        Some(mut config) => {
            if let Some(url) = &arguments.base_url {
                config.base_url = Some(with_slash(url));
            }
            let as_of = as_of(arguments.as_of, &config)?;
            let output = arguments.output.clone().unwrap_or_else(|| arguments.dir.join(&config.output));
            let outcome = pipeline::build(&book.sources, &config, as_of, &progress);
            (outcome.value, [book.diagnostics, outcome.diagnostics].concat(), output)
        }
        None => (None, book.diagnostics, PathBuf::new()),
    };
    if matches!(arguments.deny, Some(Deny::Warnings)) {
        diagnostics.iter_mut().for_each(|diagnostic| diagnostic.severity = Severity::Error);
    }
    diag::sort(&mut diagnostics, &book.sources);
    let site = site.filter(|_| !diag::any_error(&diagnostics));
    if let Some(site) = &site {
        progress("writing");
        write::write(site, &output)?;
    }
    bar.finish_and_clear();

    print(&diagnostics, &book.sources);
    let time = started.elapsed().as_secs_f64();
    Ok(match site {
        Some(site) => {
            let pages = site.pages();
            report(&format!("{pages} pages in `{}`, {}, {time:.2} s", output.display(), Count(&diagnostics)));
            Exit::Fine
        }
        None => {
            report(&format!("no site was built: {}, {time:.2} s", Count(&diagnostics)));
            Exit::Problems
        }
    })
}

/// As given, else as book.toml says, else `SOURCE_DATE_EPOCH`, else today.
fn as_of(given: Option<Date>, config: &Config) -> Result<Date, Failure> {
    if let Some(date) = given.or(config.as_of) {
        return Ok(date);
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => {
            let seconds = text.trim().parse().ok();
            let moment = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
            let moment =
                moment.ok_or_else(|| Failure(format!("SOURCE_DATE_EPOCH is `{text}`, not a number of seconds")))?;
            Ok(moment.to_zoned(jiff::tz::TimeZone::UTC).date())
        }
        Err(_) => Ok(jiff::Zoned::now().date()),
    }
}

/// Turns on a terminal; hidden in a pipe.
fn progress_bar() -> ProgressBar {
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
