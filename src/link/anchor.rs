//! Anchors in links: of headings, as this program and as GitHub name them, and in raw HTML.

use std::sync::{Arc, OnceLock};

use index_vec::IndexVec;
use rustc_hash::FxHashMap;

use crate::html::is_own_id;
use crate::letters::nfc;
use crate::model::{AnchorIx, Destination, DocIx, Document, RawReference, SectionIx, Subject};
use crate::parse::own_anchor;

/// The anchors of all documents by their names. Those of a document are gathered for the first link to one of them.
pub(super) struct Anchors<'a> {
    documents: &'a IndexVec<DocIx, Arc<Document<RawReference>>>,
    named: IndexVec<DocIx, OnceLock<Named>>,
}

type Named = FxHashMap<String, Place>;

#[derive(Clone, Copy)]
enum Place {
    Section(SectionIx),
    Anchor(AnchorIx),
}

impl<'a> Anchors<'a> {
    pub(super) fn new(documents: &'a IndexVec<DocIx, Arc<Document<RawReference>>>) -> Self {
        Self { documents, named: documents.iter().map(|_| OnceLock::new()).collect() }
    }

    /// Returns the place that an anchor names in a document.
    pub(super) fn find(&self, document: DocIx, anchor: &str) -> Option<Destination> {
        let named = self.named[document].get_or_init(|| named(&self.documents[document]));
        let anchor = &*nfc(anchor.strip_prefix("user-content-").unwrap_or(anchor));
        let words = || {
            // Obsidian links to the words of a heading, after those of the headings above it.
            let words = anchor.rsplit('#').next().unwrap_or(anchor);
            let is_words = words.contains(char::is_whitespace) || words.len() < anchor.len();
            is_words.then(|| named.get(own_anchor(words).as_str())).flatten()
        };
        let place = named.get(anchor).or_else(|| named.get(folded(anchor).as_str())).or_else(words);
        let whole = || Destination::Subject(Subject::Document(document));
        match place {
            Some(Place::Section(at)) => Some(Destination::Section(document, *at)),
            // The page leaves it out, which has been reported.
            Some(Place::Anchor(at)) if is_own_id(&self.documents[document].anchors[*at]) => Some(whole()),
            Some(Place::Anchor(at)) => Some(Destination::Anchor(document, *at)),
            None => (anchor.is_empty() || anchor.eq_ignore_ascii_case("top") || is_line(anchor)).then(whole),
        }
    }

    /// Returns the names of all anchors of a document.
    pub(super) fn names(&self, document: DocIx) -> impl Iterator<Item = &'a str> + use<'a> {
        let Document { sections, anchors, .. } = &*self.documents[document];
        let headings = sections.iter().map(|section| &section.heading);
        let aliases = headings.clone().filter_map(|heading| heading.alias.as_deref());
        headings.map(|heading| heading.anchor.as_str()).chain(aliases).chain(anchors.iter().map(String::as_str))
    }
}

/// Returns the places of a document by each of their names: of two places with one name, that of the better name.
fn named(document: &Document<RawReference>) -> Named {
    let sections = document.sections.iter_enumerated().map(|(at, section)| (Place::Section(at), &section.heading));
    let own = sections.clone().map(|(at, heading)| (heading.anchor.as_str(), at));
    let others = document.anchors.iter_enumerated().map(|(at, name)| (name.as_str(), Place::Anchor(at)));
    let aliases = sections.filter_map(|(at, heading)| Some((heading.alias.as_deref()?, at)));
    let all = own.chain(others).chain(aliases);
    let mut named = Named::default();
    for (name, place) in all.clone() {
        named.entry(name.to_owned()).or_insert(place);
    }
    for (name, place) in all {
        let folded = folded(name);
        if folded != name {
            named.entry(folded).or_insert(place);
        }
    }
    named
}

/// Returns an anchor as people may write it: without the case of letters, and without marks that make a sign colourful.
fn folded(anchor: &str) -> String {
    anchor.chars().filter(|c| !matches!(c, '\u{fe0f}' | '\u{20e3}')).flat_map(char::to_lowercase).collect()
}

/// Returns whether an anchor names lines of the source: `L3`, `L3-L9`, `L3C1-L9C2`.
fn is_line(anchor: &str) -> bool {
    let is_place = |place: &str| {
        let place = place.strip_prefix(['L', 'l'])?;
        let mut numbers = place.split('C').map(|number| number.parse::<u32>().is_ok());
        Some(numbers.all(|is_number| is_number))
    };
    anchor.splitn(2, '-').all(|place| is_place(place).unwrap_or_default())
}
