//! Risks and opportunities (6.1.1, 6.1.2): which rating counts, and what is still to be treated.

use jiff::civil::Date;

use super::reader::reader;
use super::role::{is_or_is_above, owner};
use super::{entries_of, entry_of};
use crate::config::{RiskBand, RiskScale};
use crate::model::{EntryIx, Handbook, Record, Subject, rating};

reader! {
    /// A risk.
    Risk in "risks" {
        KIND = "kind",
        CATEGORY = "category",
        LOSS = "loss",
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
        PLAN_APPROVED_BY = "plan-approved-by",
        PLAN_APPROVED_ON = "plan-approved-on",
        ACCEPTED_BY = "accepted-by",
        ACCEPTED_ON = "accepted-on",
        ACCEPTED_UNTIL = "accepted-until",
        ACCEPTED_SCORE = "accepted-score",
    }
}

/// Returns the risks of the register, without the opportunities that are entries, too (6.1.1).
pub fn risks(handbook: &Handbook) -> impl Iterator<Item = Risk<'_>> {
    Risk::all(handbook).filter(|risk| !risk.is_opportunity())
}

/// Returns the risks that are not closed: those that every count, page and check is about.
pub fn open_risks(handbook: &Handbook) -> impl Iterator<Item = Risk<'_>> {
    risks(handbook).filter(|risk| !risk.is_closed())
}

/// Returns the open risks that were known on a day.
pub fn risks_on(handbook: &Handbook, day: Date) -> impl Iterator<Item = Risk<'_>> {
    open_risks(handbook).filter(move |risk| risk.is_known_on(day))
}

/// Returns the risks that refer to a subject, each once.
pub fn risks_about(handbook: &Handbook, subject: Subject) -> impl Iterator<Item = Risk<'_>> {
    Risk::about(handbook, subject).filter(|risk| !risk.is_opportunity())
}

/// Returns whether an entry is an opportunity, and no risk, of the register of risks.
pub fn is_opportunity(record: Record<'_>) -> bool {
    Risk::of(record).is_some_and(Risk::is_opportunity)
}

/// Returns the opportunities of the register (6.1.1).
pub fn opportunities(handbook: &Handbook) -> impl Iterator<Item = Risk<'_>> {
    Risk::all(handbook).filter(|risk| risk.is_opportunity())
}

/// Returns likelihood and impact as steps of the scales; `None` unless both are positive whole numbers.
///
/// It accepts entries of any register that has the two fields, because a book may declare its own.
pub fn rated(record: Record<'_>, [likelihood, impact]: [&str; 2]) -> Option<(u32, u32)> {
    Some((rating(record.number(likelihood)?)?, rating(record.number(impact)?)?))
}

/// Returns the score of a rating by the criteria of the book.
pub fn score(record: Record<'_>, scale: &RiskScale, fields: [&str; 2]) -> Option<u32> {
    rated(record, fields).and_then(|(likelihood, impact)| scale.score(likelihood, impact))
}

impl Risk<'_> {
    /// The fields of the rating before treatment.
    pub const BEFORE: [&'static str; 2] = [Self::LIKELIHOOD, Self::IMPACT];
    /// The fields of the rating after treatment.
    pub const AFTER: [&'static str; 2] = [Self::RESIDUAL_LIKELIHOOD, Self::RESIDUAL_IMPACT];

    /// Returns whether it is an opportunity, which is not counted as a risk.
    pub fn is_opportunity(self) -> bool {
        self.is(Self::KIND, "opportunity")
    }

    /// Returns the score before treatment.
    pub fn score_before(self, scale: &RiskScale) -> Option<u32> {
        score(*self, scale, Self::BEFORE)
    }

    /// Returns the score after treatment, if it was rated.
    pub fn score_after(self, scale: &RiskScale) -> Option<u32> {
        score(*self, scale, Self::AFTER)
    }

    /// Returns the score that is left: after treatment, or before it while nothing is rated after it.
    pub fn score_left(self, scale: &RiskScale) -> Option<u32> {
        self.score_after(scale).or_else(|| self.score_before(scale))
    }

    /// Returns the band of the score that is left.
    pub fn band_left(self, scale: &RiskScale) -> Option<&RiskBand> {
        self.score_left(scale).map(|score| scale.band(score))
    }

    /// Returns the field that a residual rating lacks; `None` if it has both or neither.
    pub fn half_rated(self) -> Option<&'static str> {
        match Self::AFTER.map(|field| self.number(field).is_some()) {
            [true, false] => Some(Self::RESIDUAL_IMPACT),
            [false, true] => Some(Self::RESIDUAL_LIKELIHOOD),
            _ => None,
        }
    }

    /// Returns whether the risk is closed: it is kept for the record and never counted.
    pub fn is_closed(self) -> bool {
        self.is(Self::STATUS, "closed")
    }

    /// Returns whether treatment is still to be done on a day: its status says so, or says nothing.
    pub fn is_open(self, day: Date) -> bool {
        !self.is_settled(day) && !self.is_closed()
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

    /// Returns the role that accepted what is left without being the owner of the risk or above the owner (6.1.3 f).
    pub fn accepted_without_authority(self, handbook: &Handbook) -> Option<EntryIx> {
        let owner = owner(*self).and_then(entry_of)?;
        let by = entries_of(self.links(Self::ACCEPTED_BY)).next()?;
        (!is_or_is_above(handbook, by, owner)).then_some(by)
    }
}
