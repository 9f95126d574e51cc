//! `clausebook init`.

use std::io::Write;
use std::path::PathBuf;

use super::{Exit, report};
use crate::diag::counted;
use crate::load::{Failure, failed};
use crate::starter::{Starter, files};
use crate::write;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder of the new handbook.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Whose handbook it is.
    #[arg(long, default_value = "Our organisation")]
    organisation: String,
    /// The language of the handbook, such as en or de-CH.
    #[arg(long, default_value = "en")]
    language: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let today = jiff::Zoned::now().date();
    let starter = Starter { organisation: &arguments.organisation, language: &arguments.language, today };
    let files = files(&starter);
    let place = |path: &str| arguments.dir.join(path);
    // Nothing is written if anything is in the way: half a handbook would help nobody.
    if let Some((path, _)) = files.iter().find(|(path, _)| place(path).exists()) {
        let path = place(path);
        return Err(Failure(format!("`{}` is there already\nhelp: name an empty folder", path.display())));
    }
    for (path, text) in &files {
        write::new_file(&place(path), text.as_bytes())?;
    }
    report(&format!("{} in `{}`", counted(files.len(), "file"), arguments.dir.display()));
    let dir = arguments.dir.display();
    let text = format!(
        "First things to do:\n1. Say who and what the handbook is for: book.toml, content/registers/roles.toml, content/isms/01-scope.md\n2. See it: clausebook build {dir}, then open {dir}/site/index.html\n3. See what is missing: clausebook check {dir}\n"
    );
    std::io::stdout().write_all(text.as_bytes()).map_err(|error| failed("write to", "stdout".as_ref(), error))?;
    Ok(Exit::Fine)
}
