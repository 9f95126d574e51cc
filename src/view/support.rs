//! The supports of a requirement: the texts and entries that refer to it, each once, with its date and its state.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;

use super::quote::quote;
use super::{Badge, DateView, LinkView, View, document, sentence};
use crate::catalog::{ReqIx, Rung};
use crate::coverage::{Place, Proof};
use crate::isms::{self, Decision, Finding, Mapping};
use crate::model::{Destination, DocIx, EntryIx, EntryValue, Identity, Record, ReferenceRole, SectionIx, Subject};

/// A text or an entry that refers to a requirement.
#[derive(Debug, Serialize)]
pub(crate) struct SupportRow {
    /// Its kind, such as "Policy" or "Evidence".
    pub kind: String,
    /// The rungs that it makes hold, in words; `None` for none.
    pub proves: Option<String>,
    /// The section or the entry.
    pub what: LinkView,
    /// The document of a section; `None` for an entry.
    pub document: Option<LinkView>,
    /// The beginning of a section that claims the requirement; `None` for any other row.
    pub quote: Option<String>,
    /// The day of its approval, or of what it records.
    pub date: Option<DateView>,
    /// How it stands; `None` if it has no state.
    pub state: Option<Badge>,
    /// The day of that state, in words.
    pub since: Option<String>,
}

/// Returns what supports a requirement: the sections that claim it or a clause that it is a part of, then the entries of
/// the registers; without its open findings, which stand above.
pub(super) fn rows(view: &View<'_>, ix: ReqIx) -> Vec<SupportRow> {
    let open = open_findings_on(view, ix);
    let proved = proved(view, ix);
    let chain = || view.book.handbook.catalog.chain(ix);
    let mut claims: Vec<_> = chain().flat_map(|part| sections_on(view, part, ReferenceRole::Claim)).collect();
    claims.sort_unstable();
    claims.dedup();
    let mut rows: Vec<SupportRow> = claims
        .into_iter()
        .map(|(document, section)| {
            let proves = proved.get(&(Subject::Document(document), section)).cloned();
            SupportRow { proves, ..text(view, document, section, true) }
        })
        .collect();
    // An entry about a whole clause is listed with its parts only if it proves something about them.
    let mut entries = entries_on(view, ix);
    let of_chain = chain().skip(1).flat_map(|part| entries_on(view, part));
    entries.extend(of_chain.filter(|entry| proved.contains_key(&(Subject::Entry(*entry), None))));
    entries.sort_unstable();
    entries.dedup();
    rows.extend(entries.into_iter().filter(|entry| !open.contains(entry)).map(|entry| {
        let proves = proved.get(&(Subject::Entry(entry), None)).cloned();
        SupportRow { proves, ..row(view, view.book.handbook.record(entry)) }
    }));
    rows
}

/// Returns whether the page of a requirement shows a proof beside its ladder: as a support, or in the decision.
pub(super) fn is_shown(view: &View<'_>, ix: ReqIx, rung: Rung, proof: &Proof) -> bool {
    match &proof.place {
        Some(Place::Register(name)) => name == Decision::REGISTER,
        Some(Place::At(_)) if rung == Rung::Owned => {
            Decision::on(&view.book.handbook, ix).is_some_and(|decision| isms::owner(*decision).is_some())
        }
        place => place.is_some(),
    }
}

/// Returns the texts and entries that prove a rung of a requirement, each with these rungs in words.
fn proved(view: &View<'_>, ix: ReqIx) -> HashMap<(Subject, Option<SectionIx>), String> {
    let mut proved: HashMap<_, String> = HashMap::new();
    let ladder = view.book.coverage.ladder(ix);
    for step in ladder.iter().flat_map(|ladder| &ladder.steps).filter(|step| step.rung != Rung::Owned) {
        for proof in step.state.iter().flatten() {
            let at = match &proof.place {
                Some(Place::At(Destination::Section(document, section))) => {
                    (Subject::Document(*document), Some(*section))
                }
                Some(Place::At(Destination::Subject(subject))) => (*subject, None),
                _ => continue,
            };
            let rungs = proved.entry(at).or_default();
            if !rungs.is_empty() {
                rungs.push_str(", ");
            }
            rungs.push_str(&view.rung(Some(step.rung)));
        }
    }
    proved
}

/// Returns the sections that only mention a requirement.
pub(super) fn mentions(view: &View<'_>, ix: ReqIx) -> Vec<SupportRow> {
    let mentions = sections_on(view, ix, ReferenceRole::Mention).into_iter();
    mentions.map(|(document, section)| text(view, document, section, false)).collect()
}

/// Returns the findings about a requirement that are open on the day of the site.
pub(super) fn open_findings(view: &View<'_>, ix: ReqIx) -> Vec<SupportRow> {
    open_findings_on(view, ix).into_iter().map(|entry| row(view, view.book.handbook.record(entry))).collect()
}

fn open_findings_on(view: &View<'_>, ix: ReqIx) -> Vec<EntryIx> {
    let (handbook, day) = (&view.book.handbook, view.book.coverage.as_of);
    let open = Finding::about(handbook, Subject::Requirement(ix)).filter(|finding| finding.is_open_on(day));
    open.map(|finding| finding.ix).collect()
}

/// Returns the sections that claim or mention a requirement, each once; `None` for the front matter.
pub(super) fn sections_on(view: &View<'_>, ix: ReqIx, role: ReferenceRole) -> Vec<(DocIx, Option<SectionIx>)> {
    let references = view.book.handbook.referrers(Subject::Requirement(ix)).filter(|reference| reference.role == role);
    let mut sections: Vec<_> = references
        .filter_map(|reference| match reference.from {
            Subject::Document(document) => Some((document, reference.section)),
            _ => None,
        })
        .collect();
    sections.sort_unstable();
    sections.dedup();
    sections
}

/// Returns the entries that refer to a requirement, in the order of the registers.
pub(super) fn entries_on(view: &View<'_>, ix: ReqIx) -> Vec<EntryIx> {
    let handbook = &view.book.handbook;
    let registers = handbook.registers.iter().filter(|register| register.schema.identity == Identity::Own);
    // What was decided about pairs stands beside these.
    let registers = registers.filter(|register| register.schema.name != Mapping::REGISTER);
    registers.flat_map(|register| handbook.entries_about(Subject::Requirement(ix), &register.schema.name)).collect()
}

fn text(view: &View<'_>, ix: DocIx, section: Option<SectionIx>, claims: bool) -> SupportRow {
    let document = view.book.handbook.document(ix);
    SupportRow {
        proves: None,
        kind: sentence(view.say(&format!("kind.{}", document.meta.kind.word()))),
        what: view.section(ix, section),
        document: Some(view.subject(Subject::Document(ix))),
        quote: section
            .filter(|_| claims)
            .and_then(|section| quote(document.prose.section(section.index()), |to| view.book.count_text(to))),
        date: document.meta.approved.as_ref().map(|day| view.date(day.value)),
        state: Some(document::status(view, ix)),
        since: None,
    }
}

fn row(view: &View<'_>, record: Record<'_>) -> SupportRow {
    let state = view.book.state_of(record);
    SupportRow {
        proves: None,
        kind: record.schema().title_singular.clone(),
        what: view.entry_link(record.ix),
        document: None,
        quote: None,
        date: day_of(record).map(|day| view.date(day)),
        since: state.as_ref().and_then(|state| view.book.day_of_state(state)),
        state: state.map(|state| view.state(&state, view.book.coverage.as_of)),
    }
}

/// Returns the day of what an entry records: the first day of an event that it has, else its first day.
fn day_of(record: Record<'_>) -> Option<Date> {
    let days = || {
        record.cells().filled().filter_map(|(field, value)| match value.value {
            EntryValue::Date(day) => Some((field.happened == Some(true), day)),
            _ => None,
        })
    };
    days().find(|(happened, _)| *happened).or_else(|| days().next()).map(|(_, day)| day)
}
