//! `clausebook check`.

use std::path::{Component, PathBuf};
use std::time::Instant;

use super::input::{Built, Input, Opened, progress_bar};
use super::only::Only;
use super::{Exit, print, print_data, report};
use crate::check::{self, ALL};
use crate::diag::baseline::Baseline;
use crate::diag::{Count, Diagnostic, any_error, counted, github, json, junit, sarif, summary};
use crate::load::{self, Failure, failed};
use crate::{isms, pipeline, write};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// Output format.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Show only the findings of a code, a file or folder, or the role of an owner. Can be repeated.
    #[arg(long, value_name = "CODE|FILE|ROLE")]
    only: Vec<String>,
    /// Show only how many findings there are, by code, by owner and by file.
    #[arg(long, conflicts_with = "format")]
    summary: bool,
    /// Baseline file with known findings; see docs/baseline.md.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all current findings to the baseline file.
    #[arg(long, requires = "baseline")]
    write_baseline: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// Excerpts of the files, on stderr.
    Human,
    /// One JSON object on stdout; see docs/check-json.md.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands for GitHub Actions.
    Github,
    /// JUnit XML, for the test reports of CI systems.
    Junit,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let started = Instant::now();
    let bar = progress_bar();
    let progress = |stage: &'static str| bar.set_message(stage);
    let mut roles = None;
    let check = |Opened { sources, config, as_of }: Opened<'_>| {
        pipeline::check_and(sources, config, as_of, &progress, |assessed| {
            roles = Some(isms::owner_ids(&assessed.handbook));
        })
    };
    let mut built = arguments.input.make(|_| {}, &bar, check)?;
    bar.finish_and_clear();
    if let Some(path) = &arguments.baseline {
        if arguments.write_baseline {
            let baseline = Baseline::of(&built.diagnostics, &built.sources, check::is_check);
            write::file(path, baseline.write().as_bytes())?;
            report(&format!("{} in `{}`", counted(baseline.count(), "finding"), path.display()));
            return Ok(Exit::Fine);
        }
        let baseline = Baseline::read(&load::text(path)?).map_err(|why| failed("read", path, why))?;
        let left = baseline.apply(std::mem::take(&mut built.diagnostics), &built.sources);
        built.diagnostics = arguments.input.apply_deny(left, &built.sources);
    }
    // Roles that could not be read are not known.
    let roles = roles.filter(|_| !built.diagnostics.iter().any(Diagnostic::is_cause));
    let only = Only::new(&arguments.only, (&built.sources, &arguments.folder()), roles.as_ref())?;
    built.diagnostics.retain(|diagnostic| only.shows(diagnostic));
    if let Some(text) = arguments.text(&built) {
        print_data(text.as_bytes())?;
    } else {
        print(&built.diagnostics, &built.sources, |code| only.names(code));
    }
    report(&format!("{}, {:.2} s", Count(&built.diagnostics), started.elapsed().as_secs_f64()));
    Ok(if any_error(&built.diagnostics) { Exit::Problems } else { Exit::Fine })
}

impl Arguments {
    /// Returns the text for stdout, or `None` for the human format, which goes to stderr.
    fn text(&self, built: &Built<()>) -> Option<String> {
        let (diagnostics, sources) = (&built.diagnostics, &built.sources);
        Some(match self.format {
            Format::Human if self.summary => summary::render(diagnostics, sources),
            Format::Human => return None,
            Format::Json => json::render(diagnostics, sources, built.as_of.map(|day| day.to_string())),
            Format::Sarif => sarif::render(diagnostics, sources, &check::rules(built.config.as_ref()), &self.folder()),
            Format::Github => github::render(diagnostics, sources, &self.folder()),
            Format::Junit => junit::render(diagnostics, sources, ALL.iter().map(|check| check.code)),
        })
    }

    /// Returns the prefix that turns a path in the book into a path in the repository, assuming that the program runs
    /// at its root. It is empty for an absolute path or one outside.
    fn folder(&self) -> String {
        let parts = self.input.dir.components().filter(|part| *part != Component::CurDir);
        let inside: Option<Vec<_>> = parts
            .map(|part| match part {
                Component::Normal(name) => Some(format!("{}/", name.to_string_lossy())),
                _ => None,
            })
            .collect();
        inside.map(|parts| parts.concat()).unwrap_or_default()
    }
}
