//! Resolves a title in a field, where something else than its id names a document or an entry.

use crate::diag::Diagnostic;
use crate::id::joined;
use crate::model::{Destination, RawReference, Subject, TargetKind};

use super::resolve::{Resolved, Resolver};

impl Resolver<'_> {
    /// Resolves an id as another tool writes it, `RISK 001` for `RISK-001`, in a field that takes targets of some kinds.
    pub(super) fn written_apart(&self, id: &str, to: &[TargetKind]) -> Option<Resolved> {
        let subject = *self.ids.get(&joined(id))?;
        let fits = to.iter().any(|kind| self.is_of(subject, kind));
        fits.then_some((Some(Destination::Subject(subject)), None))
    }

    /// Resolves a title in a field that takes targets of some kinds; `None` if none of them has it.
    pub(super) fn titled(&self, raw: &RawReference, title: &str, to: &[TargetKind]) -> Option<Resolved> {
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

    fn id_of(&self, subject: Subject) -> String {
        match subject {
            Subject::Document(ix) => self.draft.documents[ix].meta.id.value.clone(),
            Subject::Entry(ix) => self.draft.registers[ix.register].entries[ix.entry].id.value.clone(),
            Subject::Requirement(ix) => self.catalog.label(ix),
        }
    }
}
