//! The gaps, in the order in which to close them.

use serde::Serialize;

use super::standard::summary::{self, StandardSummary};
use super::{Badge, CountLink, LinkView, PageView, ReportCell, RowGroup, Table, TableRow, View, sentence};
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
    /// The number of gaps in each step, as links to them.
    pub phases: Vec<CountLink>,
    /// The gaps: those that are overdue, then the others by the step in which they are closed; `None` if there are none.
    pub table: Option<Table>,
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
        let text = |what: &str| view.say(&format!("gaps-by.{id}{what}")).to_owned();
        let rows: Vec<TableRow> = gaps.iter().filter(|gap| wanted(gap)).map(|gap| row(view, gap).into()).collect();
        let [id, title, about] = [id.to_owned(), text(""), text("-about")].map(Some);
        (!rows.is_empty()).then_some(RowGroup { id, title, about, rows })
    };
    let overdue = phase("overdue", &|gap| gap.overdue);
    let by_phase = Phase::ALL.iter().filter_map(|at| phase(at.word(), &|gap| !gap.overdue && gap.phase == *at));
    let groups: Vec<RowGroup> = overdue.into_iter().chain(by_phase).collect();
    GapsPage {
        count: gaps.len(),
        standards: summary::standards(view),
        phases: groups.iter().filter_map(CountLink::to).collect(),
        table: (!gaps.is_empty()).then(|| view.table("", COLUMNS, groups)),
        page,
    }
}

fn all(view: &View<'_>) -> Vec<MissingRung> {
    gaps(&view.book.handbook, &view.book.config.risk, &view.book.coverage)
}

/// Returns the first gaps for a page without filters, if there are any, and the number of all.
pub(super) fn first(view: &View<'_>, shown: usize) -> (Option<Table>, usize) {
    let gaps = all(view);
    let rows: Vec<Vec<ReportCell>> = gaps.iter().take(shown).map(|gap| row(view, gap)).collect();
    ((!rows.is_empty()).then(|| view.plain_table("first", COLUMNS, vec![rows.into()])), gaps.len())
}

/// The columns of a table of gaps.
const COLUMNS: &[&str] = &["requirement", "missing/why", "fix", "action/owner", "due", "risk#", "days#/benefit"];

fn row(view: &View<'_>, gap: &MissingRung) -> Vec<ReportCell> {
    let owner = |ix: &EntryIx| isms::owner(view.book.handbook.record(*ix)).map(|role| view.link(role));
    let benefit = |ix: &EntryIx| view.book.handbook.record(*ix).choice(Action::BENEFIT);
    let mut owners: Vec<LinkView> = Vec::new();
    for owner in gap.actions.iter().filter_map(owner) {
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    let actions: Vec<LinkView> = gap.actions.iter().map(|ix| view.short_link(*ix)).collect();
    let action = if actions.is_empty() {
        Badge::new(view.say("gaps.no-action"), "✗", "bad").into()
    } else {
        ReportCell::from(actions)
    };
    // The day for which the control was planned, else the earliest due date of these actions.
    let due = ReportCell::from(gap.due.map(|due| view.date(due)));
    let effort = Some(gap.effort).filter(|days| *days > 0.0).map(|days| view.number(days));
    let benefit = gap.actions.iter().filter_map(benefit).min().map(|(_, title)| title);
    vec![
        view.subject(Subject::Requirement(gap.requirement)).into(),
        ReportCell::from(view.rung(gap.rung))
            .at(gap.rung.map_or(0, |rung| rung as usize + 1))
            .below(sentence(&view.book.words.phrase(&gap.missing.reason))),
        ReportCell::from(view.place(&gap.missing.fix)).note(file(view, &gap.missing.fix)),
        if owners.is_empty() { action } else { action.below(owners) },
        match gap.due.and_then(|due| view.overdue(due)) {
            Some(late) => due.below(late),
            None => due,
        },
        Some(gap.risk).filter(|score| *score > 0).map(|score| score.to_string()).into(),
        match benefit {
            Some(benefit) => ReportCell::from(effort).below(benefit),
            None => effort.into(),
        },
    ]
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
