//! Links to files that are there, but that the site does not have: one note for the book.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::source::Span;

/// Maximum number of files that the note names.
const NAMED: usize = 5;

/// Returns the note on files of which each is given with the place of a link. Of several links to one file, one counts.
pub(super) fn note(links: Vec<(String, Span)>) -> Option<Diagnostic> {
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    for (path, place) in links {
        let known = places.entry(path).or_insert(place);
        *known = place.min(*known);
    }
    let mut files: Vec<(&String, &Span)> = places.iter().collect();
    files.sort_by_key(|(_, place)| **place);
    let (_, first) = files.first()?;
    let name = |(path, _): &(&String, &Span)| format!("`{}`", if path.is_empty() { "/" } else { path.as_str() });
    let mut names: Vec<String> = files.iter().take(NAMED).map(name).collect();
    if files.len() > NAMED {
        names.push("…".to_owned());
    }
    let names = names.join(", ");
    let message = match files.len() {
        1 => format!("the site does not have {names}, so that the link to it is shown as its words"),
        count => format!(
            "the site does not have {count} files or folders that links lead to, which are shown as their words: {names}"
        ),
    };
    let help = "set `repository = \"https://…/{path}\"` in `[book]`, so that such links lead to the repository";
    Some(Diagnostic::warning("unpublished-file", **first, message).subject("files").help(help.to_owned()))
}
