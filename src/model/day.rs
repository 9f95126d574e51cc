//! The one rule for days: a date after the day that is looked at has not happened on it.
//!
//! It holds for every field that says when something was done: approved, held, accepted, closed, reviewed, collected,
//! rated, checked. A schema marks these fields with `happened = true`, and a choice that holds only from such a day with
//! `since`. Dates of what is still to come (`due`, `planned`, `until`) are no matter of this rule.

use jiff::civil::Date;

/// Returns whether what bears a date has happened by a day. The day itself counts.
pub fn has_happened(on: Date, day: Date) -> bool {
    on <= day
}
