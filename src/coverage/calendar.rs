//! Everything that falls due: deadlines of registers, measurements, reviews of documents, ends of evidence and of waivers.

use jiff::civil::Date;

use super::OnDay;
use crate::isms::{self, Decision, Evidence, Indicator, Plan};
use crate::model::{EntryIx, ResolvedReference, Subject, Waiver};

/// A day on which something is due.
#[derive(Debug, PartialEq)]
pub struct Due {
    /// The day.
    pub day: Date,
    /// The kind of what is due.
    pub what: DueKind,
    /// Of what.
    pub subject: Subject,
    /// The role that answers for it.
    pub owner: Option<EntryIx>,
}

/// When something is due, seen from the day of the coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On a day that has passed.
    Overdue,
    /// Within thirty days.
    Soon,
    /// After these.
    Later,
}

/// The kinds of things that fall due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// A deadline of a register.
    Deadline {
        /// The text on pages, in the language of the book.
        label: String,
        /// Identifies it in feeds.
        id: String,
    },
    /// The review of a document.
    Review,
    /// The next value of an indicator.
    Measurement,
    /// The next evaluation of the values of an indicator.
    Evaluation,
    /// The last day on which an item of evidence counts.
    Evidence,
    /// The implementation of a control.
    Implementation,
    /// The last day on which a check is set aside.
    Waiver,
}

impl DueKind {
    /// Returns its id in feeds and in exports for programs.
    pub fn id(&self) -> &str {
        match self {
            Self::Deadline { id, .. } => id,
            Self::Review => "review",
            Self::Measurement => "measurement",
            Self::Evaluation => "evaluation",
            Self::Evidence => "evidence",
            Self::Implementation => "implementation",
            Self::Waiver => "waiver",
        }
    }
}

/// Returns all that falls due, the earliest first.
pub(super) fn due(on: OnDay<'_>) -> Vec<Due> {
    let OnDay { handbook, config, as_of, .. } = on;
    let mut all = Vec::new();
    for (ix, document) in handbook.documents() {
        let (subject, meta) = (Subject::Document(ix), &document.meta);
        let owner = meta.owner.as_ref().and_then(isms::entry_of);
        if let Some(by) = meta.review_by.as_ref().filter(|_| document.approved_by(as_of)) {
            all.push(Due { day: by.value, what: DueKind::Review, subject, owner });
        }
        all.extend(waivers(&meta.waivers, subject, owner, as_of));
    }
    all.extend(Decision::all(handbook).filter_map(|decision| implementation(on, decision)));
    for record in handbook.all_records() {
        let subject = handbook.about(record.ix).unwrap_or(Subject::Entry(record.ix));
        let owner = isms::answerable(record);
        for (day, deadline) in isms::deadlines(handbook, record, config, as_of) {
            let what = DueKind::Deadline { label: deadline.label.clone(), id: deadline.id.clone() };
            all.push(Due { day, what, subject, owner });
        }
        let until = Evidence::of(record).and_then(|evidence| evidence.until(config, as_of));
        let is_replaced = || isms::state(handbook, record, config, as_of).is_some_and(|state| state.kind.is_settled());
        if let Some(day) = until.filter(|day| *day >= as_of || !is_replaced()) {
            all.push(Due { day, what: DueKind::Evidence, subject, owner });
        }
        all.extend(Indicator::of(record).into_iter().flat_map(|indicator| monitoring(on, indicator)));
        all.extend(waivers(&record.entry.waivers, subject, owner, as_of));
    }
    all.sort_by(|a, b| (a.day, a.subject, &a.what).cmp(&(b.day, b.subject, &b.what)));
    all
}

/// Returns the next value of an indicator and the next evaluation, each with the role that is to do it.
fn monitoring(on: OnDay<'_>, indicator: Indicator<'_>) -> impl Iterator<Item = Due> + use<> {
    let monitoring = indicator.monitoring(on.handbook, on.as_of);
    let due = [
        (monitoring.next_value, DueKind::Measurement, Indicator::MEASURED_BY),
        (monitoring.next_evaluation, DueKind::Evaluation, Indicator::EVALUATED_BY),
    ];
    let due = due.map(|(day, what, by)| {
        let owner = indicator.links(by).first().and_then(isms::entry_of);
        day.map(|day| Due { day, what, subject: Subject::Entry(indicator.ix), owner })
    });
    due.into_iter().flatten()
}

/// Returns the day by which a planned control, or the rest of a partial one, is to be implemented.
fn implementation(on: OnDay<'_>, decision: Decision<'_>) -> Option<Due> {
    let Some(subject @ Subject::Requirement(control)) = on.handbook.about(decision.ix) else { return None };
    let plan = Plan::of(on.handbook, control, on.as_of).or_else(|| Plan::of_rest(on.handbook, control, on.as_of))?;
    Some(Due { day: plan.due?, what: DueKind::Implementation, subject, owner: plan.owner })
}

/// Returns the ends of waivers. One that has ended has nothing left to do: what it set aside is a finding again.
fn waivers(
    waivers: &[Waiver<ResolvedReference>],
    subject: Subject,
    owner: Option<EntryIx>,
    as_of: Date,
) -> impl Iterator<Item = Due> + use<'_> {
    let days = waivers.iter().map(|waiver| waiver.until.value).filter(move |day| *day >= as_of);
    days.map(move |day| Due { day, what: DueKind::Waiver, subject, owner })
}
