//! Roles (5.3), and the documents that apply to each.

use std::collections::BTreeSet;

use super::reader::reader;
use super::{entries_of, entry_of};
use crate::model::{
    Destination, Document, DocumentKind, EntryIx, FieldKind, Handbook, Record, ResolvedReference, Subject, TargetKind,
};

reader! {
    /// A role.
    Role in "roles" {
        HOLDER = "holder",
        DEPUTY = "deputy",
        EMAIL = "email",
        PHONE = "phone",
        REPORTS_TO = "reports-to",
        RESPONSIBILITIES = "responsibilities",
        GROUP = "group",
    }
}

/// Id of the role for all staff, which a book may define.
const EVERYBODY: &str = "all-staff";

/// Name of the field for the owner, in every register that has one.
pub const OWNER: &str = "owner";

/// Returns the role for all staff, if the book has it.
pub fn everybody(handbook: &Handbook) -> Option<Subject> {
    handbook.find(EVERYBODY)
}

/// Returns the reference to the owner of an entry: the first in its field `owner`.
pub fn owner(record: Record<'_>) -> Option<&ResolvedReference> {
    record.links(OWNER).first()
}

/// Returns the id of the role that owns a document, an entry, or the decision about a control; in a book without a register
/// of roles, the name of the owner.
pub fn owner_id(handbook: &Handbook, subject: Subject) -> Option<String> {
    let link = match subject {
        Subject::Document(ix) => handbook.document(ix).meta.owner.as_ref(),
        Subject::Entry(ix) => owner(handbook.record(ix)),
        Subject::Requirement(ix) => owner(handbook.record(handbook.decision(ix)?)),
    }?;
    Some(entry_of(link).map_or_else(|| link.text.clone(), |role| handbook.record(role).id().to_owned()))
}

/// Returns the ids of all roles and the names of all other owners.
pub fn owner_ids(handbook: &Handbook) -> BTreeSet<String> {
    let documents = handbook.documents().map(|(ix, _)| Subject::Document(ix));
    let entries = handbook.all_records().map(|record| Subject::Entry(record.ix));
    let owners = documents.chain(entries).filter_map(|subject| owner_id(handbook, subject));
    owners.chain(Role::all(handbook).map(|role| role.id().to_owned())).collect()
}

/// Returns the role that is accountable for an entry: its owner, otherwise the role in the first field that can name
/// only one.
pub fn answerable(record: Record<'_>) -> Option<EntryIx> {
    let named = |field: &str| record.links(field).first().and_then(entry_of);
    let mut alone = record.schema().fields.iter().filter(|field| match &field.kind {
        FieldKind::Reference { to, many: false, .. } => {
            matches!(&to[..], [TargetKind::Entry(name)] if name == Role::REGISTER)
        }
        _ => false,
    });
    named(OWNER).or_else(|| alone.find_map(|field| named(&field.name)))
}

/// Returns whether two roles are the same, or the same person holds them.
pub fn is_same_person(handbook: &Handbook, a: EntryIx, b: EntryIx) -> bool {
    let holder = |ix| holder(handbook.record(ix));
    a == b || holder(a).is_some_and(|name| holder(b).as_ref() == Some(&name))
}

/// Returns whether the person in a role is in another one or above it, as far as `reports-to` leads.
pub fn is_or_is_above(handbook: &Handbook, upper: EntryIx, lower: EntryIx) -> bool {
    let mut reached = vec![lower];
    let mut at = 0;
    while let Some(role) = reached.get(at).copied() {
        if is_same_person(handbook, role, upper) {
            return true;
        }
        // Who holds several roles reports to the superiors of each.
        let held = Role::all(handbook).map(|role| role.ix).filter(|other| is_same_person(handbook, role, *other));
        let above = entries_of(handbook.record(role).links(Role::REPORTS_TO));
        for next in above.chain(held) {
            if !reached.contains(&next) {
                reached.push(next);
            }
        }
        at += 1;
    }
    false
}

/// Returns whether a person with this name holds a role.
pub fn is_held_by(handbook: &Handbook, role: EntryIx, name: &str) -> bool {
    holder(handbook.record(role)).is_some_and(|holder| holder == normal(name))
}

/// Returns the name of the person who holds a role, to be compared; `None` for a role of many people.
fn holder(role: Record<'_>) -> Option<String> {
    let name = role.text(Role::HOLDER).filter(|_| role.flag(Role::GROUP) != Some(true))?;
    Some(normal(name)).filter(|name| !name.is_empty())
}

/// Returns a name in lowercase with single spaces.
fn normal(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns whether a document applies to all staff: its kind is for everybody, and it names the role for all staff or
/// no role at all.
pub fn is_for_all_staff(handbook: &Handbook, document: &Document<ResolvedReference>) -> bool {
    let everybody = everybody(handbook).map(Destination::Subject);
    let named = &document.meta.applies_to;
    let is_used = matches!(
        document.meta.kind,
        DocumentKind::Policy | DocumentKind::Guideline | DocumentKind::Form | DocumentKind::Procedure
    );
    is_used && (named.is_empty() || everybody.is_none() || named.iter().any(|role| role.to == everybody))
}

/// Returns whether a document applies to every role: it names all staff, or names no role and its kind is for everybody.
pub fn binds_everybody(handbook: &Handbook, document: &Document<ResolvedReference>) -> bool {
    let named = &document.meta.applies_to;
    let everybody = everybody(handbook).map(Destination::Subject);
    let names_everybody = everybody.is_some() && named.iter().any(|role| role.to == everybody);
    names_everybody || (named.is_empty() && is_for_all_staff(handbook, document))
}

/// Returns whether a document applies to a role beside those that apply to every role: it names the role.
pub fn binds_alone(handbook: &Handbook, document: &Document<ResolvedReference>, role: EntryIx) -> bool {
    let role = Some(Destination::Subject(Subject::Entry(role)));
    document.meta.applies_to.iter().any(|link| link.to == role) && !binds_everybody(handbook, document)
}
