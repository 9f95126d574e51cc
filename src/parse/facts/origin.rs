//! The source of a fact, as those see it who ask where it is from.

use crate::config::FactSource;
use crate::model::Origin;
use crate::source::FileId;

/// Returns where a fact of a source is from. `register` is the file of the register of documents.
pub(super) fn origin(source: &FactSource, register: FileId) -> Origin {
    match source {
        FactSource::FrontMatter(path) => Origin::FrontMatter(path.join(".")),
        FactSource::Heading | FactSource::Headings => Origin::Heading,
        FactSource::FileName => Origin::FileName,
        FactSource::Label { written, .. } => Origin::Label(written.clone()),
        FactSource::Row { name, .. } => {
            let (table, column) = name.rsplit_once('/').unwrap_or((name, ""));
            Origin::Row { table: table.trim().to_owned(), column: column.trim().to_owned() }
        }
        FactSource::Under(heading) => Origin::Under(heading.clone()),
        FactSource::Register(column) => Origin::Register { file: register, column: column.clone() },
    }
}
