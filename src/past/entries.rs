//! Changes of the entries of registers.

use std::collections::BTreeMap;

use super::facts::name;
use crate::config::Config;
use crate::history::Revision;
use crate::model::{Choice, Entry, EntryValue, Field, FieldKind, RawReference, Schema};
use crate::parse;

/// Most texts of a register that are read.
const MOST_TEXTS: usize = 60;

/// A change of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryChange {
    /// Index of the commit that made it.
    pub commit: usize,
    /// The label of the field; `None` if the whole entry is new.
    pub field: Option<String>,
    /// The value before.
    pub before: Option<String>,
    /// The value now.
    pub now: Option<String>,
}

/// The changes of the entries of a register, by register and id, the newest first.
pub(super) type EntryChanges = BTreeMap<(String, String), Vec<EntryChange>>;

/// The fields of an entry with a value, by their labels.
type Words = Vec<(String, String)>;

/// Returns the changes of the entries of a register file, given its texts, the newest first.
pub(super) fn entry_changes(path: &str, revisions: &[Revision], config: &Config) -> EntryChanges {
    let mut changes = EntryChanges::new();
    let mut before: Option<BTreeMap<(String, String), Words>> = None;
    for revision in revisions.iter().take(MOST_TEXTS).rev() {
        let Some(text) = &revision.text else { continue };
        let entries = parse::past_entries(config.inside_content(path), text, config);
        let now: BTreeMap<_, _> = entries
            .iter()
            .map(|(schema, entry)| ((schema.name.clone(), entry.id.value.clone()), words(schema, entry)))
            .collect();
        if let Some(before) = before {
            for (key, words) in &now {
                let found = difference(before.get(key), words, revision.commit);
                let known = changes.entry(key.clone()).or_default();
                known.splice(0..0, found);
            }
        }
        before = Some(now);
    }
    changes.retain(|_, changes| !changes.is_empty());
    changes
}

/// Returns the changes of an entry in a commit.
fn difference(before: Option<&Words>, now: &Words, commit: usize) -> Vec<EntryChange> {
    let Some(before) = before else { return vec![EntryChange { commit, field: None, before: None, now: None }] };
    let get = |words: &Words, label: &str| words.iter().find(|(known, _)| known == label).map(|(_, text)| text.clone());
    let gone = before.iter().map(|(label, _)| label).filter(|label| get(now, label).is_none());
    let labels = now.iter().map(|(label, _)| label).chain(gone);
    let change = |label: &String| EntryChange {
        commit,
        field: Some(label.clone()),
        before: get(before, label),
        now: get(now, label),
    };
    labels.map(change).filter(|change| change.before != change.now).collect()
}

fn words(schema: &Schema, entry: &Entry<RawReference>) -> Words {
    let fields = schema.fields.iter().zip(&entry.values);
    let fields =
        fields.filter_map(|(field, value)| Some((field.label.clone(), value_words(field, &value.as_ref()?.value))));
    fields.filter(|(_, words)| !words.is_empty()).collect()
}

fn value_words(field: &Field, value: &EntryValue<RawReference>) -> String {
    let joined = |names: Vec<String>| names.join(", ");
    match value {
        EntryValue::Text(text) => text.clone(),
        EntryValue::Texts(texts) => joined(texts.iter().map(|text| text.value.clone()).collect()),
        EntryValue::Markdown(prose) => prose.text().split_whitespace().collect::<Vec<_>>().join(" "),
        EntryValue::Date(day) => day.to_string(),
        EntryValue::Number(number) => number.to_string(),
        EntryValue::Choices(ids) => joined(ids.iter().map(|id| choice(field, id)).collect()),
        EntryValue::Flag(flag) => if *flag { "✓" } else { "✗" }.to_owned(),
        EntryValue::Duration(span) => span.0.to_string(),
        EntryValue::References(links) => joined(links.iter().map(|link| name(link).to_owned()).collect()),
        EntryValue::File(link) => name(link).to_owned(),
        EntryValue::Table(rows) => rows.len().to_string(),
    }
}

/// Returns the title of a choice.
fn choice(field: &Field, id: &str) -> String {
    let FieldKind::Choice { choices, .. } = &field.kind else { return id.to_owned() };
    choices.iter().find(|choice: &&Choice| choice.id == id).map_or_else(|| id.to_owned(), |choice| choice.title.clone())
}
