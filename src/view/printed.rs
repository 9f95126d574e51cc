//! All documents on one page, to be printed.

use serde::Serialize;

use super::{DateView, DocumentRow, LinkView, PageView, Views};
use crate::config::Config;
use crate::model::{DocIx, Document, Handbook, ResolvedReference};
use crate::site::SitePath;

/// The page of all documents.
pub(crate) const PRINTED: &str = "handbook.html";
/// A book with more documents than this has the page only if it asks for it: it would be long, and cost as much to make as
/// all their own pages.
const MOST: usize = 250;

/// All documents, one after the other.
#[derive(Debug, Serialize)]
pub struct PrintedPage {
    /// The frame.
    pub page: PageView,
    /// The handbook's version.
    pub version: Option<String>,
    /// By kind.
    pub groups: Vec<PrintedGroup>,
}

/// Documents of one kind.
#[derive(Debug, Serialize)]
pub struct PrintedGroup {
    /// The heading, such as "Policies".
    pub title: String,
    /// The documents.
    pub documents: Vec<PrintedDocument>,
}

/// A document among all others.
#[derive(Debug, Serialize)]
pub struct PrintedDocument {
    /// Where it begins on the page.
    pub anchor: String,
    /// What the list of documents shows of it.
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

/// Whether a book has the page.
pub(crate) fn is_printed(handbook: &Handbook, config: &Config) -> bool {
    config.print.unwrap_or(handbook.documents.len() <= MOST)
}

/// Where a document begins on the page; its own anchors stand behind it and two hyphens.
pub(crate) fn printed_anchor(document: &Document<ResolvedReference>) -> String {
    let path = document.page.as_str();
    let path = path.strip_prefix("documents/").unwrap_or(path);
    path.strip_suffix(".html").unwrap_or(path).replace('/', "-")
}

impl Views<'_> {
    /// All documents on one page, each with the text that `body` makes of it.
    pub fn printed(&self, body: impl Fn(DocIx, &SitePath) -> String) -> PrintedPage {
        let on = SitePath::new(PRINTED);
        let mut page = self.page(&on, self.say("printed.title"));
        page.breadcrumbs = self.crumbs(&on, &[(self.say("nav.documents"), SitePath::new("documents/index.html"))]);
        page.description = Some(self.say("printed.lead").to_owned());
        page.sheet.clone_from(&self.config.title);
        let document = |ix: DocIx| {
            let document = self.handbook.document(ix);
            let meta = &document.meta;
            PrintedDocument {
                anchor: printed_anchor(document),
                document: self.document_row(ix, &on),
                approver: meta.approver.as_ref().map(|role| self.link(role, &on)),
                approved: meta.approved.as_ref().map(|date| self.date(date.value)),
                classification: meta.classification.clone(),
                body: body(ix, &on),
            }
        };
        let groups = self.documents_by_kind().into_iter().map(|(kind, documents)| PrintedGroup {
            title: self.kinds(kind),
            documents: documents.into_iter().map(document).collect(),
        });
        PrintedPage { page, version: self.config.version.clone(), groups: groups.collect() }
    }
}
