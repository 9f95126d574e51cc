//! Problems of front matter that many documents share: one for the book, at the first place.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::diag::{Diagnostic, Label};
use crate::source::{Role, Sources};

/// Puts problems about the same key that say the same into one, with all their places.
pub(super) fn gather(diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    let mut gathered: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    let mut first = FxHashMap::default();
    for diagnostic in diagnostics {
        let file = diagnostic.span.map(|span| sources.file(span.file));
        // Only front matter has problems about a key of a document.
        if diagnostic.subject.is_empty() || file.is_none_or(|file| file.role != Role::Document) {
            gathered.push(diagnostic);
            continue;
        }
        let key = (diagnostic.code, diagnostic.subject.clone(), diagnostic.message.clone());
        let at = *first.entry(key).or_insert(gathered.len());
        match gathered.get_mut(at) {
            Some(first) => {
                let text = "also here".to_owned();
                first.also.extend(diagnostic.span.map(|span| Label { span, text }));
            }
            None => gathered.push(diagnostic),
        }
    }
    for at in first.into_values() {
        let found = &mut gathered[at];
        let files = found.places().map(|place| place.file).collect::<BTreeSet<_>>().len();
        if files > 1 {
            found.message.push_str(&format!(", in {files} documents"));
        }
    }
    gathered
}
