//! `clausebook check`.

use std::io::Write;
use std::time::Instant;

use super::input::{Input, progress_bar};
use super::{Count, Exit, print, report};
use crate::diag::{any_error, json};
use crate::load::{Failure, failed};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// How to print the problems.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// Excerpts, on stderr.
    Human,
    /// One object on stdout; see docs/check-json.md.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let started = Instant::now();
    let bar = progress_bar();
    let built = arguments.input.build(None, &bar)?;
    bar.finish_and_clear();
    match arguments.format {
        Format::Human => print(&built.diagnostics, &built.sources),
        Format::Json => {
            let day = built.as_of.map(|day| day.to_string());
            let text = json::render(&built.diagnostics, &built.sources, day);
            let written = std::io::stdout().write_all(text.as_bytes());
            written.map_err(|error| failed("write to", "stdout".as_ref(), error))?;
        }
    }
    report(&format!("{}, {:.2} s", Count(&built.diagnostics), started.elapsed().as_secs_f64()));
    Ok(if any_error(&built.diagnostics) { Exit::Problems } else { Exit::Fine })
}
