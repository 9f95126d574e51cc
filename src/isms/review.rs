//! Management reviews (9.3), and the period that each covers.

use jiff::civil::Date;

use super::action::Action;
use super::entries_of;
use super::finding::Finding;
use super::reader::reader;
use super::state::State;
use crate::model::{Cells, Handbook, ResolvedReference, Subject};

reader! {
    /// A management review.
    ManagementReview in "management-reviews" {
        PLANNED = "planned",
        HELD_ON = "held-on",
        CHAIR = "chair",
        FEEDBACK = "feedback",
        OPPORTUNITIES = "opportunities",
        DECISIONS = "decisions",
        CONCLUSION = "conclusion",
        FIGURES = "figures",
    }
}

/// The period that a review covers: after the previous review, up to its own day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The day of the previous review, if there was one.
    pub after: Option<Date>,
    /// Its own day.
    pub day: Date,
}

impl Period {
    /// Returns whether a day is in the period.
    pub fn contains(&self, day: Date) -> bool {
        day <= self.day && self.after.is_none_or(|after| day > after)
    }
}

impl<'a> ManagementReview<'a> {
    /// Name of the column of `decisions` with the text of the decision.
    pub const DECISION: &'static str = "decision";

    /// Returns the day on which it was held, if that was by `day`.
    pub fn held(self, day: Date) -> Option<Date> {
        self.happened(Self::HELD_ON, day)
    }

    /// Returns whether it was held before a day, as known on `today`.
    pub fn is_held_before(self, day: Date, today: Date) -> bool {
        self.held(today).is_some_and(|held| held < day)
    }

    /// Returns the period that it covers. A review without a date counts as held on `today`.
    pub fn period(self, handbook: &Handbook, today: Date) -> Period {
        let to_come = || self.date(Self::PLANNED).or(self.date(Self::HELD_ON));
        let day = self.held(today).or_else(to_come).unwrap_or(today);
        let held = ManagementReview::all(handbook).filter_map(|review| review.held(today));
        Period { after: held.filter(|held| *held < day).max(), day }
    }

    /// Returns the rows of the table of decisions.
    pub fn decisions(self) -> impl Iterator<Item = Cells<'a, ResolvedReference>> {
        self.rows(Self::DECISIONS).map(|(_, row)| row)
    }

    /// Returns whether it decided anything by a day: a row of its table, or an action that answers it.
    pub fn has_decisions(self, handbook: &Handbook, day: Date) -> bool {
        let opened = |action: Action<'_>| action.date(Action::OPENED).is_none_or(|opened| opened <= day);
        let answers = |action: &Action<'_>| entries_of(action.links(Action::ANSWERS)).any(|ix| ix == self.ix);
        let mut actions = Action::about(handbook, Subject::Entry(self.ix)).filter(answers);
        self.decisions().next().is_some() || actions.any(opened)
    }

    /// Returns whether it says if the management system is suitable, adequate and effective.
    pub fn has_conclusion(self) -> bool {
        self.has_text(Self::CONCLUSION)
    }

    /// Returns whether a nonconformity about it is open on a day, so that it is not the review that 9.3 asks for.
    pub fn is_disputed(self, handbook: &Handbook, day: Date) -> bool {
        let mut findings = Finding::about(handbook, Subject::Entry(self.ix));
        findings.any(|finding| finding.is_on(self.ix) && finding.was_found_by(day) && finding.is_nonconformity_on(day))
    }

    /// Returns the subject of a decision, from a row of the table.
    pub fn decided_on(row: Cells<'a, ResolvedReference>) -> Option<&'a str> {
        row.text("on")
    }

    /// Returns who must carry out a decision, from a row of the table.
    pub fn decided_for(row: Cells<'a, ResolvedReference>) -> &'a [ResolvedReference] {
        row.references("owner")
    }

    /// Returns the state of the review on a day.
    pub(super) fn state(self, day: Date) -> State {
        State::held(self.date(Self::HELD_ON), self.date(Self::PLANNED), day)
    }

    /// Returns whether a review was held in the year up to a day, about which no nonconformity is open.
    pub fn any_in_year_before(handbook: &Handbook, day: Date) -> bool {
        let in_year = |held: Date| held.checked_add(jiff::Span::new().years(1)).is_ok_and(|end| end >= day);
        let mut reviews = ManagementReview::all(handbook).filter(|review| !review.is_disputed(handbook, day));
        reviews.any(|review| review.held(day).is_some_and(in_year))
    }
}
