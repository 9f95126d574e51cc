//! Waivers: the `[[waive]]` tables of documents and of register entries.

use std::slice;

use super::Book;
use super::values::read_values;
use crate::config::front_matter;
use crate::model::{Cells, RawReference, Waiver};
use crate::value::Fields;

/// Reads the waivers of a register entry, which have the same fields as those of a document.
pub(super) fn read_waivers(fields: &Fields<'_>, book: Book<'_>) -> Vec<Waiver<RawReference>> {
    let waive = front_matter().iter().find(|field| field.name == "waive").map_or(&[][..], slice::from_ref);
    waivers(Cells::new(waive, &read_values(fields, waive, book)))
}

/// Returns the waivers in the field `waive`. One without a code, a reason or an end is left out; it has been reported.
pub(super) fn waivers(cells: Cells<'_, RawReference>) -> Vec<Waiver<RawReference>> {
    let waiver = |row: Cells<'_, RawReference>| {
        Some(Waiver {
            code: row.placed("code", Cells::text)?.map(str::to_owned),
            reason: row.text("reason")?.to_owned(),
            until: row.placed("until", Cells::date)?,
            by: row.references("by").first().cloned(),
        })
    };
    cells.rows("waive").filter_map(|(_, row)| waiver(row)).collect()
}
