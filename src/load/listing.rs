//! Which files of a folder belong to a book, and what each is for.

use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use crate::config::Config;
use crate::diag::{Diagnostic, did_you_mean};
use crate::source::{Role, Spanned};

/// A file to be read: its path on the disk, its path in the book, its role.
pub(super) type Found = (PathBuf, String, Role);

/// All files of a book.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub found: Vec<Found>,
    /// Files and folders that are not there.
    pub missing: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Lists all files of a book: the catalogues, the content folder and the theme that `config` names.
pub(super) fn list(root: &Path, config: &Config) -> Listed {
    let mut diagnostics = Vec::new();
    let mut missing = Vec::new();
    let mut found = Vec::new();
    for Spanned { value, span } in &config.catalogues {
        let path = root.join(value);
        if path.is_file() {
            found.push((path, value.clone(), Role::Catalog));
        } else {
            missing.push(value.clone());
            let message = format!("there is no catalogue `{value}`");
            diagnostics.push(Diagnostic::error("missing-file", *span, message));
        }
    }
    let folder = config.content_folder();
    if root.join(&folder).is_dir() {
        walk(root, &folder, |path| role(config.inside_content(path)), &mut found, &mut diagnostics);
    } else {
        missing.push(folder.clone());
        let message = format!("there is no content folder `{}`", config.content.value);
        let help = match similar_folder(root, &folder) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "set `content = \"…\"` in `[book]` to the folder of the documents".to_owned(),
        };
        diagnostics.push(Diagnostic::error("missing-file", config.content.span, message).help(help));
    }
    if root.join(&config.theme).is_dir() {
        walk(root, &config.theme, |_| Role::Theme, &mut found, &mut diagnostics);
    }
    Listed { found, missing, diagnostics }
}

/// Returns the folder beside one that is not there whose name is most similar, or else the only one with registers.
fn similar_folder(root: &Path, folder: &str) -> Option<String> {
    let (above, name) = folder.rsplit_once('/').map_or(("", folder), |(above, name)| (above, name));
    let entries = root.join(above).read_dir().ok()?.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let with_registers = || {
        let mut found = names.iter().filter(|name| root.join(above).join(name).join("registers").is_dir());
        found.next().filter(|_| found.next().is_none()).map(String::as_str)
    };
    let near = did_you_mean(name, names.iter().map(String::as_str)).or_else(with_registers)?;
    Some(if above.is_empty() { near.to_owned() } else { format!("{above}/{near}") })
}

/// Returns the role of a file at a path inside the content folder: documents are Markdown, registers are TOML below
/// `registers/`, anything else is an attachment.
pub fn role(path: &str) -> Role {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("md" | "markdown") => Role::Document,
        Some("toml") if path.starts_with("registers/") => Role::Register,
        _ => Role::Attachment,
    }
}

/// Lists the files below `root/folder` in the order of their paths, without hidden ones.
fn walk(
    root: &Path,
    folder: &str,
    role: impl Fn(&str) -> Role,
    found: &mut Vec<Found>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let top = root.join(folder);
    let canonical = top.canonicalize().unwrap_or_else(|_| top.clone());
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let mut files = Vec::new();
    let mut entries = WalkDir::new(&top).follow_links(true).into_iter().filter_entry(visible);
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(|| folder.to_owned(), |path| relative(path, root));
                let why = if error.loop_ancestor().is_some() {
                    "it leads back to a parent folder"
                } else {
                    "it cannot be read"
                };
                diagnostics.push(Diagnostic::warning("skipped-file", None, format!("`{path}` is skipped: {why}")));
                continue;
            }
        };
        let path = relative(entry.path(), root);
        if entry.path_is_symlink() && !entry.path().canonicalize().is_ok_and(|real| real.starts_with(&canonical)) {
            let message = format!("`{path}` is skipped: the link leads out of `{folder}`");
            diagnostics.push(Diagnostic::warning("skipped-file", None, message));
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_file() {
            let role = role(&path);
            files.push((entry.into_path(), path, role));
        }
    }
    files.sort_by(|a, b| a.1.cmp(&b.1));
    found.append(&mut files);
}

/// Returns a path relative to `root`, with `/` between its parts.
pub(super) fn relative(path: &Path, root: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts = inside.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}
