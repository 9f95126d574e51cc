//! Roles made of the names that documents and registers use, for a book that has no register of roles and asks for it.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::Draft;
use crate::isms::Role;
use crate::model::{Entry, FieldKind, RawReference, RawTarget, TargetKind};
use crate::pages::entry_path;
use crate::site::slug;
use crate::source::Spanned;

/// Adds a role for each name to the register of roles, if that has no entries.
pub(super) fn add_roles(draft: &mut Draft) {
    let at = draft
        .registers
        .iter_enumerated()
        .find(|(_, register)| register.schema.name == Role::REGISTER)
        .map(|(at, _)| at);
    let Some(at) = at else { return };
    if !draft.registers[at].entries.is_empty() {
        return;
    }
    let mut names: BTreeMap<String, &RawReference> = BTreeMap::new();
    for reference in of_documents(draft).chain(of_registers(draft)) {
        if let RawTarget::Id { id, .. } = &reference.target {
            names.entry(slug(id)).or_insert(reference);
        }
    }
    let of_documents = draft.documents.iter().map(|document| document.meta.id.value.as_str());
    let of_entries = draft.registers.iter().flat_map(|register| &register.entries).map(|entry| entry.id.value.as_str());
    let taken: FxHashSet<&str> = of_documents.chain(of_entries).collect();
    let fields = draft.registers[at].schema.fields.len();
    let role = |(slug, reference): (String, &RawReference)| {
        let RawTarget::Id { id: name, .. } = &reference.target else { return None };
        let id = if taken.contains(slug.as_str()) { format!("{slug}-role") } else { slug };
        Some(Entry {
            title: name.trim().to_owned(),
            page: entry_path(Role::REGISTER, &id).into(),
            span: reference.span,
            id: Spanned { value: id, span: reference.span },
            values: vec![None; fields],
            waivers: Vec::new(),
        })
    };
    let roles: Vec<_> = names.into_iter().filter_map(role).collect();
    draft.registers[at].entries.extend(roles);
}

/// Returns the references to roles in front matter.
fn of_documents(draft: &Draft) -> impl Iterator<Item = &RawReference> {
    draft.documents.iter().flat_map(|document| {
        let meta = &document.meta;
        meta.owner.iter().chain(&meta.approver).chain(&meta.applies_to)
    })
}

/// Returns the references to roles in fields of registers.
fn of_registers(draft: &Draft) -> impl Iterator<Item = &RawReference> {
    let is_role = |kind: &FieldKind| matches!(kind, FieldKind::Reference { to, .. } if matches!(&to[..], [TargetKind::Entry(name)] if name == Role::REGISTER));
    draft.registers.iter().flat_map(move |register| {
        let fields = register.schema.fields.iter().filter(move |field| is_role(&field.kind));
        let names: Vec<&str> = fields.map(|field| field.name.as_str()).collect();
        register.entries.iter().flat_map(move |entry| {
            let cells = register.cells(entry);
            names.clone().into_iter().flat_map(move |name| cells.references(name))
        })
    })
}
