//! Git → [`History`]: one walk along the first parents for all files of a book.
//!
//! Only objects and references are read. Nothing that a repository names is run: no filter, hook, helper or monitor.

mod walk;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gix::sec::Trust;

use super::listing::relative;
use super::{Failure, canonical};
use crate::config::Config;
use crate::history::{History, HistoryState};
use crate::source::{Role, Sources};

use walk::{Place, Walk};

/// The repositories that the files of a book are in, at their newest commits: what a history depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Heads(Vec<(PathBuf, String)>);

/// A history, and what it depends on.
pub(super) type Known = (Heads, std::sync::Arc<History>);

/// Returns the history of the files of a book, from `known` if no commit was added.
///
/// # Errors
/// If the folder of the book does not exist.
pub(super) fn history(root: &Path, config: &Config, sources: &Sources, known: Option<Known>) -> Result<Known, Failure> {
    if !config.history {
        return Ok(Known::default());
    }
    let root = canonical(root)?;
    let mut history = History { state: HistoryState::NoRepository, ..History::default() };
    let mut repositories = Vec::new();
    for folder in folders(&root, config, sources) {
        match open(&folder) {
            Ok(repository) => repositories.push((folder, repository)),
            Err(state) if repositories.is_empty() => history.state = state,
            Err(_) => {}
        }
    }
    let mut heads = Heads::default();
    for (folder, repository) in &repositories {
        match repository.head_id() {
            Ok(id) => heads.0.push((folder.clone(), id.to_string())),
            Err(_) if heads.0.is_empty() => history.state = HistoryState::NoCommits,
            Err(_) => {}
        }
    }
    if let Some(known) =
        known.filter(|(before, history)| *before == heads && !heads.0.is_empty() && history.is_readable())
    {
        return Ok(known);
    }
    for (folder, repository) in &mut repositories {
        if heads.0.iter().any(|(known, _)| known == folder) {
            repository.object_cache_size_if_unset(64 << 20);
            let place = Place { repository, folder, root: &root, config };
            Walk::new(place, &mut history).run();
        }
    }
    for (_, id) in &heads.0 {
        history.heads.push(id.clone());
    }
    walk::sort(&mut history);
    Ok((heads, history.into()))
}

/// Returns the folders whose histories tell about the files of a book: its own, that of its content if it is elsewhere, and those
/// below it that are repositories of their own.
fn folders(root: &Path, config: &Config, sources: &Sources) -> Vec<PathBuf> {
    let mut folders = vec![root.to_owned()];
    let content = root.join(&config.content.value).canonicalize().unwrap_or_else(|_| root.to_owned());
    let same = |folder: &Path| folder.ancestors().find(|above| above.join(".git").exists()).map(Path::to_owned);
    if !content.starts_with(root) && !root.starts_with(&content) || same(&content) != same(root) {
        folders.push(content);
    }
    let mut below = BTreeSet::new();
    for (_, file) in sources.iter().filter(|(_, file)| matches!(file.role, Role::Document | Role::Register)) {
        let parents = Path::new(&file.path).ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty());
        below.extend(parents.map(Path::to_owned));
    }
    let own = below.into_iter().map(|folder| root.join(folder)).filter(|folder| folder.join(".git").exists());
    let own: Vec<_> = own.filter_map(|folder| folder.canonicalize().ok()).collect();
    folders.extend(own.into_iter().filter(|folder| folder != root));
    folders.dedup();
    folders
}

/// Opens the repository that a folder is in.
fn open(folder: &Path) -> Result<gix::Repository, HistoryState> {
    let repository =
        gix::discover_opts(folder, gix::discover::upwards::Options::default(), gix::open::Options::isolated());
    let repository = repository.map_err(|error| match folder.ancestors().any(|above| above.join(".git").exists()) {
        true => HistoryState::Unreadable(error.to_string()),
        false => HistoryState::NoRepository,
    })?;
    let owned = [Some(repository.git_dir()), repository.workdir()];
    let is_own = |path: &&Path| Trust::from_path_ownership(path).is_ok_and(|trust| trust == Trust::Full);
    if !owned.iter().flatten().all(is_own) {
        return Err(HistoryState::ForeignOwner);
    }
    Ok(repository)
}

/// Returns the path of a folder relative to the folder that a repository has its files in, with `/`; empty for the top.
fn inside(repository: &gix::Repository, folder: &Path) -> Option<String> {
    let top = repository.workdir()?.canonicalize().ok()?;
    folder.starts_with(&top).then(|| relative(folder, &top))
}
