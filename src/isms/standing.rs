//! Documents on a day: which of them are in force, and of which nobody can tell.
//!
//! The files hold the documents as they are on the book's own day. A document that was approved after an earlier day had
//! another text on that day, or none: it was neither in force then nor missing, it is not known.

use jiff::civil::Date;

use crate::model::{Document, DocumentStatus, has_happened};

/// The day that is looked at, and the book's own day, up to which its files tell what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The day that is looked at.
    pub as_of: Date,
    /// The book's own day: `as-of` in book.toml, else today.
    pub own: Date,
}

/// How a document stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has said whether it is approved.
    Unstated,
    /// It is being written.
    Draft,
    /// It is being read by others.
    InReview,
    /// It is no longer in force.
    Retired,
    /// It is in force.
    InForce,
    /// It is approved, and its review was due on this earlier day.
    Overdue(Date),
    /// Its approval has not happened: its day is after the book's own, or after the day that is looked at if that is the
    /// later one.
    NotYet(Date),
    /// It was approved after the day that is looked at; what stood there before is not known.
    NotKnown(Date),
}

impl Standing {
    /// The words, in the order in which they ask for attention.
    pub const WORDS: [&'static str; 8] =
        ["overdue", "not-yet", "unstated", "draft", "in-review", "in-force", "not-known", "retired"];

    /// Returns the word for addresses, the same on every day.
    pub fn word(self) -> &'static str {
        match self {
            Self::Overdue(_) => "overdue",
            Self::NotYet(_) => "not-yet",
            Self::Unstated => "unstated",
            Self::Draft => "draft",
            Self::InReview => "in-review",
            Self::InForce => "in-force",
            Self::NotKnown(_) => "not-known",
            Self::Retired => "retired",
        }
    }
}

/// Returns how a document stands on a day.
pub fn standing<R>(document: &Document<R>, days: Days) -> Standing {
    let approved = document.meta.approved.as_ref().map(|approved| approved.value);
    match (document.meta.status.value, approved) {
        (DocumentStatus::Unstated, _) => Standing::Unstated,
        (DocumentStatus::Draft, _) => Standing::Draft,
        (DocumentStatus::InReview, _) => Standing::InReview,
        (DocumentStatus::Retired, _) => Standing::Retired,
        (DocumentStatus::Approved, Some(on)) if !has_happened(on, days.as_of) => {
            if has_happened(on, days.own) {
                Standing::NotKnown(on)
            } else {
                Standing::NotYet(on)
            }
        }
        (DocumentStatus::Approved, _) => match &document.meta.review_by {
            Some(by) if document.is_overdue(days.as_of) => Standing::Overdue(by.value),
            _ => Standing::InForce,
        },
    }
}

/// Returns whether a document is in force on a day; `None` if nobody can tell.
pub fn in_force<R>(document: &Document<R>, days: Days) -> Option<bool> {
    match standing(document, days) {
        Standing::NotKnown(_) => None,
        standing => Some(standing == Standing::InForce),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Days, Standing, standing};
    use crate::fixture::handbook;

    #[test]
    fn a_document_is_in_force_from_the_day_of_its_approval_and_not_known_before_it() {
        let book = handbook(
            "//- content/a.md\n+++\nstatus = \"approved\"\napproved = 2026-09-10\nreview = \"12 months\"\n+++\n",
        );
        let (_, document) = book.documents().next().unwrap();
        let on = |as_of, own| standing(document, Days { as_of, own });
        let own = date(2026, 10, 1);
        let approved = date(2026, 9, 10);
        assert_eq!(on(approved, own), Standing::InForce);
        assert_eq!(on(date(2026, 9, 9), own), Standing::NotKnown(approved));
        assert_eq!(on(date(2026, 9, 9), date(2026, 9, 9)), Standing::NotYet(approved));
        assert_eq!(on(date(2026, 2, 1), date(2026, 9, 9)), Standing::NotYet(approved));
        assert_eq!(on(date(2027, 9, 10), own), Standing::InForce);
        assert_eq!(on(date(2027, 9, 11), own), Standing::Overdue(date(2027, 9, 10)));
    }
}
