//! Where each thing stands in the site.

use super::{SitePath, push_encoded};

/// A page, and perhaps a place on it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// The page.
    pub path: SitePath,
    /// What follows `#`.
    pub anchor: Option<String>,
}

impl Address {
    /// As it is written in a page at `from`.
    pub fn relative_from(&self, from: &SitePath) -> String {
        self.path.relative_with_anchor(from, self.anchor.as_deref())
    }

    /// As it is written after the base address of a site.
    pub fn absolute(&self) -> String {
        with_anchor(self.path.absolute(), self.anchor.as_deref())
    }
}

impl SitePath {
    /// The address of a place on the page at this path, or of the page, as it is written in a page at `from`.
    pub fn relative_with_anchor(&self, from: &Self, anchor: Option<&str>) -> String {
        let is_here = anchor.is_some() && self == from;
        let page = if is_here { String::new() } else { self.relative_from(from) };
        with_anchor(page, anchor)
    }
}

fn with_anchor(mut address: String, anchor: Option<&str>) -> String {
    if let Some(anchor) = anchor {
        address.push('#');
        push_encoded(&mut address, anchor);
    }
    address
}

impl From<SitePath> for Address {
    fn from(path: SitePath) -> Self {
        Self { path, anchor: None }
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
pub fn entry_path(register: &str, id: &str) -> SitePath {
    SitePath::new(format!("registers/{register}/{}.html", slug(id)))
}

/// The page of a register.
pub fn register_path(register: &str) -> SitePath {
    SitePath::new(format!("registers/{register}/index.html"))
}

/// A further part of a register that is too long for one page; no entry's page can stand there.
pub fn register_part_path(register: &str, part: usize) -> SitePath {
    SitePath::new(format!("registers/{register}/part/{part}.html"))
}

/// The calendar of a role, or of all, as a feed.
pub fn calendar_path(role: Option<&str>) -> SitePath {
    SitePath::new(role.map_or("calendar/calendar.ics".to_owned(), |role| format!("calendar/of/{}.ics", slug(role))))
}

/// A copied file at a path of the content folder.
pub fn file_path(path: &str) -> SitePath {
    SitePath::new(format!("files/{path}"))
}

/// The whole model as JSON.
pub const HANDBOOK_JSON: &str = "data/handbook.json";
/// The schema of the whole model.
pub const HANDBOOK_SCHEMA: &str = "data/handbook.schema.json";

/// The tables that are made from more than one register; a register of such a name is taken away under another.
pub const TABLES: [&str; 6] = ["soa", "coverage", "gaps", "treatment-plan", "documents", "required-documents"];

/// The name of a register among the tables that people take away.
pub fn table_of_register(register: &str) -> String {
    let taken = TABLES.contains(&register) || register == "handbook";
    if taken { format!("register-{register}") } else { register.to_owned() }
}

/// A table that people take away, in a format such as `csv`.
pub fn download_path(table: &str, format: &str) -> SitePath {
    SitePath::new(format!("downloads/{table}.{format}"))
}

/// The page of a requirement of a standard of the book's own.
pub fn own_requirement_path(standard: &str, local: &str) -> SitePath {
    SitePath::new(format!("standards/{}/{}.html", slug(standard), slug(local)))
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
