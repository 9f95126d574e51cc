//! The comparison with recorded approvals, as pages show it.

use serde::Serialize;

use super::{Badge, LinkView, View, sentence};
use crate::approval::Binding;
use crate::isms::{Approval, ApprovalOf};
use crate::model::DocumentStatus;

/// How a document, the Statement of Applicability or the risk treatment plan compares with its recorded approvals.
#[derive(Debug, Serialize)]
pub(crate) struct BindingView {
    /// Unchanged, changed, of another version, or not recorded.
    pub state: Badge,
    /// The same in a sentence.
    pub says: String,
    /// The approval that it is about.
    pub approval: Option<LinkView>,
    /// Why a minor change needed no new version, if that is what was approved last.
    pub reason: Option<String>,
    /// Whether readers are to know before they rely on it.
    pub alert: bool,
}

/// Compares something with its recorded approvals; `None` if it is not in force, or the book does not record any.
pub(super) fn binding(view: &View<'_>, of: ApprovalOf) -> Option<BindingView> {
    let book = view.book;
    let day = book.coverage.as_of;
    let (is_approved, title) = match of {
        ApprovalOf::Document(ix) => {
            let document = book.handbook.document(ix);
            let is_approved = document.meta.status.value == DocumentStatus::Approved && document.approved_by(day);
            (is_approved, document.plain_title().to_owned())
        }
        ApprovalOf::Soa => (true, view.say("soa.title").to_owned()),
        ApprovalOf::TreatmentPlan => (true, view.say("treatment.title").to_owned()),
    };
    let is_document = matches!(of, ApprovalOf::Document(_));
    if !is_approved || book.bindings.is_empty() && !(is_document && book.config.approvals.required) {
        return None;
    }
    let (key, sign, tone, entry) = match book.bindings.on(&book.handbook, &book.config, of, day) {
        Binding::Bound(entry) => ("binding.unchanged", "✓", "good", Some(entry)),
        Binding::Changed(entry) => ("binding.changed", "!", "bad", Some(entry)),
        Binding::OtherVersion(entry) => ("binding.other-version", "!", "bad", Some(entry)),
        Binding::NotBound => ("binding.not-recorded", "○", "out", None),
    };
    let approval = entry.and_then(|ix| Approval::of(book.handbook.record(ix)));
    let version = approval.and_then(Approval::version).unwrap_or_default();
    let on = approval.and_then(Approval::on).map_or_else(String::new, |on| book.words.date(on));
    let why = view.tell(key, &[("version", &version), ("day", &on)]);
    Some(BindingView {
        state: Badge::new(view.say(&key.replace("binding.", "binding.state.")), sign, tone),
        says: sentence(&view.tell("binding.says", &[("title", &title), ("why", &why)])),
        approval: entry.map(|ix| view.entry_link(ix)),
        reason: approval.filter(|approval| approval.is_minor()).and_then(Approval::reason).map(str::to_owned),
        alert: tone == "bad" || tone == "out" && book.config.approvals.required,
    })
}
