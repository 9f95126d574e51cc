//! Git → [`History`]: one walk along the first parents for all files of a book.
//!
//! Only objects and references are read. Nothing that a repository names is run: no filter, hook, helper or monitor.

mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gix::sec::Trust;

use super::listing::relative;
use super::{Failure, canonical};
use crate::config::Config;
use crate::history::{History, HistoryState};
use crate::letters::nfc;
use crate::source::{Role, Sources};

use walk::{Place, Walk};

/// Input of a history: book.toml, and the newest commits of the folders that are in repositories.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Basis {
    book: Option<Arc<str>>,
    heads: Vec<(PathBuf, gix::ObjectId)>,
}

/// A history and its input.
pub(super) type Known = (Basis, Arc<History>);

/// Returns the history of the files of a book: `known` if that is whole, and neither book.toml nor a newest commit is another.
///
/// # Errors
/// If the folder of the book does not exist.
pub(super) fn history(root: &Path, config: &Config, sources: &Sources, known: Option<Known>) -> Result<Known, Failure> {
    if !config.history {
        return Ok(Known::default());
    }
    let book = sources.of_role(Role::Config).find_map(|(_, file)| file.text().cloned());
    let mut basis = Basis { book, heads: Vec::new() };
    let mut history = History { state: HistoryState::NoRepository, ..History::default() };
    let mut places = Vec::new();
    for (prefix, folder) in folders(&canonical(root)?, config, sources) {
        match open(prefix, &folder) {
            Ok(place) => {
                basis.heads.push((folder, place.head));
                places.push(place);
            }
            Err(state) => history.state = history.state.max(state),
        }
    }
    if let Some(known) = known.filter(|(before, history)| *before == basis && history.state == HistoryState::Whole) {
        return Ok(known);
    }
    for place in &places {
        // A folder with a repository of its own has the history of that one alone.
        history.files.retain(|path, _| place.prefix.is_empty() || !path.starts_with(&place.prefix));
        Walk::new(place, config, &mut history).run();
    }
    walk::sort(&mut history);
    Ok((basis, history.into()))
}

/// Returns the folders whose histories tell about the files of a book, by their paths in it with a final `/`: its own, that of its
/// content if it is elsewhere, and those of files that are repositories of their own. A folder comes before those in it.
fn folders(root: &Path, config: &Config, sources: &Sources) -> BTreeMap<String, PathBuf> {
    let mut prefix = nfc(&config.content_folder()).into_owned();
    if !prefix.is_empty() {
        prefix.push('/');
    }
    let files = sources.iter().filter(|(_, file)| matches!(file.role, Role::Document | Role::Register));
    let parents = files.flat_map(|(_, file)| file.path.match_indices('/').map(|(slash, _)| &file.path[..=slash]));
    let inside: BTreeSet<&str> = parents.filter(|parent| parent.starts_with(&prefix)).collect();
    let own = inside.into_iter().filter(|folder| root.join(folder).join(".git").exists());
    let own = own.filter_map(|folder| Some((folder.to_owned(), root.join(folder).canonicalize().ok()?)));
    let mut folders: BTreeMap<_, _> = own.chain([(String::new(), root.to_owned())]).collect();
    let content = root.join(config.content_folder());
    folders.extend(content.canonicalize().ok().filter(|real| *real != content).map(|real| (prefix, real)));
    folders
}

/// Finds the repository that a folder is in, and its newest commit.
fn open(prefix: String, folder: &Path) -> Result<Place, HistoryState> {
    let unreadable = |error: &dyn std::fmt::Display| HistoryState::Unreadable(error.to_string());
    let top = folder.ancestors().find(|above| above.join(".git").exists()).ok_or(HistoryState::NoRepository)?;
    let options = (gix::discover::upwards::Options::default(), gix::open::Options::isolated());
    let mut repository = gix::discover_opts(folder, options.0, options.1).map_err(|error| unreadable(&error))?;
    if repository.git_dir_trust() != Trust::Full {
        return Err(HistoryState::ForeignOwner);
    }
    if repository.workdir().and_then(|folder| folder.canonicalize().ok()).as_deref() != Some(top) {
        return Err(unreadable(&format_args!("`{}` is not a repository with these files", top.join(".git").display())));
    }
    repository.object_cache_size_if_unset(64 << 20);
    let head = repository.head().and_then(gix::Head::try_into_peeled_id).map_err(|error| unreadable(&error))?;
    let head = head.ok_or(HistoryState::NoCommits)?.detach();
    Ok(Place { prefix, below: relative(folder, top), repository, head })
}
