//! Pages have different addresses.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::model::Identity;
use crate::pages::alias_path;
use crate::parse::Draft;
use crate::site::SitePath;
use crate::source::{Role, Sources, Span};

/// Reports pages that would have the same address, and pages and attachments whose names differ only in case: on some
/// disks those are one file.
pub(super) fn collisions(draft: &Draft, sources: &Sources) -> Vec<Diagnostic> {
    // By the address in lowercase: some disks and servers ignore case.
    let mut addresses: BTreeMap<String, (SitePath, Span)> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    let mut claim = |path: SitePath, span: Span| {
        let Some((first, place)) = addresses.get(&path.as_str().to_lowercase()) else {
            addresses.insert(path.as_str().to_lowercase(), (path, span));
            return;
        };
        let [one, other] = [place, &span].map(|span| &sources.file(span.file).path);
        let help = match one == other && place.file != span.file {
            true => "delete one of the files: their names differ only in how their letters are composed".to_owned(),
            false => "rename one of the files, or change the id or the alias".to_owned(),
        };
        let problem = if *first == path {
            Diagnostic::error("colliding-address", span, format!("two pages would have the address `{path}`"))
        } else {
            let message = format!("the addresses `{path}` and `{first}` differ only in case");
            Diagnostic::warning("colliding-address", span, message)
        };
        diagnostics.push(problem.also(*place, "first used here").help(help));
    };
    // The first of two is the one whose path is first, whatever their titles are.
    let documents = draft.documents_by_path();
    for (_, document) in &documents {
        claim(document.page.clone(), Span::new(document.file, 0..0));
    }
    for register in draft.registers.iter().filter(|register| register.schema.identity == Identity::Own) {
        for entry in &register.entries {
            claim(entry.page.path.clone(), entry.id.span);
        }
    }
    for (_, document) in &documents {
        for alias in &document.meta.aliases {
            claim(alias_path(&alias.value), alias.span);
        }
    }
    // Attachments keep their names, so they collide only where the disk ignores case.
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for (id, file) in sources.of_role(Role::Attachment) {
        if let Some(first) = names.insert(file.path.to_lowercase(), &file.path) {
            let span = Span::new(id, 0..0);
            diagnostics.push(if first == file.path {
                let message = format!("two files have the name `{first}`, with letters composed in two ways");
                Diagnostic::error("colliding-address", span, message).help("delete one of them".to_owned())
            } else {
                let message = format!("`{}` and `{first}` differ only in case", file.path);
                Diagnostic::warning("colliding-address", span, message)
            });
        }
    }
    diagnostics
}
