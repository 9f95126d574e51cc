//! Figures that an entry records: what was counted on the day of a review or of a certification audit.
//!
//! The documents of a later day cannot tell what was covered on an earlier one, so what was counted then is written down.

use super::{ManagementReview, Milestone};
use crate::model::Record;

/// A figure of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure<'a> {
    /// What was counted.
    pub what: &'a str,
    /// The number, or a few words.
    pub value: &'a str,
}

/// Returns the figures that an entry records; none for an entry of a register without figures.
pub fn figures(record: Record<'_>) -> Vec<Figure<'_>> {
    let field = match record.register.schema.name.as_str() {
        ManagementReview::REGISTER => ManagementReview::FIGURES,
        Milestone::REGISTER => Milestone::FIGURES,
        _ => return Vec::new(),
    };
    let rows =
        record.rows(field).filter_map(|(_, row)| Some(Figure { what: row.text("what")?, value: row.text("value")? }));
    rows.collect()
}
