//! Required approvals, and the roles that may give them: the `[approvals]` table.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::model::DocumentKind;
use crate::source::Spanned;
use crate::value::Fields;

/// The rules of a book for recorded approvals.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ApprovalRules {
    /// Whether every approved document needs a recorded approval of its text.
    pub required: bool,
    /// The roles that may approve, by the kind of a document, `soa` or `treatment-plan`. Anyone may approve what is not named.
    pub by: BTreeMap<String, Vec<Spanned<String>>>,
}

impl ApprovalRules {
    /// Returns whether the role with an id may approve a kind of document, `soa` or `treatment-plan`.
    pub fn may_approve(&self, what: &str, role: &str) -> bool {
        self.by.get(what).is_none_or(|roles| roles.iter().any(|named| named.value == role))
    }
}

/// Reads the `[approvals]` table.
pub(super) fn read_approvals(fields: Option<Fields<'_>>) -> ApprovalRules {
    let Some(fields) = fields else { return ApprovalRules::default() };
    let required = fields.flag("required").is_some_and(|flag| flag.value);
    let mut by = BTreeMap::new();
    if let Some(roles) = fields.table("by") {
        let kinds = DocumentKind::ALL.iter().map(|(word, _)| *word);
        for what in kinds.chain(["soa", "treatment-plan"]) {
            if roles.node(what).is_some() {
                let named = roles.texts(what);
                if named.is_empty() {
                    let message = format!("nobody may approve `{what}`");
                    let help = "name a role, or leave the line out: then any role may".to_owned();
                    roles.report(Diagnostic::error("invalid-value", roles.span(), message).help(help));
                }
                by.insert(what.to_owned(), named);
            }
        }
        roles.finish();
    }
    fields.finish();
    ApprovalRules { required, by }
}
