//! The documents that people have to read, and the links by which they confirm that they have.

use std::cmp::Reverse;

use serde::Serialize;

use super::paged::{ON_A_PAGE, part_links};
use super::{DateView, LinkView, View};
use crate::assess::Assessed;
use crate::isms;
use crate::model::{DocIx, Document, ResolvedReference, Subject};
use crate::pages::part_path;
use crate::site::SitePath;

/// A document to read.
#[derive(Debug, Serialize)]
pub(crate) struct ReadingRow {
    /// The document.
    pub document: LinkView,
    /// Its purpose in one sentence.
    pub summary: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// When it was approved.
    pub approved: Option<DateView>,
    /// How to confirm that it was read; `None` if book.toml names no address for it.
    pub confirm: Option<ConfirmView>,
}

/// The link by which a reader confirms that a document was read.
#[derive(Debug, Serialize)]
pub(crate) struct ConfirmView {
    /// The address.
    pub href: String,
    /// The name of the link, with the document.
    pub label: String,
    /// The id of the document, by which the browser remembers the confirmation.
    pub document: String,
    /// The version, or nothing.
    pub version: String,
}

/// Sorts documents by their approval, the latest first.
pub(super) fn latest_first(book: &Assessed, mut documents: Vec<DocIx>) -> Vec<DocIx> {
    documents.sort_by_key(|ix| Reverse(book.handbook.document(*ix).meta.approved.as_ref().map(|day| day.value)));
    documents
}

/// Returns the documents on a page of a list, for the role with an id.
pub(super) fn rows(view: &View<'_>, documents: &[DocIx], part: usize, role: &str) -> Vec<ReadingRow> {
    let row = |ix: &DocIx| {
        let document = view.book.handbook.document(*ix);
        ReadingRow {
            document: view.subject(Subject::Document(*ix)),
            summary: document.meta.summary.clone(),
            version: document.meta.version.clone(),
            approved: document.meta.approved.as_ref().map(|day| view.date(day.value)),
            confirm: confirm(view, document, role),
        }
    };
    documents.iter().skip(part * ON_A_PAGE).take(ON_A_PAGE).map(row).collect()
}

/// Returns the pages of a list that begins on the page `first`.
pub(crate) fn part_paths(first: &SitePath, count: usize) -> Vec<SitePath> {
    let path = |part| if part == 0 { first.clone() } else { part_path(first, part + 1) };
    (0..count.div_ceil(ON_A_PAGE).max(1)).map(path).collect()
}

/// Returns links to the pages of a list that has several.
pub(super) fn parts(view: &View<'_>, first: &SitePath, count: usize) -> Vec<LinkView> {
    part_links(view, &part_paths(first, count), count)
}

/// Returns how any reader confirms that a document was read; `None` if it is not in force, or binds nobody.
pub(super) fn confirm_of(view: &View<'_>, document: &Document<ResolvedReference>) -> Option<ConfirmView> {
    let handbook = &view.book.handbook;
    let in_force = document.is_in_force(view.book.coverage.as_of);
    let everybody = isms::binds_everybody(handbook, document);
    let role = match &document.meta.applies_to[..] {
        _ if everybody => isms::everybody(handbook),
        [role] => role.to.as_ref().and_then(|to| handbook.subject(to)),
        _ => None,
    };
    let id = match role {
        Some(Subject::Entry(role)) => handbook.record(role).id(),
        _ => "",
    };
    (in_force && (everybody || !document.meta.applies_to.is_empty())).then(|| confirm(view, document, id))?
}

fn confirm(view: &View<'_>, document: &Document<ResolvedReference>, role: &str) -> Option<ConfirmView> {
    let pattern = view.book.config.confirm_reading.as_deref()?;
    let version = document.meta.version.as_deref().unwrap_or_default();
    let escaped =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let places = [("{document}", document.meta.id.value.as_str()), ("{version}", version), ("{role}", role)];
    Some(ConfirmView {
        href: places.iter().fold(pattern.to_owned(), |text, (place, value)| text.replace(place, &escaped(value))),
        label: view.tell("read.confirm-document", &[("document", &document.meta.title)]),
        document: document.meta.id.value.clone(),
        version: version.to_owned(),
    })
}
