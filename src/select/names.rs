//! Tells documents of one name apart: ids that are made from paths, and titles.
//!
//! In a repository that was not written as one handbook, each folder has its `incident-response.md`, and each text begins with
//! "Purpose". An id that a file only has from its name then takes as many folders before it as it needs, and a title
//! the folder or the name of the file behind it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::{Document, RawReference};
use crate::parse::{file_title, id_parts};
use crate::source::FileId;

type Raw = Arc<Document<RawReference>>;

/// The documents that got another name in the last run, each with what it was made from.
#[derive(Debug, Default)]
pub struct Cache(FxHashMap<FileId, (Raw, Raw)>);

/// A name that a document gets.
#[derive(Default)]
struct Name {
    id: Option<String>,
    /// Goes behind the title.
    qualifier: Option<String>,
}

/// Gives documents names that nothing else has, where there are such names.
pub(super) fn tell_apart(documents: &mut [Raw], cache: &mut Cache) {
    let mut names: BTreeMap<usize, Name> = BTreeMap::new();
    for group in groups(documents, |document| document.meta.id.value.clone()) {
        let made: Vec<usize> = group.iter().copied().filter(|at| !documents[*at].meta.has_own_id).collect();
        let has_own = made.len() < group.len();
        for (at, id) in made.iter().zip(ids(documents, &made, has_own)) {
            names.entry(*at).or_default().id = id;
        }
    }
    for group in groups(documents, |document| document.meta.title.to_lowercase()) {
        for (at, qualifier) in group.iter().zip(qualifiers(documents, &group)) {
            names.entry(*at).or_default().qualifier = qualifier;
        }
    }
    names.retain(|_, name| name.id.is_some() || name.qualifier.is_some());
    let mut renamed = FxHashMap::default();
    for (at, name) in names {
        let document = &documents[at];
        let new = name.give_to(document);
        // The same document as in the last run is not linked again.
        let known =
            cache.0.remove(&document.file).filter(|(from, to)| Arc::ptr_eq(from, document) && to.meta == new.meta);
        let known = known.unwrap_or_else(|| (document.clone(), Arc::new(new)));
        documents[at] = known.1.clone();
        renamed.insert(known.0.file, known);
    }
    cache.0 = renamed;
}

impl Name {
    fn give_to(self, document: &Document<RawReference>) -> Document<RawReference> {
        let mut document = document.clone();
        if let Some(id) = self.id {
            document.meta.id.value = id;
        }
        if let Some(qualifier) = self.qualifier {
            let title = format!("{} ({qualifier})", document.meta.title);
            document.meta.plain_title = Some(std::mem::replace(&mut document.meta.title, title));
        }
        document
    }
}

/// Returns the documents of each name that several have, by their indices.
fn groups(documents: &[Raw], name: impl Fn(&Document<RawReference>) -> String) -> Vec<Vec<usize>> {
    let mut groups: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, document) in documents.iter().enumerate() {
        groups.entry(name(document)).or_default().push(at);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// Returns the id of each document of a group: the shortest end of its path that no other one has. If one has stated the
/// id, none of the others keeps it.
fn ids(documents: &[Raw], group: &[usize], is_taken: bool) -> Vec<Option<String>> {
    let paths: Vec<Vec<String>> = group.iter().map(|at| id_parts(&documents[*at].path)).collect();
    let shortest = 1 + usize::from(is_taken);
    shortest_ends(&paths, shortest).into_iter().map(|end| end.filter(|id| id.contains('/'))).collect()
}

/// Returns what tells each document of a group from the others: its folder or the name of its file, whichever is
/// shorter, or else a part of its path.
fn qualifiers(documents: &[Raw], group: &[usize]) -> Vec<Option<String>> {
    let paths: Vec<&str> = group.iter().map(|at| documents[*at].path.as_str()).collect();
    let folders: Vec<String> = paths.iter().map(|path| folder(path).to_owned()).collect();
    let files: Vec<String> = paths.iter().map(|path| file_title(path)).collect();
    let length = |names: &[String]| names.iter().map(|name| name.chars().count()).sum::<usize>();
    let best = [folders, files].into_iter().filter(|names| differ(names)).min_by_key(|names| length(names));
    let names = best.map_or_else(
        || {
            let parts = |path: &&str| path.split('/').map(str::to_owned).collect();
            shortest_ends(&paths.iter().map(parts).collect::<Vec<_>>(), 1)
        },
        |names| names.into_iter().map(Some).collect(),
    );
    names.into_iter().map(|name| name.filter(|name| !name.is_empty())).collect()
}

/// Returns the name of the folder that a file is in.
fn folder(path: &str) -> &str {
    let mut parts = path.rsplit('/').skip(1);
    parts.next().unwrap_or_default()
}

fn differ(names: &[String]) -> bool {
    let mut sorted: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    sorted.sort_unstable();
    sorted.windows(2).all(|pair| pair[0] != pair[1])
}

/// Returns of each path the shortest end, of at least `from` parts, that no other path has: a whole path counts as its own.
fn shortest_ends(paths: &[Vec<String>], from: usize) -> Vec<Option<String>> {
    let end = |path: &[String], length: usize| path[path.len().saturating_sub(length)..].join("/");
    let longest = paths.iter().map(Vec::len).max().unwrap_or_default();
    let mut found = vec![None; paths.len()];
    // What no other path ends with, no other path ends with together with more of it.
    let mut open: Vec<usize> = (0..paths.len()).collect();
    for length in from..=longest {
        let mut uses: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for at in open {
            uses.entry(end(&paths[at], length)).or_default().push(at);
        }
        open = Vec::new();
        for (end, of) in uses {
            match of[..] {
                [one] => found[one] = Some(end),
                _ => open.extend(of),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Cache, tell_apart};
    use crate::fixture::read;
    use crate::parse;

    /// Returns the id, the title and the title on its own page of each document.
    fn names(fixture: &str) -> Vec<String> {
        let (sources, config) = read(fixture);
        let mut documents = parse::parse(&sources, &config, None, &mut parse::Cache::default()).0.documents.raw;
        tell_apart(&mut documents, &mut Cache::default());
        let name = |document: &super::Raw| {
            format!("{} | {} | {}", document.meta.id.value, document.meta.title, document.plain_title())
        };
        documents.iter().map(name).collect()
    }

    #[test]
    fn ids_from_names_take_the_folders_that_they_need() {
        let fixture = "//- content/a.md\n# A\n//- content/de/a.md\n# B\n//- content/en/a.md\n# C\n//- content/en/x/a.md\n\
                       # D\n//- content/de/x/README.md\n# E\n//- content/fr/x/index.md\n# F\n";
        assert_eq!(
            names(fixture),
            ["a | A | A", "de/a | B | B", "de/x | E | E", "en/a | C | C", "x/a | D | D", "fr/x | F | F"]
        );
        let stated = "//- content/de/a.md\n# B\n//- content/own.md\n+++\nid = \"a\"\n+++\n# C\n";
        assert_eq!(names(stated), ["de/a | B | B", "a | C | C"]);
    }

    #[test]
    fn titles_that_several_documents_have_say_which_one_it_is() {
        let text = |paths: &[&str]| -> String {
            paths.iter().map(|path| format!("//- content/{path}\n# Purpose\n")).collect()
        };
        let titles = |paths: &[&str]| -> Vec<String> {
            let all = names(&text(paths)).into_iter();
            all.map(|name| name.split(" | ").nth(1).unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(titles(&["access/policy.md", "leavers/policy.md"]), ["Purpose (access)", "Purpose (leavers)"]);
        assert_eq!(titles(&["p/keys-and-locks.md", "p/POL-7.md"]), ["Purpose (POL-7)", "Purpose (Keys and locks)"]);
        assert_eq!(titles(&["README.md", "en/README.md"]), ["Purpose", "Purpose (en)"]);
        assert_eq!(titles(&["a/x.md", "a/y.md", "b/x.md"]), ["Purpose (a/x.md)", "Purpose (y.md)", "Purpose (b/x.md)"]);
        assert_eq!(titles(&["a.md"]), ["Purpose"]);
    }
}
