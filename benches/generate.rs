//! Writes the generated corpus to a folder, for use by hand:
//! `cargo bench --bench generate -- 1000 /some/dir`, with `--hugo` as a site of Hugo.

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

mod corpus;

const USAGE: &str = "usage: cargo bench --bench generate -- PAGES DIR [--hugo]";

/// The seed of the comparison with Hugo, so that both use the same corpus.
const SEED: u64 = 27_001;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = env::args().skip(1).collect();
    if !take(&mut arguments, "--bench") {
        eprintln!("this is no test\n{USAGE}");
        return ExitCode::SUCCESS;
    }
    let hugo = take(&mut arguments, "--hugo");
    match generate(&arguments, hugo) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Removes a flag from the arguments and returns whether it was present.
fn take(arguments: &mut Vec<String>, flag: &str) -> bool {
    let before = arguments.len();
    arguments.retain(|argument| argument != flag);
    arguments.len() < before
}

fn generate(arguments: &[String], hugo: bool) -> Result<(), String> {
    let [pages, folder] = arguments else { return Err(USAGE.to_owned()) };
    let pages = pages.parse().map_err(|_| format!("`{pages}` is no number of pages\n{USAGE}"))?;
    let folder = Path::new(folder);
    // Pages of an earlier corpus would remain among the new ones.
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(format!("`{}` is not empty", folder.display()));
    }
    let files = if hugo { corpus::for_hugo(pages, SEED) } else { corpus::handbook(pages, SEED) };
    corpus::write(folder, &files).map_err(|error| format!("cannot write to `{}`: {error}", folder.display()))?;
    eprintln!("{} files in `{}`", files.len(), folder.display());
    Ok(())
}
