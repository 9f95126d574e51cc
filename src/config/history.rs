//! Whether the history in git is read: the `[history]` table.

use crate::value::Fields;

/// Reads the `[history]` table. Returns whether the history is read.
pub(super) fn read_history(fields: Option<Fields<'_>>) -> bool {
    let Some(fields) = fields else { return true };
    let git = fields.flag("git").is_none_or(|flag| flag.value);
    fields.finish();
    git
}
