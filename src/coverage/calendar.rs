//! Everything that falls due: deadlines of registers, reviews of documents, ends of evidence and of waivers.

use jiff::civil::Date;

use super::{OnDay, evidence_until};
use crate::model::{
    Destination, DocumentStatus, Entry, EntryIx, FieldKind, Register, ResolvedReference, Subject, TargetKind, Waiver,
};

/// A day on which something is due.
#[derive(Debug, PartialEq)]
pub struct Due {
    /// The day.
    pub day: Date,
    /// What is due.
    pub what: DueKind,
    /// Of what.
    pub subject: Subject,
    /// The role that answers for it.
    pub owner: Option<EntryIx>,
}

/// What is due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// A deadline of a register, by its label.
    Deadline(String),
    /// The review of a document.
    Review,
    /// The last day on which an item of evidence counts.
    Evidence,
    /// The last day on which a check is set aside.
    Waiver,
}

/// All of it, the earliest first.
pub(super) fn due(on: OnDay<'_>) -> Vec<Due> {
    let OnDay { handbook, config, as_of } = on;
    let mut all = Vec::new();
    for (ix, document) in handbook.documents() {
        let (subject, meta) = (Subject::Document(ix), &document.meta);
        let owner = meta.owner.as_ref().and_then(role);
        if let Some(by) = meta.review_by.as_ref().filter(|_| meta.status.value == DocumentStatus::Approved) {
            all.push(Due { day: by.value, what: DueKind::Review, subject, owner });
        }
        all.extend(waivers(&meta.waivers, subject, owner));
    }
    for (register, table) in (0u32..).zip(&*handbook.registers) {
        for (entry, row) in (0u32..).zip(&table.entries) {
            let ix = EntryIx { register, entry };
            let subject = handbook.about(ix).unwrap_or(Subject::Entry(ix));
            let owner = owner(table, row);
            for deadline in &table.schema.deadlines {
                if let Some(day) = deadline.day(table, row) {
                    all.push(Due { day, what: DueKind::Deadline(deadline.label.clone()), subject, owner });
                }
            }
            // What has lapsed already is no date to keep: the gap that it leaves is shown as one.
            let until = (table.schema.name == "evidence").then(|| evidence_until(table, row, config, as_of)).flatten();
            if let Some(day) = until.filter(|day| *day >= as_of) {
                all.push(Due { day, what: DueKind::Evidence, subject, owner });
            }
            all.extend(waivers(&row.waivers, subject, owner));
        }
    }
    all.sort_by(|a, b| (a.day, a.subject, &a.what).cmp(&(b.day, b.subject, &b.what)));
    all
}

fn waivers(
    waivers: &[Waiver<ResolvedReference>],
    subject: Subject,
    owner: Option<EntryIx>,
) -> impl Iterator<Item = Due> + use<'_> {
    let due = move |waiver: &Waiver<ResolvedReference>| Due {
        day: waiver.until.value,
        what: DueKind::Waiver,
        subject,
        owner,
    };
    waivers.iter().map(due)
}

/// Who answers for an entry: its owner, else the first role that it names alone.
fn owner(register: &Register<ResolvedReference>, entry: &Entry<ResolvedReference>) -> Option<EntryIx> {
    let named = |field: &str| register.references(entry, field).first().and_then(role);
    let alone = register.schema.fields.iter().filter(|field| match &field.kind {
        FieldKind::Reference { to, many: false, .. } => matches!(&to[..], [TargetKind::Entry(name)] if name == "roles"),
        _ => false,
    });
    named("owner").or_else(|| alone.filter_map(|field| named(&field.name)).next())
}

fn role(link: &ResolvedReference) -> Option<EntryIx> {
    match link.to {
        Some(Destination::Subject(Subject::Entry(ix))) => Some(ix),
        _ => None,
    }
}
