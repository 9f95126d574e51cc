//! The attributes of a heading: `{#id controls="A.5.16 A.5.18" clauses="9.1" search=false}`.

use std::ops::Range;

use super::mask::has_attributes;
use super::values::claims;
use crate::diag::{Diagnostic, did_you_mean};
use crate::model::RawReference;
use crate::source::{FileId, Span, Spanned};
use crate::value::unknown_choice;

const KNOWN: [&str; 3] = ["controls", "clauses", "search"];

/// The attributes of a heading that are not for HTML.
pub(super) struct Attributes {
    /// The requirements that the section claims.
    pub claims: Vec<RawReference>,
    /// Whether search finds the section: not with `search=false`.
    pub searchable: bool,
}

/// Reads the attributes of the heading at `place` of a file.
pub(super) fn attributes(text: &str, place: Span, diagnostics: &mut Vec<Diagnostic>) -> Attributes {
    let mut found = Attributes { claims: Vec::new(), searchable: true };
    let Some(block) = block(text, place.range()) else { return found };
    let (file, parts) = (place.file, parts(text, block));
    let mut in_quotes = None;
    for part in &parts {
        match part {
            Part::Stray(word) => {
                diagnostics.push(stray(text, file, word.clone(), in_quotes));
                // What follows in the braces is part of the same slip.
                break;
            }
            Part::Pair(name, value) => {
                let name = Spanned { value: &text[name.clone()], span: Span::new(file, name.clone()) };
                in_quotes = Some((name.value, value.clone()));
                pair(text, &name, value.clone(), &mut found, diagnostics);
            }
        }
    }
    found
}

fn pair(
    text: &str,
    name: &Spanned<&str>,
    value: Range<usize>,
    found: &mut Attributes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let file = name.span.file;
    match name.value {
        "controls" | "clauses" => {
            if text[value.clone()].trim().is_empty() {
                diagnostics.push(without_value(name.value, name.span));
            }
            for word in words(text, value) {
                let span = Span::new(file, word.clone());
                found.claims.extend(claims(&Spanned { value: text[word].to_owned(), span }));
            }
        }
        "search" => {
            let span = Span::new(file, value.clone());
            let value = Spanned { value: text[value].to_owned(), span };
            if !matches!(value.value.as_str(), "true" | "false") {
                diagnostics.push(unknown_choice("search", &value, &["true", "false"]));
            }
            found.searchable = value.value != "false";
        }
        _ => {
            let help = did_you_mean(name.value, KNOWN)
                .map_or_else(|| format!("known: {}", KNOWN.join(", ")), |known| format!("did you mean `{known}`?"));
            let message = format!("unknown heading attribute `{}`", name.value);
            diagnostics.push(Diagnostic::error("unknown-attribute", name.span, message).help(help));
        }
    }
}

fn without_value(name: &str, span: Span) -> Diagnostic {
    let help = if name == "search" { "write `search=false`".to_owned() } else { format!("write `{name}=\"…\"`") };
    Diagnostic::error("invalid-value", span, format!("`{name}` has no value")).help(help)
}

/// Reports a word in the braces that belongs to no attribute. `before` is the attribute before it.
fn stray(text: &str, file: FileId, word: Range<usize>, before: Option<(&str, Range<usize>)>) -> Diagnostic {
    let (value, span) = (&text[word.clone()], Span::new(file, word));
    let name = value.trim_end_matches([':', '=']);
    if let Some(known) = KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(name)) {
        return without_value(known, span);
    }
    let help = match before {
        Some((name @ ("controls" | "clauses"), first)) => {
            format!("write the ids in quotes: `{name}=\"{} {value}\"`", &text[first])
        }
        _ => "braces at the end of a heading hold `#id`, `.class`, `controls=`, `clauses=` and `search=`".to_owned(),
    };
    Diagnostic::error("unknown-attribute", span, format!("`{value}` is not an attribute of a heading")).help(help)
}

/// A part of the braces, apart from `#id` and `.class`.
enum Part {
    /// `name="value"`.
    Pair(Range<usize>, Range<usize>),
    /// Any other word.
    Stray(Range<usize>),
}

/// Returns what is between the braces that end a heading, if any of it is, or is nearly, an attribute.
fn block(text: &str, heading: Range<usize>) -> Option<Range<usize>> {
    let line = text[heading.clone()].trim_end();
    // A setext heading is followed by a line of its own.
    let line = line.lines().next().filter(|_| line.lines().count() > 1).unwrap_or(line).trim_end();
    let open = line.rfind('{').filter(|_| line.ends_with('}'))?;
    let block = heading.start + open + 1..heading.start + line.len() - 1;
    has_attributes(&text[block.clone()]).then_some(block)
}

/// Returns the parts of the braces.
///
/// pulldown-cmark cuts attributes at spaces, quoted or not, so they are read from the source.
fn parts(text: &str, block: Range<usize>) -> Vec<Part> {
    let (mut found, mut at) = (Vec::new(), block.start);
    while let Some(word) = text[at..block.end].find(|c: char| !c.is_whitespace()).map(|word| at + word) {
        let rest = &text[word..block.end];
        let end = word + rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        if !text[end..block.end].starts_with('=') {
            let is_markup = rest.starts_with(['#', '.']) || &text[word..end] == ":";
            if !is_markup {
                found.push(Part::Stray(word..end));
            }
            at = end;
            continue;
        }
        let rest = &text[end + 1..block.end];
        let (value, after) = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let close = rest[1..].find(quote).map_or(rest.len(), |close| close + 1);
                (end + 2..end + 1 + close, (end + 2 + close).min(block.end))
            }
            _ => {
                let close = end + 1 + rest.find(char::is_whitespace).unwrap_or(rest.len());
                (end + 1..close, close)
            }
        };
        at = after;
        found.push(Part::Pair(word..end, value));
    }
    found
}

/// The words of a part of a text, which spaces and commas part.
fn words(text: &str, part: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let slice = &text[part];
    slice.split([' ', ',', '\t']).filter(|word| !word.is_empty()).map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    })
}
