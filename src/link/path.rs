//! Paths in links: to documents, files and folders of the content, and to what else is in the repository, as GitHub resolves
//! them.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::{Config, Routed};
use crate::inert::is_for_readers;
use crate::letters::nfc;
use crate::model::{DocIx, Document, RawReference};
use crate::pages::document_stem;
use crate::select::Selection;
use crate::site::percent_encoded;
use crate::source::{FileId, Role, Sources};

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Document(DocIx),
    /// A document that is left out of the site.
    LeftOut,
    File(FileId),
    /// A folder without an index, by its path.
    Folder(String),
    /// An address outside of the site.
    Address(String),
    /// A file or folder that the site does not have, by its path in the repository.
    Unpublished(String),
}

/// Why a path leads to nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// There is nothing at this path in the content folder.
    InContent(String),
    /// There is nothing at this path in the repository, outside of the content folder.
    Beside(String),
    /// It leads out of the folder that the book may read.
    Outside,
}

/// The paths that links can lead to.
pub(super) struct Paths<'a> {
    sources: &'a Sources,
    config: &'a Config,
    documents: FxHashMap<&'a str, DocIx>,
    left_out: FxHashSet<&'a str>,
    files: FxHashMap<&'a str, FileId>,
    selection: &'a Selection,
    /// Made for the first path that is not that of a document or a file.
    folders: OnceLock<Folders>,
    /// The files by the last names of their paths, in lowercase; made for the first one that is asked for.
    by_name: OnceLock<FxHashMap<String, Vec<FileId>>>,
}

/// The folders of the content, and names of documents that are not their paths. A document that is left out of the site is
/// `None`. A book that needs them is rare, so that they may own their names.
#[derive(Default)]
struct Folders {
    /// The index of each folder that has one.
    indexes: FxHashMap<String, Option<DocIx>>,
    /// Documents by their paths without ending.
    stems: FxHashMap<String, Option<DocIx>>,
    /// The folders of which the site has something.
    shown: FxHashSet<String>,
}

/// Names of indexes, in lowercase and without ending; of two in a folder, the first.
const INDEXES: [&str; 3] = ["index", "readme", "_index"];

/// Pages that code hosts have for each repository.
const HOST_PAGES: [&str; 15] = [
    "-",
    "actions",
    "commits",
    "compare",
    "discussions",
    "fork",
    "graphs",
    "issues",
    "labels",
    "milestones",
    "projects",
    "pull",
    "pulls",
    "releases",
    "wiki",
];

impl<'a> Paths<'a> {
    pub(super) fn new(selection: &'a Selection, sources: &'a Sources, config: &'a Config) -> Self {
        let documents = selection.draft.documents.iter_enumerated().map(|(ix, d)| (d.path.as_str(), ix)).collect();
        let left_out = selection.excluded.iter().map(|excluded| excluded.document.path.as_str()).collect();
        let is_file = |role| matches!(role, Role::Attachment | Role::Register);
        let files = sources.iter().filter(|(_, file)| is_file(file.role));
        let files = files.map(|(id, file)| (config.inside_content(&file.path), id)).collect();
        Self {
            sources,
            config,
            documents,
            left_out,
            files,
            selection,
            folders: OnceLock::new(),
            by_name: OnceLock::new(),
        }
    }

    /// Finds what a path means in a link of a file; `fragment` is the part after `#`.
    pub(super) fn find(&self, path: &str, fragment: Option<&str>, file: FileId) -> Result<Found, Lost> {
        let path = &*nfc(path);
        match self.config.files.routed(path) {
            Some(Routed::Path(path)) => self.find_as_written(&path, fragment, file),
            Some(Routed::Address(address)) => Ok(Found::Address(with_fragment(address, fragment))),
            None => self.find_as_written(path, fragment, file),
        }
    }

    fn find_as_written(&self, path: &str, fragment: Option<&str>, file: FileId) -> Result<Found, Lost> {
        let own = self.own(file);
        let wanted = if path.is_empty() { Some(own.to_owned()) } else { join(own, path) };
        if let Some(found) = wanted.as_deref().and_then(|wanted| self.in_content(wanted)) {
            return Ok(found);
        }
        if wanted.is_none()
            && let Some(found) = self.of_host(path, file)
        {
            return Ok(found);
        }
        let Some(repository) = self.sources.repository() else {
            return Err(wanted.map_or(Lost::Outside, Lost::InContent));
        };
        let place = repository.path_of(&self.sources.file(file).path);
        let Some(place) = join(&place, path) else { return Err(wanted.map_or(Lost::Outside, Lost::InContent)) };
        // A path may begin at the top of the repository, or leave the content and come back.
        let content = repository.path_of(&self.config.content_folder());
        let inside = inside(&place, &content).filter(|inside| wanted.as_deref() != Some(*inside));
        if let Some(found) = inside.and_then(|inside| self.in_content(inside)) {
            return Ok(found);
        }
        if repository.has(&place) {
            let address = self.config.files.address(&place).map(|address| with_fragment(address, fragment));
            return Ok(address.map_or(Found::Unpublished(place), Found::Address));
        }
        Err(match wanted.or_else(|| inside.map(str::to_owned)) {
            Some(wanted) => Lost::InContent(wanted),
            None => Lost::Beside(place),
        })
    }

    /// Returns what a path leads to that climbs out of the repository to a page that code hosts have for each one:
    /// `../../issues`, in a file at the top.
    fn of_host(&self, path: &str, file: FileId) -> Option<Found> {
        let own = &self.sources.file(file).path;
        let place = self.sources.repository().map_or_else(|| own.clone(), |repository| repository.path_of(own));
        let page = join(&format!("repository/blob/main/{place}"), path)?;
        let page = page.strip_prefix("repository/")?;
        HOST_PAGES.contains(&page.split('/').next()?).then_some(())?;
        let address = self.config.files.address("")?;
        let top = ["/-/blob/", "/blob/", "/tree/", "/src/"].iter().find_map(|part| Some(address.split_once(part)?.0));
        Some(Found::Address(format!("{}/{page}", top?)))
    }

    /// Returns the path of a file in the content folder.
    pub(super) fn own(&self, file: FileId) -> &'a str {
        self.config.inside_content(&self.sources.file(file).path)
    }

    /// Returns the file to which a path in a link of a file leads, if it leads to one.
    pub(super) fn file(&self, path: &str, file: FileId) -> Option<FileId> {
        self.files.get(join(self.own(file), &nfc(path))?.as_str()).copied()
    }

    /// Returns the file whose path ends with a name, as Obsidian finds it: of several, the one beside the file that names it,
    /// else the one with the shortest path.
    pub(super) fn named(&self, name: &str, file: FileId) -> Option<FileId> {
        if let Some(beside) = self.file(name, file) {
            return Some(beside);
        }
        let name = nfc(name.trim_start_matches('/')).to_lowercase();
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name: FxHashMap<String, Vec<FileId>> = FxHashMap::default();
            for (path, id) in &self.files {
                by_name.entry(split(path).1.to_lowercase()).or_default().push(*id);
            }
            by_name.values_mut().for_each(|files| files.sort_by_key(|id| (self.own(*id).len(), *id)));
            by_name
        });
        let is_it = |path: &str| {
            let path = path.to_lowercase();
            path.strip_suffix(&name).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        by_name.get(split(&name).1)?.iter().copied().find(|id| is_it(self.own(*id)))
    }

    /// Returns all paths in the content folder; also those of folders, if `folders` is set.
    pub(super) fn all(&self, folders: bool) -> impl Iterator<Item = &str> {
        let shown = folders.then(|| self.folders().shown.iter().map(String::as_str)).into_iter().flatten();
        self.documents.keys().chain(self.files.keys()).copied().chain(shown).filter(|path| !path.is_empty())
    }

    fn in_content(&self, wanted: &str) -> Option<Found> {
        if let Some(document) = self.documents.get(wanted) {
            return Some(Found::Document(*document));
        }
        if self.left_out.contains(wanted) {
            return Some(Found::LeftOut);
        }
        if let Some(file) = self.files.get(wanted) {
            return Some(Found::File(*file));
        }
        let folders = self.folders();
        let document = |document: &Option<DocIx>| document.map_or(Found::LeftOut, Found::Document);
        if let Some(index) = folders.indexes.get(wanted) {
            return Some(document(index));
        }
        if folders.shown.contains(wanted) || wanted.is_empty() {
            return Some(Found::Folder(wanted.to_owned()));
        }
        // Sites name pages without an ending, or with that of a page.
        let page = wanted.strip_suffix(".html").or_else(|| wanted.strip_suffix(".htm"));
        let stem = page.unwrap_or(wanted);
        let of_folder = page.and_then(|page| page.strip_suffix("index"));
        let of_folder = of_folder.filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let index = || folders.indexes.get(of_folder?.trim_end_matches('/'));
        let in_folder = || folders.indexes.get(page?);
        folders.stems.get(stem).or_else(index).or_else(in_folder).map(document)
    }

    fn folders(&self) -> &Folders {
        self.folders.get_or_init(|| {
            let Selection { draft, excluded } = self.selection;
            let included = draft.documents_by_path().into_iter().map(|(ix, document)| (document, Some(ix)));
            let left_out = excluded.iter().map(|excluded| (&*excluded.document, None));
            let mut folders = Folders::default();
            for (document, ix) in included.chain(left_out) {
                folders.add(document, ix);
            }
            let files = self.files.keys().filter(|path| is_taken_along(path, self.config));
            files.for_each(|path| folders.show(path));
            folders
        })
    }
}

impl Folders {
    fn add(&mut self, document: &Document<RawReference>, ix: Option<DocIx>) {
        let stem = document_stem(&document.path);
        self.stems.entry(stem.to_owned()).or_insert(ix);
        let (folder, name) = split(stem);
        // The first name wins, and a document that is part of the site before one that is not.
        let rank = |name: &str| INDEXES.iter().position(|index| index.eq_ignore_ascii_case(name));
        if let Some(rank) = rank(name) {
            let known = self.indexes.get(folder).copied();
            if known.is_none() || rank == 0 && ix.is_some() {
                self.indexes.insert(folder.to_owned(), ix);
            }
        }
        if ix.is_some() {
            self.show(&document.path);
        }
    }

    /// Notes the folders that something is in.
    fn show(&mut self, path: &str) {
        let mut folder = split(path).0;
        while !folder.is_empty() && self.shown.insert(folder.to_owned()) {
            folder = split(folder).0;
        }
    }
}

/// Returns whether a link to the folder of a file is one to the file, too: what readers fill in and look at, unless book.toml
/// says which files are copied.
pub(super) fn is_taken_along(path: &str, config: &Config) -> bool {
    match &config.files.attachments {
        Some(attachments) => attachments.matches(path),
        None => is_for_readers(path),
    }
}

/// Splits a path into its folder and its name.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Returns the part of a path that is inside a folder.
fn inside<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() {
        return Some(path);
    }
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

fn with_fragment(address: String, fragment: Option<&str>) -> String {
    match fragment.filter(|fragment| !fragment.is_empty() && !address.contains('#')) {
        Some(fragment) => format!("{address}#{}", percent_encoded(fragment)),
        None => address,
    }
}

/// Returns the path that `path` means in the file `own`; `None` if it leads out of the folder that both begin at, where one with
/// `/` in front begins, too.
pub(super) fn join(own: &str, path: &str) -> Option<String> {
    let folder = if path.starts_with('/') { "" } else { own.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut joined = String::with_capacity(folder.len() + path.len() + 1);
    joined.push_str(folder);
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
            part => {
                joined.push_str(if joined.is_empty() { "" } else { "/" });
                joined.push_str(part);
            }
        }
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_are_joined_and_stay_inside() {
        assert_eq!(join("policies/a.md", "../plans/b.md").as_deref(), Some("plans/b.md"));
        assert_eq!(join("policies/a.md", "./b.md").as_deref(), Some("policies/b.md"));
        assert_eq!(join("policies/a.md", "/b.md").as_deref(), Some("b.md"));
        assert_eq!(join("policies/a.md", "..").as_deref(), Some(""));
        assert_eq!(join("policies/a.md", "../x/../y/./b.md").as_deref(), Some("y/b.md"));
        assert_eq!(join("a.md", "../b.md"), None);
        assert_eq!(join("policies/a.md", "../../b.md"), None);
    }
}
