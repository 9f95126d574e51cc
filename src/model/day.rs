//! The one rule for days: a date after the day that is looked at has not happened on it.
//!
//! It holds for every field that says when something was done: approved, held, accepted, closed, reviewed, collected,
//! rated, checked. A schema marks these fields with `happened = true`, and a choice that holds only from such a day with
//! `since`. Dates of what is still to come (`due`, `planned`, `until`) are no matter of this rule.

use jiff::civil::Date;

use super::cells::Cells;
use super::field::{Field, FieldKind};
use crate::source::Span;

/// Returns whether what bears a date has happened by a day. The day itself counts.
pub fn has_happened(on: Date, day: Date) -> bool {
    on <= day
}

impl Field {
    /// Returns whether it is the date of something that has not happened as long as the date has not come.
    ///
    /// A date of which the schema does not say it counts as such wherever it is asked for as a condition.
    pub(super) fn is_day_of_an_event(&self) -> bool {
        self.kind == FieldKind::Date && self.happened != Some(false)
    }
}

impl<'a, R> Cells<'a, R> {
    /// Returns the days after `day` in fields that say when something happened, each with the name of the field and its
    /// place. Rows of tables are looked through, too.
    pub fn days_after(self, day: Date) -> Vec<(&'a str, Span, Date)> {
        let mut found = Vec::new();
        for (field, value) in self.filled() {
            match &field.kind {
                FieldKind::Date if field.happened == Some(true) => {
                    let late = self.date(&field.name).filter(|on| !has_happened(*on, day));
                    found.extend(late.map(|on| (field.name.as_str(), value.span, on)));
                }
                FieldKind::Table(_) => {
                    found.extend(self.rows(&field.name).flat_map(|(_, row)| row.days_after(day)));
                }
                _ => {}
            }
        }
        found
    }
}
