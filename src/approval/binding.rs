//! Comparison of recorded approvals with what is there now.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::digest::digests;
use crate::config::Config;
use crate::id::natural;
use crate::isms::{Approval, ApprovalOf};
use crate::model::{DocIx, DocumentStatus, EntryIx, Handbook};
use crate::source::Sources;
use crate::wording::Phrase;

/// The result of comparing something with its recorded approvals on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// No approval of it is recorded.
    NotBound,
    /// It is as this approval says, the newest of its version.
    Bound(EntryIx),
    /// It has changed since this approval, the newest of its version.
    Changed(EntryIx),
    /// Approvals of other versions are recorded, the newest of them this one, and none of the version that it has.
    OtherVersion(EntryIx),
}

/// All recorded approvals, by what they approve, and whether it is still the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bindings(BTreeMap<ApprovalOf, Vec<Recorded>>);

/// A recorded approval, and whether what it approves is still the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Recorded {
    entry: EntryIx,
    is_same: bool,
}

impl Bindings {
    /// Compares every recorded approval with what is there.
    pub fn new(handbook: &Handbook, sources: &Sources) -> Self {
        let mut of: BTreeMap<ApprovalOf, Vec<Recorded>> = BTreeMap::new();
        for approval in Approval::all(handbook) {
            if let Some(subject) = approval.subject(handbook) {
                of.entry(subject).or_default().push(Recorded { entry: approval.ix, is_same: false });
            }
        }
        let compared = of.into_par_iter().map(|(of, recorded)| (of, compare(handbook, sources, of, recorded)));
        Self(compared.collect())
    }

    /// Compares the approvals of some documents again, of which the words have changed.
    pub fn compare_again(&mut self, handbook: &Handbook, sources: &Sources, changed: impl Iterator<Item = DocIx>) {
        for of in changed.map(ApprovalOf::Document) {
            if let Some(recorded) = self.0.get_mut(&of) {
                *recorded = compare(handbook, sources, of, std::mem::take(recorded));
            }
        }
    }

    /// Returns whether any approval is recorded.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the approvals that are recorded of something, in the order in which they were given.
    pub fn recorded(&self, handbook: &Handbook, of: ApprovalOf) -> Vec<EntryIx> {
        let mut recorded: Vec<EntryIx> = self.0.get(&of).into_iter().flatten().map(|recorded| recorded.entry).collect();
        recorded.sort_by_key(|ix| Approval::of(handbook.record(*ix)).and_then(Approval::on));
        recorded
    }

    /// Compares something with its recorded approvals on a day.
    pub fn on(&self, handbook: &Handbook, config: &Config, of: ApprovalOf, day: Date) -> Binding {
        let recorded = self.0.get(&of).into_iter().flatten();
        let approvals =
            recorded.filter_map(|recorded| Some((Approval::of(handbook.record(recorded.entry))?, recorded)));
        let mut counted: Vec<_> =
            approvals.filter(|(approval, _)| approval.counts(handbook, &config.approvals, day)).collect();
        counted.sort_by_key(|(approval, _)| approval.on());
        let Some((_, last)) = counted.last().copied() else { return Binding::NotBound };
        let version = version(handbook, config, of);
        // An old version that returns was approved once, and replaced since.
        if is_lower(version, Approval::of(handbook.record(last.entry)).and_then(Approval::version)) {
            return Binding::OtherVersion(last.entry);
        }
        let of_version = |approval: &Approval<'_>| of == ApprovalOf::TreatmentPlan || approval.version() == version;
        counted.retain(|(approval, _)| of_version(approval));
        // A minor change is one to a version that was approved.
        let is_approved = counted.iter().any(|(approval, _)| !approval.is_minor());
        match counted.last() {
            Some((_, newest)) if is_approved && newest.is_same => Binding::Bound(newest.entry),
            Some((_, newest)) if is_approved => Binding::Changed(newest.entry),
            _ => Binding::OtherVersion(last.entry),
        }
    }

    /// Returns why nobody can rely on an approved document being as it was approved; `None` if it is, or if it need not be bound.
    pub fn doubt(&self, handbook: &Handbook, config: &Config, ix: DocIx, day: Date) -> Option<Phrase> {
        let document = handbook.document(ix);
        if document.meta.status.value != DocumentStatus::Approved {
            return None;
        }
        let (key, entry) = match self.on(handbook, config, ApprovalOf::Document(ix), day) {
            Binding::Bound(_) => return None,
            Binding::NotBound if !config.approvals.required => return None,
            Binding::NotBound => return Some(Phrase::said("binding.not-recorded")),
            Binding::Changed(entry) => ("binding.changed", entry),
            Binding::OtherVersion(entry) => ("binding.other-version", entry),
        };
        let approval = Approval::of(handbook.record(entry))?;
        let version = Phrase::Content(approval.version().unwrap_or("–").to_owned());
        Some(Phrase::Said(key, vec![("version", version), ("day", Phrase::Day(approval.on()?))]))
    }
}

/// Returns the version that something has now.
pub fn version<'a>(handbook: &'a Handbook, config: &'a Config, of: ApprovalOf) -> Option<&'a str> {
    match of {
        ApprovalOf::Document(ix) => handbook.document(ix).meta.version.as_deref(),
        ApprovalOf::Soa => config.soa.version.as_deref(),
        ApprovalOf::TreatmentPlan => None,
    }
}

/// Returns whether a version is lower than another one.
pub fn is_lower(version: Option<&str>, than: Option<&str>) -> bool {
    version.zip(than).is_some_and(|(version, than)| natural(version, than).is_lt())
}

/// Notes which approvals are of what is there now.
fn compare(handbook: &Handbook, sources: &Sources, of: ApprovalOf, recorded: Vec<Recorded>) -> Vec<Recorded> {
    let now = digests(handbook, sources, of).whole;
    let is_same = |entry| Approval::of(handbook.record(entry)).and_then(Approval::digest) == Some(&now);
    recorded.into_iter().map(|recorded| Recorded { is_same: is_same(recorded.entry), ..recorded }).collect()
}
