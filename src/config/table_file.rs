//! Files with tables of other tools: where they are, and which of their rows and sheets hold what.

use crate::diag::Diagnostic;
use crate::letters::nfc;
use crate::source::{Span, Spanned};
use crate::value::{Fields, Node, Value};

/// A table in a CSV file, a workbook, a Markdown document, or a list in JSON or YAML.
#[derive(Debug, Clone, PartialEq)]
pub struct TableFile {
    /// The path below the content folder.
    pub file: Spanned<String>,
    /// The sheet of a workbook; `None` for the first visible one.
    pub sheet: Option<Spanned<String>>,
    /// The rows of the head, counted from 1; empty if the head is found by the names of its columns.
    pub header: Vec<usize>,
    /// The encoding, if it is not UTF-8: a label such as `windows-1252`.
    pub encoding: Option<String>,
    /// The character between cells of a CSV file; `None` if the file itself shows it.
    pub delimiter: Option<u8>,
    /// The heading of the section of a Markdown document that the table is in.
    pub below: Option<Spanned<String>>,
    /// The keys that lead to the list in a JSON or YAML file, with dots between them.
    pub entries: Option<Spanned<String>>,
}

impl TableFile {
    /// Returns a table that is all of a file.
    pub fn whole(path: &str, span: Span) -> Self {
        let file = Spanned { value: path.to_owned(), span };
        Self { file, sheet: None, header: Vec::new(), encoding: None, delimiter: None, below: None, entries: None }
    }

    /// Reads the keys of a table; `None` without the key `file`.
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let keys = ["sheet", "header", "encoding", "delimiter", "below", "entries"];
        let Some(file) = fields.text("file") else {
            for key in keys.into_iter().filter(|key| fields.is_stated(key)) {
                let place = fields.key_span(key).unwrap_or_else(|| fields.span());
                let help = "add `file = \"…\"`, the path of the table below the content folder".to_owned();
                fields.node(key);
                fields.report(
                    Diagnostic::error("missing-field", place, format!("`{key}` is set without `file`")).help(help),
                );
            }
            return None;
        };
        let is_inside =
            !file.value.starts_with('/') && file.value.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !is_inside {
            let message = format!("`{}` is not a path below the content folder", file.value);
            let help = "write it from the content folder on, such as `registers/risks.csv`; `content` in `[book]` may \
                be a folder that is above both";
            fields.report(Diagnostic::error("invalid-value", file.span, message).help(help.to_owned()));
        }
        Some(Self {
            file: file.map(|path| nfc(&path).into_owned()),
            sheet: fields.text("sheet"),
            header: read_header(fields),
            encoding: fields.text("encoding").and_then(|label| read_encoding(label, fields)),
            delimiter: fields.text("delimiter").and_then(|mark| read_delimiter(&mark, fields)),
            below: fields.text("below"),
            entries: fields.text("entries"),
        })
    }
}

/// Reads the number of the row with the heads, or of several over one another.
fn read_header(fields: &Fields<'_>) -> Vec<usize> {
    let rows = fields.list("header").into_iter().map(|node| match node {
        Node { value: Value::Integer(row), .. } => usize::try_from(*row).ok().filter(|row| (1..=1000).contains(row)),
        _ => None,
    });
    let rows: Option<Vec<usize>> = rows.collect();
    let rows = rows.filter(|rows| rows.is_sorted() && rows.len() <= 5);
    if rows.is_none() {
        let place = fields.key_span("header").unwrap_or_else(|| fields.span());
        let help = "write the number of the row, counted from 1, or several: `header = [3, 4]`".to_owned();
        fields.report(Diagnostic::error("invalid-value", place, "`header` is not the number of a row").help(help));
    }
    rows.unwrap_or_default()
}

fn read_encoding(label: Spanned<String>, fields: &Fields<'_>) -> Option<String> {
    if encoding_rs::Encoding::for_label(label.value.as_bytes()).is_some() {
        return Some(label.value);
    }
    let message = format!("`{}` is not the name of an encoding", label.value);
    let help = "write it like `windows-1252`, `iso-8859-15`, `utf-16le` or `macintosh`".to_owned();
    fields.report(Diagnostic::error("invalid-value", label.span, message).help(help));
    None
}

fn read_delimiter(mark: &Spanned<String>, fields: &Fields<'_>) -> Option<u8> {
    match mark.value.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Some(*byte),
        _ => {
            let message = format!("`{}` is not what parts cells", mark.value);
            let help = "write one character: \",\", \";\", \"\\t\" or \"|\"".to_owned();
            fields.report(Diagnostic::error("invalid-value", mark.span, message).help(help));
            None
        }
    }
}
