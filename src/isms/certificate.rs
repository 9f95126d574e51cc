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
        let status =
            [("suspended", StateKind::Suspended), ("withdrawn", StateKind::Withdrawn), ("replaced", StateKind::Closed)];
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::fixture::{check, state};
    use crate::isms::StateKind::{Closed, Current, Expired, Overdue, Planned, Suspended, Undated, Withdrawn};

    const VALID: &str = "issued = 2025-10-02\nvalid-until = 2028-10-01\n";

    #[test]
    fn a_certificate_counts_from_its_issue_to_its_last_day_unless_its_surveillance_is_late() {
        let certificate = |fields: &str| state("certificates", "certificate", fields);
        let valid = |more: &str| certificate(&format!("{VALID}{more}"));
        assert_eq!(valid("surveillance = 2026-10-01"), (Current, Some(date(2028, 10, 1))));
        assert_eq!(valid("surveillance = 2026-09-30"), (Overdue, Some(date(2026, 9, 30))));
        let until = |day: &str| certificate(&format!("issued = 2023-10-02\nvalid-until = {day}\n"));
        assert_eq!(until("2026-10-01"), (Current, Some(date(2026, 10, 1))));
        assert_eq!(until("2026-09-30"), (Expired, Some(date(2026, 9, 30))));
        assert_eq!(certificate("issued = 2026-10-02\nvalid-until = 2029-10-01"), (Planned, Some(date(2026, 10, 2))));
        assert_eq!(certificate("issued = 2026-09-01"), (Undated, None));
    }

    #[test]
    fn a_certificate_that_was_suspended_withdrawn_or_replaced_does_not_count() {
        let ended = |status: &str, day: &str| {
            state("certificates", "certificate", &format!("{VALID}status = \"{status}\"\nended = {day}\n"))
        };
        assert_eq!(ended("suspended", "2026-10-01"), (Suspended, Some(date(2026, 10, 1))));
        assert_eq!(ended("suspended", "2026-10-02").0, Current, "a day to come has not happened");
        assert_eq!(ended("withdrawn", "2026-09-01"), (Withdrawn, Some(date(2026, 9, 1))));
        assert_eq!(ended("replaced", "2026-09-01"), (Closed, Some(date(2026, 9, 1))));
    }

    #[test]
    fn a_certificate_that_is_over_has_no_deadlines() {
        let certificate = |fields: &str| {
            format!("//- content/registers/certificates.toml\n[[certificate]]\nid = \"C-1\"\ntitle = \"C\"\n{fields}")
        };
        let old = "issued = 2023-09-30\nvalid-until = 2026-09-30\nsurveillance = 2027-01-01\n";
        let expected = ["warning content/registers/certificates.toml:5:15 C-1 expired on 2026-09-30"];
        check("overdue-entry", &certificate(old), &expected);
        check("overdue-entry", &certificate(&format!("{old}status = \"replaced\"\nended = 2026-09-01\n")), &[]);
        let late =
            ["warning content/registers/certificates.toml:6:16 the surveillance audit for C-1 was due on 2026-09-30"];
        check("overdue-entry", &certificate(&format!("{VALID}surveillance = 2026-09-30\n")), &late);
        check("overdue-entry", &certificate(&format!("{VALID}surveillance = 2026-10-01\n")), &[]);
    }
}
