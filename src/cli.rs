//! The command line: arguments in, exit code out. The only place that asks the clock and the environment.

mod build;
mod check;
mod explain;
mod export;
mod init;
mod input;
mod sample;
mod search;
mod serve;
mod verify;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::diag::{self, Diagnostic};
use crate::source::Sources;

/// Turns a folder of Markdown policies and TOML registers into a browsable ISMS handbook.
#[derive(Debug, Parser)]
#[command(name = "clausebook", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new handbook that builds at once.
    Init(init::Arguments),
    /// Draw a repeatable sample of the entries about a clause or a control, for an auditor to check.
    Sample(sample::Arguments),
    /// Build the site.
    Build(build::Arguments),
    /// Report all problems without writing anything.
    Check(check::Arguments),
    /// Say what a check means, why, and how to fix what it finds.
    Explain(explain::Arguments),
    /// Show the site in a browser, and again after each change.
    Serve(serve::Arguments),
    /// Find something in the handbook, ranked as in the browser.
    Search(search::Arguments),
    /// Write the Statement of Applicability, the coverage, a register or the whole handbook as CSV, XLSX or JSON.
    Export(export::Arguments),
    /// Say what was changed in a site since it was built.
    Verify(verify::Arguments),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Fine = 0,
    /// The content has problems.
    Problems = 1,
    /// The command cannot be carried out as it was given.
    Usage = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs the program. The exit code is 0 if all is well, 1 for problems in the content, 2 for a command that cannot be
/// carried out; an internal error ends the process with 70.
pub fn run() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        report(&format!("internal error: {panic}\nhelp: please report it; the site that was there is untouched"));
    }));
    let outcome = std::panic::catch_unwind(|| {
        let arguments = Arguments::parse();
        match arguments.command {
            Command::Init(arguments) => init::run(&arguments),
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
        Err(_) => ExitCode::from(70),
    }
}

/// Writes a line for the user; that nobody reads it any more is no reason to fail.
fn report(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Prints all diagnostics.
fn print(diagnostics: &[Diagnostic], sources: &Sources) {
    let colour = std::io::stderr().is_terminal();
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&diag::human::render(diagnostic, sources, colour));
    }
    let _ = write!(anstream::stderr(), "{text}");
}
