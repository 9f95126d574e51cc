//! All documents on one page, for printing.

use serde::Serialize;

use super::{DateView, DocumentRow, LinkView, PageView, View};
use crate::model::{DocIx, Document, ResolvedReference};
use crate::pages::PageId;

/// The page of all documents.
#[derive(Debug, Serialize)]
pub(crate) struct PrintedPage {
    /// The frame.
    pub page: PageView,
    /// The handbook's version.
    pub version: Option<String>,
    /// By kind.
    pub groups: Vec<PrintedGroup>,
}

/// Documents of one kind.
#[derive(Debug, Serialize)]
pub(crate) struct PrintedGroup {
    /// The heading, such as "Policies".
    pub title: String,
    /// The documents.
    pub documents: Vec<PrintedDocument>,
}

/// A document on the page of all documents.
#[derive(Debug, Serialize)]
pub(crate) struct PrintedDocument {
    /// The anchor of its start.
    pub anchor: String,
    /// The columns of the list of documents.
    pub document: DocumentRow,
    /// The role that approved it.
    pub approver: Option<LinkView>,
    /// When it was approved.
    pub approved: Option<DateView>,
    /// Who may read it.
    pub classification: Option<String>,
    /// The text as HTML.
    pub body: String,
}

/// Returns the anchor of a document's start; the anchors of its headings are prefixed with it and two hyphens.
pub(crate) fn printed_anchor(document: &Document<ResolvedReference>) -> String {
    let path = document.page.as_str();
    let path = path.strip_prefix("documents/").unwrap_or(path);
    let path = path.strip_suffix(".html").unwrap_or(path);
    // No two documents have one; and what begins with `_` is the page's own.
    if path.starts_with('_') { format!("-{path}") } else { path.to_owned() }
}

/// Returns the page of all documents; `body` renders the text of each.
pub(crate) fn page(view: &View<'_>, body: impl Fn(DocIx) -> String) -> PrintedPage {
    let mut page = view.page(view.say("printed.title"));
    page.breadcrumbs = view.crumbs(&[(view.say("nav.documents"), PageId::Documents.path())]);
    page.description = Some(view.say("printed.lead").to_owned());
    page.sheet.clone_from(&view.book.config.title);
    let document = |ix: DocIx| {
        let document = view.book.handbook.document(ix);
        let meta = &document.meta;
        PrintedDocument {
            anchor: printed_anchor(document),
            document: super::document::row(view, ix),
            approver: meta.approver.as_ref().map(|role| view.link(role)),
            approved: meta.approved.as_ref().map(|date| view.date(date.value)),
            classification: meta.classification.clone(),
            body: body(ix),
        }
    };
    let groups = super::document::by_kind(view.book).into_iter().map(|(kind, documents)| PrintedGroup {
        title: super::document::kinds(view, kind),
        documents: documents.into_iter().map(document).collect(),
    });
    PrintedPage { page, version: view.book.config.version.clone(), groups: groups.collect() }
}
