//! A row of a table has more cells than the table has columns, so the rest of it is left out.
//!
//! Why: a bar inside a cell ends the cell, also in code and in a link such as `[[access|the policy]]`. The words behind it
//! are on no page, in no search and in no print.
//!
//! Example: the row `| Staff | Use `ps aux | grep x` on Mondays only |` in a table of two columns.
//!
//! Fix it: write `\|` for a bar inside a cell, or add a column to the head of the table.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "cut-table-row", level: Level::Warn, source: include_str!("cut_table_row.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn words_behind_the_last_column_are_reported() {
        check(
            "cut-table-row",
            "//- content/a.md\n| a | b |\n|---|---|\n| c | `d | e` f |\n| g | h | i | j\n> | a |\n> |---|\n> | b | c |\n",
            &[
                "warning content/a.md:3:12 this row has 3 cells, the table has 2: the rest is left out",
                "warning content/a.md:4:11 this row has 4 cells, the table has 2: the rest is left out",
                "warning content/a.md:7:9 this row has 2 cells, the table has 1: the rest is left out",
            ],
        );
    }

    #[test]
    fn a_link_that_a_bar_tears_in_two_is_one_finding() {
        check(
            "cut-table-row",
            "//- content/a.md\n| a | b |\n|---|---|\n| c | [[a|words]] d |\n",
            &["warning content/a.md:3:11 this row has 3 cells, the table has 2: the rest is left out"],
        );
        check("near-link", "//- content/a.md\n| a | b |\n|---|---|\n| c | [[a|words]] d |\n", &[]);
    }

    #[test]
    fn escaped_bars_and_empty_cells_lose_nothing() {
        check(
            "cut-table-row",
            "//- content/a.md\n| a | b |\n|---|---|\n| `c \\| d` | [[a\\|e]] |\n| f |\n| g | h | |\n| i | j \\|\n| k | l ||\n",
            &[],
        );
    }
}
