//! Addresses of pages and files that every disk can hold.

use crate::catalog::Catalog;
use crate::diag::Diagnostic;
use crate::model::{Attachment, Folder, Identity};
use crate::pages::{alias_path, download_path, file_path, table_of_register};
use crate::parse::Draft;
use crate::site::SitePath;
use crate::source::{FileId, Role, Sources, Span};

/// Reports each address that some disk cannot hold, at what it is made from.
pub(super) fn unportable(
    draft: &Draft,
    catalog: &Catalog,
    (attachments, folders): (&[Attachment], &[Folder]),
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut claim = |path: &SitePath, span: Option<Span>, help: &str| {
        if let Some(why) = path.unportable() {
            let message = format!("the address `{}` cannot be used: {why}", shortened(path.as_str()));
            found.push(Diagnostic::error("unportable-address", span, message).help(help.to_owned()));
        }
    };
    let whole = |file: FileId| Some(Span::new(file, 0..0));
    for (_, document) in draft.documents_by_path() {
        claim(&document.page, whole(document.file), "rename the file or its folder");
        for alias in &document.meta.aliases {
            claim(&alias_path(&alias.value), Some(alias.span), "remove the alias: no such page can have existed");
        }
    }
    for register in draft.registers.iter().filter(|register| register.schema.identity == Identity::Own) {
        let name = &register.schema.name;
        let table = download_path(&table_of_register(name), "xlsx");
        let page = [register.schema.page(), table].into_iter().find(|path| path.unportable().is_some());
        if let Some(page) = page {
            claim(&page, declared(name, sources), "choose another name for the register");
            continue;
        }
        for entry in &register.entries {
            claim(&entry.page.path, Some(entry.id.span), "change the id");
        }
    }
    for (_, requirement) in catalog.requirements() {
        claim(&requirement.page.path, None, "change the id of the standard or of the requirement in its catalogue");
    }
    for folder in folders {
        claim(&folder.page, Some(folder.span), "rename the folder");
    }
    for attachment in attachments {
        claim(&file_path(&attachment.path), whole(attachment.file), "rename the file");
    }
    found
}

/// Returns the place in book.toml that names a register.
fn declared(name: &str, sources: &Sources) -> Option<Span> {
    let (id, file) = sources.of_role(Role::Config).next()?;
    let at = file.text()?.find(name)?;
    Some(Span::new(id, at..at + name.len()))
}

/// Returns an address as a message can show it.
fn shortened(path: &str) -> String {
    const SHOWN: usize = 80;
    if path.len() <= SHOWN { path.to_owned() } else { format!("{}…", &path[..path.floor_char_boundary(SHOWN)]) }
}
