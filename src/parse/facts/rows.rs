//! The first or the last row of a table below a heading, such as a change log.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::block::{Block, Letter, has_words, words};
use super::letters::blocks;
use super::outline::Outline;
use crate::letters::plain_name;

/// The tables of sections that have been read, because several facts are in the same row.
#[derive(Default)]
pub(super) struct Tables {
    read: RefCell<FxHashMap<Range<usize>, Rc<[Block]>>>,
}

impl Tables {
    /// Returns the words of a cell of a row, with their place, by `heading/column`. Both may have a slash of their own.
    pub(super) fn cell(
        &self,
        text: &str,
        outline: &Outline<'_>,
        name: &str,
        last: bool,
    ) -> Option<(String, Range<usize>)> {
        let mut splits = name.match_indices('/').map(|(at, _)| (name[..at].trim(), name[at + 1..].trim()));
        splits.find_map(|(table, column)| {
            outline.sections(table).into_iter().find_map(|part| below(&self.of(text, part), column, last))
        })
    }

    fn of(&self, text: &str, part: Range<usize>) -> Rc<[Block]> {
        let mut read = self.read.borrow_mut();
        read.entry(part.clone()).or_insert_with(|| blocks(text, part).into()).clone()
    }
}

/// Returns the cell in the first table of a section that has the column.
fn below(blocks: &[Block], column: &str, last: bool) -> Option<(String, Range<usize>)> {
    let column = plain_name(column);
    let is_column = |cell: &Vec<Letter>| words(cell).is_some_and(|(name, _)| plain_name(&name) == column);
    blocks.iter().find_map(|block| {
        let Block::Table(rows) = block else { return None };
        let at = rows.first()?.iter().position(is_column)?;
        let mut filled = rows.iter().skip(1).filter(|row| row.iter().any(|cell| has_words(cell)));
        let row = if last { filled.next_back() } else { filled.next() };
        words(row?.get(at)?)
    })
}

#[cfg(test)]
mod tests {
    use crate::fixture::facts;

    #[test]
    fn rows_of_a_change_log_are_found_by_heading_and_column() {
        let log = "# A\n\n## 7. Changelog\n\nAll changes:\n\n| Version | Date | Approved by |\n|---|---|---|\n| 1.0 | 2025-01-01 | Board |\n| **1.1** | 2025-07-01 | |\n\n## End\n";
        let last = "version = \"last-row:Changelog/Version\"\napproved = \"last-row:Changelog/Date\"\napprover = \"last-row:Changelog/Approved by\"\n";
        assert_eq!(facts(last, log), ["version=1.1", "approved=2025-07-01"]);
        assert_eq!(
            facts(&last.replace("last-row", "first-row"), log),
            ["version=1.0", "approver=Board", "approved=2025-01-01"]
        );
        assert_eq!(facts(&last.replace("Changelog", "Change log"), log), [""; 0]);
        let slashes = log.replace("Changelog", "Changes / history").replace("Version", "Version/No");
        assert_eq!(facts("version = \"last-row:Changes / history/Version/No\"\n", &slashes), ["version=1.1"]);
    }
}
