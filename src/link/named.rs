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

/// The documents of each last part, in the order of their folders, each with all parts of its path.
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
        let found: Vec<DocIx> = named.into_iter().flatten().filter(ends).map(|(ix, _)| *ix).collect();
        // In the order of folders, those that share the most stand around the place where the file itself would.
        let folders = |at: &DocIx| folders(&self.documents[*at].path);
        let place = found.partition_point(|ix| folders(ix).lt(self::folders(own)));
        let around = place.saturating_sub(2)..found.len().min(place + 2);
        let near = |at: usize| shared(self::folders(own), folders(&found[at]));
        let nearest = around.clone().map(near).max().unwrap_or_default();
        let mut of_nearest = around.filter(|at| near(*at) == nearest);
        match (of_nearest.next(), of_nearest.next()) {
            (Some(one), None) if nearest > 0 => vec![found[one]],
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
        for named in by_name.values_mut() {
            let path = |ix: DocIx| self.documents[ix].path.as_str();
            named.sort_by(|(a, _), (b, _)| folders(path(*a)).cmp(folders(path(*b))).then(path(*a).cmp(path(*b))));
        }
        by_name
    }
}

/// Returns the folders that a file is in.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.rsplit_once('/').map_or("", |(folders, _)| folders).split('/')
}

/// Returns the number of folders at the beginning of both paths.
fn shared<'p>(one: impl Iterator<Item = &'p str>, other: impl Iterator<Item = &'p str>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other && !one.is_empty()).count()
}
