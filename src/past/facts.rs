//! The facts of a document, for comparison with those of another version.

use jiff::civil::Date;

use crate::model::{Document, Meta, RawReference, RawTarget};
use crate::source::Spanned;

/// The facts of a document by the keys of front matter, as words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(Vec<(&'static str, String)>);

/// A fact that changed from one version to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChange {
    /// The key of front matter.
    pub key: &'static str,
    /// The value before.
    pub before: Option<String>,
    /// The value now.
    pub now: Option<String>,
}

impl Facts {
    /// Returns the facts of a document.
    pub fn of(document: &Document<RawReference>) -> Self {
        let Meta { kind, version, status, owner, approver, approved, review_by, .. } = &document.meta;
        let Meta { classification, applies_to, claims, supersedes, tags, summary, language, .. } = &document.meta;
        let day = |day: &Option<Spanned<Date>>| day.as_ref().map(|day| day.value.to_string());
        let list = |references: &[RawReference]| {
            let names: Vec<&str> = references.iter().map(name).collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        let one = |reference: &Option<RawReference>| reference.as_ref().map(|reference| name(reference).to_owned());
        let facts = [
            ("title", Some(document.plain_title().to_owned())),
            ("kind", Some(kind.word().to_owned())),
            ("version", version.clone()),
            ("status", Some(status.value.word().to_owned())),
            ("owner", one(owner)),
            ("approver", one(approver)),
            ("approved", day(approved)),
            ("review-by", day(review_by)),
            ("classification", classification.clone()),
            ("applies-to", list(applies_to)),
            ("controls", list(claims)),
            ("supersedes", list(supersedes)),
            ("tags", (!tags.is_empty()).then(|| tags.join(", "))),
            ("summary", summary.clone()),
            ("language", language.clone()),
        ];
        Self(facts.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
    }

    /// Returns a fact.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str())
    }
}

/// Returns the facts that changed from one version to another, in the order of the keys.
pub fn changed_facts(before: &Facts, now: &Facts) -> Vec<FactChange> {
    let mut keys: Vec<&'static str> = now.0.iter().map(|(key, _)| *key).collect();
    keys.extend(before.0.iter().map(|(key, _)| *key).filter(|key| now.get(key).is_none()));
    let change =
        |key| FactChange { key, before: before.get(key).map(str::to_owned), now: now.get(key).map(str::to_owned) };
    keys.into_iter().map(change).filter(|change| change.before != change.now).collect()
}

/// Returns the name that a reference in front matter gives.
pub(super) fn name(reference: &RawReference) -> &str {
    match &reference.target {
        RawTarget::Id { id, .. } | RawTarget::Mention { id, .. } => id,
        RawTarget::Path { path, .. } => path,
        RawTarget::NamedCount(name) => name,
        RawTarget::Remote(address) | RawTarget::Unsafe(address) => address,
    }
}
