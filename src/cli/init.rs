//! `clausebook init`.

use std::path::PathBuf;

use super::{Exit, print_lines, report};
use crate::diag::counted;
use crate::load::Failure;
use crate::starter::{Starter, files};
use crate::{visible, write};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folder for the new handbook.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Name of the organisation.
    #[arg(long, default_value = "Our organisation")]
    organisation: String,
    /// Language of the handbook, such as en or de-CH.
    #[arg(long, default_value = "en")]
    language: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let today = jiff::Zoned::now().date();
    let starter = Starter { organisation: &arguments.organisation, language: &arguments.language, today };
    let files = files(&starter);
    let place = |path: &str| arguments.dir.join(path);
    // All or nothing: if any file exists, none is written.
    if let Some((path, _)) = files.iter().find(|(path, _)| place(path).exists()) {
        let path = place(path);
        return Err(Failure(format!(
            "`{}` already exists
help: choose an empty folder",
            path.display()
        )));
    }
    let files: Vec<_> = files.into_iter().map(|(path, text)| (place(&path), text)).collect();
    write::new_files(&files)?;
    report(&format!("{} in `{}`", counted(files.len(), "file"), arguments.dir.display()));
    let dir = arguments.dir.to_string_lossy();
    let dir = visible::name(&dir);
    let text = format!(
        "Next steps:\n1. Edit book.toml, content/registers/roles.toml and content/isms/01-scope.md\n2. Build the site: clausebook build {dir}, then open {dir}/site/index.html\n3. See what is missing: clausebook check {dir}\n"
    );
    print_lines(&text)?;
    Ok(Exit::Fine)
}
