//! Evidence: the requirements it supports, and its validity.

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind};
use crate::config::Config;
use crate::model::{Handbook, ResolvedReference};

reader! {
    /// An item of evidence.
    Evidence in "evidence" {
        CONTROLS = "controls",
        CLAUSES = "clauses",
        DOCUMENTS = "documents",
        COLLECTED = "collected",
        VALID = "valid",
    }
}

impl<'a> Evidence<'a> {
    /// Returns the last day on which it is valid; `None` if it was not yet collected on `day`.
    pub fn until(self, config: &Config, day: Date) -> Option<Date> {
        let collected = self.happened(Self::COLLECTED, day)?;
        let valid = self.duration(Self::VALID).unwrap_or(config.coverage.evidence_valid.0);
        Some(collected.checked_add(valid).unwrap_or(Date::MAX))
    }

    /// Returns whether it is valid on a day.
    pub fn is_in_date(self, config: &Config, day: Date) -> bool {
        self.until(config, day).is_some_and(|until| until >= day)
    }

    /// Returns the clauses and controls that it supports.
    pub fn shows(self) -> impl Iterator<Item = &'a ResolvedReference> {
        [Self::CONTROLS, Self::CLAUSES].into_iter().flat_map(move |field| self.links(field))
    }

    /// Returns the clauses and controls that it supports and no evidence valid on a day does.
    pub fn unsupported(self, handbook: &Handbook, config: &Config, day: Date) -> Vec<&'a ResolvedReference> {
        let is_supported = |link: &&ResolvedReference| {
            let Some(subject) = link.to.as_ref().and_then(|to| handbook.subject(to)) else { return true };
            Evidence::about(handbook, subject).any(|other| other.is_in_date(config, day))
        };
        self.shows().filter(|link| !is_supported(link)).collect()
    }

    /// Returns the state of the item on a day. It is replaced if newer evidence supports all that it supported.
    pub(super) fn state(self, handbook: &Handbook, config: &Config, day: Date) -> State {
        let is_replaced = || self.shows().next().is_some() && self.unsupported(handbook, config, day).is_empty();
        match self.until(config, day) {
            Some(until) if until < day && is_replaced() => StateKind::Replaced.on(until),
            Some(until) if until < day => StateKind::Expired.on(until),
            Some(until) => StateKind::Current.on(until),
            None => State { day: self.date(Self::COLLECTED), ..StateKind::Planned.into() },
        }
    }
}
