//! Diagnostics as SARIF 2.1.0, the format for code scanning.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::baseline::Key;
use crate::diag::{Diagnostic, Severity};
use crate::source::{Sources, Span, path_in_repository};
use crate::visible;

/// Characters that are not escaped in the path of a URI.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A check or a problem of reading, as SARIF describes it.
pub struct Rule {
    /// The code.
    pub code: &'static str,
    /// The explanation in Markdown.
    pub explanation: String,
    /// The default severity; `None` if the check is off.
    pub severity: Option<Severity>,
}

/// Renders the log, with a final newline. `folder`, the path of the book in the repository, is prefixed to every path.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, rules: &[Rule], folder: &str) -> String {
    let mut seen = BTreeMap::new();
    let results = diagnostics.iter().map(|diagnostic| {
        let key = Key::of(diagnostic, sources);
        let nth: &mut usize = seen.entry(key.clone()).or_default();
        *nth += 1;
        result(diagnostic, sources, folder, &fingerprint(&key, *nth))
    });
    let results: Vec<Value> = results.collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "clausebook",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).expect("texts and numbers are always JSON");
    text.push('\n');
    visible::json(&text).into_owned()
}

fn rule(rule: &Rule) -> Value {
    let short = rule.explanation.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    json!({
        "id": rule.code,
        "shortDescription": { "text": short },
        "fullDescription": { "text": short },
        "help": { "text": rule.explanation, "markdown": rule.explanation },
        "defaultConfiguration": { "enabled": rule.severity.is_some(), "level": rule.severity.map_or("none", level) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn result(diagnostic: &Diagnostic, sources: &Sources, folder: &str, fingerprint: &str) -> Value {
    let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
    // A platform may refuse a whole log because of one result without a place.
    let place = diagnostic.place_or_book(sources);
    let locations: Vec<Value> = place.map(|span| location(span, sources, folder)).into_iter().collect();
    let cell = place.and_then(|span| sources.cell(span)).map(|cell| format!("{cell}: ")).unwrap_or_default();
    let related = diagnostic.also.iter().map(|also| {
        let mut place = location(also.span, sources, folder);
        place["message"] = json!({ "text": also.text });
        place
    });
    json!({
        "ruleId": diagnostic.code,
        "level": level(diagnostic.severity),
        "message": { "text": format!("{cell}{}{help}", diagnostic.message) },
        "locations": locations,
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": { "clausebook/v2": fingerprint },
    })
}

fn location(span: Span, sources: &Sources, folder: &str) -> Value {
    let file = sources.file(span.file);
    let (line, column) = sources.line_column(span.file, span.start as usize);
    let (end_line, end_column) = sources.line_column(span.file, span.end as usize);
    let path = path_in_repository(folder, &file.path);
    let mut location = json!({ "physicalLocation": {
        "artifactLocation": { "uri": utf8_percent_encode(&path, PATH).to_string() },
        "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
    } });
    if let Some(cell) = sources.cell(span) {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": cell, "kind": "member" }]);
    }
    location
}

/// Identifies a finding when lines have moved or messages were reworded.
fn fingerprint(key: &Key, nth: usize) -> String {
    let file = key.file.as_deref().unwrap_or_default();
    let digest = Sha256::digest(format!("{}\0{file}\0{}\0{nth}", key.code, key.subject));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
