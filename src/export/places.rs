//! Places of a handbook, such as where a gap is closed: their names, ids and pages.

use serde::Serialize;

use super::values::subject_id;
use crate::assess::Assessed;
use crate::coverage::{Place, Proof};
use crate::model::{Destination, Subject};
use crate::pages::PageId;
use crate::site::Address;

/// A place as JSON, or what proves something.
#[derive(Serialize)]
pub(super) struct PlaceJson {
    id: Option<String>,
    text: String,
    page: Option<String>,
}

/// Returns a place with its page.
pub(super) fn place_json(assessed: &Assessed, place: &Place) -> PlaceJson {
    let (text, page) = place_link(assessed, place);
    PlaceJson { id: place_id(assessed, place), text, page: page.map(|page| page.absolute()) }
}

/// Returns a proof with its page; its text is in English in every language, as reasons are.
pub(super) fn proof_json(assessed: &Assessed, proof: &Proof) -> PlaceJson {
    let place = proof.place.as_ref();
    PlaceJson {
        id: place.and_then(|place| place_id(assessed, place)),
        text: proof.text.to_string(),
        page: place.and_then(|place| place_link(assessed, place).1).map(|page| page.absolute()),
    }
}

/// Returns the id of a place: of its document, entry or requirement, or the name of its register.
pub(super) fn place_id(assessed: &Assessed, place: &Place) -> Option<String> {
    match place {
        Place::At(to) => assessed.handbook.subject(to).map(|subject| subject_id(assessed, subject)),
        Place::Documents => Some("documents".to_owned()),
        Place::Register(name) => Some(name.clone()),
    }
}

/// Returns the name of a place, and its page.
pub(super) fn place_link(assessed: &Assessed, place: &Place) -> (String, Option<Address>) {
    let handbook = &assessed.handbook;
    match place {
        Place::At(to) => {
            let subject = handbook.subject(to);
            let text = match subject {
                Some(Subject::Document(ix)) => handbook.document(ix).meta.title.clone(),
                Some(Subject::Entry(ix)) => {
                    let record = handbook.record(ix);
                    format!("{} {}", record.id(), record.title())
                }
                Some(Subject::Requirement(ix)) => handbook.catalog.label(ix),
                None => assessed.words.say("word.file").to_owned(),
            };
            let anchor = match to {
                Destination::Section(ix, at) => Some(handbook.document(*ix).sections[*at].heading.anchor.clone()),
                Destination::Anchor(ix, at) => Some(handbook.document(*ix).anchors[*at].clone()),
                _ => None,
            };
            let page = subject.map(|subject| handbook.address(subject));
            (text, page.map(|page| Address { anchor: anchor.or(page.anchor), ..page }))
        }
        Place::Documents => (assessed.words.say("nav.documents").to_owned(), Some(PageId::Documents.path().into())),
        Place::Register(name) => match handbook.register(name) {
            Some((_, register)) => (register.schema.title.clone(), Some(register.schema.page().into())),
            None => (name.clone(), None),
        },
    }
}
