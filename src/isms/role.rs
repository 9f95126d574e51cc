//! Roles (5.3), and the documents that apply to each.

use super::entry_of;
use super::reader::reader;
use crate::model::{
    Destination, Document, DocumentKind, EntryIx, FieldKind, Handbook, Record, ResolvedReference, Subject, TargetKind,
};

reader! {
    /// A role.
    Role in "roles" {
        HOLDER = "holder",
        DEPUTY = "deputy",
        EMAIL = "email",
        REPORTS_TO = "reports-to",
        RESPONSIBILITIES = "responsibilities",
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

/// Returns whether a document applies to a role: it names the role or all staff, or names no role and its kind is for
/// everybody.
pub fn binds(handbook: &Handbook, document: &Document<ResolvedReference>, role: EntryIx) -> bool {
    let named = &document.meta.applies_to;
    if named.is_empty() {
        return is_for_all_staff(handbook, document);
    }
    let wanted = [Some(Subject::Entry(role)), everybody(handbook)];
    named.iter().any(|link| matches!(&link.to, Some(Destination::Subject(to)) if wanted.contains(&Some(*to))))
}
