//! `clausebook new`.

use std::path::{Path, PathBuf};

use super::{Exit, print, print_lines, report};
use crate::diag::counted;
use crate::load::{self, Failure};
use crate::site::slug;
use crate::source::{Content, Role, SourceFile, Sources};
use crate::starter::{NewStandard, standard};
use crate::{visible, write};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Make the catalogue of a standard from a list of ids and titles.
    Standard(StandardArguments),
}

#[derive(Debug, clap::Args)]
struct StandardArguments {
    /// CSV file whose first line names its columns: id and title, and perhaps group, parent, label, about, and ours for the ids of
    /// ISO/IEC 27001 that concern the same subject.
    list: PathBuf,
    /// Folder of the handbook.
    #[arg(long, value_name = "DIR", default_value = ".")]
    book: PathBuf,
    /// Id of the standard; by default the name of the file.
    #[arg(long)]
    id: Option<String>,
    /// Title of the standard; by default its id.
    #[arg(long)]
    title: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let What::Standard(arguments) = &arguments.what;
    let StandardArguments { list, book, id, title } = arguments;
    if !book.join("book.toml").is_file() {
        let help = "help: give the folder of a handbook with `--book`, or create one with `clausebook init`";
        return Err(Failure(format!("there is no book.toml in `{}`\n{help}", book.display())));
    }
    let id = id.clone().unwrap_or_else(|| slug(&list.file_stem().unwrap_or_default().to_string_lossy()));
    let title = title.clone().unwrap_or_else(|| id.clone());
    let mut sources = Sources::default();
    let content = Content::Text(load::text(list)?.into());
    let file = sources.add(SourceFile { path: list.display().to_string(), role: Role::Register, content });
    let NewStandard { text, requirements, unread } = match standard(file, &sources, &id, &title) {
        Ok(new) => new,
        Err(problems) => {
            print(&problems, &sources, |_| true);
            report("nothing was written");
            return Ok(Exit::Problems);
        }
    };
    let path = Path::new("standards").join(format!("{id}.toml"));
    if book.join(&path).exists() {
        let help = "help: choose another id with `--id`, or remove the file";
        return Err(Failure(format!("`{}` already exists\n{help}", book.join(&path).display())));
    }
    write::new_files(&[(book.join(&path), text)])?;
    report(&format!("{} in `{}`", counted(requirements, "requirement"), book.join(&path).display()));
    for column in unread {
        report(&format!("the column `{}` is not read", visible::name(&column)));
    }
    let path = path.display().to_string();
    print_lines(&format!(
        "Next steps:\n1. Add to book.toml:\n\n[[standard]]\nfile = \"{}\"\nrole = \"measured\"\n\n2. See what is left: clausebook build, then open standards/{}/left.html of the site\n",
        visible::name(&path),
        slug(&id)
    ))?;
    Ok(Exit::Fine)
}
