//! Folders without an index.

use serde::Serialize;

use super::{LinkView, PageView, Table, View, documents};
use crate::model::{Destination, Folder};
use crate::pages::{PageId, file_path};
use crate::source::FileId;

/// The page of a folder.
#[derive(Debug, Serialize)]
pub(crate) struct FolderPage {
    /// The frame.
    pub page: PageView,
    /// Its path in the content folder.
    pub folder: String,
    /// The folders in it.
    pub folders: Vec<LinkView>,
    /// The documents in it.
    pub documents: Option<Table>,
    /// The copied files in it.
    pub files: Vec<LinkView>,
    /// The address of the folder in the repository, if book.toml says where that is.
    pub repository: Option<String>,
}

/// Returns the page of a folder.
pub(crate) fn page(view: &View<'_>, folder: &Folder) -> FolderPage {
    let handbook = &view.book.handbook;
    let mut page = view.page(folder.name());
    page.breadcrumbs = view.crumbs(&[(view.say("nav.documents"), PageId::Documents.path())]);
    let link = |(name, to): &(String, Destination)| LinkView { text: name.clone(), href: view.book.href(to, view.on) };
    let file = |file: &FileId| {
        let at = handbook.attachments.binary_search_by_key(file, |attachment| attachment.file).ok()?;
        Some(&handbook.attachments[at])
    };
    let files = folder.files.iter().filter_map(file).map(|file| LinkView {
        text: file.name().to_owned(),
        href: Some(file_path(&file.path).relative_from(view.on)),
    });
    FolderPage {
        page,
        folder: folder.path.clone(),
        folders: folder.folders.iter().map(link).collect(),
        documents: documents::table(view, "", folder.documents.iter().copied()).map(Table::filtered),
        files: files.collect(),
        repository: folder.address.clone(),
    }
}
