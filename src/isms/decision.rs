//! Decisions on controls: the entries of the Statement of Applicability (6.1.3 d).

use super::reader::reader;
use super::{entry_of, owner};
use crate::catalog::{Found, ReqIx};
use crate::model::{EntryIx, Handbook, Subject};

reader! {
    /// The decision on a control.
    Decision in "applicability" {
        APPLICABLE = "applicable",
        REASONS = "reasons",
        JUSTIFICATION = "justification",
        IMPLEMENTATION = "implementation",
        DUE = "due",
        DOCUMENTS = "documents",
        NOTES = "notes",
    }
}

/// The control on reporting events.
const REPORTING: &str = "A.6.8";

/// Returns the control on reporting events, and the role that owns it: whom to tell about an incident.
pub fn reporting(handbook: &Handbook) -> Option<(Subject, EntryIx)> {
    let Found::One(control) = handbook.catalog.find(REPORTING) else { return None };
    let decision = Decision::on(handbook, control)?;
    Some((Subject::Requirement(control), entry_of(owner(*decision)?)?))
}

/// The state of implementation of a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Implementation {
    /// Not started.
    Planned,
    /// Partly implemented.
    Partial,
    /// Fully implemented.
    Implemented,
}

impl<'a> Decision<'a> {
    /// Returns the decision on a control, if there is one.
    pub fn on(handbook: &'a Handbook, control: ReqIx) -> Option<Self> {
        Self::of(handbook.record(handbook.decision(control)?))
    }

    /// Returns whether the control applies; `None` if the entry does not say.
    pub fn applies(self) -> Option<bool> {
        self.flag(Self::APPLICABLE)
    }

    /// Returns the reasons for the control.
    pub fn reasons(self) -> &'a [String] {
        self.choices(Self::REASONS)
    }

    /// Returns whether the decision gives this reason.
    pub fn has_reason(self, reason: &str) -> bool {
        self.is(Self::REASONS, reason)
    }

    /// Returns the text of the justification, unless it is blank.
    pub fn justification(self) -> Option<&'a str> {
        self.text(Self::JUSTIFICATION).filter(|text| !text.trim().is_empty())
    }

    /// Returns the state of implementation; `None` if the entry does not say.
    pub fn implementation(self) -> Option<Implementation> {
        match self.choices(Self::IMPLEMENTATION).first()?.as_str() {
            "planned" => Some(Implementation::Planned),
            "partial" => Some(Implementation::Partial),
            "implemented" => Some(Implementation::Implemented),
            _ => None,
        }
    }
}
