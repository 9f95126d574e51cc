//! The tables of a Markdown text, as rows of plain words.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::source::{FileId, Span};
use crate::value::{Grid, GridRow, Node, Value};

/// The tables of a Markdown text, and its headings.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub headings: Vec<String>,
    pub tables: Vec<MarkdownTable>,
}

/// A table of a Markdown text.
#[derive(Debug)]
pub(super) struct MarkdownTable {
    /// The indexes of the headings of the sections that it is in, from the outermost to its own.
    pub headings: Vec<usize>,
    /// Its rows, the first of which is the head.
    pub grid: Grid,
    /// Number of cells of each row as it is written; each row of the grid has as many as the head.
    pub written: Vec<usize>,
}

/// Returns the tables of a text, which begins at a byte of a file.
pub(super) fn tables(text: &str, file: FileId, offset: usize) -> Tables {
    if memchr::memchr(b'|', text.as_bytes()).is_none() {
        return Tables::default();
    }
    let (open, found, words) = (Vec::new(), Tables::default(), String::new());
    let mut reader = Reader { file, offset, text, open, heading: None, words, found };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_HEADING_ATTRIBUTES;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.found
}

/// Returns the tables of a whole file with the headings above them.
pub(crate) fn tables_in(text: &str, file: FileId) -> Vec<(Vec<String>, Grid)> {
    let Tables { headings, tables } = tables(text, file, 0);
    let above = |table: &MarkdownTable| table.headings.iter().map(|at| headings[*at].clone()).collect();
    tables.into_iter().map(|table| (above(&table), table.grid)).collect()
}

struct Reader<'a> {
    file: FileId,
    offset: usize,
    text: &'a str,
    /// The headings of the sections that are open, with their indexes.
    open: Vec<(HeadingLevel, usize)>,
    /// The level of the heading that is being read.
    heading: Option<HeadingLevel>,
    /// The words of the heading or cell that is being read.
    words: String,
    found: Tables,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading = Some(level);
                self.words.clear();
            }
            Event::End(TagEnd::Heading(level)) => {
                self.heading = None;
                self.open.retain(|(above, _)| *above < level);
                self.open.push((level, self.found.headings.len()));
                self.found.headings.push(self.words.trim().to_owned());
            }
            Event::Start(Tag::Table(_)) => {
                let headings = self.open.iter().map(|(_, at)| *at).collect();
                let grid = Grid { sheet: None, is_hidden: false, rows: Vec::new() };
                self.found.tables.push(MarkdownTable { headings, grid, written: Vec::new() });
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                let span = self.span(&range);
                if let Some(MarkdownTable { grid, written, .. }) = self.found.tables.last_mut() {
                    written.push(count(&self.text[range]));
                    grid.rows.push(GridRow { number: grid.rows.len() + 1, span, cells: Vec::new() });
                }
            }
            Event::Start(Tag::TableCell) => self.words.clear(),
            Event::End(TagEnd::TableCell) => {
                let cell = Node { span: self.span(&range), value: Value::Text(self.words.trim().to_owned()) };
                if let Some(row) = self.found.tables.last_mut().and_then(|table| table.grid.rows.last_mut()) {
                    row.cells.push(cell);
                }
            }
            Event::Text(words) | Event::Code(words) => self.words.push_str(&words),
            Event::SoftBreak | Event::HardBreak => self.words.push(' '),
            Event::InlineHtml(tag) if is_break(&tag) => self.words.push('\n'),
            _ => {}
        }
    }

    /// Returns the place of a cell or row without the marks and blanks around it.
    fn span(&self, range: &Range<usize>) -> Span {
        let raw = &self.text[range.clone()];
        let inner = raw.trim_matches(|c: char| c.is_whitespace() || c == '|');
        let start = range.start + inner.as_ptr() as usize - raw.as_ptr() as usize;
        Span::new(self.file, start + self.offset..start + inner.len() + self.offset)
    }
}

/// Returns the number of cells in a row as it is written.
fn count(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut is_escaped = false;
    let bars = row.bytes().enumerate().filter(|(_, byte)| {
        let is_bar = *byte == b'|' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        is_bar
    });
    let (mut cells, mut last) = (1, None);
    for (at, _) in bars {
        (cells, last) = (cells + 1, Some(at));
    }
    if last.is_some_and(|at| at + 1 == row.len()) { cells - 1 } else { cells }
}

fn is_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    name.eq_ignore_ascii_case("br")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_plain_words_with_their_places() {
        let text = "# Register\n\n## Assets\n\n| Name | **Owner** |\n|---|:-:|\n| [Mail](m.md) | *Head* of `IT` |\n| a<br>b |\n\n## Other\n\nx | y\n-|-\n1 | 2\n";
        let Tables { headings, tables: found } = tables(text, FileId::new(0), 0);
        let rows = |table: &MarkdownTable| {
            let cells = |row: &GridRow| row.cells.iter().map(crate::value::words).collect::<Vec<_>>().join("/");
            table.grid.rows.iter().map(cells).collect::<Vec<_>>()
        };
        assert_eq!(
            found
                .iter()
                .map(|table| table.headings.iter().map(|at| &*headings[*at]).collect())
                .collect::<Vec<Vec<_>>>(),
            [["Register", "Assets"], ["Register", "Other"]]
        );
        assert_eq!(found[0].written, [2, 2, 1]);
        for (row, cells) in [("a | b", 2), ("| a |", 1), ("| a \\| b | c", 2), ("| a || |", 3), ("|", 1), ("", 1)] {
            assert_eq!(count(row), cells, "{row}");
        }
        assert_eq!(rows(&found[0]), ["Name/Owner", "Mail/Head of IT", "a b/"]);
        assert_eq!(&text[found[0].grid.rows[1].cells[1].span.range()], "*Head* of `IT`");
        assert_eq!(found[0].grid.rows[2].cells[0].value, Value::Text("a\nb".to_owned()));
        assert_eq!(rows(&found[1]), ["x/y", "1/2"]);
    }
}
