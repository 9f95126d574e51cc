//! The paths of page families, one for each document, requirement, entry and so on, and of the other files of a site.

use crate::site::{SitePath, slug};
use crate::source::is_markdown;

/// Returns the page of the document at a path of the content folder; `index.md` and `README.md` are the index of their
/// folder.
pub(crate) fn document_path(path: &str) -> SitePath {
    let path = document_stem(path);
    let mut parts: Vec<String> = path.split('/').map(slug).collect();
    if let Some(last) = parts.last_mut()
        && last == "readme"
    {
        "index".clone_into(last);
    }
    let name = parts.join("/");
    // `documents/index.html` is the list of all documents.
    SitePath::new(if name == "index" { "documents/welcome.html".to_owned() } else { format!("documents/{name}.html") })
}

/// Returns the page of the history of the document with a page.
pub(crate) fn history_path(document: &SitePath) -> SitePath {
    let path = document.absolute();
    SitePath::new(format!("history/{}", path.strip_prefix("documents/").unwrap_or(&path)))
}

/// Returns the anchor of a version on that page.
pub(crate) fn version_anchor(version: Option<&str>) -> String {
    version.map_or_else(|| "none".to_owned(), |version| format!("v{}", slug(version)))
}

/// Returns the path or the name of a document without its ending, which may be that of a template: `.md.tmpl`.
pub(crate) fn document_stem(path: &str) -> &str {
    let Some((stem, ending)) = path.rsplit_once('.') else { return path };
    match stem.rsplit_once('.') {
        Some((inner, _)) if is_markdown(stem) && !is_markdown(path) && !ending.contains('/') => inner,
        _ => stem,
    }
}

/// Returns whether the document at a path is the index of its folder.
pub(crate) fn is_index(path: &str) -> bool {
    let name = document_stem(path.rsplit('/').next().unwrap_or(path));
    ["index", "readme"].iter().any(|index| name.eq_ignore_ascii_case(index))
}

/// Returns the page of a folder without an index, by its path in the content folder; for that folder itself, the list of all
/// documents.
pub(crate) fn folder_path(path: &str) -> SitePath {
    let parts = path.split('/').filter(|part| !part.is_empty()).map(slug);
    let folders: String = parts.map(|part| part + "/").collect();
    SitePath::new(format!("documents/{folders}index.html"))
}

/// Returns the page of a clause of the first standard.
pub(crate) fn clause_path(local: &str) -> SitePath {
    SitePath::new(format!("clauses/{}.html", slug(local)))
}

/// Returns the page of a control of the first standard.
pub(crate) fn control_path(local: &str) -> SitePath {
    SitePath::new(format!("controls/{}.html", slug(local)))
}

/// Returns the page that lists the requirements of a standard that the book added.
pub(crate) fn own_standard_path(standard: &str) -> SitePath {
    SitePath::new(format!("{}index.html", own_standard_folder(standard)))
}

/// Returns the page of a requirement of a standard that the book added.
pub(crate) fn own_requirement_path(standard: &str, local: &str) -> SitePath {
    portable(&own_standard_folder(standard), &slug(local))
}

/// Returns the page of a name in a folder. A name that Windows keeps for a device, such as `con.1`, is written with a hyphen.
fn portable(folder: &str, name: &str) -> SitePath {
    let path = SitePath::new(format!("{folder}{name}.html"));
    if path.unportable().is_none() {
        return path;
    }
    let (device, rest) = name.split_once('.').unwrap_or((name, ""));
    SitePath::new(format!("{folder}{device}-{rest}.html"))
}

/// Returns the folder of the pages of a standard that the book added.
pub(crate) fn own_standard_folder(standard: &str) -> String {
    format!("standards/{}/", slug(standard))
}

/// Returns the page of a group of a standard beside the first.
pub(crate) fn standard_part_path(standard: &str, group: &str) -> SitePath {
    portable(&format!("{}part/", own_standard_folder(standard)), &slug(group))
}

/// Returns the page of what is left to do for a measured standard.
pub(crate) fn left_path(standard: &str) -> SitePath {
    SitePath::new(format!("{}left.html", own_standard_folder(standard)))
}

/// Returns the Statement of Applicability of a standard beside the first.
pub(crate) fn own_soa_path(standard: &str) -> SitePath {
    SitePath::new(format!("{}soa.html", own_standard_folder(standard)))
}

/// Returns the page of the requirements of an earlier edition, other than the first one.
pub(crate) fn own_transition_path(standard: &str) -> SitePath {
    SitePath::new(format!("{}transition.html", own_standard_folder(standard)))
}

/// Returns whether a page belongs to a standard that the book added.
pub(crate) fn is_of_own_standard(page: &SitePath) -> bool {
    page.as_str().starts_with("standards/")
}

/// Returns the page of an entry.
pub(crate) fn entry_path(register: &str, id: &str) -> SitePath {
    SitePath::new(format!("registers/{register}/{}.html", slug(id)))
}

/// Returns the page of a register.
pub(crate) fn register_path(register: &str) -> SitePath {
    SitePath::new(format!("registers/{register}/index.html"))
}

/// The folder of the further pages of the list of documents.
pub(crate) const DOCUMENT_LISTS: &str = "lists/documents/";

/// Returns the folder of the further pages of a register.
pub(crate) fn register_folder(register: &str) -> String {
    format!("registers/{register}/")
}

/// Returns a further page of a list that is too long for one page: a part of it (`part`, `2`), or the rows that have a state
/// or a kind in common (`state`, `overdue`). No entry can have this path.
pub(crate) fn list_path(folder: &str, what: &str, name: &str) -> SitePath {
    SitePath::new(format!("{folder}{what}/{name}.html"))
}

/// Returns the file with all rows of a list that is too long for one page.
pub(crate) fn rows_path(folder: &str) -> SitePath {
    SitePath::new(format!("{folder}rows.js"))
}

/// Returns a sheet of a matrix; the suffix tells the sheets of a large one apart.
pub(crate) fn matrix_path(matrix: &str, suffix: &str) -> SitePath {
    SitePath::new(format!("matrix/{matrix}{suffix}.html"))
}

/// Returns the page that prepares or records a management review.
pub(crate) fn review_path(id: &str) -> SitePath {
    SitePath::new(format!("reviews/of/{}.html", slug(id)))
}

/// Returns the page of everything that applies to a role.
pub(crate) fn role_path(id: &str) -> SitePath {
    SitePath::new(format!("roles/of/{}.html", slug(id)))
}

/// Returns a further page of a list that begins on the page `first`.
pub(crate) fn part_path(first: &SitePath, part: usize) -> SitePath {
    let first = first.as_str();
    SitePath::new(format!("{}/{part}.html", first.strip_suffix(".html").unwrap_or(first)))
}

/// Returns the page of what falls due for a role.
pub(crate) fn role_calendar_path(id: &str) -> SitePath {
    SitePath::new(format!("calendar/of/{}.html", slug(id)))
}

/// Returns the calendar feed of a role, or of the whole book.
pub(crate) fn feed_path(role: Option<&str>) -> SitePath {
    SitePath::new(role.map_or("calendar/calendar.ics".to_owned(), |role| format!("calendar/of/{}.ics", slug(role))))
}

/// Returns the feed of the changes of the documents that bind a role, or of all documents.
pub(crate) fn changes_feed_path(role: Option<&str>) -> SitePath {
    SitePath::new(role.map_or("changes/changes.atom".to_owned(), |role| format!("changes/of/{}.atom", slug(role))))
}

/// Returns the path of an attachment, by its path in the content folder.
pub(crate) fn file_path(path: &str) -> SitePath {
    SitePath::new(format!("{FILES}{path}"))
}

/// The folder of attachments.
const FILES: &str = "files/";

/// Returns whether a path is that of an attachment.
pub(crate) fn is_copied(path: &SitePath) -> bool {
    path.as_str().starts_with(FILES)
}

/// Returns the page at an old address; a folder means its index.
pub(crate) fn alias_path(alias: &str) -> SitePath {
    let path = alias.trim_start_matches('/');
    SitePath::new(if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() })
}

/// Name of the page that a folder is asked for by its own path.
pub(crate) const INDEX: &str = "index.html";

/// Path of the whole model as JSON.
pub(crate) const HANDBOOK_JSON: &str = "data/handbook.json";
/// Path of the schema of the whole model.
pub(crate) const HANDBOOK_SCHEMA: &str = "data/handbook.schema.json";

/// Names of the tables that are made from more than one register. A register of such a name is exported under another.
pub(crate) const TABLES: [&str; 7] =
    ["soa", "coverage", "gaps", "calendar", "treatment-plan", "documents", "required-documents"];

/// Returns the name of a register among the exported tables.
pub(crate) fn table_of_register(register: &str) -> String {
    let taken = TABLES.contains(&register) || register == "handbook";
    if taken { format!("register-{register}") } else { register.to_owned() }
}

/// Returns the name of a measured standard among the exported tables.
pub(crate) fn table_of_standard(standard: &str) -> String {
    format!("standard-{}", slug(standard))
}

/// Returns the path of an exported table in a format such as `csv`.
pub(crate) fn download_path(table: &str, format: &str) -> SitePath {
    SitePath::new(format!("downloads/{table}.{format}"))
}

#[cfg(test)]
mod tests {
    use super::{document_path, folder_path};

    #[test]
    fn a_document_has_the_path_of_its_file() {
        assert_eq!(document_path("policies/Access control.md").as_str(), "documents/policies/access-control.html");
        assert_eq!(document_path("policies/README.md").as_str(), "documents/policies/index.html");
        assert_eq!(document_path("v1.2/a.md.tmpl").as_str(), "documents/v1.2/a.html");
        assert_eq!(document_path("x.md/README").as_str(), "documents/x.html");
    }

    #[test]
    fn a_folder_has_the_path_that_its_index_would_have() {
        assert_eq!(folder_path("Forms and lists/A").as_str(), "documents/forms-and-lists/a/index.html");
        assert_eq!(folder_path(""), crate::pages::PageId::Documents.path());
    }
}
