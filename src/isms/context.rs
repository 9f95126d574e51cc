//! The context of the organisation (4.1 to 4.3): issues, interested parties, interfaces of the scope, legal and contractual
//! requirements.

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, next_deadline};
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

reader! {
    /// An interface of the scope, where activities of others begin (4.3 c).
    Interface in "interfaces" {
        WITH = "with",
        SUPPLIERS = "suppliers",
        PARTIES = "parties",
        THEIRS = "theirs",
        OURS = "ours",
        DOCUMENTS = "documents",
        OWNER = "owner",
        ENDED = "ended",
    }
}

impl Interface<'_> {
    /// Returns how the interface stands on a day: it counts until it ends, unless its review is late.
    pub(super) fn state(self, day: Date) -> State {
        State::kept(self.date(Self::ENDED), self.overdue(day).map(|(due, _)| due), next_deadline(*self), day)
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
