//! Pages for the folders that links lead to and that have no index. A book that links to none has none.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::path::{is_taken_along, split};
use crate::config::Config;
use crate::id::natural;
use crate::model::{Destination, DocIx, Folder, Subject};
use crate::pages::{document_path, folder_path};
use crate::parse::Draft;
use crate::source::{FileId, Role, Sources, Span};

/// What is directly in a folder.
#[derive(Default)]
struct Content<'a> {
    documents: Vec<DocIx>,
    files: Vec<FileId>,
    /// The names of the folders in it, with something that the site has.
    folders: Vec<&'a str>,
}

/// Returns a page for each folder of `linked` and for those below it, down to the first index. `files` are those
/// that links lead to.
pub(super) fn pages(
    linked: &BTreeMap<String, Span>,
    draft: &Draft,
    sources: &Sources,
    config: &Config,
    files: &BTreeMap<FileId, Span>,
) -> Vec<Folder> {
    if linked.is_empty() {
        return Vec::new();
    }
    let contents = contents(draft, sources, config, files);
    let mut pages: BTreeMap<String, Folder> = BTreeMap::new();
    let mut open: Vec<(String, Span)> = linked.iter().map(|(path, span)| (path.clone(), *span)).collect();
    while let Some((path, span)) = open.pop() {
        let Some(content) = contents.get(path.as_str()).filter(|_| !pages.contains_key(&path)) else { continue };
        let below = content.folders.iter().map(|name| (*name, format!("{path}/{name}")));
        let folders = below.map(|(name, below)| {
            let index = contents.get(below.as_str()).and_then(|content| index(&below, content, draft));
            let to = index.map_or_else(|| Destination::Folder(below), |ix| Destination::Subject(Subject::Document(ix)));
            (name.to_owned(), to)
        });
        let folders: Vec<_> = folders.collect();
        open.extend(folders.iter().filter_map(|(_, to)| match to {
            Destination::Folder(path) => Some((path.clone(), span)),
            _ => None,
        }));
        let (documents, files, page) = (content.documents.clone(), content.files.clone(), folder_path(&path));
        let address = config.files.address(&place_of(&path, sources, config));
        pages.insert(path.clone(), Folder { path, page, span, documents, files, folders, address });
    }
    pages.into_values().collect()
}

/// Returns the path of a folder of the content folder in the repository; of the content folder itself, with a final `/`.
pub(super) fn place_of(path: &str, sources: &Sources, config: &Config) -> String {
    let inside = format!("{}/{path}", config.content_folder());
    let inside = inside.trim_start_matches('/');
    let place = sources.repository().map_or_else(|| inside.to_owned(), |known| known.path_of(inside));
    if path.is_empty() && !place.is_empty() { format!("{}/", place.trim_end_matches('/')) } else { place }
}

/// Returns the index of a folder.
fn index(path: &str, content: &Content<'_>, draft: &Draft) -> Option<DocIx> {
    let page = document_path(&format!("{path}/index.md"));
    content.documents.iter().copied().find(|ix| draft.documents[*ix].page == page)
}

/// Returns what is in each folder of the content.
fn contents<'a>(
    draft: &'a Draft,
    sources: &'a Sources,
    config: &'a Config,
    linked: &BTreeMap<FileId, Span>,
) -> FxHashMap<&'a str, Content<'a>> {
    let mut contents: FxHashMap<&str, Content<'_>> = FxHashMap::default();
    for (ix, document) in draft.documents.iter_enumerated() {
        let (folder, _) = split(&document.path);
        contents.entry(folder).or_default().documents.push(ix);
    }
    let files = sources.of_role(Role::Attachment).map(|(id, file)| (id, config.inside_content(&file.path)));
    for (id, path) in files.filter(|(id, path)| linked.contains_key(id) || is_taken_along(path, config)) {
        contents.entry(split(path).0).or_default().files.push(id);
    }
    let mut below: Vec<&str> = contents.keys().copied().collect();
    while let Some(path) = below.pop() {
        if path.is_empty() {
            continue;
        }
        let (folder, name) = split(path);
        if !contents.contains_key(folder) {
            below.push(folder);
        }
        contents.entry(folder).or_default().folders.push(name);
    }
    for content in contents.values_mut() {
        content.files.sort_by(|a, b| natural(&sources.file(*a).path, &sources.file(*b).path));
        content.folders.sort_by(|a, b| natural(a, b));
    }
    contents
}
