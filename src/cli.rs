//! The command line. Only this module reads the clock and the environment.

mod adopt;
mod approve;
mod build;
mod check;
mod explain;
mod export;
mod init;
mod input;
mod limits;
mod new;
mod only;
mod sample;
mod search;
mod serve;
mod sources;
mod verify;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::diag::{self, Diagnostic};
use crate::load::{Failure, failed};
use crate::source::Sources;
use crate::visible;

/// Builds an ISMS handbook for ISO/IEC 27001 from Markdown documents and registers.
#[derive(Debug, Parser)]
#[command(name = "clausebook", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create a new handbook, ready to build.
    Init(init::Arguments),
    /// Create a file of a handbook from what is there already.
    New(new::Arguments),
    /// Propose the book.toml of a repository as it is: documents, tables and all, without changing any of its files.
    Adopt(adopt::Arguments),
    /// Record that documents are approved as they are now, so that a later change is noticed.
    Approve(approve::Arguments),
    /// Draw a repeatable sample of the entries about a clause or control for an audit.
    Sample(sample::Arguments),
    /// Build the site.
    Build(build::Arguments),
    /// Report all problems without building the site.
    Check(check::Arguments),
    /// Explain a finding: what it means, why it matters and how to fix it.
    Explain(explain::Arguments),
    /// Serve a live preview that updates after each change.
    Serve(serve::Arguments),
    /// Search the handbook with the same ranking as in the browser.
    Search(search::Arguments),
    /// Export the Statement of Applicability, the coverage, a register or the whole handbook as CSV, XLSX or JSON.
    Export(export::Arguments),
    /// Report which files of a site have changed since the build.
    Verify(verify::Arguments),
}

/// Exit code of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Success.
    Fine = 0,
    /// The content has problems.
    Problems = 1,
    /// The command cannot be run as given.
    Usage = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs the program. The exit code is 0 for success, 1 for problems in the content, 2 for a command that cannot be run
/// as given, and 70 for an internal error.
pub fn run() -> ExitCode {
    limits::exit_without_memory();
    run_from(std::env::args_os().collect())
}

/// Runs the program with some arguments, of which the first is its name.
pub fn run_from(arguments: Vec<OsString>) -> ExitCode {
    limits::prepare();
    let outcome = std::panic::catch_unwind(|| {
        let arguments = Arguments::try_parse_from(&arguments).unwrap_or_else(|error| refuse(&error, &arguments));
        limits::start_threads()?;
        match arguments.command {
            Command::Init(arguments) => init::run(&arguments),
            Command::New(arguments) => new::run(&arguments),
            Command::Adopt(arguments) => adopt::run(&arguments),
            Command::Approve(arguments) => approve::run(&arguments),
            Command::Sample(arguments) => sample::run(&arguments),
            Command::Build(arguments) => build::run(&arguments),
            Command::Check(arguments) => check::run(&arguments),
            Command::Explain(arguments) => explain::run(&arguments),
            Command::Serve(arguments) => serve::run(&arguments),
            Command::Search(arguments) => search::run(&arguments),
            Command::Export(arguments) => export::run(&arguments),
            Command::Verify(arguments) => verify::run(&arguments),
        }
    });
    match outcome {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(failure)) => {
            report(&format!("error: {failure}"));
            Exit::Usage.into()
        }
        Err(panic) if limits::is_reached(&*panic) => Exit::Usage.into(),
        Err(_) => ExitCode::from(70),
    }
}

/// Ends the program with what clap says about its arguments: in colour, but not if one of them would be obeyed.
fn refuse(error: &clap::Error, arguments: &[OsString]) -> ! {
    let texts = arguments.iter().map(|argument| argument.to_string_lossy());
    let plain = texts.skip(1).all(|text| visible::name(&text) == text);
    if plain || !error.use_stderr() {
        error.exit();
    }
    talk(error.render().to_string().trim_end());
    std::process::exit(error.exit_code());
}

/// Writes a message, with its help if it has one, to stderr.
fn report(text: &str) {
    talk(&visible::message(text));
}

/// Writes lines to stderr and ignores errors, because a closed pipe is not a reason to fail.
fn talk(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", visible::lines(text));
}

/// Writes lines for people to stdout. The names in them were made visible before.
fn print_lines(text: &str) -> Result<(), Failure> {
    print_data(visible::lines(text).as_bytes())
}

/// Writes JSON to stdout.
fn print_json(text: &str) -> Result<(), Failure> {
    print_data(visible::json(text).as_bytes())
}

/// Writes to stdout as it is.
fn print_data(bytes: &[u8]) -> Result<(), Failure> {
    std::io::stdout().write_all(bytes).map_err(|error| failed("write to", "stdout".as_ref(), error))
}

/// Prints diagnostics to stderr. Of each code only some are shown, unless it is `wanted`.
fn print(diagnostics: &[Diagnostic], sources: &Sources, wanted: impl Fn(&str) -> bool) {
    let colour = std::io::stderr().is_terminal();
    let text = diag::human::render_all(diagnostics, sources, colour, wanted);
    let _ = write!(anstream::stderr(), "{text}");
}
