//! Blocks that contain no others: where the text of each is, without its own markup.

use std::ops::Range;

use super::shape::BlockKind;
use super::source::{BLANK, LINE, trim};

/// A block whose end has not been seen.
pub(super) struct Leaf {
    pub(super) kind: BlockKind,
    pub(super) place: Range<usize>,
    /// Whether an event says where it ends.
    pub(super) has_end: bool,
    /// The end of its text so far.
    pub(super) last: usize,
    /// The text of code or raw HTML so far.
    pub(super) lines: String,
}

impl Leaf {
    pub(super) fn new(kind: BlockKind, place: Range<usize>, has_end: bool) -> Self {
        Self { kind, last: place.start, place, has_end, lines: String::new() }
    }

    pub(super) fn is_verbatim(&self) -> bool {
        matches!(self.kind, BlockKind::Code(_) | BlockKind::Html)
    }

    /// Returns the lines of code, or of raw HTML, in which blanks at the end of a line do not count.
    pub(super) fn verbatim(&self) -> String {
        let lines = self.lines.replace("\r\n", "\n").replace('\r', "\n");
        if self.kind == BlockKind::Html {
            return lines.trim_end().lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        }
        lines.strip_suffix('\n').map(str::to_owned).unwrap_or(lines)
    }
}

/// Returns the place of the text of a heading with its attributes. Its last words end before `last`.
pub(super) fn heading(text: &str, place: &Range<usize>, last: usize) -> Range<usize> {
    let whole = trim(text, place.clone());
    if let Some(end) = text[whole.clone()].rfind(LINE) {
        // It is underlined.
        return trim(text, whole.start..whole.start + end);
    }
    let start = whole.end - text[whole.clone()].trim_start_matches('#').len();
    let open = text[start..whole.end].trim_end_matches('#');
    let is_closed = (open.is_empty() || open.ends_with(BLANK)) && last <= start + open.len();
    trim(text, start..if is_closed { start + open.len() } else { whole.end })
}

/// Returns what is behind the fence of a block of code.
pub(super) fn info(text: &str, place: &Range<usize>) -> String {
    let line = text[place.clone()].trim_start_matches(BLANK).split(LINE).next().unwrap_or_default();
    let fence = if line.starts_with('~') { '~' } else { '`' };
    line.trim_start_matches(fence).trim_matches(BLANK).to_owned()
}

/// Returns the place of the kind of a quotation.
pub(super) fn alert(text: &str, place: &Range<usize>) -> Option<Range<usize>> {
    let start = place.start + text[place.clone()].find("[!")?;
    Some(start..start + text[start..place.end].find(']')? + 1)
}

/// Returns the place of the label of a footnote and the colon behind it.
pub(super) fn label(text: &str, place: &Range<usize>) -> Range<usize> {
    let end = text[place.clone()].find("]:").map_or(place.end, |end| place.start + end + 2);
    place.start..end
}

/// Returns the places of the texts in a row of a table, with all that is behind the last column.
pub(super) fn cells(text: &str, row: &Range<usize>, mut cells: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let end = cells.iter().map(|cell| cell.end).max().unwrap_or(row.start).clamp(row.start, row.end);
    let rest = trim(text, end..row.end);
    let start = rest.end - text[rest.clone()].trim_start_matches('|').len();
    let rest = trim(text, start..rest.end);
    if !rest.is_empty() {
        cells.push(rest);
    }
    cells.into_iter().map(|cell| trim(text, cell)).collect()
}
