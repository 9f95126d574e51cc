//! What refers to a document, by kind.

use serde::Serialize;

use super::{LinkView, View};
use crate::id::natural;
use crate::model::{DocIx, ReferenceRole, Subject};

/// Referrers of one kind: documents, entries of registers or requirements.
#[derive(Debug, Serialize)]
pub(crate) struct ReferrerGroup {
    /// The kind.
    pub title: String,
    /// The pages, sorted.
    pub links: Vec<LinkView>,
}

/// Returns a link to each subject that refers to a document, once: documents by title, entries by id, requirements in the order of
/// the standard.
pub(super) fn of_document(view: &View<'_>, ix: DocIx) -> Vec<ReferrerGroup> {
    let references = view.book.handbook.referrers(Subject::Document(ix));
    let mentions = references.filter(|reference| reference.role == ReferenceRole::Mention);
    let mut subjects: Vec<Subject> = mentions.map(|reference| reference.from).collect();
    subjects.sort();
    subjects.dedup();
    let group = |key: &str, is_of: fn(&Subject) -> bool| {
        let mut links: Vec<LinkView> =
            subjects.iter().filter(|subject| is_of(subject)).map(|subject| view.subject(*subject)).collect();
        if key == "nav.registers" {
            links.sort_by(|a, b| natural(&a.text, &b.text));
        }
        (!links.is_empty()).then(|| ReferrerGroup { title: view.say(key).to_owned(), links })
    };
    let groups = [
        group("nav.documents", |subject| matches!(subject, Subject::Document(_))),
        group("nav.registers", |subject| matches!(subject, Subject::Entry(_))),
        group("document.requirements", |subject| matches!(subject, Subject::Requirement(_))),
    ];
    groups.into_iter().flatten().collect()
}
