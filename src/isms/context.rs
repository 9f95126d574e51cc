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
        State::kept(self.date(Self::ENDED), self.overdue(day).map(|(due, _)| due), next_deadline(*self, day), day)
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::fixture::{check, state};
    use crate::isms::StateKind::{Closed, Current, Overdue};

    #[test]
    fn an_interface_counts_until_it_ends_and_while_its_review_is_in_time() {
        let interface = |fields: &str| state("interfaces", "interface", fields);
        assert_eq!(interface(""), (Current, None));
        assert_eq!(interface("reviewed = 2025-10-01"), (Current, Some(date(2026, 10, 1))));
        assert_eq!(interface("reviewed = 2025-09-30"), (Overdue, Some(date(2026, 9, 30))));
        assert_eq!(interface("reviewed = 2025-09-30\nended = 2026-10-01"), (Closed, Some(date(2026, 10, 1))));
    }

    #[test]
    fn an_interface_says_who_does_what_with_whom() {
        let interface = |fields: &str| {
            format!(
                "//- content/registers/interfaces.toml\n[[interface]]\nid = \"IF-1\"\ntitle = \"I\"\nowner = \"r\"\n{fields}"
            )
        };
        let whole = "theirs = \"T\"\nours = \"O\"\nwith = \"W\"\n";
        check("incomplete-entry", &interface(whole), &[]);
        let expected =
            ["warning content/registers/interfaces.toml:2:6 IF-1 does not say who does what: `ours` is missing"];
        check("incomplete-entry", &interface("theirs = \"T\"\nwith = \"W\"\n"), &expected);
        let expected = [
            "warning content/registers/interfaces.toml:2:6 IF-1 does not say with whom: add one of with, suppliers, parties",
        ];
        check("incomplete-entry", &interface("theirs = \"T\"\nours = \"O\"\n"), &expected);
    }
}
