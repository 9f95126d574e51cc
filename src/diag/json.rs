//! Diagnostics for programs: one JSON object, described in `docs/check-json.md`.

use serde::Serialize;

use crate::diag::{Diagnostic, Severity};
use crate::source::{Sources, Span};
use crate::visible;

/// The version of the format; it changes when a field changes its meaning or is removed.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    as_of: Option<String>,
    errors: usize,
    warnings: usize,
    problems: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    place: Option<Place<'a>>,
    help: Option<&'a str>,
    also: Vec<Also<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    /// The cell of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
}

#[derive(Serialize)]
struct Also<'a> {
    message: &'a str,
    place: Place<'a>,
}

/// Renders the object, with a final newline. `as_of` is the date for which the rules were evaluated.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, as_of: Option<String>) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let report = Report {
        version: VERSION,
        as_of,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        problems: diagnostics.iter().map(|diagnostic| problem(diagnostic, sources)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&report).expect("texts and numbers are always JSON");
    text.push('\n');
    visible::json(&text).into_owned()
}

fn problem<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Problem<'a> {
    let also = diagnostic.also.iter().map(|also| Also { message: &also.text, place: place(also.span, sources) });
    Problem {
        code: diagnostic.code,
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: &diagnostic.message,
        place: diagnostic.span.map(|span| place(span, sources)),
        help: diagnostic.help.as_deref(),
        also: also.collect(),
    }
}

fn place(span: Span, sources: &Sources) -> Place<'_> {
    let file = sources.file(span.file);
    let (line, column) = sources.line_column(span.file, span.start as usize);
    let (end_line, end_column) = sources.line_column(span.file, span.end as usize);
    Place { file: &file.path, line, column, end_line, end_column, cell: sources.cell(span) }
}
