//! Draft → [`Selection`]: which documents are part of this site, and which are excluded and why.

mod names;

use std::sync::Arc;

use index_vec::IndexVec;
use rayon::prelude::*;

use crate::config::Config;
use crate::model::{DocIx, Document, RawReference};
use crate::parse::Draft;
use crate::wording::TitleOrder;

pub use names::Cache;

/// The part of a draft that makes the site.
#[derive(Debug)]
pub struct Selection {
    /// The documents of the site in the order of their titles, and its registers.
    pub draft: Draft,
    /// The documents that are not part of it. A reference to one of them becomes plain words.
    pub excluded: Vec<Excluded>,
}

/// A document that is not part of the site.
#[derive(Debug, Clone)]
pub struct Excluded {
    /// The document.
    pub document: Arc<Document<RawReference>>,
    /// Why it is excluded.
    pub reason: ExclusionReason,
}

/// Why a document is excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExclusionReason {
    /// Its status is `draft`, and drafts were not asked for.
    Draft,
}

/// Selects the documents of the site, tells those of one name apart, and puts them into the order of their titles, which
/// every later stage keeps.
pub fn select(draft: Draft, config: &Config, cache: &mut Cache) -> Selection {
    let Draft { documents, registers, unread } = draft;
    let mut included = IndexVec::<DocIx, _>::with_capacity(documents.len());
    let mut excluded = Vec::new();
    for document in documents {
        match exclusion(&document, config) {
            Some(reason) => excluded.push(Excluded { document, reason }),
            None => _ = included.push(document),
        }
    }
    names::tell_apart(&mut included.raw, cache);
    sort(&mut included.raw, &config.language.value);
    Selection { draft: Draft { documents: included, registers, unread }, excluded }
}

/// Sorts documents by title, and those of one title by path.
fn sort(documents: &mut [Arc<Document<RawReference>>], language: &str) {
    let order = TitleOrder::new(language);
    documents.par_sort_by(|a, b| order.compare(&a.meta.title, &b.meta.title).then_with(|| a.file.cmp(&b.file)));
}

fn exclusion(document: &Document<RawReference>, config: &Config) -> Option<ExclusionReason> {
    (document.meta.held_back && !config.drafts).then_some(ExclusionReason::Draft)
}

#[cfg(test)]
mod tests {
    use super::{Cache, ExclusionReason, Selection, select};
    use crate::config::Config;
    use crate::fixture::read;
    use crate::parse;

    #[test]
    fn drafts_are_excluded_unless_they_are_asked_for() {
        let draft = "+++\nstatus = \"draft\"\n+++\n# A\n";
        let (sources, config) = read(&format!("//- content/a.md\n{draft}\n//- content/b.md\n# B\n"));
        let selected = |drafts: bool| {
            let config = Config { drafts, ..config.clone() };
            let Selection { draft, excluded } = select(
                parse::parse(&sources, &config, None, &mut parse::Cache::default()).0,
                &config,
                &mut Cache::default(),
            );
            let paths: Vec<String> = draft.documents.iter().map(|document| document.path.clone()).collect();
            (paths, excluded.into_iter().map(|excluded| (excluded.document.path.clone(), excluded.reason)).collect())
        };
        let both = vec!["a.md".to_owned(), "b.md".to_owned()];
        assert_eq!(selected(true), (both, Vec::new()));
        assert_eq!(selected(false), (vec!["b.md".to_owned()], vec![("a.md".to_owned(), ExclusionReason::Draft)]));
    }
}
