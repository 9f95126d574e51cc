//! Reads crosswalks, and resolves at the end what names requirements of files that are read later.

use std::cell::RefCell;

use super::Reader;
use crate::catalog::{Confidence, Crosswalk, OWN_PAIR, Pair, Relation, ReqIx};
use crate::diag::Diagnostic;
use crate::source::Spanned;
use crate::value::Fields;

/// `from` and `to` lists, resolved at the end because they may name requirements of files that are read later.
pub(super) struct Pending {
    pub of: ReqIx,
    pub ancestors: bool,
    pub names: Vec<Spanned<String>>,
}

/// A pair of a crosswalk whose other side is in a file that may be read later.
pub(super) struct PendingPair {
    from: ReqIx,
    /// Id of the other standard.
    standard: String,
    to: Spanned<String>,
    crosswalk: usize,
}

impl Reader<'_> {
    pub(super) fn crosswalk(&mut self, standard: usize, fields: Fields<'_>) {
        let Some(crosswalk) = crosswalk(&fields, standard, &self.catalog.crosswalks) else { return };
        let at = self.catalog.crosswalks.len();
        self.catalog.crosswalks.push(crosswalk);
        let to = fields.required_text("to");
        if let Some(to) = to.as_ref().filter(|to| to.value == self.catalog.standards[standard].id) {
            let message = "a crosswalk is between two standards".to_owned();
            fields.report(Diagnostic::error("invalid-value", to.span, message));
        }
        let to = to.map_or_else(String::new, |to| to.value);
        if let Some(pairs) = fields.table("pairs") {
            for (key, span) in pairs.keys() {
                let names = pairs.texts(key);
                match self.local(standard, key) {
                    Some(from) => self.pairs.extend(names.into_iter().map(|name| PendingPair {
                        from,
                        standard: to.clone(),
                        to: name,
                        crosswalk: at,
                    })),
                    // It may be of a part that does not count.
                    None if self
                        .catalog
                        .left_out(&format!("{}:{key}", self.catalog.standards[standard].id))
                        .is_some() => {}
                    None => {
                        let message = format!("`{key}` is not a requirement of this standard");
                        pairs.report(Diagnostic::error("unknown-reference", span, message));
                    }
                }
            }
            pairs.finish();
        }
        fields.finish();
    }

    /// Resolves what names requirements of other standards: `from` and `to` lists, and pairs.
    pub(super) fn resolve(&mut self, diagnostics: &RefCell<Vec<Diagnostic>>) {
        let unknown = |name: &Spanned<String>, of: &str| {
            let message = format!("`{}` is not a requirement of {of}", name.value);
            diagnostics.borrow_mut().push(Diagnostic::error("unknown-reference", name.span, message));
        };
        for Pending { of, ancestors, names } in std::mem::take(&mut self.pending) {
            let own = self.catalog.requirement(of).standard;
            let mut found = Vec::with_capacity(names.len());
            for name in names {
                let local = name.value.rsplit_once(':').map_or(&*name.value, |(_, local)| local);
                let mut other = self.catalog.by_local.get(local).into_iter().flatten().copied();
                let is_meant = |ix: &ReqIx| {
                    let requirement = self.catalog.requirement(*ix);
                    requirement.standard != own && (local == name.value || requirement.id.to_string() == name.value)
                };
                match other.find(is_meant) {
                    Some(ix) => found.push(ix),
                    None => unknown(&name, "another standard"),
                }
            }
            let requirement = &mut self.catalog.requirements[of];
            if ancestors {
                requirement.ancestors = found;
            } else {
                requirement.successors = found;
            }
        }
        for PendingPair { from, standard, to, crosswalk } in std::mem::take(&mut self.pairs) {
            let other = self.catalog.standards.iter().position(|known| known.id == standard);
            let local = to.value.strip_prefix(&format!("{standard}:")).unwrap_or(&to.value);
            let Some(ix) = other.and_then(|other| self.local(other, local)) else {
                unknown(&to, &format!("`{standard}`"));
                continue;
            };
            let pair = self.catalog.pairs.push(Pair { from, to: ix, crosswalk });
            for side in [from, ix] {
                self.catalog.paired.entry(side).or_default().push(pair);
            }
        }
    }
}

/// Reads the head of a crosswalk.
fn crosswalk(fields: &Fields<'_>, standard: usize, others: &[Crosswalk]) -> Option<Crosswalk> {
    let id = fields.required_text("id")?;
    if id.value == OWN_PAIR || others.iter().any(|other| other.id == id.value) {
        let message = format!("another crosswalk has the id `{}`", id.value);
        let help = format!("choose another; `{OWN_PAIR}` stands for pairs of the organisation without a crosswalk");
        fields.report(Diagnostic::error("duplicate-id", id.span, message).help(help));
        return None;
    }
    Some(Crosswalk {
        id: id.value,
        standard,
        source: fields.required_text("source")?.value,
        confidence: fields.choice("confidence", &Confidence::ALL).map_or(Confidence::Low, |choice| choice.value),
        relation: fields.choice("relation", &Relation::ALL).map(|choice| choice.value),
    })
}
