//! `clausebook approve`.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::input::day;
use super::{Exit, print, print_lines, report};
use crate::approval::{BookToday, Recording, Request};
use crate::assess::Assessed;
use crate::config::Config;
use crate::diag::{Severity, counted};
use crate::isms::Approval;
use crate::load::{Failure, canonical, relative};
use crate::pipeline::{self, Cache};
use crate::source::Sources;
use crate::visible::name;
use crate::write;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Documents to approve as they are now, by their ids or paths; `soa` for the Statement of Applicability, `treatment-plan` for the
    /// risk treatment plan.
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<String>,
    /// Role that approves them.
    #[arg(long, value_name = "ROLE")]
    by: String,
    /// Day of the approval; today by default.
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Approve a minor change to an approved version, which keeps its version; give the reason.
    #[arg(long, value_name = "REASON")]
    minor: Option<String>,
    /// Folder of the handbook.
    #[arg(long, value_name = "DIR", default_value = ".")]
    book: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut book = pipeline::open(&arguments.book)?;
    let Some(config) = &mut book.config else {
        print(&book.diagnostics, &book.sources, |_| true);
        report("nothing was approved: book.toml has errors");
        return Ok(Exit::Problems);
    };
    let today = day(None, config)?;
    let config = &*config;
    let (assessed, problems) = pipeline::assess(&book.sources, config, today, &|_| {}, &mut Cache::default());
    let errors: Vec<_> =
        book.diagnostics.into_iter().chain(problems).filter(|found| found.severity == Severity::Error).collect();
    if !errors.is_empty() {
        print(&errors, &book.sources, |_| true);
        report(&format!("nothing was approved: the handbook has {}", counted(errors.len(), "error")));
        return Ok(Exit::Problems);
    }
    let Assessed { handbook, bindings, .. } = &assessed;
    let book_today = BookToday { handbook, config, bindings, sources: &book.sources, today };
    let (mut entries, mut said, mut refused) = (Vec::new(), String::new(), false);
    for document in &arguments.documents {
        let what = inside(&arguments.book, document);
        let minor = arguments.minor.as_deref();
        let on = arguments.on.unwrap_or(today);
        match book_today.record(Request { what: &what, by: &arguments.by, on, minor }) {
            Ok(Recording::New(named, entry)) => {
                said.push_str(&format!("{} is approved by {} on {on}\n", name(&named), name(&arguments.by)));
                entries.push(entry);
            }
            Ok(Recording::Known(ix)) => {
                said.push_str(&format!(
                    "{} is approved already, by the entry {}\n",
                    name(document),
                    name(handbook.record(ix).id())
                ));
            }
            Err(refusal) => {
                refused = true;
                report(&format!("error: {}\nhelp: {}", refusal.message, refusal.help));
            }
        }
    }
    if refused {
        report("nothing was approved");
        return Ok(Exit::Problems);
    }
    if !entries.is_empty() {
        let path = add(&arguments.book, &assessed, &book.sources, &entries)?;
        said.push_str(&format!("recorded in {}; commit it together with the text\n", name(&path)));
    }
    print_lines(&said)?;
    Ok(Exit::Fine)
}

/// Returns the path of a document in the book, if it is a path from the current folder; any other text as it is.
fn inside(book: &Path, document: &str) -> String {
    match (canonical(book), Path::new(document).canonicalize()) {
        (Ok(book), Ok(path)) if path.is_file() && path.starts_with(&book) => relative(&path, &book),
        _ => document.to_owned(),
    }
}

/// Adds entries to the register of approvals, and returns its path.
fn add(root: &Path, assessed: &Assessed, sources: &Sources, entries: &[String]) -> Result<String, Failure> {
    let Config { content, .. } = &*assessed.config;
    let Some((_, register)) = assessed.handbook.register(Approval::REGISTER) else {
        return Err(Failure("this handbook has no register of approvals".to_owned()));
    };
    let path = format!("{}/{}", content.value, register.path());
    let missing = [Approval::DOCUMENT, Approval::BY, Approval::ON, Approval::DIGEST];
    if let Some(field) = missing.iter().find(|field| register.schema.field(field).is_none()) {
        let message = format!("the register `{}` of this handbook has no field `{field}`", Approval::REGISTER);
        return Err(Failure(format!(
            "{message}\nhelp: remove its `singular` from book.toml, so that it is the built-in register"
        )));
    }
    if register.files.first().is_some_and(|file| file.columns.is_some()) {
        let help = "help: keep them in `registers/approvals.toml`, where the command can add entries";
        return Err(Failure(format!(
            "the approvals of this handbook are in `{path}`, which is a table of another tool\n{help}"
        )));
    }
    let old = register.files.first().and_then(|file| sources.file(file.file).text());
    let mut text = old.map_or_else(String::new, ToString::to_string);
    for entry in entries {
        if !text.is_empty() {
            text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
        }
        text.push_str(entry);
    }
    if old.is_some_and(|old| old.contains("\r\n")) {
        text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    let place = root.join(&path);
    match old {
        Some(_) => write::file(&place, text.as_bytes())?,
        None => write::new_files(&[(place, text)])?,
    }
    Ok(path)
}
