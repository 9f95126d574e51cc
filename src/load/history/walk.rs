//! The walk along the first parents of a repository.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use gix::bstr::{BStr, ByteSlice};
use gix::diff::Rewrites;
use gix::diff::blob::Platform;
use gix::diff::blob::pipeline::{Mode, WorktreeRoots};
use gix::object::tree::diff::Change;
use gix::objs::commit::MessageRef;
use gix::objs::tree::EntryMode;
use gix::worktree::stack::state::attributes::Source;
use gix::{Id, ObjectId, Repository, Tree};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use crate::config::Config;
use crate::history::{Commit, History, HistoryState, Revision};
use crate::letters::nfc;
use crate::load::role;
use crate::source::{Content, Role};

/// Share of its lines that a file keeps when it is renamed and changed in one commit.
const SIMILAR: f32 = 0.5;
/// Most files that a commit may add or remove for changed ones among them to be found again under other names.
const MOST_RENAMED: usize = 1000;

/// A folder of a book, and where it is in its repository.
pub(super) struct Place {
    /// Its path in the book, with a final `/`; empty for the book's own.
    pub prefix: String,
    /// Its path in the repository; empty for the top.
    pub below: String,
    pub repository: Repository,
    /// The newest commit.
    pub head: ObjectId,
}

/// A walk from the newest commit to the oldest.
pub(super) struct Walk<'a> {
    place: &'a Place,
    config: &'a Config,
    history: &'a mut History,
    /// The paths in the book of what has another path in an older commit; `None` if something else had its path there.
    renamed: BTreeMap<String, Option<String>>,
}

/// Change of a file in a commit.
struct Step {
    path: String,
    before: Option<String>,
    /// The blob; `None` for a file that was removed.
    blob: Option<ObjectId>,
    is_changed: bool,
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

impl<'a> Walk<'a> {
    pub(super) fn new(place: &'a Place, config: &'a Config, history: &'a mut History) -> Self {
        Self { place, config, history, renamed: BTreeMap::new() }
    }

    /// Adds all commits that changed a file below the folder.
    pub(super) fn run(mut self) {
        let state = match self.walk() {
            Ok(None) => HistoryState::Whole,
            Ok(Some(boundary)) => HistoryState::Shallow(boundary),
            Err(error) => HistoryState::Unreadable(error.to_string()),
        };
        let History { state: so_far, heads, .. } = self.history;
        *so_far = std::mem::take(so_far).max(state);
        let head = self.place.head.to_string();
        if !heads.contains(&head) {
            heads.push(head);
        }
    }

    /// Returns the day of the commit before which a shallow clone holds nothing.
    fn walk(&mut self) -> Result<Option<Date>> {
        let Place { repository, below, head, .. } = self.place;
        let shallow = repository.shallow_commits()?;
        let is_boundary = |id: ObjectId| shallow.as_ref().is_some_and(|commits| commits.contains(&id));
        let mut cache = diff_cache(repository)?;
        let mut commit = repository.find_commit(*head)?;
        let mut new = tree_at(&commit, below)?;
        if let Some(tree) = &new {
            self.note_tracked(tree)?;
        }
        while !is_boundary(commit.id) {
            let parent = commit.parent_ids().next().map(|id| repository.find_commit(id)).transpose()?;
            let old = parent.as_ref().map(|parent| tree_at(parent, below)).transpose()?.flatten();
            if old.as_ref().map(|tree| tree.id) != new.as_ref().map(|tree| tree.id) {
                let [before, after] = [&old, &new].map(|tree| tree.clone().unwrap_or_else(|| repository.empty_tree()));
                self.take(&commit, steps(&before, &after, &mut cache)?)?;
            }
            let Some(parent) = parent else { return Ok(None) };
            (commit, new) = (parent, old);
        }
        Ok(Some(day_of(&commit)?))
    }

    /// Adds what a commit did.
    fn take(&mut self, commit: &gix::Commit<'_>, steps: Vec<Step>) -> Result<()> {
        let (mut changed, mut renamed) = (Vec::new(), Vec::new());
        let in_book = |path: String| format!("{}{path}", self.place.prefix);
        for Step { path, before, blob, is_changed } in steps {
            let (path, before) = (in_book(path), before.map(in_book));
            let Some((target, role)) = self.target(&path) else {
                // A file that leaves the content is removed from it.
                let left = before.and_then(|before| self.target(&before));
                changed.extend(left.map(|(target, _)| (target, None)));
                continue;
            };
            if is_changed {
                changed.push((target.clone(), self.text(blob, &target, role)?));
            }
            renamed.extend(before.map(|before| (path, before, target)));
        }
        for (path, _, target) in &renamed {
            self.renamed.insert(path.clone(), (path != target).then(|| path.clone()));
        }
        self.renamed.extend(renamed.into_iter().map(|(_, before, target)| (before, Some(target))));
        if !changed.is_empty() {
            let at = self.history.commits.len();
            self.history.commits.push(described(commit)?);
            for (path, text) in changed {
                self.history.files.entry(path).or_default().push(Revision { commit: at, text });
            }
        }
        Ok(())
    }

    /// Returns the path in the book that the file at a path has now, and its role; `None` if its text does not count.
    fn target(&self, path: &str) -> Option<(String, Role)> {
        let target = self.renamed.get(path).map_or(Some(path), Option::as_deref)?;
        let is_inside = self.config.content_folder().is_empty() || self.config.inside_content(target) != target;
        let role = role(self.config, target).filter(|role| matches!(role, Role::Document | Role::Register))?;
        is_inside.then(|| (target.to_owned(), role))
    }

    /// Returns the text of a blob, as the loader reads that of a file.
    fn text(&self, blob: Option<ObjectId>, path: &str, role: Role) -> Result<Option<Arc<str>>> {
        let Some(blob) = blob else { return Ok(None) };
        let bytes = self.place.repository.find_blob(blob)?.take_data();
        let encoding = self.config.encoding_of(self.config.inside_content(path));
        Ok(match Content::new(path, bytes, role, encoding) {
            Content::Text(text) | Content::Decoded(text, _) => Some(text),
            Content::Workbook(workbook) => Some(workbook.text().clone()),
            Content::Bytes(_) | Content::Stored(_) => None,
        })
    }

    fn note_tracked(&mut self, tree: &Tree<'_>) -> Result<()> {
        let files = tree.traverse().breadthfirst.files()?.into_iter().filter(|entry| entry.mode.is_blob());
        let in_book = |path: &BStr| format!("{}{}", self.place.prefix, path_of(path));
        self.history.tracked.extend(files.map(|entry| in_book(entry.filepath.as_bstr())));
        Ok(())
    }
}

/// Puts the commits of several repositories into one list by their days, the newest first. Within a file, the order remains.
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
}

/// Returns a cache for comparing files. Neither attributes nor the index of the repository have an effect on it.
fn diff_cache(repository: &Repository) -> Result<Platform> {
    let index = gix::index::State::new(repository.object_hash());
    let attributes = repository.attributes_only(&index, Source::IdMapping)?.detach();
    Ok(gix::diff::resource_cache(repository, Mode::ToGit, attributes, WorktreeRoots::default())?)
}

/// Returns the tree of a folder; `None` if there was none.
fn tree_at<'r>(commit: &gix::Commit<'r>, below: &str) -> Result<Option<Tree<'r>>> {
    let tree = commit.tree()?;
    if below.is_empty() {
        return Ok(Some(tree));
    }
    match tree.lookup_entry_by_path(below)? {
        Some(entry) if entry.mode().is_tree() => Ok(Some(entry.object()?.into_tree())),
        _ => Ok(None),
    }
}

/// Returns what was done to the files of a tree.
fn steps(old: &Tree<'_>, new: &Tree<'_>, cache: &mut Platform) -> Result<Vec<Step>> {
    let rewrites = Rewrites { percentage: Some(SIMILAR), limit: MOST_RENAMED, ..Rewrites::default() };
    let mut steps = Vec::new();
    let mut changes = old.changes()?;
    changes.options(|options| _ = options.track_path().track_rewrites(Some(rewrites)));
    changes.for_each_to_obtain_tree_with_cache(new, cache, |change| {
        steps.extend(step(&change));
        Ok(ControlFlow::Continue(()))
    })?;
    cache.clear_resource_cache();
    Ok(steps)
}

/// Returns what a change did to a file; `None` for a folder, a link or a submodule.
fn step(change: &Change<'_, '_, '_>) -> Option<Step> {
    let (path, before, old, new) = match change {
        Change::Addition { location, entry_mode, id, .. } => (location, None, None, Some((entry_mode, id))),
        Change::Deletion { location, entry_mode, id, .. } => (location, None, Some((entry_mode, id)), None),
        Change::Modification { location, previous_entry_mode, previous_id, entry_mode, id } => {
            (location, None, Some((previous_entry_mode, previous_id)), Some((entry_mode, id)))
        }
        Change::Rewrite { source_location, location, source_entry_mode, source_id, entry_mode, id, .. } => {
            (location, Some(source_location), Some((source_entry_mode, source_id)), Some((entry_mode, id)))
        }
    };
    let blob = |side: Option<(&EntryMode, &Id<'_>)>| side.filter(|(mode, _)| mode.is_blob()).map(|(_, id)| id.detach());
    let (old, new) = (blob(old), blob(new));
    old.or(new)?;
    Some(Step { path: path_of(path), before: before.map(|path| path_of(path)), blob: new, is_changed: old != new })
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
    let message = MessageRef::from_bytes(commit.message_raw()?.trim_start());
    let trailers = message.body().into_iter().flat_map(|body| body.trailers());
    let approvals = trailers.filter(|trailer| trailer.token.eq_ignore_ascii_case(b"Approved-by"));
    let decoded = commit.decode()?;
    Ok(Commit {
        id: commit.id.to_string(),
        day: day_of(commit)?,
        author: line(decoded.author()?.name),
        subject: line(message.title.lines().next().unwrap_or_default()),
        approved_by: approvals.map(|trailer| line(&trailer.value)).filter(|name| !name.is_empty()).collect(),
        signed: decoded.extra_headers().pgp_signature().is_some(),
    })
}

/// Returns a line of a commit with blanks in the place of control characters.
fn line(bytes: &[u8]) -> String {
    bytes.to_str_lossy().replace(char::is_control, " ").trim().to_owned()
}
