//! `clausebook export`.

use std::io::IsTerminal;
use std::path::PathBuf;

use super::input::{Drafts, Input, Known, Opened, progress_bar};
use super::{Exit, print_data, print_json, print_lines, report};
use crate::assess::Assessed;
use crate::config::Config;
use crate::diag::{Count, did_you_mean};
use crate::export::{self, Format, MODEL, Stamp};
use crate::load::Failure;
use crate::{pipeline, write};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Table to export: soa, coverage, gaps, treatment-plan, documents, required-documents, standard-ID for a measured standard or the name of a register;
    /// or handbook for everything as JSON.
    what: String,
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    known: Known,
    #[command(flatten)]
    drafts: Drafts,
    /// Output format; csv by default, and json for the handbook.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Kind>,
    /// Output file; stdout by default.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// Comma-separated values.
    Csv,
    /// Excel workbook.
    Xlsx,
    /// JSON; see docs/export-json.md and data/handbook.schema.json on the site.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let model = arguments.what == MODEL;
    let kind = arguments.format.unwrap_or(if model { Kind::Json } else { Kind::Csv });
    if model && kind != Kind::Json {
        return Err(Failure(
            "`handbook` can only be exported as JSON
help: use `--format json`"
                .to_owned(),
        ));
    }
    if kind == Kind::Xlsx && arguments.output.is_none() && std::io::stdout().is_terminal() {
        return Err(Failure(
            "a workbook cannot be written to a terminal
help: choose a file with `--output`"
                .to_owned(),
        ));
    }
    let bar = progress_bar();
    let progress = |stage: &'static str| bar.set_message(stage);
    let known = arguments.known.read()?;
    let set = |config: &mut Config| {
        config.drafts = arguments.drafts.drafts;
        config.known = known.or(config.known.take());
    };
    let built = arguments.input.make(set, &bar, |Opened { sources, config, as_of }| {
        pipeline::export(sources, config, as_of, &progress, |assessed| bytes(assessed, arguments, kind))
    })?;
    bar.finish_and_clear();
    let Some(bytes) = built.value else {
        report(&format!("nothing was exported: {}; run `clausebook check` to see them", Count(&built.diagnostics)));
        return Ok(Exit::Problems);
    };
    let bytes = bytes?;
    match &arguments.output {
        Some(file) => write::file(file, &bytes)?,
        None => print(kind, &bytes)?,
    }
    if !built.diagnostics.is_empty() {
        report(&format!("exported with {}; run `clausebook check` to see them", Count(&built.diagnostics)));
    }
    Ok(Exit::Fine)
}

/// Writes an export to stdout. A table in a pipe is data and stays as it is.
fn print(kind: Kind, bytes: &[u8]) -> Result<(), Failure> {
    match (kind, std::str::from_utf8(bytes)) {
        (Kind::Json, Ok(text)) => print_json(text),
        (Kind::Csv, Ok(text)) if std::io::stdout().is_terminal() => print_lines(text),
        _ => print_data(bytes),
    }
}

fn bytes(assessed: &Assessed, arguments: &Arguments, kind: Kind) -> Result<Vec<u8>, Failure> {
    let what = arguments.what.as_str();
    if what == MODEL {
        return Ok(export::handbook_json(assessed));
    }
    let format = match kind {
        Kind::Csv => Format::Csv,
        Kind::Xlsx => Format::Xlsx,
        Kind::Json => Format::Json,
    };
    let Some(sheet) = export::sheet(assessed, what) else {
        let names = export::names(assessed);
        let help = match did_you_mean(what, names.iter().map(String::as_str)) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("one of: {}, {MODEL}", names.join(", ")),
        };
        return Err(Failure(format!("`{what}` cannot be exported\nhelp: {help}")));
    };
    let stamp = Stamp::new(assessed);
    // What goes to stdout is for programs, which would take a byte order mark for a part of the first title.
    Ok(if arguments.output.is_some() { sheet.file(format, &stamp) } else { sheet.write(format, &stamp) })
}
