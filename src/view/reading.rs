//! The documents that people have to read, and the links by which they confirm that they have.
//!
//! Who confirmed a version is asked again for a later one, unless its author says of each version since that it need not be read
//! again.

use std::cmp::Reverse;

use serde::Serialize;

use super::history::versions_of;
use super::paged::{ON_A_PAGE, part_links};
use super::{DateView, LinkView, View};
use crate::assess::Assessed;
use crate::id::natural;
use crate::isms;
use crate::model::{ChangeNote, DocIx, Subject};
use crate::pages::part_path;
use crate::site::SitePath;

/// A document to read.
#[derive(Debug, Serialize)]
pub(crate) struct ReadingRow {
    /// The document.
    pub document: LinkView,
    /// Its purpose in one sentence.
    pub summary: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// When it was approved.
    pub approved: Option<DateView>,
    /// How to confirm that it was read; `None` if book.toml names no address for it.
    pub confirm: Option<ConfirmView>,
}

/// The link by which a reader confirms that a document was read.
#[derive(Debug, Serialize)]
pub(crate) struct ConfirmView {
    /// The address.
    pub href: String,
    /// The words of the link, with the version.
    pub words: String,
    /// The name of the link in a list, with the document and the version.
    pub label: String,
    /// The id of the document, by which the browser remembers the confirmation.
    pub document: String,
    /// The version, or nothing.
    pub version: String,
    /// The earlier versions whose confirmation still counts, each with what changed since: JSON, a list of pairs. `None` if there
    /// are none.
    pub still: Option<String>,
}

/// Sorts documents by their approval, the latest first.
pub(super) fn latest_first(book: &Assessed, mut documents: Vec<DocIx>) -> Vec<DocIx> {
    documents.sort_by_key(|ix| Reverse(book.handbook.document(*ix).meta.approved.as_ref().map(|day| day.value)));
    documents
}

/// Returns the documents on a page of a list, for the role with an id.
pub(super) fn rows(view: &View<'_>, documents: &[DocIx], part: usize, role: &str) -> Vec<ReadingRow> {
    let row = |ix: &DocIx| {
        let document = view.book.handbook.document(*ix);
        ReadingRow {
            document: view.subject(Subject::Document(*ix)),
            summary: document.meta.summary.clone(),
            version: document.meta.version.clone(),
            approved: document.meta.approved.as_ref().map(|day| view.date(day.value)),
            confirm: confirm(view, *ix, role),
        }
    };
    documents.iter().skip(part * ON_A_PAGE).take(ON_A_PAGE).map(row).collect()
}

/// Returns the pages of a list that begins on the page `first`.
pub(crate) fn part_paths(first: &SitePath, count: usize) -> Vec<SitePath> {
    let path = |part| if part == 0 { first.clone() } else { part_path(first, part + 1) };
    (0..count.div_ceil(ON_A_PAGE).max(1)).map(path).collect()
}

/// Returns links to the pages of a list that has several.
pub(super) fn parts(view: &View<'_>, first: &SitePath, count: usize) -> Vec<LinkView> {
    part_links(view, &part_paths(first, count), count)
}

/// Returns how any reader confirms that a document was read; `None` if it is not in force, or binds nobody.
pub(super) fn confirm_of(view: &View<'_>, ix: DocIx) -> Option<ConfirmView> {
    let handbook = &view.book.handbook;
    let document = handbook.document(ix);
    let in_force = document.is_in_force(view.book.coverage.as_of);
    let everybody = isms::binds_everybody(handbook, document);
    let role = match &document.meta.applies_to[..] {
        _ if everybody => isms::everybody(handbook),
        [role] => role.to.as_ref().and_then(|to| handbook.subject(to)),
        _ => None,
    };
    let id = match role {
        Some(Subject::Entry(role)) => handbook.record(role).id(),
        _ => "",
    };
    (in_force && (everybody || !document.meta.applies_to.is_empty())).then(|| confirm(view, ix, id))?
}

fn confirm(view: &View<'_>, ix: DocIx, role: &str) -> Option<ConfirmView> {
    let pattern = view.book.config.confirm_reading.as_deref()?;
    let meta = &view.book.handbook.document(ix).meta;
    let version = meta.version.as_deref().unwrap_or_default();
    let escaped =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let places = [("{document}", meta.id.value.as_str()), ("{version}", version), ("{role}", role)];
    let (words, label) = if version.is_empty() {
        (view.say("read.confirm-it").to_owned(), view.tell("read.confirm-document", &[("document", &meta.title)]))
    } else {
        let label = [("document", &meta.title as _), ("version", &version as _)];
        (
            view.tell("read.confirm-version", &[("version", &version)]),
            view.tell("read.confirm-document-version", &label),
        )
    };
    Some(ConfirmView {
        href: places.iter().fold(pattern.to_owned(), |text, (place, value)| text.replace(place, &escaped(value))),
        words,
        label,
        document: meta.id.value.clone(),
        version: version.to_owned(),
        still: still(view, ix),
    })
}

/// Returns the earlier versions of a document whose confirmation still counts, as JSON.
fn still(view: &View<'_>, ix: DocIx) -> Option<String> {
    let meta = &view.book.handbook.document(ix).meta;
    let now = meta.version.as_deref()?;
    let is_material = meta.changes.iter().filter(|note| note.version == now).map(|note| note.material);
    if is_material.reduce(|one, other| one || other).unwrap_or(true) {
        return None;
    }
    let past = versions_of(view, ix);
    let counting = still_counting(now, past.iter().filter_map(|version| version.facts.get("version")), &meta.changes);
    (!counting.is_empty()).then(|| serde_json::to_string(&counting).unwrap_or_default())
}

/// Returns the versions before `now` after which no version has to be read again, each with what changed since. A version that is
/// known, but of which no note says what it changes, has to be read.
fn still_counting<'a>(
    now: &'a str,
    past: impl Iterator<Item = &'a str>,
    notes: &'a [ChangeNote],
) -> Vec<(&'a str, String)> {
    // The newest version first. Notes may know versions that the history does not.
    let mut known = vec![now];
    for version in past {
        if !known.contains(&version) {
            known.push(version);
        }
    }
    for note in notes.iter().filter(|note| natural(&note.version, now).is_lt()) {
        if !known.contains(&note.version.as_str()) {
            let older = known.iter().skip(1).position(|version| natural(version, &note.version).is_lt());
            known.insert(older.map_or(known.len(), |at| at + 1), &note.version);
        }
    }
    let mut says: Vec<&str> = Vec::new();
    let mut counting = Vec::new();
    for pair in known.windows(2) {
        let mut of_version = notes.iter().filter(|note| note.version == pair[0]).peekable();
        if of_version.peek().is_none() || of_version.clone().any(|note| note.material) {
            break;
        }
        says.extend(of_version.map(|note| note.says.trim_end_matches('.')));
        counting.push((pair[1], says.join("; ")));
    }
    counting
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what still counts for notes of the form `version material`.
    fn counting(now: &str, past: &[&str], notes: &[(&str, bool)]) -> Vec<String> {
        let note = |(version, material): &(&str, bool)| ChangeNote {
            version: (*version).to_owned(),
            says: format!("About {version}."),
            material: *material,
        };
        let notes: Vec<_> = notes.iter().map(note).collect();
        let counting = still_counting(now, past.iter().copied(), &notes);
        counting.iter().map(|(version, says)| format!("{version}: {says}")).collect()
    }

    #[test]
    fn a_confirmation_counts_until_a_version_has_to_be_read() {
        let past = ["2.1", "2.0", "1.0"];
        assert_eq!(counting("2.1", &past, &[("2.1", false)]), ["2.0: About 2.1"]);
        assert_eq!(counting("2.1", &past, &[("2.1", true)]), [""; 0]);
        assert_eq!(counting("2.1", &past, &[("2.0", false)]), [""; 0]);
        assert_eq!(counting("2.1", &past, &[("2.1", false), ("2.1", true)]), [""; 0]);
        let both = ["2.0: About 2.1", "1.0: About 2.1; About 2.0"];
        assert_eq!(counting("2.1", &past, &[("2.1", false), ("2.0", false)]), both);
        assert_eq!(counting("2.1", &past, &[("2.0", true), ("2.1", false)]), both[..1]);
    }

    #[test]
    fn notes_tell_the_versions_that_the_history_does_not_have() {
        assert_eq!(counting("2.1", &["2.1"], &[("2.1", false), ("2.0", true)]), ["2.0: About 2.1"]);
        assert_eq!(counting("2.10", &["2.10", "2.0"], &[("2.10", false), ("2.9", true)]), ["2.9: About 2.10"]);
        assert_eq!(counting("2.1", &["2.1"], &[("2.1", false), ("3.0", false)]), [""; 0], "a version to come");
    }
}
