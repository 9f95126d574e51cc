//! Mappings: what the organisation decided about pairs of requirements of two standards.

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind};
use crate::catalog::{OWN_PAIR, Pair, ReqIx};
use crate::model::{Handbook, ResolvedReference, Subject};
use crate::wording::Phrase;

reader! {
    /// A decision on a pair of requirements.
    Mapping in "mappings" {
        REQUIREMENT = "requirement",
        THROUGH = "through",
        SOURCE = "source",
        DECISION = "decision",
        EXTENT = "extent",
        REASON = "reason",
        BY = "by",
        ON = "on",
        VALID = "valid",
    }
}

/// What a decision on a pair is worth on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Ours meets the whole of the other requirement.
    Whole,
    /// Ours meets a part of it.
    Part,
    /// Ours does not meet it.
    Refused,
    /// It was confirmed, and the time for which it was has passed.
    Lapsed,
    /// The crosswalk that it names does not have the pair, or not any more.
    Unpaired,
    /// It is to be made on a later day, or nobody answers for it.
    Undecided,
}

impl<'a> Mapping<'a> {
    /// Returns the requirement of the other standard.
    pub fn requirement(self, handbook: &Handbook) -> Option<ReqIx> {
        requirement(self.links(Self::REQUIREMENT), handbook)
    }

    /// Returns our requirement.
    pub fn through(self, handbook: &Handbook) -> Option<ReqIx> {
        requirement(self.links(Self::THROUGH), handbook)
    }

    /// Returns the last day on which a confirmation counts.
    pub fn until(self) -> Option<Date> {
        Some(self.date(Self::ON)?.checked_add(self.duration(Self::VALID)?).unwrap_or(Date::MAX))
    }

    /// Returns the crosswalk that it says the pair is from.
    pub fn source(self) -> &'a str {
        self.text(Self::SOURCE).unwrap_or_default()
    }

    /// Returns whether the organisation made the pair itself.
    pub fn is_own(self) -> bool {
        self.source() == OWN_PAIR
    }

    /// Returns whether the organisation decided that ours does not meet the other requirement.
    pub fn is_refused(self) -> bool {
        self.is(Self::DECISION, "refused")
    }

    /// Returns whether the pair is where the entry says that it is from.
    pub fn is_paired(self, handbook: &Handbook) -> bool {
        let catalog = &handbook.catalog;
        let (Some(other), Some(ours)) = (self.requirement(handbook), self.through(handbook)) else { return false };
        let is_ours = |pair: Pair| catalog.chain(ours).any(|part| pair.to == part || pair.from == part);
        self.is_own()
            || catalog
                .pairs_of(other)
                .any(|pair| is_ours(pair) && catalog.crosswalks[pair.crosswalk].id == self.source())
    }

    /// Returns what it is worth on a day.
    pub fn verdict(self, handbook: &Handbook, day: Date) -> Verdict {
        if self.happened(Self::ON, day).is_none() || self.links(Self::BY).is_empty() {
            return Verdict::Undecided;
        }
        match self.until() {
            _ if self.is_refused() => Verdict::Refused,
            _ if !self.is_paired(handbook) => Verdict::Unpaired,
            _ if !self.is(Self::DECISION, "confirmed") => Verdict::Undecided,
            Some(until) if until < day => Verdict::Lapsed,
            Some(_) if self.is(Self::EXTENT, "whole") => Verdict::Whole,
            Some(_) if self.is(Self::EXTENT, "part") => Verdict::Part,
            _ => Verdict::Undecided,
        }
    }

    /// Returns the state of the decision on a day.
    pub(super) fn state(self, handbook: &Handbook, day: Date) -> State {
        let until = self.until();
        match self.verdict(handbook, day) {
            Verdict::Whole | Verdict::Part => State { day: until, ..StateKind::Current.into() },
            Verdict::Refused => StateKind::Declined.into(),
            Verdict::Lapsed => State { day: until, ..StateKind::Expired.into() },
            Verdict::Unpaired => {
                let source = Phrase::Content(self.source().to_owned());
                let reason = Some(Phrase::Said("state.unpaired", vec![("source", source)]));
                State { reason, ..StateKind::Stale.into() }
            }
            Verdict::Undecided => State { day: self.date(Self::ON), ..StateKind::Open.into() },
        }
    }
}

fn requirement(links: &[ResolvedReference], handbook: &Handbook) -> Option<ReqIx> {
    match handbook.subject(links.first()?.to.as_ref()?)? {
        Subject::Requirement(ix) => Some(ix),
        _ => None,
    }
}
