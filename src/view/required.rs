//! The documented information that the standard requires, and the documents and entries that hold it.

use serde::Serialize;

use super::{Badge, LinkView, PageView, View, sentence};
use crate::catalog::ReqIx;

/// The documented information that the standard requires.
#[derive(Debug, Serialize)]
pub(crate) struct RequiredPage {
    /// The frame.
    pub page: PageView,
    /// The items.
    pub items: Vec<RequiredRow>,
    /// The number of items held.
    pub held: usize,
    /// Of how many the documents cannot tell whether they were held on an earlier day.
    pub unknown: usize,
}

/// An item of documented information.
#[derive(Debug, Serialize)]
pub(crate) struct RequiredRow {
    /// The id, such as `DI-05`.
    pub id: String,
    /// The title.
    pub title: String,
    /// The clause that requires it, with its letter.
    pub clause: LinkView,
    /// Whether the clause requires it explicitly, or only implies it.
    pub explicit: bool,
    /// Held, missing, or not known on an earlier day.
    pub state: Badge,
    /// The documents and entries that hold it.
    pub proofs: Vec<LinkView>,
    /// The reason why it is missing.
    pub reason: Option<String>,
}

/// Returns the page of required documented information.
pub(crate) fn page(view: &View<'_>) -> RequiredPage {
    let mut page = view.page(view.say("required.title"));
    page.breadcrumbs = view.crumbs(&[]);
    let items: Vec<_> = rows(view).into_iter().map(|(_, row)| row).collect();
    page.downloads = view.downloads("required-documents");
    let unknown = view.book.coverage.holdings.iter().filter(|holding| holding.unknown).count();
    RequiredPage { page, unknown, held: items.iter().filter(|item| item.reason.is_none()).count(), items }
}

/// Returns each item with its clause.
pub(super) fn rows(view: &View<'_>) -> Vec<(ReqIx, RequiredRow)> {
    let row = |holding: &crate::coverage::Holding| {
        let item = &view.book.handbook.catalog.standard_of(holding.clause).documented[holding.item];
        let mut clause = view.requirement_link(holding.clause);
        if let Some(part) = &item.part {
            clause.text = format!("{} {part}", clause.text);
        }
        let row = RequiredRow {
            id: item.id.clone(),
            title: item.title.clone(),
            clause,
            explicit: item.explicit,
            state: match &holding.state {
                Ok(_) => Badge::new(view.say("word.held"), "✓", "good"),
                Err(_) if holding.unknown => Badge::new(view.say("status.not-known"), "?", "open"),
                Err(_) => Badge::new(view.say("word.missing"), "✗", "bad"),
            },
            proofs: holding.state.iter().flatten().map(|proof| view.proof(proof)).collect(),
            reason: holding.state.as_ref().err().map(|reason| sentence(&view.book.words.phrase(reason))),
        };
        (holding.clause, row)
    };
    view.book.coverage.holdings.iter().map(row).collect()
}
