//! The register of documents that a `[[documents]]` table names.

use crate::diag::Diagnostic;
use crate::source::Spanned;
use crate::value::Fields;

/// A table with a row for each document.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRegister {
    /// The file, below the content folder.
    pub file: Spanned<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The rows with the names of the columns, counted from 1; empty for the first row that is not blank.
    pub header: Vec<usize>,
    /// The encoding, if it is not UTF-8.
    pub encoding: Option<Spanned<String>>,
    /// What is between the cells, if it is not found out from the text.
    pub delimiter: Option<Spanned<String>>,
    /// The heading above a Markdown table.
    pub below: Option<String>,
    /// The columns that tell to which document a row belongs.
    pub by: Vec<(Spanned<String>, JoinedBy)>,
}

/// What a document and its row have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinedBy {
    /// The id.
    Id,
    /// The title.
    Title,
    /// The path or the name of the file, with or without its ending.
    File,
}

impl JoinedBy {
    const ALL: [(&'static str, Self); 3] = [("id", Self::Id), ("title", Self::Title), ("file", Self::File)];
}

/// Reads `register = { file = "…", by = { "Doc ID" = "id" } }`.
pub(super) fn read_register(fields: Fields<'_>) -> Option<DocumentRegister> {
    let text = |key| fields.text(key).map(|text| text.value);
    fields.require("by");
    let register = DocumentRegister {
        file: fields.required_text("file")?,
        sheet: text("sheet"),
        header: read_header(&fields),
        encoding: fields.text("encoding"),
        delimiter: fields.text("delimiter"),
        below: text("below"),
        by: read_by(&fields),
    };
    fields.finish();
    Some(register)
}

fn read_header(fields: &Fields<'_>) -> Vec<usize> {
    let rows = fields.list("header").into_iter().filter_map(|node| match node.value {
        crate::value::Value::Integer(row) => usize::try_from(row).ok().filter(|row| *row > 0),
        _ => None,
    });
    let rows: Vec<usize> = rows.collect();
    if rows.len() < fields.list("header").len() {
        let help = "write the number of the row, or of the rows, such as `header = [3, 4]`".to_owned();
        let message = "`header` is not the number of a row";
        fields.report(Diagnostic::error("invalid-value", fields.key_span("header"), message).help(help));
    }
    rows
}

fn read_by(fields: &Fields<'_>) -> Vec<(Spanned<String>, JoinedBy)> {
    let Some(table) = fields.table("by") else { return Vec::new() };
    let joined = table.keys().filter_map(|(column, span)| {
        let by = table.choice(column, &JoinedBy::ALL)?;
        Some((Spanned { value: column.to_owned(), span }, by.value))
    });
    joined.collect()
}
