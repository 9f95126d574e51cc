//! The clausebook program.

use std::process::ExitCode;

fn main() -> ExitCode {
    clausebook::cli::run()
}
