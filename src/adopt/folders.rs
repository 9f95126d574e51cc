//! The rules for documents by their paths: what those of a folder have in common, and what paths say.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Page;
use super::group::{DocumentRule, Group, Judging};
use super::kind::{escape, kinds};
use super::language::{of_most, translations};
use super::listing::Listing;
use super::standard::standards;
use super::toml::Line;
use crate::value::quoted;

/// Number of folders with one document each that are put together.
const MANY: usize = 3;

/// Returns the rules of each folder at the top; folders whose rules are the same share one.
pub(super) fn of_folders<'a>(
    pages: &'a [Page<'a>],
    listed: &BTreeSet<&str>,
    judging: Judging<'_>,
) -> Vec<DocumentRule> {
    let mut folders: BTreeMap<&str, Vec<&Page<'a>>> = BTreeMap::new();
    for page in pages {
        folders.entry(page.path.split_once('/').map_or("", |(folder, _)| folder)).or_default().push(page);
    }
    let of_one = folders.iter().filter(|(folder, pages)| !folder.is_empty() && pages.len() == 1).count();
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (folder, pages) in folders {
        let is_one_of_many = of_one >= MANY && !folder.is_empty() && pages.len() == 1;
        let (name, pattern) = match folder {
            "" => ("at the top".to_owned(), "*.md".to_owned()),
            folder => (format!("{folder}/"), format!("{}/**", escape(folder))),
        };
        let name = if is_one_of_many { format!("{of_one} folders with one document") } else { name };
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => {
                group.patterns.push(pattern);
                group.pages.extend(pages);
            }
            None => groups.push(Group { name, patterns: vec![pattern], is_listed: listed.contains(folder), pages }),
        }
    }
    let mut rules: Vec<DocumentRule> = Vec::new();
    for rule in groups.iter().flat_map(|group| group.rules(judging)) {
        match rules.iter_mut().find(|known| known.lines == rule.lines) {
            Some(known) => {
                known.matches.extend(rule.matches);
                known.report.extend(rule.report);
            }
            None => rules.push(rule),
        }
    }
    rules
}

/// Returns the rules of registers of documents, other standards and translations.
pub(super) fn of_paths<'a, 't: 'a>(
    pages: &[Page<'_>],
    listings: impl Iterator<Item = &'a Listing<'t>>,
    judging: Judging<'_>,
) -> Vec<DocumentRule> {
    let rule = |pattern: String, key: &str, value: &str| DocumentRule {
        report: vec![format!("{pattern}: {key} {value}")],
        matches: vec![pattern],
        lines: vec![Line::sure(format!("{key} = {}", quoted(value)))],
    };
    let listed = listings.map(|listing| listing.rule(judging));
    let standards = standards(pages);
    let translated =
        translations(pages, of_most(pages)).into_iter().map(|(pattern, tag)| rule(pattern, "language", &tag));
    let of_others: Vec<String> =
        standards.iter().map(|(pattern, _)| pattern.trim_end_matches("**").to_owned()).collect();
    let ours: Vec<&Page<'_>> =
        pages.iter().filter(|page| !of_others.iter().any(|folder| page.path.starts_with(folder))).collect();
    let of_kinds = kinds(&ours).into_iter().map(|(kind, patterns)| DocumentRule {
        report: vec![format!("{}: kind {kind}, by titles or folders", shortened(&patterns))],
        matches: patterns,
        lines: vec![Line::sure(format!("kind = {}", quoted(kind)))],
    });
    let standards = standards.into_iter().map(|(pattern, standard)| rule(pattern, "standard", &standard));
    listed.chain(of_kinds).chain(standards).chain(translated).collect()
}

/// Returns the first of some patterns for the report.
fn shortened(patterns: &[String]) -> String {
    const LISTED: usize = 3;
    let more = patterns.len().saturating_sub(LISTED);
    let listed = patterns.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{listed} and {more} more") } else { listed }
}
