//! `clausebook adopt`.

use std::path::{Component, Path, PathBuf};

use similar::TextDiff;

use super::{Exit, print_lines, report};
use crate::adopt::{Place, Proposal, is_foreign, propose};
use crate::diag::counted;
use crate::load::{self, Bounds, Failure, canonical, failed};
use crate::site::MARKER;
use crate::{visible, write};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folder of the repository.
    #[arg(default_value = ".")]
    repo: PathBuf,
    /// Folder for book.toml outside of the repository, which then stays as it is; without it, book.toml is written to the top of
    /// the repository.
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
}

/// Names of the folders with the site and with the book's own theme, the first of which is what book.toml means by saying nothing.
const OUTPUT: [&str; 2] = ["site", "handbook-site"];
const THEME: [&str; 2] = ["theme", "handbook-theme"];

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let repo = canonical(&arguments.repo)?;
    let into = match &arguments.into {
        Some(into) => without_links(into)?,
        None => repo.clone(),
    };
    let survey = load::survey(&repo, is_foreign)?;
    let place = place(&repo, &into, survey.ignores);
    let Proposal { book, report: text, found } = propose(&survey, &place);
    if found == 0 {
        let place = arguments.repo.display();
        let help = "help: give the folder of a repository with Markdown or registers, or create a handbook with `clausebook init`";
        return Err(Failure(format!("no documents or registers found in `{place}`\n{help}")));
    }
    print_lines(&format!("{}\n", visible::lines(&text)))?;
    let path = into.join("book.toml");
    let shown = arguments.into.as_ref().unwrap_or(&arguments.repo).join("book.toml");
    if path.exists() {
        difference(&load::text(&path)?, &book, &shown)?;
    } else {
        write::new_files(&[(path, book)])?;
        report(&format!("{} in `{}`", counted(1, "file"), shown.display()));
    }
    print_lines(&next_steps(arguments, &repo, &into))?;
    Ok(Exit::Fine)
}

/// Returns where the book is, seen from its own folder and from that of the repository.
fn place(repo: &Path, into: &Path, ignores: bool) -> Place {
    let content = relative(into, repo);
    let folder = repo.file_name().map_or_else(|| "handbook".to_owned(), |name| name.to_string_lossy().into_owned());
    // What has these names already in the folder of the book is not of the book.
    let is_free = |name: &&str| !into.join(name).exists() || into.join(name).join(MARKER).exists();
    let [output, theme] = [OUTPUT, THEME].map(|names| names.into_iter().find(is_free).unwrap_or(names[1]));
    let own = match into.strip_prefix(repo) {
        Ok(inside) if inside.as_os_str().is_empty() => vec![output.to_owned()],
        Ok(inside) => vec![format!("{}/**", inside.to_string_lossy().replace('\\', "/"))],
        Err(_) => Vec::new(),
    };
    let named = [("output", output, OUTPUT[0]), ("theme", theme, THEME[0])];
    let folders =
        named.into_iter().filter(|(_, name, usual)| name != usual).map(|(key, name, _)| (key, name)).collect();
    Place { content, folder, own, folders, ignores }
}

/// Returns the path from one folder to another.
fn relative(from: &Path, to: &Path) -> String {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    let path = up.chain(down).collect::<Vec<_>>().join("/");
    if path.is_empty() { ".".to_owned() } else { path }
}

/// Returns the path of a folder that may not be there yet, without links in what is there.
fn without_links(folder: &Path) -> Result<PathBuf, Failure> {
    let whole = std::path::absolute(folder).map_err(|error| failed("find", folder, error))?;
    let there = whole.ancestors().find(|above| above.exists()).unwrap_or(&whole);
    let rest = whole.strip_prefix(there).unwrap_or_else(|_| Path::new(""));
    if rest.components().any(|part| part == Component::ParentDir) {
        return Err(failed("find", folder, "a folder on its way does not exist"));
    }
    Ok(if rest.as_os_str().is_empty() { canonical(there)? } else { canonical(there)?.join(rest) })
}

/// Prints how a book.toml differs from the proposal. It stays as it is.
fn difference(there: &str, proposed: &str, shown: &Path) -> Result<(), Failure> {
    let shown = shown.to_string_lossy();
    let name = visible::name(&shown);
    if there == proposed {
        report(&format!("nothing changed: `{name}` is what would be written now"));
        return Ok(());
    }
    report(&format!("`{name}` is there and stays as it is; the difference is what would be written now"));
    let diff = TextDiff::from_lines(there, proposed);
    let text = diff.unified_diff().context_radius(2).header("book.toml", "proposed").to_string();
    print_lines(&format!("{}\n", visible::lines(&text)))
}

/// Returns the commands that come next.
fn next_steps(arguments: &Arguments, repo: &Path, into: &Path) -> String {
    let dir = arguments.into.as_ref().unwrap_or(&arguments.repo).to_string_lossy();
    let dir = visible::name(&dir);
    // Outside of a repository, a book reads only what is below its own folder.
    let is_allowed = Bounds::of(into, None).is_ok_and(|bounds| repo.starts_with(bounds.root()));
    let root = match is_allowed {
        true => String::new(),
        false => {
            let shared: PathBuf =
                repo.components().zip(into.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
            format!(" --root {}", word(&visible::name(&shared.to_string_lossy())))
        }
    };
    let dir = word(&dir);
    format!(
        "Next steps:\n1. Read {dir}/book.toml, and decide the lines that are not sure\n2. Build the site: clausebook build {dir}{root}\n3. See what is missing: clausebook check {dir}{root}\n"
    )
}

/// Returns a path as a shell reads it.
fn word(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '\\' | ':');
    if path.chars().all(is_plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}
