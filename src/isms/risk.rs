//! Risks (6.1.2, 6.1.3): the rating that counts, open treatment, and the validity of an acceptance.

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind};
use crate::config::RiskScale;
use crate::model::{Handbook, Record, rating};
use crate::wording::Phrase;

reader! {
    /// A risk.
    Risk in "risks" {
        CATEGORY = "category",
        OWNER = "owner",
        ASSETS = "assets",
        LIKELIHOOD = "likelihood",
        IMPACT = "impact",
        RESIDUAL_LIKELIHOOD = "residual-likelihood",
        RESIDUAL_IMPACT = "residual-impact",
        TREATMENT = "treatment",
        TREATMENT_PLAN = "treatment-plan",
        CONTROLS = "controls",
        DUE = "due",
        STATUS = "status",
        IDENTIFIED = "identified",
        RATED = "rated",
        ACCEPTED_BY = "accepted-by",
        ACCEPTED_ON = "accepted-on",
        ACCEPTED_UNTIL = "accepted-until",
        ACCEPTED_SCORE = "accepted-score",
    }
}

/// Returns the risks that are not closed. Counts, pages and checks include only these.
pub fn open_risks(handbook: &Handbook) -> impl Iterator<Item = Risk<'_>> {
    Risk::all(handbook).filter(|risk| !risk.is_closed())
}

/// Returns likelihood and impact as steps of the scales; `None` unless both are positive whole numbers.
///
/// It accepts entries of any register that has the two fields, because a book may declare its own.
pub fn rated(record: Record<'_>, [likelihood, impact]: [&str; 2]) -> Option<(u32, u32)> {
    Some((rating(record.number(likelihood)?)?, rating(record.number(impact)?)?))
}

/// Returns the score of a rating: likelihood × impact.
pub fn score(record: Record<'_>, fields: [&str; 2]) -> Option<u32> {
    rated(record, fields).map(|(likelihood, impact)| likelihood * impact)
}

/// The acceptance of a risk on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Acceptance {
    /// The day on which it was given.
    pub on: Date,
    /// The last day on which it is valid.
    pub until: Option<Date>,
    /// The reason why it is no longer valid, if the risk has changed since.
    pub stale: Option<Phrase>,
    /// Whether its last day has passed.
    pub ended: bool,
}

impl Acceptance {
    /// Returns the state of the acceptance: valid, expired, or stale.
    pub fn state(&self) -> State {
        match (&self.stale, self.ended) {
            (Some(why), _) => State { reason: Some(why.clone()), ..StateKind::Stale.into() },
            (None, true) => State { day: self.until, ..StateKind::Expired.into() },
            (None, false) => State { day: self.until, ..StateKind::Accepted.into() },
        }
    }
}

impl<'a> Risk<'a> {
    /// The fields of the rating before treatment.
    pub const BEFORE: [&'static str; 2] = [Self::LIKELIHOOD, Self::IMPACT];
    /// The fields of the rating after treatment.
    pub const AFTER: [&'static str; 2] = [Self::RESIDUAL_LIKELIHOOD, Self::RESIDUAL_IMPACT];

    /// Returns the score before treatment.
    pub fn score_before(self) -> Option<u32> {
        score(*self, Self::BEFORE)
    }

    /// Returns the score after treatment, if it was rated.
    pub fn score_after(self) -> Option<u32> {
        score(*self, Self::AFTER)
    }

    /// Returns the residual score: after treatment, or before it if there is no rating after treatment.
    pub fn score_left(self) -> Option<u32> {
        self.score_after().or_else(|| self.score_before())
    }

    /// Returns the band of the residual score.
    pub fn band_left(self, scale: &RiskScale) -> Option<&'static str> {
        self.score_left().map(|score| scale.band(score))
    }

    /// Returns whether the risk is closed: it is kept for the record and never counted.
    pub fn is_closed(self) -> bool {
        self.is(Self::STATUS, "closed")
    }

    /// Returns whether its status on a day says that treatment is still to be done.
    pub fn is_open(self, day: Date) -> bool {
        self.is_on(Self::STATUS, "open", day)
    }

    /// Returns whether its treatment is finished on a day, or nothing is to be done about it.
    pub fn is_settled(self, day: Date) -> bool {
        self.is_on(Self::STATUS, "treated", day) || self.is_on(Self::STATUS, "accepted", day)
    }

    /// Returns whether it was known on a day; a risk without a date always was.
    pub fn is_known_on(self, day: Date) -> bool {
        self.date(Self::IDENTIFIED).is_none() || self.happened(Self::IDENTIFIED, day).is_some()
    }

    /// Returns whether its treatment is to reduce the risk.
    pub fn is_reduced(self) -> bool {
        self.is(Self::TREATMENT, "reduce")
    }

    /// Returns the due date of its treatment, if that has passed and treatment is not finished.
    pub fn late_since(self, day: Date) -> Option<Date> {
        self.date(Self::DUE).filter(|due| *due < day && self.is_open(day))
    }

    /// Returns whether somebody accepted what is left by a day. An acceptance without a day always was.
    pub fn is_accepted(self, day: Date) -> bool {
        let given = self.date(Self::ACCEPTED_ON).is_none() || self.happened(Self::ACCEPTED_ON, day).is_some();
        given && !self.links(Self::ACCEPTED_BY).is_empty()
    }

    /// Returns the acceptance as it is on a day; `None` if none was given by then.
    pub fn acceptance(self, day: Date) -> Option<Acceptance> {
        let on = self.happened(Self::ACCEPTED_ON, day)?;
        let until = self.date(Self::ACCEPTED_UNTIL);
        Some(Acceptance { on, until, stale: self.stale_acceptance(day), ended: until.is_some_and(|until| until < day) })
    }

    /// Returns why the acceptance is of another rating than that of a day; `None` if it is not, or there is no acceptance.
    pub fn stale_acceptance(self, day: Date) -> Option<Phrase> {
        let accepted_on = self.happened(Self::ACCEPTED_ON, day)?;
        let score = self.score_left()?;
        match self.number(Self::ACCEPTED_SCORE) {
            Some(accepted) if accepted == f64::from(score) => None,
            Some(accepted) => Some(Phrase::Said(
                "acceptance.other-score",
                vec![("accepted", Phrase::Number(accepted)), ("score", Phrase::Number(score.into()))],
            )),
            None => {
                let rated = self.happened(Self::RATED, day).filter(|rated| *rated > accepted_on)?;
                Some(Phrase::Said("acceptance.rated-again", vec![("day", Phrase::Day(rated))]))
            }
        }
    }

    /// Returns the state of the risk on a day.
    pub(super) fn state(self, day: Date) -> State {
        if self.is_closed() {
            StateKind::Closed.into()
        } else if let Some(due) = self.late_since(day) {
            StateKind::Overdue.on(due)
        } else if let Some(acceptance) = self.acceptance(day) {
            acceptance.state()
        } else if self.is_settled(day) {
            StateKind::Done.into()
        } else {
            State::due(self.date(Self::DUE), day)
        }
    }
}
