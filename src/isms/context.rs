//! The context of the organisation (4.1, 4.2): issues, interested parties, legal and contractual requirements.

use super::reader::reader;
use crate::model::{Cells, EntryValue, ResolvedReference};

reader! {
    /// An external or internal issue (4.1).
    Issue in "issues" {
        SIDE = "side",
        KIND = "kind",
        DESCRIPTION = "description",
        RELEVANT = "relevant",
        DOCUMENTS = "documents",
        CONTROLS = "controls",
        RISKS = "risks",
        REVIEWED = "reviewed",
    }
}

reader! {
    /// An interested party (4.2).
    InterestedParty in "interested-parties" {
        REQUIREMENTS = "requirements",
        DOCUMENTS = "documents",
        CONTROLS = "controls",
        CLAUSES = "clauses",
        FEEDBACK = "feedback",
        REVIEWED = "reviewed",
    }
}

reader! {
    /// A requirement of law or contract (A.5.31).
    LegalRequirement in "legal-requirements" {
        DOCUMENTS = "documents",
        CONTROLS = "controls",
        CLAUSES = "clauses",
        OWNER = "owner",
        REVIEWED = "reviewed",
    }
}

/// A requirement of an interested party.
#[derive(Debug, Clone, Copy)]
pub struct PartyRequirement<'a> {
    /// The row of the table `requirements`.
    pub row: Cells<'a, ResolvedReference>,
}

impl<'a> InterestedParty<'a> {
    /// Returns the requirements of the party.
    pub fn requirements(self) -> impl Iterator<Item = PartyRequirement<'a>> {
        self.rows(Self::REQUIREMENTS).map(|(_, row)| PartyRequirement { row })
    }
}

impl<'a> PartyRequirement<'a> {
    /// Name of the column with the text of the requirement.
    pub const TEXT: &'static str = "text";

    /// Returns the references to what meets it.
    pub fn met_by(self) -> &'a [ResolvedReference] {
        self.row.references("by")
    }

    /// Returns whether it is met, according to the register: `yes`, `partly` or `no`.
    pub fn met(self) -> Option<&'a str> {
        match self.row.value("met") {
            Some(EntryValue::Choices(words)) => words.first().map(String::as_str),
            _ => None,
        }
    }
}
