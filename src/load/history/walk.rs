//! The walk along the first parents of a repository.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use gix::bstr::{BStr, ByteSlice};
use gix::diff::Rewrites;
use gix::object::tree::diff::Change;
use gix::objs::tree::EntryMode;
use gix::{ObjectId, Repository, Tree};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use rustc_hash::FxHashMap;

use super::inside;
use crate::config::Config;
use crate::history::{Commit, History, HistoryState, Revision};
use crate::letters::nfc;
use crate::load::listing::relative;
use crate::load::role;
use crate::source::{Content, Role};

/// Share of its lines that a file keeps when it is renamed and changed in one commit.
const SIMILAR: f32 = 0.5;
/// Most files that a commit may add or remove for changed ones among them to be found again under other names.
const MOST_RENAMED: usize = 1000;

/// A folder of a book, and the repository that it is in.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub repository: &'a Repository,
    pub folder: &'a Path,
    /// The folder of the book.
    pub root: &'a Path,
    pub config: &'a Config,
}

/// A walk from the newest commit to the oldest.
pub(super) struct Walk<'a> {
    place: Place<'a>,
    history: &'a mut History,
    /// The paths in the book of what has another path in an older commit.
    renamed: BTreeMap<String, String>,
    texts: FxHashMap<ObjectId, Option<Arc<str>>>,
    /// The path of the folder in the book, with a final `/`; empty for the book's own.
    prefix: String,
}

/// What a commit did to a file.
struct Step {
    path: String,
    before: Option<String>,
    /// The blob; `None` for a file that was removed.
    blob: Option<ObjectId>,
    is_changed: bool,
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

impl<'a> Walk<'a> {
    pub(super) fn new(place: Place<'a>, history: &'a mut History) -> Self {
        let mut prefix = relative(place.folder, place.root);
        if !prefix.is_empty() {
            prefix.push('/');
        }
        Self { place, history, renamed: BTreeMap::new(), texts: FxHashMap::default(), prefix }
    }

    /// Adds all commits that changed a file below the folder.
    pub(super) fn run(mut self) {
        self.history.state = match self.walk() {
            Ok(None) => HistoryState::Whole,
            Ok(Some(boundary)) => HistoryState::Shallow(boundary),
            Err(error) => HistoryState::Unreadable(error.to_string()),
        };
    }

    /// Returns the day of the commit before which a shallow clone holds nothing.
    fn walk(&mut self) -> Result<Option<Date>> {
        let Place { repository, folder, .. } = self.place;
        let Some(below) = inside(repository, folder) else { return Ok(None) };
        let shallow = repository.shallow_commits()?;
        let is_boundary = |id: &ObjectId| shallow.as_ref().is_some_and(|commits| commits.contains(id));
        let mut cache = repository.diff_resource_cache_for_tree_diff()?;
        let mut next = Some(repository.head_id()?.detach());
        let mut is_newest = true;
        while let Some(id) = next {
            let commit = repository.find_commit(id)?;
            let new = tree_at(&commit.tree()?, &below)?;
            if is_newest && let Some(tree) = &new {
                self.note_tracked(tree)?;
            }
            is_newest = false;
            if is_boundary(&id) {
                return Ok(Some(day_of(&commit)?));
            }
            next = commit.parent_ids().next().map(|id| id.detach());
            let old = match next {
                Some(parent) => tree_at(&repository.find_commit(parent)?.tree()?, &below)?,
                None => None,
            };
            if old.as_ref().map(|tree| tree.id) == new.as_ref().map(|tree| tree.id) {
                continue;
            }
            let [old, new] = [old, new].map(|tree| tree.unwrap_or_else(|| repository.empty_tree()));
            let mut steps = Vec::new();
            old.changes()?
                .options(|options| {
                    let rewrites = Rewrites { percentage: Some(SIMILAR), limit: MOST_RENAMED, ..Rewrites::default() };
                    options.track_path().track_rewrites(Some(rewrites));
                })
                .for_each_to_obtain_tree_with_cache(&new, &mut cache, |change| {
                    steps.extend(step(&change));
                    Ok(std::ops::ControlFlow::Continue(()))
                })?;
            cache.clear_resource_cache();
            self.take(&commit, steps)?;
        }
        Ok(None)
    }

    /// Adds what a commit did.
    fn take(&mut self, commit: &gix::Commit<'_>, steps: Vec<Step>) -> Result<()> {
        let at = self.history.commits.len();
        let (mut is_about_book, mut renamed) = (false, Vec::new());
        for Step { path, before, blob, is_changed } in steps {
            let path = self.prefix.clone() + &path;
            let target = self.renamed.get(&path).cloned().unwrap_or(path);
            let Some(role) = self.role(&target) else { continue };
            if is_changed {
                let text = blob.and_then(|blob| self.text(blob, &target, role));
                self.history.files.entry(target.clone()).or_default().push(Revision { commit: at, text });
                is_about_book = true;
            }
            renamed.extend(before.map(|before| (self.prefix.clone() + &before, target)));
        }
        self.renamed.extend(renamed);
        if is_about_book {
            self.history.commits.push(described(commit)?);
        }
        Ok(())
    }

    /// Returns the role of a file with a text that counts; `None` for any other.
    fn role(&self, path: &str) -> Option<Role> {
        let config = self.place.config;
        let is_inside = config.content_folder().is_empty() || config.inside_content(path) != path;
        role(config, path).filter(|role| is_inside && matches!(role, Role::Document | Role::Register))
    }

    /// Returns the text of a blob, as the loader reads that of a file.
    fn text(&mut self, blob: ObjectId, path: &str, role: Role) -> Option<Arc<str>> {
        let Place { repository, config, .. } = self.place;
        let read = || {
            let bytes = repository.find_blob(blob).ok()?.take_data();
            match Content::new(path, bytes, role, config.encoding_of(config.inside_content(path))) {
                Content::Text(text) | Content::Decoded(text, _) => Some(text),
                Content::Workbook(workbook) => Some(workbook.text().clone()),
                Content::Bytes(_) | Content::Stored(_) => None,
            }
        };
        self.texts.entry(blob).or_insert_with(read).clone()
    }

    fn note_tracked(&mut self, tree: &Tree<'_>) -> Result<()> {
        let files = tree.traverse().breadthfirst.files()?;
        let files = files.into_iter().filter(|entry| entry.mode.is_blob());
        self.history.tracked.extend(files.map(|entry| self.prefix.clone() + &path_of(entry.filepath.as_bstr())));
        Ok(())
    }
}

/// Puts the commits of several repositories into one list, the newest first.
pub(super) fn sort(history: &mut History) {
    if history.heads.len() < 2 {
        return;
    }
    let mut order: Vec<usize> = (0..history.commits.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(history.commits[*at].day));
    let mut places = vec![0; order.len()];
    for (now, before) in order.iter().enumerate() {
        places[*before] = now;
    }
    history.commits = order.iter().map(|at| history.commits[*at].clone()).collect();
    for revision in history.files.values_mut().flatten() {
        revision.commit = places[revision.commit];
    }
    for revisions in history.files.values_mut() {
        revisions.sort_by_key(|revision| revision.commit);
    }
}

/// Returns the tree of a folder; `None` if there was none.
fn tree_at<'r>(tree: &Tree<'r>, below: &str) -> Result<Option<Tree<'r>>> {
    if below.is_empty() {
        return Ok(Some(tree.clone()));
    }
    match tree.lookup_entry_by_path(below)? {
        Some(entry) if entry.mode().is_tree() => Ok(Some(entry.object()?.into_tree())),
        _ => Ok(None),
    }
}

/// Returns what a change did to a file; `None` for a folder, a link or a submodule.
fn step(change: &Change<'_, '_, '_>) -> Option<Step> {
    let is_file = |mode: &EntryMode| mode.is_blob();
    let step = |path: &BStr, before: Option<&BStr>, blob: Option<ObjectId>, is_changed| {
        Some(Step { path: path_of(path), before: before.map(path_of), blob, is_changed })
    };
    match change {
        Change::Addition { location, entry_mode, id, .. } if is_file(entry_mode) => {
            step(location, None, Some(id.detach()), true)
        }
        Change::Deletion { location, entry_mode, .. } if is_file(entry_mode) => step(location, None, None, true),
        Change::Modification { location, entry_mode, previous_id, id, .. } if is_file(entry_mode) => {
            step(location, None, Some(id.detach()), previous_id != id)
        }
        Change::Rewrite { source_location, location, entry_mode, source_id, id, copy, .. } if is_file(entry_mode) => {
            let before = (!copy).then_some(*source_location);
            step(location, before, Some(id.detach()), *copy || source_id != id)
        }
        _ => None,
    }
}

/// Returns a path as the loader writes it.
fn path_of(path: &BStr) -> String {
    nfc(&path.to_str_lossy()).into_owned()
}

fn day_of(commit: &gix::Commit<'_>) -> Result<Date> {
    let time = commit.time()?;
    let offset = Offset::from_seconds(time.offset).unwrap_or(Offset::UTC);
    Ok(Timestamp::from_second(time.seconds)?.to_zoned(TimeZone::fixed(offset)).date())
}

fn described(commit: &gix::Commit<'_>) -> Result<Commit> {
    const TRAILER: &str = "approved-by:";
    let decoded = commit.decode()?;
    let message = decoded.message.to_str_lossy();
    let approved_by = message.lines().filter_map(|line| {
        let value = line.get(TRAILER.len()..).filter(|_| line[..TRAILER.len()].eq_ignore_ascii_case(TRAILER))?;
        Some(value.trim().to_owned())
    });
    Ok(Commit {
        id: commit.id.to_string(),
        day: day_of(commit)?,
        author: decoded.author()?.name.to_str_lossy().into_owned(),
        subject: message.lines().next().unwrap_or_default().trim().to_owned(),
        approved_by: approved_by.filter(|name| !name.is_empty()).collect(),
        signed: decoded.extra_headers().pgp_signature().is_some(),
    })
}
