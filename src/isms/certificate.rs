//! Certificates of the management system, and what their certification body found.

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind};
use super::{Audit, Finding};
use crate::model::Handbook;

reader! {
    /// A certificate.
    Certificate in "certificates" {
        NUMBER = "number",
        BODY = "body",
        STANDARD = "standard",
        EDITION = "edition",
        SCOPE = "scope",
        STATUS = "status",
        ISSUED = "issued",
        VALID_UNTIL = "valid-until",
        ENDED = "ended",
        SURVEILLANCE = "surveillance",
    }
}

impl Certificate<'_> {
    /// Returns how the certificate stands on a day.
    ///
    /// A status without a day holds on every day. A certificate counts from the day it was issued to the last day of its
    /// validity, unless the surveillance audit on which it depends is late.
    pub(super) fn state(self, day: Date) -> State {
        let ended = self.date(Self::ENDED);
        let known = ended.is_none_or(|ended| ended <= day);
        let status = [
            ("suspended", StateKind::Suspended),
            ("withdrawn", StateKind::Withdrawn),
            ("replaced", StateKind::Closed),
        ];
        let status = status.into_iter().find(|(word, _)| known && self.is(Self::STATUS, word));
        if let Some((_, kind)) = status {
            return State { day: ended, ..kind.into() };
        }
        let [issued, until, surveillance] =
            [Self::ISSUED, Self::VALID_UNTIL, Self::SURVEILLANCE].map(|field| self.date(field));
        match (issued, until, surveillance) {
            (_, Some(until), _) if until < day => StateKind::Expired.on(until),
            (Some(issued), ..) if issued > day => StateKind::Planned.on(issued),
            (None, ..) | (_, None, _) => StateKind::Undated.into(),
            (.., Some(due)) if due < day => StateKind::Overdue.on(due),
            (_, Some(until), _) => StateKind::Current.on(until),
        }
    }
}

impl<'a> Finding<'a> {
    /// Returns the audit in which it was found.
    pub fn audit(self, handbook: &'a Handbook) -> Option<Audit<'a>> {
        let audit = super::entries_of(self.links(Self::AUDIT)).next()?;
        Audit::of(handbook.record(audit))
    }

    /// Returns whether the certification body found it.
    pub fn is_of_certification(self, handbook: &'a Handbook) -> bool {
        self.audit(handbook).is_some_and(|audit| audit.is(Audit::KIND, "certification"))
    }
}
