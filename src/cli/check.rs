//! `clausebook check`.

use std::path::Component;
use std::time::Instant;

use super::input::{Built, Input, Known, Opened, progress_bar};
use super::only::Only;
use super::{Exit, print, print_data, report, sources};
use crate::check::{self, ALL};
use crate::config::Config;
use crate::diag::baseline::Baseline;
use crate::diag::{Count, Diagnostic, any_error, counted, github, json, junit, sarif, summary};
use crate::load::Failure;
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
    /// Show where each fact of documents and registers was read, and what was found nowhere, instead of findings.
    #[arg(long, conflicts_with_all = ["format", "summary", "only", "write_baseline"])]
    sources: bool,
    #[command(flatten)]
    known: Known,
    /// Write all current findings to the baseline file.
    #[arg(long)]
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
    let (mut roles, mut read) = (None, String::new());
    let check = |Opened { sources: files, config, as_of }: Opened<'_>| {
        pipeline::check_and(files, config, as_of, &progress, |assessed| {
            roles = Some(isms::owner_ids(&assessed.handbook));
            if arguments.sources {
                read = sources::lines(assessed, files);
            }
        })
    };
    let known = if arguments.write_baseline { None } else { arguments.known.read()? };
    let set = |config: &mut Config| {
        config.known = known.or(config.known.take()).filter(|_| !arguments.write_baseline);
    };
    let mut built = arguments.input.make(set, &bar, check)?;
    bar.finish_and_clear();
    if arguments.write_baseline {
        return arguments.write_baseline(&built);
    }
    if arguments.sources && !any_error(&built.diagnostics) {
        print_data(read.as_bytes())?;
        return Ok(Exit::Fine);
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
    /// Writes all findings to the baseline that the command line or book.toml names.
    fn write_baseline(&self, built: &Built<()>) -> Result<Exit, Failure> {
        let of_book = built.config.as_ref().and_then(|config| config.checks.baseline.as_ref());
        let of_book = of_book.map(|file| self.input.dir.join(&file.value));
        let Some(path) = self.known.baseline.clone().or(of_book) else {
            let help = "help: name it with `--baseline FILE`, or with `baseline` below `[checks]` in book.toml";
            return Err(Failure(format!("`--write-baseline` needs a file\n{help}")));
        };
        let baseline = Baseline::of(&built.diagnostics, &built.sources, check::is_check);
        write::file(&path, baseline.write().as_bytes())?;
        report(&format!("{} in `{}`", counted(baseline.count(), "finding"), path.display()));
        Ok(Exit::Fine)
    }

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
