//! Diagnostics as counts: by code, by owner and by file.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diag::{Diagnostic, Severity};
use crate::source::Sources;
use crate::visible;

/// The errors and the warnings of one row.
type Counts = (usize, usize);

/// Renders three tables of counts, each with the largest first. Each of them counts every diagnostic once.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let file = |diagnostic: &Diagnostic| match diagnostic.place(sources) {
        Some(place) => sources.file(place.file).path.clone(),
        None => "(the book as a whole)".to_owned(),
    };
    let owner = |diagnostic: &Diagnostic| diagnostic.owner.clone().unwrap_or_else(|| "(no owner)".to_owned());
    let tables = [
        table("code", diagnostics, |diagnostic| diagnostic.code.to_owned()),
        table("owner", diagnostics, owner),
        table("file", diagnostics, file),
    ];
    tables.join("\n")
}

fn table(by: &str, diagnostics: &[Diagnostic], key: impl Fn(&Diagnostic) -> String) -> String {
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for diagnostic in diagnostics {
        let (errors, warnings) = counts.entry(key(diagnostic)).or_default();
        match diagnostic.severity {
            Severity::Error => *errors += 1,
            Severity::Warning => *warnings += 1,
        }
    }
    let mut rows: Vec<(String, Counts)> = counts.into_iter().collect();
    rows.sort_by_key(|(_, counts)| std::cmp::Reverse(*counts));
    let mut text = format!("errors  warnings  by {by}\n");
    for (name, (errors, warnings)) in rows {
        let _ = writeln!(text, "{errors:>6}  {warnings:>8}  {}", visible::name(&name));
    }
    text
}
