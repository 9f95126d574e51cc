//! `clausebook export`.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use super::input::{Drafts, Input, Opened, progress_bar};
use super::{Exit, print, report};
use crate::assess::Assessed;
use crate::config::Config;
use crate::diag::{Count, did_you_mean};
use crate::export::{self, Format, MODEL, Stamp};
use crate::load::{Failure, failed};
use crate::{pipeline, write};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What: soa, coverage, gaps, treatment-plan, documents, required-documents, the name of a register, or handbook
    /// for the whole model.
    what: String,
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    drafts: Drafts,
    /// How; the whole model is always JSON.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Kind>,
    /// The file to write, instead of stdout.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// Comma-separated values.
    Csv,
    /// A workbook.
    Xlsx,
    /// JSON; see docs/export-json.md and the site's data/handbook.schema.json.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let model = arguments.what == MODEL;
    let kind = arguments.format.unwrap_or(if model { Kind::Json } else { Kind::Csv });
    if model && kind != Kind::Json {
        return Err(Failure("the whole model is no table\nhelp: take it with --format json".to_owned()));
    }
    if kind == Kind::Xlsx && arguments.output.is_none() && std::io::stdout().is_terminal() {
        return Err(Failure("a workbook is nothing for a terminal\nhelp: name a file with --output".to_owned()));
    }
    let bar = progress_bar();
    let progress = |stage: &'static str| bar.set_message(stage);
    let set = |config: &mut Config| config.drafts = arguments.drafts.drafts;
    let built = arguments.input.make(set, &bar, |Opened { sources, config, as_of }| {
        pipeline::export(sources, config, as_of, &progress, |assessed| bytes(assessed, &arguments.what, kind))
    })?;
    bar.finish_and_clear();
    print(&built.diagnostics, &built.sources);
    let Some(bytes) = built.value else {
        report(&format!("nothing was exported: {}", Count(&built.diagnostics)));
        return Ok(Exit::Problems);
    };
    let bytes = bytes?;
    match &arguments.output {
        Some(file) => write::file(file, &bytes)?,
        None => std::io::stdout().write_all(&bytes).map_err(|error| failed("write to", "stdout".as_ref(), error))?,
    }
    Ok(Exit::Fine)
}

fn bytes(assessed: &Assessed, what: &str, kind: Kind) -> Result<Vec<u8>, Failure> {
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
        return Err(Failure(format!("there is no `{what}` to export\nhelp: {help}")));
    };
    Ok(sheet.write(format, &Stamp::new(assessed)))
}
