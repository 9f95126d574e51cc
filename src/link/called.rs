//! What targets are called: in links without words of their own, and in messages.

use crate::catalog::RequirementKind;
use crate::model::{Destination, RawReference, RawTarget, Subject};

use super::resolve::Resolver;

impl Resolver<'_> {
    /// Returns the name of the target, for a link without words of its own.
    pub(super) fn text(&self, raw: &RawReference, to: Option<&Destination>) -> String {
        match to {
            Some(Destination::Subject(subject)) => self.name(*subject),
            Some(Destination::Anchor(document, _)) => self.name(Subject::Document(*document)),
            Some(Destination::Section(document, section)) => {
                let document = &self.draft.documents[*document];
                format!("{}: {}", document.meta.title, document.sections[*section].heading.title)
            }
            Some(Destination::Attachment(file)) => {
                let path = &self.sources.file(*file).path;
                path.rsplit('/').next().unwrap_or(path).to_owned()
            }
            _ => match &raw.target {
                RawTarget::Id { id, .. } if self.excluded.contains_key(id.as_str()) => {
                    self.excluded[id.as_str()].to_owned()
                }
                RawTarget::Id { id, .. } | RawTarget::Mention { id, .. } | RawTarget::NamedCount(id) => id.clone(),
                RawTarget::Path { path, .. } => path.clone(),
                RawTarget::Remote(address) | RawTarget::Unsafe(address) => address.clone(),
            },
        }
    }

    /// Returns the name of a subject. Numbered ids are how people cite; anything else is called by its title.
    fn name(&self, subject: Subject) -> String {
        match subject {
            Subject::Document(document) => self.draft.documents[document].meta.title.clone(),
            Subject::Requirement(requirement) => self.catalog.label(requirement),
            Subject::Entry(entry) => {
                let entry = &self.draft.registers[entry.register].entries[entry.entry];
                let numbered = entry.id.value.bytes().any(|b| b.is_ascii_digit());
                if numbered { entry.id.value.clone() } else { entry.title.clone() }
            }
        }
    }

    /// Returns what a subject is, for a message.
    pub(super) fn kind(&self, subject: Subject) -> String {
        match subject {
            Subject::Document(_) => "a document".to_owned(),
            Subject::Entry(entry) => {
                format!("an entry of `{}`", self.draft.registers[entry.register].schema.name)
            }
            Subject::Requirement(ix) => match self.catalog.requirement(ix).kind {
                RequirementKind::Clause => "a clause".to_owned(),
                RequirementKind::Control => "a control".to_owned(),
                RequirementKind::Other => format!("of {}", self.catalog.standard_of(ix).short),
            },
        }
    }
}
