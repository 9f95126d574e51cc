//! Files with data that no register reads and nothing refers to.

use std::collections::BTreeSet;

use super::resolve::Resolver;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::isms::Decision;
use crate::model::Schema;
use crate::select::Excluded;
use crate::source::{FileId, Role, Sources, Span};

/// Formats in which people keep registers, beside TOML and CSV.
const DATA: [&str; 6] = ["yaml", "yml", "json", "xlsx", "xls", "ods"];

/// Words in the names of files that say what a register is, not which one it is.
const KINDS: [&str; 8] = ["register", "registers", "list", "log", "inventory", "table", "overview", "isms"];

/// Reports them. `is_referred` tells those that something in the book refers to.
pub(super) fn files(
    sources: &Sources,
    config: &Config,
    is_referred: impl Fn(FileId) -> bool,
    excluded: &[Excluded],
    resolver: &Resolver<'_>,
) -> Vec<Diagnostic> {
    let unused = sources.of_role(Role::Attachment).filter(|(id, _)| !is_referred(*id));
    let mut found: Vec<(FileId, Diagnostic)> = unused
        .filter_map(|(id, file)| {
            let path = config.inside_content(&file.path);
            let in_root = config.content_folder().is_empty() && !path.contains('/');
            let help = help(path, in_root, &config.schemas)?;
            let message = format!("no register reads `{path}`, and nothing refers to it");
            Some((id, Diagnostic::warning("unread-file", Span::new(id, 0..0), message).help(help)))
        })
        .collect();
    if !found.is_empty() {
        let left_out = excluded.iter().flat_map(|excluded| {
            let document = &excluded.document;
            document.references().filter_map(|raw| resolver.attachment(raw, document.file))
        });
        let left_out: BTreeSet<FileId> = left_out.collect();
        found.retain(|(id, _)| !left_out.contains(id));
    }
    found.into_iter().map(|(_, diagnostic)| diagnostic).collect()
}

/// Returns what to do with a file if it holds data that somebody may miss. In the root of a book, settings of other
/// programs stand beside the documents.
fn help(path: &str, in_root: bool, schemas: &[Schema]) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, extension) = name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    let register = schemas.iter().find(|schema| names(schema, stem));
    let among_registers = folder == "registers" || folder.starts_with("registers/");
    let is_data = match extension.as_str() {
        "toml" | "csv" => !in_root || register.is_some(),
        other => DATA.contains(&other) && (among_registers || register.is_some()),
    };
    let link = "or link to the file if readers should get it";
    let other = |name: &str| {
        format!("read it by `[[register]]` in book.toml, with `name = \"{name}\"` and `file = \"{path}\"`, {link}")
    };
    is_data.then(|| match (register, extension.as_str()) {
        (Some(schema), "toml") => format!("move it to `registers/{}.toml`, {link}", schema.name),
        (None, "toml") => format!("move it to `registers/`, under the name of its register, {link}"),
        (Some(schema), _) => other(&schema.name),
        (None, _) => other("…"),
    })
}

/// Whether the name of a file is that of a register: `risks`, `Risk register 2026`, `SoA`.
fn names(schema: &Schema, stem: &str) -> bool {
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        let telling = words.filter(|word| !KINDS.contains(&word.as_str()) && word.chars().any(char::is_alphabetic));
        telling.collect::<Vec<_>>().join("-")
    };
    let stem = words(stem);
    let is_soa = schema.name == Decision::REGISTER && matches!(stem.as_str(), "soa" | "statement-of-applicability");
    is_soa || [&schema.name, &schema.singular, &schema.title].iter().any(|name| !stem.is_empty() && words(name) == stem)
}
