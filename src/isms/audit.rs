//! Audits and their programmes (9.2).

use jiff::civil::Date;

use super::decision::Decision;
use super::reader::reader;
use super::role::{is_held_by, is_same_person, owner};
use super::state::State;
use super::{entries_of, entry_of};
use crate::catalog::ReqIx;
use crate::model::{Destination, DocumentStatus, EntryIx, Handbook, ReferenceRole, ResolvedReference, Subject};

reader! {
    /// An audit.
    Audit in "audits" {
        KIND = "kind",
        PROGRAMME = "programme",
        PLANNED = "planned",
        HELD_ON = "held-on",
        AUDITOR = "auditor",
        CLAUSES = "clauses",
        CONTROLS = "controls",
        RESULT = "result",
        AUDITOR_NAME = "auditor-name",
        DOCUMENTS = "documents",
    }
}

reader! {
    /// An audit programme: the audits of a period.
    AuditProgramme in "audit-programmes" {
        FROM = "from",
        TO = "to",
        APPROVED = "approved",
    }
}

/// Returns the roles that answer for a requirement: the owner in the Statement of Applicability, else those of the
/// documents that claim it.
fn owners(handbook: &Handbook, requirement: ReqIx) -> Vec<EntryIx> {
    let decided = Decision::on(handbook, requirement).and_then(|decision| owner(*decision)).and_then(entry_of);
    if let Some(owner) = decided {
        return vec![owner];
    }
    let claims = handbook.requirement_referrers(requirement).filter(|claim| claim.role == ReferenceRole::Claim);
    let documents = claims.filter_map(|claim| match claim.from {
        Subject::Document(ix) => Some(handbook.document(ix)),
        _ => None,
    });
    let kept = documents.filter(|document| document.meta.status.value != DocumentStatus::Retired);
    kept.filter_map(|document| document.meta.owner.as_ref().and_then(entry_of)).collect()
}

impl<'a> Audit<'a> {
    /// Returns the day on which it was held, if that was by `day`.
    pub fn held(self, day: Date) -> Option<Date> {
        self.happened(Self::HELD_ON, day)
    }

    /// Returns the day on which it was held or is planned.
    pub fn day(self) -> Option<Date> {
        self.date(Self::HELD_ON).or(self.date(Self::PLANNED))
    }

    /// Returns the programme that it is a part of.
    pub fn programme(self) -> Option<EntryIx> {
        entries_of(self.links(Self::PROGRAMME)).next()
    }

    /// Returns whether it is an internal audit, which an audit programme must plan.
    pub fn is_internal(self) -> bool {
        !["certification", "customer", "supplier"].iter().any(|kind| self.is(Self::KIND, kind))
    }

    /// Returns the clauses and controls in its scope.
    pub fn scope(self) -> impl Iterator<Item = ReqIx> + use<'a> {
        let named = [Self::CLAUSES, Self::CONTROLS].into_iter().flat_map(move |field| self.links(field));
        named.filter_map(|link: &ResolvedReference| match link.to {
            Some(Destination::Subject(Subject::Requirement(ix))) => Some(ix),
            _ => None,
        })
    }

    /// Returns what the auditor answers for in what is audited (9.2.2), in the order of the standard, then of the
    /// documents.
    ///
    /// The auditor is known by role, and by name if the name is that of a holder. Audits by others have none of it.
    pub fn own_work(self, handbook: &Handbook) -> Vec<Subject> {
        if !self.is_internal() {
            return Vec::new();
        }
        let role = entries_of(self.links(Self::AUDITOR)).next();
        let name = self.text(Self::AUDITOR_NAME).unwrap_or_default();
        let is_auditor = |owner: &EntryIx| {
            role.is_some_and(|role| is_same_person(handbook, role, *owner)) || is_held_by(handbook, *owner, name)
        };
        let scope: Vec<ReqIx> = self.scope().collect();
        let catalog = &handbook.catalog;
        let audited = catalog.requirements().map(|(ix, _)| ix).filter(|ix| catalog.is_assessable(*ix));
        let audited = audited.filter(|ix| catalog.chain(*ix).any(|up| scope.contains(&up)));
        let mut own: Vec<Subject> =
            audited.filter(|ix| owners(handbook, *ix).iter().any(is_auditor)).map(Subject::Requirement).collect();
        for link in self.links(Self::DOCUMENTS) {
            let Some(subject @ Subject::Document(ix)) = link.to.as_ref().and_then(|to| handbook.subject(to)) else {
                continue;
            };
            let owner = handbook.document(ix).meta.owner.as_ref().and_then(entry_of);
            if owner.as_ref().is_some_and(is_auditor) && !own.contains(&subject) {
                own.push(subject);
            }
        }
        own
    }

    /// Returns the state of the audit on a day.
    pub(super) fn state(self, day: Date) -> State {
        State::held(self.date(Self::HELD_ON), self.date(Self::PLANNED), day)
    }
}
