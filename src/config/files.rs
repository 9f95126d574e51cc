//! The files in the content folder: which are documents, which do not belong to the book, and where links to the others lead.

use super::patterns::{Patterns, named};
use crate::diag::Diagnostic;
use crate::letters::nfc;
use crate::site::{is_web_address, percent_encoded, scheme};
use crate::source::{Spanned, is_markdown};
use crate::value::Fields;

/// Which files belong to a book, and where links to others lead.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Files {
    /// The patterns of documents, as written.
    pub include: Patterns,
    /// The patterns of `include` that decide which Markdown files are documents: all of them, if there are none.
    of_markdown: Patterns,
    /// The patterns of `include` that make documents of other files.
    of_others: Patterns,
    /// What is not a part of the book.
    pub exclude: Patterns,
    /// Whether what git ignores is not a part of the book either.
    pub gitignore: bool,
    /// The files that may be copied to the site; `None` for all that something refers to.
    pub attachments: Option<Patterns>,
    /// The address of a file of the repository; contains `{path}`.
    pub repository: Option<String>,
    /// New places for the beginnings of links, longest first.
    routes: Vec<Route>,
}

/// A beginning of links, and what stands for it.
#[derive(Debug, Clone, PartialEq)]
struct Route {
    /// Without a final slash.
    from: String,
    to: Routed,
}

/// The place that a route leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Routed {
    /// A path that begins at the content folder, with `/`.
    Path(String),
    /// An address outside of the site.
    Address(String),
}

impl Files {
    /// Returns whether a file at a path of the content folder is a document.
    pub fn is_document(&self, path: &str) -> bool {
        let by_default = is_markdown(path) && (self.of_markdown.written().is_empty() || self.of_markdown.matches(path));
        by_default || self.of_others.names(path)
    }

    /// Returns whether a file at a path of the content folder may be copied to the site.
    pub fn may_copy(&self, path: &str) -> bool {
        self.attachments.as_ref().is_none_or(|attachments| attachments.matches(path))
    }

    /// Returns the address of a file of the repository, if book.toml says where the repository is.
    pub fn address(&self, path: &str) -> Option<String> {
        Some(self.repository.as_ref()?.replace("{path}", &percent_encoded(path)))
    }

    /// Returns what stands for a path in a link, if its beginning has a route.
    pub fn routed(&self, path: &str) -> Option<Routed> {
        let rest_of = |route: &Route| {
            let rest = path.strip_prefix(route.from.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then_some(rest)
        };
        let (route, rest) = self.routes.iter().find_map(|route| Some((route, rest_of(route)?)))?;
        Some(match &route.to {
            Routed::Path(folder) => Routed::Path(format!("{folder}{rest}")),
            Routed::Address(address) if rest.trim_matches('/').is_empty() => Routed::Address(address.clone()),
            Routed::Address(address) => {
                Routed::Address(format!("{}{}", address.trim_end_matches('/'), percent_encoded(rest)))
            }
        })
    }
}

/// Reads the keys about files in `[book]`.
pub(super) fn read_files(book: &Fields<'_>) -> Files {
    let include = Patterns::read(book, "include").unwrap_or_default();
    Files {
        of_markdown: include.of(can_name_markdown),
        of_others: include.of(|pattern| !named(pattern).ends_with('*')),
        include,
        exclude: Patterns::read(book, "exclude").unwrap_or_default(),
        gitignore: book.flag("gitignore").is_some_and(|flag| flag.value),
        attachments: Patterns::read(book, "attachments"),
        repository: book.text("repository").and_then(|pattern| read_repository(pattern, book)),
        routes: read_routes(book),
    }
}

/// Returns whether a pattern can match Markdown: it does not if it spells out another ending, such as `**/*.mdx`.
fn can_name_markdown(pattern: &str) -> bool {
    let name = pattern.rsplit('/').next().unwrap_or(pattern);
    let Some((_, ending)) = name.rsplit_once('.') else { return true };
    let is_plain = !ending.is_empty() && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    !is_plain || is_markdown(name)
}

/// Reads the address of the files of the repository.
fn read_repository(pattern: Spanned<String>, fields: &Fields<'_>) -> Option<String> {
    let rest = pattern.value.replacen("{path}", "", 1);
    let is_address = is_web_address(&rest) && !rest.contains(['{', '}', '"', '<', '>', ' ']);
    if is_address && rest.len() < pattern.value.len() {
        return Some(pattern.value);
    }
    let message = format!("`{}` is not a valid address for `repository`", pattern.value);
    let help = "write it like `https://git.example.com/team/handbook/blob/main/{path}`".to_owned();
    fields.report(Diagnostic::error("invalid-name", pattern.span, message).help(help));
    None
}

/// Reads the routes, longest first.
fn read_routes(book: &Fields<'_>) -> Vec<Route> {
    let Some(table) = book.table("routes") else { return Vec::new() };
    let mut routes = Vec::new();
    for (from, place) in table.keys() {
        if !from.starts_with('/') || from.contains(['#', '?']) {
            let message = format!("`{from}` is not the beginning of a link");
            let help = "begin it with `/`, as in `\"/handbook/\" = \"\"`".to_owned();
            table.report(Diagnostic::error("invalid-name", place, message).help(help));
        }
        let Some(to) = table.text(from) else { continue };
        let is_inside = !to.value.split('/').any(|part| part == "..") && scheme(&to.value).is_none();
        let from = nfc(from.trim_end_matches('/')).into_owned();
        if is_web_address(&to.value) {
            routes.push(Route { from, to: Routed::Address(to.value) });
        } else if is_inside {
            let folder = to.value.trim_matches('/').trim_start_matches("./");
            let folder = if folder.is_empty() { String::new() } else { format!("/{}", nfc(folder)) };
            routes.push(Route { from, to: Routed::Path(folder) });
        } else {
            let message = format!("`{}` is neither a path below the content folder nor a web address", to.value);
            let help =
                "write a path such as `policies`, `\"\"` for the content folder itself, or an address".to_owned();
            table.report(Diagnostic::error("invalid-value", to.span, message).help(help));
        }
    }
    routes.sort_by_key(|route| std::cmp::Reverse(route.from.len()));
    routes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{config, unread};

    fn files(keys: &str) -> Files {
        config(&format!("//- book.toml\n{keys}\n")).files
    }

    #[test]
    fn a_pattern_of_a_folder_is_everything_in_it() {
        for pattern in ["a/b", "a/b/", "./a/b", "/a/b/**", "a/*", "**/b"] {
            let exclude = files(&format!("exclude = [\"{pattern}\"]")).exclude;
            for path in ["a/b", "a/b/c.md", "a/b/c/d.png"] {
                assert!(exclude.matches(path), "{pattern} {path}");
            }
            assert!(!exclude.matches("a.md") && !exclude.matches("x/a/c/b.md"), "{pattern}");
        }
        let exclude = files("exclude = [\"*.md\"]").exclude;
        assert!(exclude.matches("a.md") && !exclude.matches("b/a.md"), "a star stays in its folder");
        assert!(files("exclude = [\"**\"]").exclude.matches("a/b.md"));
    }

    #[test]
    fn include_narrows_markdown_and_adds_other_endings() {
        let is_document = |include: &str, path: &str| files(include).is_document(path);
        for include in ["", "include = []", "include = [\"**/*.mdx\"]"] {
            assert!(is_document(include, "a/b.md") && is_document(include, "B.MARKDOWN"), "{include}");
            assert!(!is_document(include, "a/b.txt"));
        }
        for path in ["a/b.mdx", "b.md.tmpl", "b.md"] {
            assert!(is_document("include = [\"**/*.mdx\", \"**/*.md.tmpl\", \"**/*.md\"]", path), "{path}");
            assert!(is_document("include = [\"**/*.{md,mdx,tmpl}\"]", path), "{path}");
        }
        for include in ["include = \"policies\"", "include = [\"policies/**\"]", "include = [\"policies/**/*.md\"]"] {
            assert!(is_document(include, "policies/a.md"), "{include}");
            assert!(!is_document(include, "plans/a.md"), "{include}");
            assert!(!is_document(include, "policies/logo.png"), "a folder does not make documents of pictures");
        }
    }

    #[test]
    fn the_longest_route_wins_and_whole_segments_count() {
        let files = files(
            "routes = { \"/handbook/\" = \"\", \"/handbook/old\" = \"archive/2020\", \"/privacy\" = \"https://e.org/p\" }",
        );
        let path = |path: &str| Some(Routed::Path(path.to_owned()));
        let address = |address: &str| Some(Routed::Address(address.to_owned()));
        assert_eq!(files.routed("/handbook/backup"), path("/backup"));
        assert_eq!(files.routed("/handbook"), path(""));
        assert_eq!(files.routed("/handbook/old/a.md"), path("/archive/2020/a.md"));
        assert_eq!(files.routed("/handbook/older"), path("/older"));
        assert_eq!(files.routed("/handbooks/x"), None);
        assert_eq!(files.routed("/privacy/"), address("https://e.org/p"));
        assert_eq!(files.routed("/privacy/a b"), address("https://e.org/p/a%20b"));
        assert_eq!(files.routed("privacy"), None);
    }

    #[test]
    fn what_cannot_be_meant_is_reported() {
        let hint = |keys: &str| unread(keys).concat();
        assert!(
            hint("exclude = [\"a[\"]").starts_with("`a[` is not a pattern for files: "),
            "{}",
            hint("exclude = [\"a[\"]")
        );
        assert!(hint("include = [\"../x/**\"]").contains("leads out of the content folder"));
        for address in ["https://e.org/", "{path}", "javascript:{path}", "https://e.org/{file}"] {
            let found = hint(&format!("repository = \"{address}\""));
            assert!(found.contains("is not a valid address for `repository`"), "{address}: {found}");
        }
        assert!(hint("routes = { handbook = \"\" }").contains("is not the beginning of a link"));
        assert!(hint("routes = { \"/x\" = \"../y\" }").contains("neither a path below the content folder"));
        assert!(hint("routes = { \"/x\" = \"javascript:y\" }").contains("neither a path below the content folder"));
        assert!(hint("routes = [\"/x\"]").starts_with("expected a table"));
    }

    #[test]
    fn patterns_that_cannot_be_searched_for_are_an_error_and_not_ignored() {
        let long = "[!é]".repeat(680);
        let list: Vec<String> = (0..100).map(|at| format!("\"x{at}{long}\"")).collect();
        let found = unread(&format!("exclude = [\"secret\", {}]", list.join(", "))).concat();
        assert!(found.starts_with("the patterns in `exclude` are too many, or too long"), "{found:.200}");
        let found = unread(&format!("exclude = [\"{}\"]", "a/".repeat(3000))).concat();
        assert!(found.contains("it has more than 4096 bytes"), "{found:.200}");
        assert_eq!(unread(&format!("exclude = [\"{}\"]", "a/".repeat(300))), [""; 0]);
    }

    #[test]
    fn the_address_of_a_file_is_escaped() {
        let files = files("repository = \"https://e.org/blob/main/{path}?plain=1\"");
        assert_eq!(files.address("a b/c#.md").as_deref(), Some("https://e.org/blob/main/a%20b/c%23.md?plain=1"));
    }
}
