//! The kinds of documents whose folders do not say them: by the names of folders with numbers, and by titles.

use std::collections::BTreeMap;

use super::document::Page;
use super::words::{Words, meaning, plain};
use crate::model::DocumentKind;
use crate::pages::is_index;

/// Returns the patterns of documents of each kind.
pub(super) fn kinds(pages: &[&Page<'_>]) -> Vec<(&'static str, Vec<String>)> {
    let is_start = |path: &str| !path.contains('/') && is_index(path.trim_start_matches('_'));
    let open: Vec<&Page<'_>> =
        pages.iter().copied().filter(|page| !is_said(page.path) && !is_start(page.path)).collect();
    let mut found: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let mut folders: BTreeMap<&str, &'static str> = BTreeMap::new();
    for page in &open {
        for (at, _) in page.path.match_indices('/') {
            let folder = &page.path[..at];
            if let Some(kind) = kind_of_folder(folder.rsplit('/').next().unwrap_or(folder)) {
                folders.insert(folder, kind);
            }
        }
    }
    folders.iter().for_each(|(folder, kind)| found.entry(kind).or_default().push(format!("{}/**", escape(folder))));
    let is_in =
        |path: &str| folders.keys().any(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')));
    let open: Vec<&Page<'_>> = open.into_iter().filter(|page| !is_in(page.path)).collect();
    let mut by_folder: BTreeMap<&str, Vec<(&str, Option<&'static str>)>> = BTreeMap::new();
    for page in open {
        let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        by_folder.entry(folder).or_default().push((page.path, page.title.as_deref().and_then(kind_of_title)));
    }
    for (folder, pages) in by_folder {
        let first = pages[0].1;
        match first.filter(|_| !folder.is_empty() && pages.len() > 1 && pages.iter().all(|(_, kind)| *kind == first)) {
            Some(kind) => found.entry(kind).or_default().push(format!("{}/*", escape(folder))),
            None => {
                let known = pages.into_iter().filter_map(|(path, kind)| Some((path, kind?)));
                known.for_each(|(path, kind)| found.entry(kind).or_default().push(escape(path)));
            }
        }
    }
    // A single title may say anything.
    let is_usual = |patterns: &Vec<String>| patterns.len() > 1 || patterns.iter().any(|pattern| pattern.ends_with('*'));
    found.into_iter().filter(|(_, patterns)| is_usual(patterns)).collect()
}

/// Returns whether the folder of a document says its kind.
fn is_said(path: &str) -> bool {
    path.rsplit('/').skip(1).any(|folder| DocumentKind::of_folder(folder).is_some())
}

/// Returns the kind that a folder such as `02-Policies` is named after.
fn kind_of_folder(name: &str) -> Option<&'static str> {
    let name = plain(name);
    let bare = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let found = DocumentKind::of_folder(bare)?;
    DocumentKind::ALL.iter().find(|(_, kind)| *kind == found).map(|(word, _)| *word)
}

/// Returns the kind that the last word of a title says, or the first one of "Richtlinie zum Zutritt".
pub(super) fn kind_of_title(title: &str) -> Option<&'static str> {
    let title = plain(title);
    let (first, last) = (title.split(' ').next()?, title.rsplit(' ').next()?);
    let kinds = &Words::all().kinds;
    let is_first =
        ["policy", "richtlinie", "leitlinie", "verfahren", "verfahrensanweisung", "arbeitsanweisung"].contains(&first);
    let whole = meaning(kinds, last).or_else(|| is_first.then(|| meaning(kinds, first)).flatten());
    let compound = || {
        let ends = |words: &Vec<String>| {
            words.iter().any(|word| word.len() > 5 && last.len() > word.len() && last.ends_with(word.as_str()))
        };
        kinds.iter().find(|(_, words)| ends(words)).map(|(kind, _)| kind.as_str())
    };
    whole.map(|(kind, _)| kind).or_else(compound)
}

/// Returns a path as a pattern that matches nothing else.
pub(super) fn escape(path: &str) -> String {
    globset::escape(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_numbered_folders_say_the_kind() {
        let cases = [
            ("Access Control Policy", Some("policy")),
            ("Richtlinie zur Lieferantensicherheit", Some("policy")),
            ("Zutrittsrichtlinie", Some("policy")),
            ("Incident Response Plan", Some("plan")),
            ("Standard contractual clauses", None),
            ("Plan of the building", None),
            ("Statement of Applicability", None),
        ];
        for (title, kind) in cases {
            assert_eq!(kind_of_title(title), kind, "{title}");
        }
        assert_eq!(kind_of_folder("02-Policies "), Some("policy"));
        assert_eq!(kind_of_folder("2025"), None);
    }
}
