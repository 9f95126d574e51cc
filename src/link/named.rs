//! Documents by the names of their files, for links that name one without its path or with a part of it:
//! `[[incident-response]]`, `[[en/incident-response]]`.

use std::sync::{Arc, OnceLock};

use index_vec::IndexVec;
use rustc_hash::FxHashMap;

use crate::model::{DocIx, Document, RawReference};
use crate::parse::id_parts;
use crate::site::slug;

/// The documents of a book by the last part of their paths. They are gathered for the first link that needs them.
pub(super) struct FileNames<'a> {
    documents: &'a IndexVec<DocIx, Arc<Document<RawReference>>>,
    by_name: OnceLock<ByName>,
}

/// The documents of each last part, each with all parts of its path.
type ByName = FxHashMap<String, Vec<(DocIx, Vec<String>)>>;

impl<'a> FileNames<'a> {
    pub(super) fn new(documents: &'a IndexVec<DocIx, Arc<Document<RawReference>>>) -> Self {
        Self { documents, by_name: OnceLock::new() }
    }

    /// Returns the documents whose paths end with a name; only the nearest one if that is in the same folder as the file
    /// at the path `own`, or shares more folders with it than all others.
    pub(super) fn find(&self, name: &str, own: &str) -> Vec<DocIx> {
        let parts: Vec<String> = name.split('/').map(slug).collect();
        let named = self.by_name.get_or_init(|| self.by_name()).get(parts.last().map_or("", String::as_str));
        let ends = |(_, path): &&(DocIx, Vec<String>)| path.ends_with(&parts);
        let mut found: Vec<DocIx> = named.into_iter().flatten().filter(ends).map(|(ix, _)| *ix).collect();
        found.sort_by(|a, b| self.documents[*a].path.cmp(&self.documents[*b].path));
        let near = |ix: &DocIx| shared_folders(own, &self.documents[*ix].path);
        let nearest = found.iter().map(near).max().unwrap_or_default();
        let mut of_nearest = found.iter().filter(|ix| near(ix) == nearest);
        match (of_nearest.next(), of_nearest.next()) {
            (Some(one), None) if nearest > 0 => vec![*one],
            _ => found,
        }
    }

    fn by_name(&self) -> ByName {
        let mut by_name = ByName::default();
        for (ix, document) in self.documents.iter_enumerated() {
            let parts = id_parts(&document.path);
            let own = parts.last().cloned().unwrap_or_default();
            for name in document.meta.names.iter().map(|name| slug(name)).filter(|name| *name != own) {
                by_name.entry(name.clone()).or_default().push((ix, vec![name]));
            }
            by_name.entry(own).or_default().push((ix, parts));
        }
        by_name
    }
}

/// Returns the number of folders at the beginning of both paths.
fn shared_folders(one: &str, other: &str) -> usize {
    let folders = |path: &'_ str| path.rsplit_once('/').map_or(String::new(), |(folders, _)| folders.to_owned());
    let (one, other) = (folders(one), folders(other));
    let pairs = one.split('/').zip(other.split('/'));
    pairs.take_while(|(one, other)| one == other && !one.is_empty()).count()
}
