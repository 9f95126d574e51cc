//! The gaps, in the order in which to close them.

use serde::Serialize;

use super::{Badge, DateView, LinkView, PageView, View, sentence};
use crate::coverage::{MissingRung, gaps};
use crate::isms::{self, Action};
use crate::model::{EntryIx, Subject};

/// The list of gaps, most urgent first.
#[derive(Debug, Serialize)]
pub(crate) struct GapsPage {
    /// The frame.
    pub page: PageView,
    /// The gaps.
    pub gaps: Vec<GapRow>,
}

/// A gap.
#[derive(Debug, Serialize)]
pub(crate) struct GapRow {
    /// Its place in the order, from 1.
    pub number: usize,
    /// The requirement.
    pub requirement: LinkView,
    /// The missing rung, or "in writing".
    pub rung: String,
    /// The reason for the gap.
    pub reason: String,
    /// The place to fix it.
    pub fix: LinkView,
    /// The highest score of a risk that depends on the requirement.
    pub risk: Option<u32>,
    /// The actions that would close it.
    pub actions: Vec<LinkView>,
    /// The owners of these actions.
    pub owners: Vec<LinkView>,
    /// The day for which the control was planned, else the first day on which one of the actions is due.
    pub due: Option<DateView>,
    /// By how much that day has passed, if it has.
    pub late: Option<Badge>,
    /// Their effort in days of work.
    pub effort: Option<String>,
    /// Their benefit.
    pub benefit: Option<String>,
}

/// Returns the page of all gaps.
pub(crate) fn page(view: &View<'_>) -> GapsPage {
    let mut page = view.page(view.say("gaps.title"));
    page.breadcrumbs = view.crumbs(&[]);
    let gaps = rows(view);
    if !gaps.is_empty() {
        page.downloads = view.downloads("gaps");
    }
    GapsPage { gaps, page }
}

pub(super) fn rows(view: &View<'_>) -> Vec<GapRow> {
    let owner = |ix: &EntryIx| isms::owner(view.book.handbook.record(*ix)).map(|role| view.link(role));
    let benefit = |ix: &EntryIx| view.book.handbook.record(*ix).choice(Action::BENEFIT);
    let row = |(at, gap): (usize, MissingRung)| GapRow {
        number: at + 1,
        requirement: view.subject(Subject::Requirement(gap.requirement)),
        rung: view.rung(gap.rung),
        fix: view.place(&gap.missing.fix),
        reason: sentence(&view.book.words.phrase(&gap.missing.reason)),
        risk: Some(gap.risk).filter(|score| *score > 0),
        actions: gap.actions.iter().map(|ix| view.short_link(*ix)).collect(),
        owners: {
            let mut owners: Vec<LinkView> = Vec::new();
            for owner in gap.actions.iter().filter_map(owner) {
                if !owners.contains(&owner) {
                    owners.push(owner);
                }
            }
            owners
        },
        due: gap.due.map(|due| view.date(due)),
        late: gap.due.and_then(|due| view.overdue(due)),
        effort: Some(gap.effort).filter(|days| *days > 0.0).map(|days| view.number(days)),
        benefit: gap.actions.iter().filter_map(benefit).min().map(|(_, title)| title.to_owned()),
    };
    gaps(&view.book.handbook, &view.book.coverage).into_iter().enumerate().map(row).collect()
}
