//! The list of all documents, and tables of some of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::document::{by_kind, document_badge, has_printed_page, kind_anchor, kind_href, kinds, row};
use super::paged::{List, ON_A_PAGE, Slice};
use super::{CountLink, Crumb, LinkView, PageView, ReportCell, RowGroup, Table, TableRow, View};
use crate::assess::Assessed;
use crate::isms::{self, Standing};
use crate::model::{DocIx, Document, DocumentKind, ResolvedReference};
use crate::pages::{DOCUMENT_LISTS, PageId};

/// The list of all documents.
#[derive(Debug, Serialize)]
pub(crate) struct DocumentsPage {
    /// The frame.
    pub page: PageView,
    /// The number of documents that stand in each way, as links to them.
    pub states: Vec<CountLink>,
    /// Links to the pages of the list, if it has more than one; the current one has no address.
    pub parts: Vec<LinkView>,
    /// The number of documents of each kind, as links to them.
    pub kinds: Vec<CountLink>,
    /// The documents by kind; `None` if there are none.
    pub table: Option<Table>,
    /// The number of documents.
    pub count: usize,
    /// The page of all documents for printing, if the book has one.
    pub printed: Option<LinkView>,
}

/// Returns the list of all documents, whose tags are how they stand and their kinds.
pub(crate) fn list_of(book: &Assessed) -> List {
    let days = book.coverage.days();
    let tags = |(_, document): &(DocIx, &Document<ResolvedReference>)| {
        vec![("status", isms::standing(document, days).word()), ("kind", document.meta.kind.word())]
    };
    List {
        first: PageId::Documents.path(),
        folder: DOCUMENT_LISTS.to_owned(),
        rows: book.handbook.documents_by_kind().iter().map(tags).collect(),
    }
}

/// Returns a page of the list of all documents.
pub(crate) fn list(view: &View<'_>, slice: Slice) -> DocumentsPage {
    let title = view.say("documents.title");
    let list = list_of(view.book);
    let all = view.book.handbook.documents_by_kind();
    let standings = standings(view);
    let kind = |word| DocumentKind::ALL.iter().find(|(known, _)| *known == word).map(|(_, kind)| kinds(view, *kind));
    let of_slice = slice.tag.and_then(|(what, word)| match what {
        "kind" => kind(word),
        _ => standings.get(word).map(|text| view.tell("list.with", &[("list", &title), ("what", text)])),
    });
    let mut page = view.page(&of_slice.unwrap_or_else(|| title.to_owned()));
    page.breadcrumbs = view.crumbs(&[]);
    if slice != Slice::default() {
        page.breadcrumbs.push(Crumb { text: title.to_owned(), href: PageId::Documents.path().relative_from(view.on) });
    }
    if !all.is_empty() {
        page.downloads = view.downloads("documents");
    }
    let table = (!all.is_empty()).then(|| list.table(view, slice, |places| table_of_kinds(view, &all, places)));
    let of_kind = |(kind, documents): (DocumentKind, Vec<DocIx>)| CountLink {
        link: LinkView { text: kinds(view, kind), href: Some(kind_href(view, kind)) },
        count: documents.len(),
    };
    let printed = has_printed_page(view.book) && slice == Slice::default();
    DocumentsPage {
        kinds: by_kind(view.book).into_iter().map(of_kind).collect(),
        states: states(view),
        parts: list.parts(view, slice),
        count: all.len(),
        table,
        printed: printed.then(|| view.page_link(PageId::Printed.row().title, PageId::Printed)),
        page,
    }
}

/// Returns all rows of a long list of documents, for the file that its first page filters.
pub(crate) fn all_rows(view: &View<'_>) -> Table {
    let all = view.book.handbook.documents_by_kind();
    list_of(view.book).whole(|places| table_of_kinds(view, &all, places))
}

/// Returns the number of documents that stand in each way, as links to them.
pub(super) fn states(view: &View<'_>) -> Vec<CountLink> {
    let standings = standings(view);
    let tag = |word: &&'static str| Some((("status", *word), standings.get(word)?.clone()));
    list_of(view.book).counts(view, Standing::WORDS.iter().filter_map(tag))
}

/// Returns how the documents stand, by the words of addresses, as texts that name no day.
fn standings(view: &View<'_>) -> BTreeMap<&'static str, String> {
    let all = view.book.handbook.documents().map(|(_, document)| isms::standing(document, view.book.coverage.days()));
    let text = |standing| {
        let badge = document_badge(&view.book.words, standing);
        badge.choice.unwrap_or(badge.word)
    };
    all.map(|standing| (standing.word(), text(standing))).collect()
}

/// Returns a table of the documents at some places of the list, by kind.
fn table_of_kinds(view: &View<'_>, all: &[(DocIx, &Document<ResolvedReference>)], places: &[usize]) -> Table {
    let groups = places.chunk_by(|a, b| all[*a].1.meta.kind == all[*b].1.meta.kind).map(|group| {
        let kind = all[group[0]].1.meta.kind;
        RowGroup {
            id: Some(kind_anchor(kind)),
            title: Some(kinds(view, kind)),
            about: None,
            rows: group.iter().map(|at| table_row(view, all[*at].0)).collect(),
        }
    });
    view.plain_table("", COLUMNS, groups.collect())
}

/// The columns of a table of documents.
const COLUMNS: &[&str] = &["document", "status/version", "approved/approved-by", "owner", "next-review", "claims#"];

/// Returns a table of documents, of very many the first ones.
pub(super) fn table(view: &View<'_>, name: &str, documents: impl IntoIterator<Item = DocIx>) -> Option<Table> {
    let documents: Vec<DocIx> = documents.into_iter().collect();
    let hidden = documents.len().saturating_sub(ON_A_PAGE);
    let rows: Vec<TableRow> = documents.into_iter().take(ON_A_PAGE).map(|ix| table_row(view, ix)).collect();
    let is_empty = rows.is_empty();
    let table = view.plain_table(name, COLUMNS, vec![RowGroup { rows, ..RowGroup::default() }]);
    let more = (hidden > 0).then(|| view.tell("report.more", &[("n", &hidden)]));
    (!is_empty).then_some(Table { more, ..table })
}

fn table_row(view: &View<'_>, ix: DocIx) -> TableRow {
    let row = row(view, ix);
    let meta = &view.book.handbook.document(ix).meta;
    let approved = ReportCell::from(meta.approved.as_ref().map(|date| view.date(date.value)));
    let approver = meta.approver.as_ref().map(|role| view.link(role));
    let cells: Vec<ReportCell> = vec![
        ReportCell { language: row.language, ..ReportCell::from(row.link).note(row.summary) },
        match row.version {
            Some(version) => ReportCell::from(row.status).below(version),
            None => row.status.into(),
        },
        match approver {
            Some(approver) => approved.below(approver),
            None => approved,
        },
        row.owner.into(),
        row.review_by.into(),
        row.claims.into(),
    ];
    cells.into()
}
