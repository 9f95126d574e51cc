//! Reads CSV into a [`Grid`], with the place of each cell.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::{Grid, GridRow, Node, Value};
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

/// Most rows of a table.
pub const MOST_ROWS: usize = 100_000;

/// Most cells of a table.
pub const MOST_CELLS: usize = 2_000_000;

/// The delimiters that are tried, if the file does not say which it has. The first of two that are equally likely counts.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// Number of lines that show what parts cells.
const SHOWING: usize = 30;

/// Reads a CSV file. Returns its rows and what parts their cells.
pub fn csv(text: &str, file: FileId, delimiter: Option<u8>) -> (Grid, u8, Vec<Diagnostic>) {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (stated, start) = match stated(&text[mark..]) {
        Some((delimiter, length)) => (Some(delimiter), mark + length),
        None => (None, mark),
    };
    let delimiter = delimiter.or(stated).unwrap_or_else(|| guess(&text[start..]));
    let skipped = text[..start].bytes().filter(|byte| *byte == b'\n').count();
    let mut cells = Cells {
        text,
        file,
        reader: ReaderBuilder::new().delimiter(delimiter).build(),
        at: start,
        output: vec![0; text.len() + 1],
        diagnostics: Vec::new(),
    };
    let mut rows: Vec<GridRow> = Vec::new();
    let (mut number, mut count) = (skipped, 0);
    let mut excess = None;
    while let Some((blank, cells)) = cells.row() {
        number += blank + 1;
        let (first, last) = (cells.first().map(|cell| cell.span), cells.last().map(|cell| cell.span));
        let span = first.zip(last).map_or(Span::new(file, 0..0), |(first, last)| Span { end: last.end, ..first });
        count += cells.len();
        excess = match () {
            () if rows.len() == MOST_ROWS => Some((span, format!("{MOST_ROWS} rows"))),
            () if count > MOST_CELLS => Some((span, format!("{MOST_CELLS} cells"))),
            () => None,
        };
        if excess.is_some() {
            break;
        }
        rows.push(GridRow { number, span, cells });
    }
    let mut diagnostics = cells.diagnostics;
    if let Some((span, most)) = excess {
        let message = format!("this table has more than {most}");
        let help = "part it into several files".to_owned();
        diagnostics.push(Diagnostic::error("invalid-table", span, message).help(help));
        rows.clear();
    }
    (Grid { sheet: None, is_hidden: false, rows }, delimiter, diagnostics)
}

/// Returns the delimiter in a first line `sep=;`, as spreadsheets write it, with the length of that line.
fn stated(text: &str) -> Option<(u8, usize)> {
    let line = text.split_inclusive('\n').next()?;
    match line.trim_end_matches(['\r', '\n']).as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] if delimiter.is_ascii() && *delimiter != b'"' => {
            Some((*delimiter, line.len()))
        }
        _ => None,
    }
}

/// Returns the delimiter that most of the first lines have equally often.
fn guess(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(SHOWING).collect();
    let weight = |delimiter: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, delimiter)).collect();
        let agreeing = |count: usize| counts.iter().filter(|other| **other == count).count();
        counts.iter().filter(|count| **count > 0).map(|count| (agreeing(*count), *count)).max().unwrap_or_default()
    };
    // `max_by_key` returns the last of several.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| weight(*delimiter)).unwrap_or(b',')
}

fn outside_quotes(line: &str, delimiter: u8) -> usize {
    let parts = line.split('"').step_by(2);
    parts.map(|part| part.bytes().filter(|byte| *byte == delimiter).count()).sum()
}

/// The cells of a text, one after the other.
struct Cells<'a> {
    text: &'a str,
    file: FileId,
    reader: Reader,
    /// The first byte that is not read.
    at: usize,
    output: Vec<u8>,
    diagnostics: Vec<Diagnostic>,
}

impl Cells<'_> {
    /// Returns the next row that has cells, and the number of blank lines before it.
    fn row(&mut self) -> Option<(usize, Vec<Node>)> {
        let rest = &self.text[self.at..];
        let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let lines = rest[..blank].bytes().filter(|byte| *byte == b'\n').count();
        self.at += blank;
        if self.at == self.text.len() {
            return None;
        }
        let mut cells = Vec::new();
        loop {
            let input = &self.text.as_bytes()[self.at..];
            let (mut read, mut written) = (0, 0);
            let is_last = loop {
                let (result, taken, given) = self.reader.read_field(&input[read..], &mut self.output[written..]);
                (read, written) = (read + taken, written + given);
                match result {
                    ReadFieldResult::Field { record_end } => break record_end,
                    ReadFieldResult::End => break true,
                    // The output has room for the whole text; the end of the input is given once more, as the end.
                    ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                }
            };
            let value = String::from_utf8_lossy(&self.output[..written]).into_owned();
            let raw = &self.text[self.at..self.at + read];
            let raw = if is_last { raw.trim_end_matches(['\r', '\n']) } else { &raw[..read - 1] };
            cells.push(self.cell(raw, value));
            self.at += read;
            if is_last {
                // The reader ends a row at the first character of its line end.
                let ended = self.text[..self.at].ends_with('\r') && self.text[self.at..].starts_with('\n');
                self.at += usize::from(ended);
                break;
            }
        }
        Some((lines, cells))
    }

    /// Returns the cell that is written as `raw`, at the next bytes.
    fn cell(&mut self, raw: &str, value: String) -> Node {
        let place = raw.trim();
        let start = self.at + raw.len() - raw.trim_start().len();
        let (start, length) = match place.strip_prefix('"') {
            Some(inner) if inner.ends_with('"') => (start + 1, inner.len() - 1),
            _ => (start, place.len()),
        };
        let span = Span::new(self.file, start..start + length);
        if let Some(inner) = raw.strip_prefix('"') {
            self.diagnostics.extend(stray_quote(inner, Span::new(self.file, self.at..self.at + 1)));
        }
        Node { span, value: Value::Text(value) }
    }
}

/// Reports a quote that is never closed, or one that is closed before the cell ends: of both, nobody knows where the cell ends, and
/// whole rows may be in it. `inner` is what follows the quote.
fn stray_quote(inner: &str, quote: Span) -> Option<Diagnostic> {
    let mut quotes = inner.match_indices('"').map(|(at, _)| at).peekable();
    let end = loop {
        match quotes.next() {
            // Two of them are one inside of the cell.
            Some(at) if quotes.peek() == Some(&(at + 1)) => _ = quotes.next(),
            end => break end,
        }
    };
    let help = "write a quote inside of a quoted cell twice, and close the cell with one".to_owned();
    let finding = |place, message| Diagnostic::error("invalid-table", place, message).help(help);
    let Some(end) = end else { return Some(finding(quote, "this quote is never closed")) };
    if inner[end + 1..].trim().is_empty() {
        return None;
    }
    let start = quote.end as usize + end;
    let place = Span::new(quote.file, start..start + 1);
    Some(finding(place, "text follows this quote, which ends the cell").also(quote, "the cell begins here"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
        let file = FileId::new(0);
        let (grid, ..) = csv(text, file, None);
        let cell = |cell: Node| match cell.value {
            Value::Text(value) => {
                let place = &text[cell.span.range()];
                assert_eq!(place.replace("\"\"", "\""), value.trim(), "{text:?}");
                value
            }
            other => panic!("{other:?}"),
        };
        grid.rows.into_iter().map(|row| (row.number, row.cells.into_iter().map(cell).collect())).collect()
    }

    fn one(text: &str) -> Vec<String> {
        rows(text).into_iter().next().unwrap_or_default().1
    }

    #[test]
    fn each_cell_is_read_and_has_its_place() {
        assert_eq!(one("a,b c,\"d, e\",\"f \"\"g\"\"\",,"), ["a", "b c", "d, e", "f \"g\"", "", ""]);
        assert_eq!(
            rows("A;B\r\n1,5;2\r\n\r\n;x\r\n"),
            [
                (1, vec!["A".to_owned(), "B".to_owned()]),
                (2, vec!["1,5".to_owned(), "2".to_owned()]),
                (4, vec![String::new(), "x".to_owned()])
            ]
        );
        assert_eq!(rows("a,\"one\ntwo\"\nb,c").iter().map(|(row, _)| *row).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(one("\u{feff}ID\tName\n"), ["ID", "Name"]);
        assert_eq!(rows("sep=|\nA|B\n"), [(2, vec!["A".to_owned(), "B".to_owned()])]);
        assert_eq!(rows("sep=\t\nA\tB,C;D\n"), [(2, vec!["A".to_owned(), "B,C;D".to_owned()])]);
        assert_eq!(one("sep=\"\nA\n").len(), 1);
        for empty in ["", "\n\n", "\u{feff}"] {
            assert!(rows(empty).is_empty(), "{empty:?}");
        }
        assert_eq!(one("ä"), ["ä"]);
        assert_eq!(one("x,").len(), 2);
    }

    #[test]
    fn the_delimiter_is_the_one_that_all_lines_have() {
        assert_eq!(one("ID;Title\n1;Fire, water\n2;Theft, loss\n"), ["ID", "Title"]);
        assert_eq!(one("ID,Title\n1,a;b;c\n2,d\n"), ["ID", "Title"]);
        assert_eq!(one("Title\nplain\n"), ["Title"]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_an_error() {
        let problems = |text: &str| csv(text, FileId::new(0), None).2;
        let [problem] = &problems("a,b\n1,\"open\n2,c\n")[..] else { panic!("one problem") };
        assert_eq!(problem.span.map(Span::range), Some(6..7));
        assert_eq!(problems("a,b\n1,\"closed\"\n2,c"), []);
        assert_eq!(problems("a\n\"b\""), []);
        assert_eq!(problems("a,b\n\"say \"\"x\"\"\" , \"\"\n5\" disk,\"\"\"\""), []);
    }

    #[test]
    fn a_quote_that_takes_in_another_row_is_an_error() {
        let problems = |text: &str| csv(text, FileId::new(0), None).2;
        let text = "a,b,c\n1,\"open,x\n2,\"b\",c\n";
        let [problem] = &problems(text)[..] else { panic!("one problem: {:?}", problems(text)) };
        assert_eq!(problem.span.map(|span| &text[span.range()]), Some("\""));
        assert_eq!(problem.span.map(|span| span.start as usize), text.find("b\"").map(|at| at - 1));
        assert_eq!(problems("a,b\n\"The \"big\" one\",2\n").len(), 1);
    }

    #[test]
    fn a_table_with_too_many_rows_or_cells_is_refused() {
        let count = |text: &str| {
            let (grid, _, problems) = csv(text, FileId::new(0), Some(b','));
            (grid.rows.len(), problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>())
        };
        assert_eq!(count(&"a\n".repeat(MOST_ROWS)), (MOST_ROWS, Vec::new()));
        assert_eq!(count(&"a\n".repeat(MOST_ROWS + 1)).1, ["this table has more than 100000 rows"]);
        assert_eq!(count(&",".repeat(MOST_CELLS)).1, ["this table has more than 2000000 cells"]);
    }
}
