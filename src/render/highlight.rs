//! Syntax highlighting of code with a few short CSS classes, which the theme colours for light and dark.

use std::str::FromStr;
use std::sync::LazyLock;

use syntect::easy::ScopeRegionIterator;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::html::escape;

/// Maximum number of bytes of code that is highlighted: highlighting could dominate a build.
const LONGEST: usize = 100_000;

/// Maximum number of bytes of a line that is highlighted. Some grammars look at the rest of the line from each of its
/// letters, others from each of its blanks and then once more: their time grows with the square or the cube.
const LONGEST_LINE: usize = 1000;

/// Maximum number of blanks in a row in a line that is highlighted.
const MOST_BLANKS: usize = 100;

/// Scopes and their CSS classes; the innermost scope with a class wins.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "c"),
    ("string", "s"),
    ("constant", "n"),
    ("keyword", "k"),
    ("storage", "k"),
    ("entity.name.tag", "t"),
    ("entity.other.attribute-name", "a"),
    ("entity.name", "f"),
    ("support.function", "f"),
    ("variable.function", "f"),
    ("support", "t"),
    ("variable.parameter", "a"),
    ("meta.mapping.key", "a"),
    ("markup.deleted", "d"),
    ("markup.inserted", "i"),
    ("markup.heading", "k"),
];

/// The grammars, loaded on first use.
static GRAMMARS: LazyLock<Grammars> = LazyLock::new(Grammars::load);

struct Grammars {
    syntaxes: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

/// Returns the HTML of code in a language; without highlighting if no grammar has that name.
pub(super) fn highlighted(code: &str, language: &str) -> String {
    if language.is_empty() || code.len() > LONGEST {
        return escape(code);
    }
    match GRAMMARS.syntaxes.find_syntax_by_token(language) {
        Some(syntax) => GRAMMARS.highlight(code, syntax).unwrap_or_else(|| escape(code)),
        None => escape(code),
    }
}

impl Grammars {
    fn load() -> Self {
        let class = |(scope, class): &(&str, &'static str)| Some((Scope::from_str(scope).ok()?, *class));
        Self { syntaxes: two_face::syntax::extra_newlines(), classes: CLASSES.iter().filter_map(class).collect() }
    }

    /// Returns the highlighted HTML; `None` if the grammar fails.
    fn highlight(&self, code: &str, syntax: &SyntaxReference) -> Option<String> {
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        let mut html = String::with_capacity(code.len() * 2);
        let mut open = "";
        for line in code.split_inclusive('\n') {
            if is_too_long(line) {
                html.push_str(if open.is_empty() { "" } else { "</span>" });
                html.push_str(&escape(line));
                open = "";
                continue;
            }
            let changes = state.parse_line(line, &self.syntaxes).ok()?;
            for (text, change) in ScopeRegionIterator::new(&changes, line) {
                stack.apply(change).ok()?;
                if text.is_empty() {
                    continue;
                }
                let class = if text.trim().is_empty() { open } else { self.class(&stack) };
                if class != open {
                    html.push_str(if open.is_empty() { "" } else { "</span>" });
                    if !class.is_empty() {
                        html.push_str(&format!("<span class=\"hl-{class}\">"));
                    }
                    open = class;
                }
                html.push_str(&escape(text));
            }
        }
        html.push_str(if open.is_empty() { "" } else { "</span>" });
        Some(html)
    }

    fn class(&self, stack: &ScopeStack) -> &'static str {
        let class = |scope: &Scope| self.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
        stack.scopes.iter().rev().find_map(class).map_or("", |(_, class)| class)
    }
}

/// Returns whether a line could take too much time.
fn is_too_long(line: &str) -> bool {
    let blanks = |part: &str| part.len() > MOST_BLANKS && part.trim().is_empty();
    line.len() > LONGEST_LINE || line.split(|c| !matches!(c, ' ' | '\t')).any(blanks)
}

#[cfg(test)]
mod tests {
    use super::highlighted;

    #[test]
    fn a_line_that_is_too_long_is_plain_and_the_others_are_not() {
        let long = "let b = 1; ".repeat(200);
        let blanks = format!("let b{}= 1;", " ".repeat(2000));
        for line in [long, blanks] {
            let html = highlighted(&format!("let a = \"1\";\n{line}\nlet c;\n"), "rust");
            assert!(html.contains(&format!("\n{line}\n<span class=\"hl-k\">let</span> c")), "{html}");
            assert!(html.starts_with("<span class=\"hl-k\">let</span> a"), "{html}");
        }
        let indented = format!("{}let a = \"<b>\";\n", " ".repeat(40));
        assert!(highlighted(&indented, "rust").contains("<span"));
    }

    #[test]
    fn parts_of_code_are_marked() {
        let html = highlighted("let a = \"<b>\"; // why\n", "rust");
        assert!(html.contains("<span class=\"hl-k\">let</span>"), "{html}");
        assert!(html.contains("&lt;b&gt;"), "{html}");
        assert!(html.contains("<span class=\"hl-c\">// why"), "{html}");
    }

    #[test]
    fn languages_of_operations_are_known_and_others_are_plain() {
        for (language, code) in [
            ("toml", "a = 1 # c"),
            ("ts", "const a: number = 1"),
            ("dockerfile", "FROM a"),
            ("hcl", "a = \"b\""),
            ("powershell", "Get-Item 'a'"),
        ] {
            assert!(highlighted(code, language).contains("<span"), "{language}");
        }
        assert_eq!(highlighted("a < b", "no-such"), "a &lt; b");
    }
}
