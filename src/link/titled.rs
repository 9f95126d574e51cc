//! Resolves a title in a field, where something else than its id names a document or an entry.

use crate::diag::Diagnostic;
use crate::id::joined;
use crate::model::{Destination, RawReference, Subject, TargetKind};

use super::resolve::{Referrer, Resolved, Resolver};

/// The endings of files that documents are in, or were in before they became a handbook.
const ENDINGS: [&str; 10] = ["md", "markdown", "doc", "docx", "odt", "pdf", "rtf", "txt", "htm", "html"];

impl Resolver<'_> {
    /// Resolves the words in a field that takes targets of some kinds, if they are not an id: an id as another tool writes it, a
    /// title, or the name of a document's file.
    pub(super) fn otherwise_named(
        &self,
        raw: &RawReference,
        words: &str,
        by: Referrer,
        to: &[TargetKind],
    ) -> Option<Resolved> {
        let found = self.written_apart(words, to).or_else(|| self.titled(raw, words, to));
        found.or_else(|| self.by_file(raw, words, by, to))
    }

    /// Resolves an id as another tool writes it, `RISK 001` for `RISK-001`, in a field that takes targets of some kinds.
    fn written_apart(&self, id: &str, to: &[TargetKind]) -> Option<Resolved> {
        let subject = *self.ids.get(&joined(id))?;
        let fits = to.iter().any(|kind| self.is_of(subject, kind));
        fits.then_some((Some(Destination::Subject(subject)), None))
    }

    /// Resolves a title in a field that takes targets of some kinds; `None` if none of them has it.
    fn titled(&self, raw: &RawReference, title: &str, to: &[TargetKind]) -> Option<Resolved> {
        let fits = |subject: &&Subject| to.iter().any(|kind| self.is_of(**subject, kind));
        let found: Vec<Subject> = self.titles.find(title).iter().filter(fits).copied().collect();
        match found[..] {
            [] => None,
            [subject] => Some((Some(Destination::Subject(subject)), None)),
            [..] => {
                let message = format!("`{title}` is the title of more than one");
                let ids: Vec<String> = found.iter().map(|subject| format!("`{}`", self.id_of(*subject))).collect();
                let help = format!("write the id of the one that is meant, such as {}", ids.join(" or "));
                Some((None, Some(Diagnostic::error("unknown-reference", raw.span, message).help(help).into())))
            }
        }
    }

    /// Resolves a document by the name of a file with its ending, also that of the office file which it was made from.
    fn by_file(&self, raw: &RawReference, id: &str, by: Referrer, to: &[TargetKind]) -> Option<Resolved> {
        let (name, ending) = id.rsplit_once('.')?;
        let is_file = ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
        if !is_file || !to.contains(&TargetKind::Document) {
            return None;
        }
        let written = self.written_apart(name, to).or_else(|| self.file_name(raw, (name, None), by));
        written.or_else(|| self.titled(raw, name, to))
    }

    fn id_of(&self, subject: Subject) -> String {
        match subject {
            Subject::Document(ix) => self.draft.documents[ix].meta.id.value.clone(),
            Subject::Entry(ix) => self.draft.registers[ix.register].entries[ix.entry].id.value.clone(),
            Subject::Requirement(ix) => self.catalog.label(ix),
        }
    }
}
