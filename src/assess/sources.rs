//! The sources of the facts of documents and of the fields of registers, and which were found nowhere.

use super::Assessed;
use crate::model::{DocIx, Document, Fact, Register, RegisterFile, ResolvedReference};

/// The facts that every maintained document is expected to state, in the order in which they are listed.
pub const EXPECTED: [&str; 7] = ["status", "version", "owner", "approver", "approved", "review", "claims"];

/// The facts of a document.
#[derive(Debug)]
pub struct DocumentSources<'a> {
    /// The document.
    pub ix: DocIx,
    /// The document's path and facts.
    pub document: &'a Document<ResolvedReference>,
    /// Those of [`EXPECTED`] that were found nowhere.
    pub nowhere: Vec<&'static str>,
}

impl<'a> DocumentSources<'a> {
    /// Returns where its facts were read, in the order of the text.
    pub fn facts(&self) -> &'a [Fact] {
        &self.document.meta.facts
    }
}

/// The fields of a register in a file.
#[derive(Debug)]
pub struct RegisterSources<'a> {
    /// The register.
    pub register: &'a Register<ResolvedReference>,
    /// The file; `None` for entries that were made from names.
    pub file: Option<&'a RegisterFile>,
    /// The required fields that no entry of the register has.
    pub nowhere: Vec<&'a str>,
}

impl Assessed {
    /// Returns where the facts of each document were read.
    pub fn document_sources(&self) -> impl Iterator<Item = DocumentSources<'_>> {
        self.handbook.documents().map(|(ix, document)| {
            let nowhere = EXPECTED.into_iter().filter(|field| !states(document, field));
            let nowhere = if document.meta.kind.is_maintained() { nowhere.collect() } else { Vec::new() };
            DocumentSources { ix, document, nowhere }
        })
    }

    /// Returns the files that the entries of registers were read from.
    pub fn register_sources(&self) -> impl Iterator<Item = RegisterSources<'_>> {
        let filled = self.handbook.registers.iter().filter(|register| !register.entries.is_empty());
        filled.flat_map(|register| {
            let mut open: Option<Vec<&str>> = None;
            for entry in &register.entries {
                let lacks: Vec<&str> = register.cells(entry).open_fields().collect();
                open = Some(match open {
                    Some(open) => open.into_iter().filter(|field| lacks.contains(field)).collect(),
                    None => lacks,
                });
            }
            let nowhere = open.unwrap_or_default();
            let made = register.files.is_empty().then_some(None);
            let files = register.files.iter().map(Some).chain(made);
            files.map(move |file| RegisterSources { register, file, nowhere: nowhere.clone() })
        })
    }
}

/// Returns whether a document states a fact, in whatever way.
fn states(document: &Document<ResolvedReference>, field: &str) -> bool {
    let has = |field: &str| document.meta.facts.iter().any(|fact| fact.field == field);
    match field {
        "review" => has("review") || has("review-by"),
        "claims" => document.claims().next().is_some(),
        field => has(field),
    }
}
