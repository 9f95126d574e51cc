//! Recorded approvals: who approved which text, and when (7.5.2 c, 7.5.3 e).

use jiff::civil::Date;

use super::entry_of;
use super::reader::reader;
use crate::config::ApprovalRules;
use crate::model::{DocIx, EntryIx, Handbook, ResolvedReference, Subject};

reader! {
    /// An approval of a document, of the Statement of Applicability or of the risk treatment plan.
    Approval in "approvals" {
        DOCUMENT = "document",
        OF = "of",
        KIND = "kind",
        VERSION = "version",
        BY = "by",
        ON = "on",
        REASON = "reason",
        DIGEST = "digest",
        TEXT = "text",
    }
}

/// The subject of an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApprovalOf {
    /// A document.
    Document(DocIx),
    /// The Statement of Applicability (6.1.3 d).
    Soa,
    /// The risk treatment plan (6.1.3 e).
    TreatmentPlan,
}

impl ApprovalOf {
    /// The word for the Statement of Applicability, in the register and on the command line.
    pub const SOA: &'static str = "soa";
    /// The word for the risk treatment plan.
    pub const TREATMENT_PLAN: &'static str = "treatment-plan";

    /// Returns the word for which book.toml names the roles that may approve it.
    pub fn word(self, handbook: &Handbook) -> &'static str {
        match self {
            Self::Document(ix) => handbook.document(ix).meta.kind.word(),
            Self::Soa => Self::SOA,
            Self::TreatmentPlan => Self::TREATMENT_PLAN,
        }
    }
}

impl<'a> Approval<'a> {
    /// The word for the kind of an approval of a minor change.
    pub const MINOR: &'static str = "minor-change";

    /// Returns what it approves; `None` if that does not exist, which has been reported.
    pub fn subject(self, handbook: &Handbook) -> Option<ApprovalOf> {
        match self.choices(Self::OF).first().map(String::as_str) {
            Some(ApprovalOf::SOA) => return Some(ApprovalOf::Soa),
            Some(ApprovalOf::TREATMENT_PLAN) => return Some(ApprovalOf::TreatmentPlan),
            _ => {}
        }
        match handbook.subject(self.links(Self::DOCUMENT).first()?.to.as_ref()?)? {
            Subject::Document(ix) => Some(ApprovalOf::Document(ix)),
            _ => None,
        }
    }

    /// Returns whether it approves a minor change to a version that was approved before.
    pub fn is_minor(self) -> bool {
        self.is(Self::KIND, Self::MINOR)
    }

    /// Returns the version that it approves.
    pub fn version(self) -> Option<&'a str> {
        self.text(Self::VERSION)
    }

    /// Returns the role that approved.
    pub fn by(self) -> Option<&'a ResolvedReference> {
        self.links(Self::BY).first()
    }

    /// Returns the entry of the role that approved.
    pub fn role(self) -> Option<EntryIx> {
        entry_of(self.by()?)
    }

    /// Returns the day of the approval.
    pub fn on(self) -> Option<Date> {
        self.date(Self::ON)
    }

    /// Returns the reason of a minor change.
    pub fn reason(self) -> Option<&'a str> {
        self.text(Self::REASON)
    }

    /// Returns the digest of all that was approved.
    pub fn digest(self) -> Option<&'a str> {
        self.text(Self::DIGEST)
    }

    /// Returns the digest of the text that was approved.
    pub fn text_digest(self) -> Option<&'a str> {
        self.text(Self::TEXT)
    }

    /// Returns whether it counts on a day: it has happened, and its role may approve what it is about.
    pub fn counts(self, handbook: &Handbook, rules: &ApprovalRules, day: Date) -> bool {
        let has_happened = self.happened(Self::ON, day).is_some();
        has_happened && self.role().is_some() && self.is_entitled(handbook, rules)
    }

    /// Returns whether book.toml lets its role approve what it is about.
    pub fn is_entitled(self, handbook: &Handbook, rules: &ApprovalRules) -> bool {
        let Some(of) = self.subject(handbook) else { return true };
        let role = self.role().map(|ix| handbook.record(ix).id());
        role.is_none_or(|role| rules.may_approve(of.word(handbook), role))
    }
}
