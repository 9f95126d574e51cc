//! `clausebook explain`.

use std::io::Write;

use super::Exit;
use crate::check::{self, Check};
use crate::diag::did_you_mean;
use crate::load::{Failure, failed};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Code of a check; without it, all checks are listed.
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let text = match &arguments.code {
        None => check::ALL.iter().map(line).collect(),
        Some(code) => match check::ALL.iter().find(|check| check.code == *code) {
            Some(check) => format!("{} (default: {})\n\n{}\n", check.code, check.level.word(), check.explanation()),
            None => {
                let known = did_you_mean(code, check::ALL.iter().map(|check| check.code));
                let hint = known.map_or_else(String::new, |known| format!("\nhelp: did you mean `{known}`?"));
                return Err(Failure(format!("there is no check `{code}`{hint}")));
            }
        },
    };
    std::io::stdout().write_all(text.as_bytes()).map_err(|error| failed("write to", "stdout".as_ref(), error))?;
    Ok(Exit::Fine)
}

/// Returns the code, the default level and the first sentence of a check.
fn line(check: &Check) -> String {
    let explanation = check.explanation();
    let first = explanation.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    format!("{:<32}{:<7}{first}\n", check.code, check.level.word())
}
