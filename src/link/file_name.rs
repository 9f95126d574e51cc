//! Resolves a link that names the file of a document, such as `[[incident-response]]`.

use crate::diag::Diagnostic;
use crate::model::{Destination, DocIx, RawReference, Subject};
use crate::pages::document_stem;

use super::resolve::{Referrer, Resolved, Resolver};

/// Maximum number of documents of one name that a message lists.
const NAMED: usize = 5;

impl Resolver<'_> {
    /// Resolves the name of a document's file, or the end of its path; `None` if no document has it.
    pub(super) fn file_name(
        &self,
        raw: &RawReference,
        (name, anchor): (&str, Option<&str>),
        by: Referrer,
    ) -> Option<Resolved> {
        match self.names.find(name, self.paths.own(by.file))[..] {
            [] => None,
            [document] => Some(match anchor {
                Some(anchor) => self.anchor(raw, document, anchor),
                None => (Some(Destination::Subject(Subject::Document(document))), None),
            }),
            ref several => {
                let message = format!("{} documents have the name `{name}`", several.len());
                let path = |ix: &DocIx| format!("`[[{}]]`", document_stem(&self.draft.documents[*ix].path));
                let mut names: Vec<String> = several.iter().take(NAMED).map(path).collect();
                if several.len() > NAMED {
                    names.push("…".to_owned());
                }
                let help = format!("write one of: {}", names.join(", "));
                Some((None, Some(Diagnostic::error("unknown-reference", raw.span, message).help(help).into())))
            }
        }
    }
}
