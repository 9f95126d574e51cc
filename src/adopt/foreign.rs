//! Folders and files of a repository that are not part of its handbook.

use super::words::{Words, plain};

/// Returns why a folder is not entered; `None` for one that may hold a part of the handbook.
pub(crate) fn is_foreign(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let is_sure = Words::all().foreign["sure"].contains(&name);
    is_sure.then_some("it holds files of other programs")
}

/// Something to leave out, as book.toml writes it, with the reason.
pub(super) type Left = (String, String);

/// Returns whether a path is left out.
pub(super) fn is_among(left: &[Left], path: &str) -> bool {
    left.iter().any(|(left, _)| path == left || left.ends_with("/**") && path.starts_with(left.trim_end_matches("**")))
}

/// Returns the other paths of a repository to leave out. `documents` and `others` are the paths of all its documents and of its
/// other files.
pub(super) fn left_out(documents: &[&str], others: &[String]) -> Vec<Left> {
    let words = &Words::all().foreign;
    let is_in = |list: &str, name: &str| words[list].iter().any(|word| *word == name);
    let mut found: Vec<Left> = Vec::new();
    for path in documents {
        let covered = |found: &[Left]| found.iter().any(|(folder, _)| path.starts_with(folder.trim_end_matches("**")));
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        for folder in folders {
            let name = plain(folder.rsplit('/').next().unwrap_or(folder));
            let why = match name.as_str() {
                name if is_in("unfinished", name) => Some("it holds unfinished documents"),
                name if is_in("retired", name) => Some("it holds documents that are no longer in force"),
                name if is_in("generated", name) && is_generated(folder, others) => {
                    Some("another program generates it")
                }
                _ => None,
            };
            if let Some(why) = why.filter(|_| !covered(&found)) {
                found.push((format!("{folder}/**"), why.to_owned()));
            }
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = plain(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
        if is_in("of-repositories", &stem) && !covered(&found) {
            found.push(((*path).to_owned(), "it is about the repository itself".to_owned()));
        }
    }
    let is_left = |path: &str| found.iter().any(|(left, _)| path.starts_with(left.trim_end_matches("**")));
    // A repository of nothing but drafts is a handbook nevertheless.
    if documents.iter().all(|path| is_left(path)) {
        found.retain(|(_, why)| why.starts_with("another") || why.starts_with("it is about"));
    }
    found
}

/// Returns the outermost folders that hold a program and nothing of a handbook. `relevant` are the paths of what is a part of it.
pub(super) fn programs(documents: &[&str], others: &[String], relevant: &[&str]) -> Vec<Left> {
    const CODE: [&str; 20] = [
        "rs", "py", "js", "ts", "tsx", "jsx", "go", "java", "rb", "php", "c", "cpp", "cs", "tf", "sql", "vue", "swift",
        "kt", "sh", "ps1",
    ];
    let is_below = |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let is_code = |path: &String| path.rsplit_once('.').is_some_and(|(_, ending)| CODE.contains(&ending));
    let code: Vec<&String> = others.iter().filter(|path| is_code(path)).collect();
    let mut found: Vec<Left> = Vec::new();
    for path in documents.iter().filter(|_| !code.is_empty()) {
        for (at, _) in path.match_indices('/') {
            let folder = &path[..at];
            let is_program =
                code.iter().any(|path| is_below(path, folder)) && !relevant.iter().any(|path| is_below(path, folder));
            let pattern = format!("{folder}/**");
            if is_program && !found.iter().any(|(known, _)| pattern.starts_with(known.trim_end_matches("**"))) {
                found.push((pattern, "a program is in it, and nothing of a handbook".to_owned()));
                break;
            }
        }
    }
    found
}

/// Returns whether a folder holds web pages or printed documents beside its Markdown.
fn is_generated(folder: &str, others: &[String]) -> bool {
    let is_made = |path: &String| {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')) && ["html", "htm", "pdf"].contains(&ending)
    };
    others.iter().any(is_made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_handbook_is_left_out_with_its_reason() {
        let others = ["export/index.html", "build.gradle"].map(str::to_owned);
        let documents = [
            "a.md",
            "build/b.md",
            "docs/drafts/c.md",
            "docs/drafts/d.md",
            "export/a.md",
            "CONTRIBUTING.md",
            "x/archive/y/z.md",
        ];
        let left: Vec<String> = left_out(&documents, &others).into_iter().map(|(path, _)| path).collect();
        assert_eq!(left, ["docs/drafts/**", "export/**", "CONTRIBUTING.md", "x/archive/**"]);
        assert!(is_foreign("web/node_modules").is_some());
        assert_eq!(is_foreign("policies"), None);
    }

    #[test]
    fn a_folder_with_a_program_is_left_out_unless_the_handbook_is_in_it() {
        let documents = ["README.md", "web/README.md", "web/docs/a.md", "isms/tools/README.md", "isms/policies/a.md"];
        let others = ["web/index.ts", "isms/tools/a.py"].map(str::to_owned);
        let left: Vec<String> =
            programs(&documents, &others, &["isms/policies/a.md"]).into_iter().map(|(path, _)| path).collect();
        assert_eq!(left, ["web/**", "isms/tools/**"]);
        assert_eq!(programs(&documents, &[], &[]), []);
    }

    #[test]
    fn a_repository_of_drafts_is_not_left_out() {
        assert_eq!(left_out(&["drafts/a.md", "drafts/b.md"], &[]), []);
    }
}
