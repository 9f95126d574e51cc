//! The register of documents that a `[[documents]]` table names.

use super::table_file::TableFile;
use crate::source::Spanned;
use crate::value::Fields;

/// A table with a row for each document.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRegister {
    /// The table.
    pub table: TableFile,
    /// The columns that tell to which document a row belongs. The first that leads to one counts.
    pub by: Vec<(Spanned<String>, JoinedBy)>,
}

/// The property that a document and its row have in common.
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
    fields.require("file");
    fields.require("by");
    let register = TableFile::read(&fields).map(|table| DocumentRegister { table, by: read_by(&fields) });
    fields.finish();
    register
}

fn read_by(fields: &Fields<'_>) -> Vec<(Spanned<String>, JoinedBy)> {
    let Some(table) = fields.table("by") else { return Vec::new() };
    let joined = table.keys().filter_map(|(column, span)| {
        let by = table.choice(column, &JoinedBy::ALL)?;
        Some((Spanned { value: column.to_owned(), span }, by.value))
    });
    joined.collect()
}
