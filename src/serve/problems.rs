//! The problems of a build as JSON for the panel in the browser.

use std::path::Path;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::snapshot::Snapshot;
use crate::diag::{Diagnostic, Severity};
use crate::source::{Sources, Span};

/// Maximum number of characters of an excerpt on each side of the place.
const AROUND: usize = 80;

/// Characters to escape in the path of an editor link.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`');

/// Writes all problems in their order.
pub(super) fn json(snapshot: &Snapshot, root: &Path) -> String {
    let place = |span: Span| place(&snapshot.sources, span, root, snapshot.editor.as_deref());
    let problem = |diagnostic: &Diagnostic| {
        json!({
            "severity": if diagnostic.severity == Severity::Error { "error" } else { "warning" },
            "code": diagnostic.code,
            "message": diagnostic.message,
            "place": diagnostic.span.map(place),
            "also": diagnostic.also.iter().map(|also| json!({ "text": also.text, "place": place(also.span) })).collect::<Vec<_>>(),
            "help": diagnostic.help,
        })
    };
    let problems: Vec<Value> = snapshot.diagnostics.iter().map(problem).collect();
    json!({ "build": snapshot.build, "problems": problems }).to_string()
}

/// Returns a place with its excerpt, and the link that opens it in an editor.
fn place(sources: &Sources, span: Span, root: &Path, editor: Option<&str>) -> Value {
    let file = sources.file(span.file);
    let (line, column) = sources.line_column(span.file, span.start as usize);
    let built_in = file.path.starts_with("(built in)");
    let href = editor.filter(|_| !built_in).map(|link| editor_link(link, &root.join(&file.path), (line, column)));
    json!({
        "text": sources.place_name(span),
        "line": line,
        "href": href,
        "excerpt": file.text().map(|text| excerpt(text, span)),
    })
}

/// Fills the pattern of the link that opens a place in an editor.
pub(super) fn editor_link(pattern: &str, path: &Path, (line, column): (usize, usize)) -> String {
    let path = utf8_percent_encode(&path.to_string_lossy(), ESCAPED).to_string();
    pattern
        .replace("{path}", path.trim_start_matches('/'))
        .replace("{line}", &line.to_string())
        .replace("{column}", &column.to_string())
}

/// Splits the line of a place: the text before it, the place, the text after it.
fn excerpt(text: &str, span: Span) -> [String; 3] {
    let start = text.floor_char_boundary(span.start as usize);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = text.floor_char_boundary(span.end as usize).clamp(start, line_end);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[line_start..start];
    let cut = before.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let short = |text: &str, length: usize| match text.char_indices().nth(length) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    };
    let dots = if cut > 0 { "…" } else { "" };
    [
        format!("{dots}{}", before[cut..].trim_start()),
        short(&text[start..end], 2 * AROUND),
        short(text[end..line_end].trim_end(), AROUND),
    ]
}

#[cfg(test)]
mod tests {
    use super::excerpt;
    use crate::source::{Content, Role, SourceFile, Sources, Span};

    #[test]
    fn an_excerpt_is_one_line_around_the_place() {
        let text = format!("first\n  see [[R-9]] there{}\nlast", "!".repeat(200));
        let mut sources = Sources::default();
        let content = Content::Text(text.as_str().into());
        let file = sources.add(SourceFile { path: "a.md".into(), role: Role::Document, content });
        let [before, marked, after] = excerpt(&text, Span::new(file, 14..17));
        assert_eq!((before.as_str(), marked.as_str()), ("see [[", "R-9"));
        assert!(after.starts_with("]] there!") && after.ends_with('…') && after.chars().count() == 81);
        assert_eq!(excerpt(&text, Span::new(file, 9_000..9_001)), ["last".to_owned(), String::new(), String::new()]);
    }
}
