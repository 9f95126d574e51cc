//! Where each thing stands in the site.

use super::{SitePath, escape_anchor};
use crate::catalog::{Catalog, MAIN, ReqIx, RequirementKind};
use crate::model::{DocIx, EntryIx, Handbook, Identity, Schema, Subject};
use crate::source::FileId;

/// A page, and perhaps a place on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The page.
    pub path: SitePath,
    /// What follows `#`.
    pub anchor: Option<String>,
}

impl Address {
    /// As it is written in a page at `from`.
    pub fn relative_from(&self, from: &SitePath) -> String {
        match &self.anchor {
            Some(anchor) if self.path == *from => format!("#{}", escape_anchor(anchor)),
            Some(anchor) => format!("{}#{}", self.path.relative_from(from), escape_anchor(anchor)),
            None => self.path.relative_from(from),
        }
    }
}

impl From<SitePath> for Address {
    fn from(path: SitePath) -> Self {
        Self { path, anchor: None }
    }
}

impl Handbook {
    /// Where a subject stands.
    pub fn address(&self, subject: Subject) -> Address {
        match subject {
            Subject::Document(document) => document_path(&self.document(document).path).into(),
            Subject::Requirement(requirement) => requirement_path(&self.catalog, requirement),
            Subject::Entry(entry) => self.entry_address(entry),
        }
    }

    /// Where a section of a document stands; the front matter is the document itself.
    pub fn section_address(&self, document: DocIx, section: Option<u32>) -> Address {
        let document = self.document(document);
        let anchor = section.map(|at| document.sections[at as usize].heading.anchor.clone());
        Address { path: document_path(&document.path), anchor }
    }

    /// Where a copied file stands.
    pub fn file_address(&self, file: FileId) -> Option<Address> {
        let at = self.attachments.binary_search_by_key(&file, |attachment| attachment.file).ok()?;
        Some(file_path(&self.attachments[at].path).into())
    }

    /// An entry about a control stands on the control's page.
    fn entry_address(&self, ix: EntryIx) -> Address {
        let (register, entry) = self.entry(ix);
        match register.schema.identity {
            Identity::Own => entry_path(&register.schema, &entry.id.value).into(),
            Identity::Control => match self.catalog.find(&entry.id.value) {
                crate::catalog::Found::One(control) => {
                    let page = requirement_path(&self.catalog, control);
                    Address { anchor: page.anchor.or_else(|| Some("decision".to_owned())), ..page }
                }
                _ => SitePath::new("soa.html").into(),
            },
        }
    }
}

/// The page of the document at a path of the content folder; `index.md` and `README.md` are their folder's index.
pub fn document_path(path: &str) -> SitePath {
    let path = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let mut parts: Vec<String> = path.split('/').map(slug).collect();
    if let Some(last) = parts.last_mut()
        && last == "readme"
    {
        "index".clone_into(last);
    }
    let name = parts.join("/");
    // The list of all documents is `documents/index.html`.
    SitePath::new(if name == "index" { "documents/welcome.html".to_owned() } else { format!("documents/{name}.html") })
}

/// The page of an entry.
pub fn entry_path(schema: &Schema, id: &str) -> SitePath {
    SitePath::new(format!("registers/{}/{}.html", schema.name, slug(id)))
}

/// The page of a register.
pub fn register_path(schema: &Schema) -> SitePath {
    match schema.identity {
        Identity::Own => SitePath::new(format!("registers/{}/index.html", schema.name)),
        Identity::Control => SitePath::new("soa.html"),
    }
}

/// A copied file at a path of the content folder.
pub fn file_path(path: &str) -> SitePath {
    SitePath::new(format!("files/{path}"))
}

/// The page of a requirement; one of a retired edition is a row of the transition page.
pub fn requirement_path(catalog: &Catalog, ix: ReqIx) -> Address {
    let requirement = catalog.requirement(ix);
    let standard = catalog.standard_of(ix);
    let local = slug(&requirement.id.local);
    let page = match requirement.kind {
        _ if standard.retired.is_some() => {
            return Address { path: SitePath::new("transition-2013.html"), anchor: Some(local) };
        }
        RequirementKind::Clause if standard.id == MAIN => format!("clauses/{local}.html"),
        RequirementKind::Control if standard.id == MAIN => format!("controls/{local}.html"),
        _ => format!("standards/{}/{local}.html", slug(&standard.id)),
    };
    SitePath::new(page).into()
}

/// The page at an old address; a folder means its index.
pub fn alias_path(alias: &str) -> SitePath {
    let path = alias.trim_start_matches('/');
    SitePath::new(if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() })
}

/// A text as a part of an address: lowercase letters, digits and dots of any script, hyphens for all else.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || matches!(c, '.' | '_') {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches(['-', '.']);
    if slug.is_empty() { "page".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_kind_becomes_an_address() {
        assert_eq!(slug("A.5.15"), "a.5.15");
        assert_eq!(slug("Über uns & mehr!"), "über-uns-mehr");
        assert_eq!(slug("../.."), "page");
        assert_eq!(document_path("policies/Access control.md").as_str(), "documents/policies/access-control.html");
        assert_eq!(document_path("policies/README.md").as_str(), "documents/policies/index.html");
    }
}
