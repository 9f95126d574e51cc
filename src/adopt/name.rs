//! The names of the handbook and of the organisation, the variables in texts, and the routes of an old site.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::document::Page;
use super::words::plain;

/// A guess, and where it is from.
pub(super) type Guess = (String, String);

/// Returns the title of the handbook: that of the first page at the top, else the name of the folder.
pub(super) fn title(pages: &[Page<'_>], folder: &str) -> Guess {
    let is_top = |page: &&Page<'_>| {
        let stem = page.path.rsplit_once('.').map_or(page.path, |(stem, _)| stem);
        ["readme", "index", "_index"].iter().any(|name| stem.eq_ignore_ascii_case(name))
    };
    let plain_title = |title: &str| title.split_whitespace().collect::<Vec<_>>().join(" ");
    let top = pages.iter().find(is_top).and_then(|page| Some((plain_title(page.title.as_deref()?), page.path)));
    match top.filter(|(title, _)| !title.is_empty() && !title.contains(['{', '[', '<', '!'])) {
        Some((title, path)) => (title, format!("the heading of {path}")),
        None => (capitalised(folder), "the name of the folder".to_owned()),
    }
}

/// Returns the name of the organisation: the repository does not say it, so it is that of its folder.
pub(super) fn organisation(folder: &str) -> Guess {
    (capitalised(folder), "the name of the folder".to_owned())
}

fn capitalised(folder: &str) -> String {
    let words = folder.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty());
    let name = words.map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    let name = name.collect::<Vec<_>>().join(" ");
    if name.is_empty() { "Handbook".to_owned() } else { name }
}

static BRACES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{\{\s*[.$]?([A-Za-z][A-Za-z0-9_]*)\s*\}\}").expect("the pattern is sound"));

/// Returns the names between double braces, each with the number of documents that have it. Names of counts are in lowercase.
pub(super) fn variables(pages: &[Page<'_>]) -> BTreeMap<String, usize> {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let names: BTreeSet<&str> =
            BRACES.captures_iter(page.text).filter_map(|braces| Some(braces.get(1)?.as_str())).collect();
        names.into_iter().for_each(|name| *found.entry(name.to_owned()).or_default() += 1);
    }
    found
}

/// Returns whether a variable is the name of the organisation.
pub(super) fn is_organisation(variable: &str) -> bool {
    let name = plain(variable);
    let of = ["company", "organisation", "organization", "firma", "unternehmen"];
    of.iter().any(|word| name == *word || name == format!("{word} name")) || name == "name"
}

static ROUTE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\]\((/[A-Za-z0-9][^)\s#?]*)").expect("the pattern is sound"));

/// Returns the beginnings of links from the top of an old site, each with the folder that it stands for.
pub(super) fn routes(pages: &[Page<'_>]) -> Vec<(String, String)> {
    let stem = |path: &str| {
        let path = path.trim_end_matches('/');
        let path = path.strip_suffix(".html").or_else(|| path.strip_suffix(".md")).unwrap_or(path);
        let index = path
            .rsplit_once('/')
            .filter(|(_, name)| ["index", "readme", "_index"].iter().any(|index| name.eq_ignore_ascii_case(index)));
        index.map_or(path, |(folder, _)| folder).to_owned()
    };
    let own: BTreeSet<String> = pages.iter().map(|page| stem(page.path)).collect();
    let mut counts: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
    for link in pages.iter().flat_map(|page| ROUTE.captures_iter(page.text)).map(|found| stem(&found[1][1..])) {
        if own.contains(&link) {
            continue;
        }
        let parts: Vec<&str> = link.split('/').collect();
        let routed = (1..parts.len()).find_map(|skipped| {
            let rest = parts[skipped..].join("/");
            let mut found = own.iter().filter(|path| **path == rest || path.ends_with(&format!("/{rest}")));
            let path = found.next().filter(|_| found.next().is_none())?;
            let folder = path.strip_suffix(&rest)?.trim_end_matches('/').to_owned();
            Some((format!("/{}", parts[..skipped].join("/")), folder, parts.len() - skipped))
        });
        if let Some((from, to, length)) = routed {
            let (count, longest) = counts.entry((from, to)).or_default();
            *count += 1;
            *longest = length.max(*longest);
        }
    }
    let mut taken = BTreeSet::new();
    let sure = counts.into_iter().filter(|(_, (count, longest))| *count > 1 || *longest > 1);
    let mut sure: Vec<_> = sure.map(|(route, (count, _))| (count, route)).collect();
    sure.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    sure.into_iter().map(|(_, route)| route).filter(|(from, _)| taken.insert(from.clone())).collect()
}
