//! Languages of code, and which of them are diagrams.

use pulldown_cmark::CodeBlockKind;

/// Languages of diagrams.
const LANGUAGES: [&str; 6] = ["mermaid", "plantuml", "puml", "graphviz", "dot", "d2"];

/// Returns the language of a block of code; empty if it states none.
pub fn code_language<'a>(kind: &'a CodeBlockKind<'_>) -> &'a str {
    match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    }
}

/// Returns whether a block of code in a language is the source of a diagram.
pub fn is_diagram(language: &str) -> bool {
    LANGUAGES.iter().any(|known| known.eq_ignore_ascii_case(language))
}
