//! The gaps, in the order in which to close them.

use serde::Serialize;

use super::standard::summary::{self, StandardSummary};
use super::{Badge, DateView, LinkView, PageView, View, sentence};
use crate::coverage::{MissingRung, Phase, Place, gaps};
use crate::isms::{self, Action};
use crate::model::{Destination, EntryIx, Subject};

/// The list of gaps, most urgent first.
#[derive(Debug, Serialize)]
pub(crate) struct GapsPage {
    /// The frame.
    pub page: PageView,
    /// The number of gaps.
    pub count: usize,
    /// The standards that the handbook is measured against.
    pub standards: Vec<StandardSummary>,
    /// The gaps: those that are overdue, then the others by the step in which they are closed.
    pub phases: Vec<GapPhase>,
}

/// The gaps that are closed in one step.
#[derive(Debug, Serialize)]
pub(crate) struct GapPhase {
    /// The anchor.
    pub id: String,
    /// The heading.
    pub title: String,
    /// The work of the step.
    pub about: String,
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
    /// The file in the content folder in which to fix it; `None` for a document that is still to be written.
    pub file: Option<String>,
    /// The highest score of a risk that depends on the requirement.
    pub risk: Option<u32>,
    /// The actions that would close it.
    pub actions: Vec<LinkView>,
    /// The owners of these actions.
    pub owners: Vec<LinkView>,
    /// The day for which the control was planned, else the earliest due date of these actions.
    pub due: Option<DateView>,
    /// The badge that says by how much that day has passed, if it has.
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
    let gaps = all(view);
    if !gaps.is_empty() {
        page.downloads = view.downloads("gaps");
    }
    let phase = |id: &str, wanted: &dyn Fn(&MissingRung) -> bool| {
        let gaps: Vec<GapRow> =
            gaps.iter().enumerate().filter(|(_, gap)| wanted(gap)).map(|(at, gap)| row(view, at, gap)).collect();
        let text = |what: &str| view.say(&format!("gaps-by.{id}{what}")).to_owned();
        (!gaps.is_empty()).then(|| GapPhase { id: id.to_owned(), title: text(""), about: text("-about"), gaps })
    };
    let overdue = phase("overdue", &|gap| gap.overdue);
    let by_phase = Phase::ALL.iter().filter_map(|at| phase(at.word(), &|gap| !gap.overdue && gap.phase == *at));
    let phases = overdue.into_iter().chain(by_phase).collect();
    GapsPage { count: gaps.len(), standards: summary::standards(view), phases, page }
}

fn all(view: &View<'_>) -> Vec<MissingRung> {
    gaps(&view.book.handbook, &view.book.config.risk, &view.book.coverage)
}

/// Returns the first gaps, and the number of all.
pub(super) fn first(view: &View<'_>, shown: usize) -> (Vec<GapRow>, usize) {
    let gaps = all(view);
    (gaps.iter().take(shown).enumerate().map(|(at, gap)| row(view, at, gap)).collect(), gaps.len())
}

fn row(view: &View<'_>, at: usize, gap: &MissingRung) -> GapRow {
    let owner = |ix: &EntryIx| isms::owner(view.book.handbook.record(*ix)).map(|role| view.link(role));
    let benefit = |ix: &EntryIx| view.book.handbook.record(*ix).choice(Action::BENEFIT);
    GapRow {
        number: at + 1,
        requirement: view.subject(Subject::Requirement(gap.requirement)),
        rung: view.rung(gap.rung),
        fix: view.place(&gap.missing.fix),
        file: file(view, &gap.missing.fix),
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
    }
}

/// Returns the file in which a gap is closed.
fn file(view: &View<'_>, fix: &Place) -> Option<String> {
    let handbook = &view.book.handbook;
    match fix {
        Place::Register(name) => Some(handbook.register_path(name)),
        Place::At(
            Destination::Section(ix, _) | Destination::Anchor(ix, _) | Destination::Subject(Subject::Document(ix)),
        ) => Some(handbook.document(*ix).path.clone()),
        Place::At(Destination::Subject(Subject::Entry(ix))) => {
            let record = handbook.record(*ix);
            let file = record.register.files.iter().find(|file| file.file == record.entry.span.file);
            Some(file.map_or_else(|| record.register.path(), |file| file.path.clone()))
        }
        Place::Documents | Place::At(_) => None,
    }
}
