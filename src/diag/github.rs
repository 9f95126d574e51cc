//! Diagnostics as workflow commands, which GitHub Actions shows beside the changed lines.

use std::cmp::Reverse;

use crate::diag::{Diagnostic, Severity};
use crate::source::{Sources, path_in_repository};
use crate::visible;

/// Renders one command per diagnostic. `folder`, the path of the book in the repository, is prefixed to every path.
///
/// GitHub shows the first ten errors and the first ten warnings of a step, so errors come first, and of these and of the
/// warnings those with a place.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, folder: &str) -> String {
    let mut ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    ordered.sort_by_key(|diagnostic| (Reverse(diagnostic.severity), diagnostic.span.is_none()));
    ordered.into_iter().map(|diagnostic| command(diagnostic, sources, folder)).collect()
}

fn command(diagnostic: &Diagnostic, sources: &Sources, folder: &str) -> String {
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = diagnostic.span.map_or_else(String::new, |span| {
        let file = sources.file(span.file);
        let (line, column) = sources.line_column(span.file, span.start as usize);
        let (end_line, end_column) = sources.line_column(span.file, span.end as usize);
        let path = property(&path_in_repository(folder, &file.path));
        let path = visible::name(&path);
        // Columns are only meaningful within one line.
        let columns = if line == end_line { format!(",col={column},endColumn={end_column}") } else { String::new() };
        format!("file={path},line={line},endLine={end_line}{columns},")
    });
    let cell = diagnostic.span.and_then(|span| sources.cell(span)).map(|cell| format!("{cell}: ")).unwrap_or_default();
    let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
    format!(
        "::{kind} {place}title={}::{}\n",
        property(diagnostic.code),
        data(&visible::lines(&format!("{cell}{}{help}", diagnostic.message)))
    )
}

/// Escapes the text after `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a text between `=` and `,`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Content, Role, SourceFile, Span};

    #[test]
    fn what_ends_a_command_is_escaped() {
        let mut sources = Sources::default();
        let content = Content::Text("one\ntwo\n".into());
        let id = sources.add(SourceFile { path: "content/a, b.md".into(), role: Role::Document, content });
        let problem = Diagnostic::error("broken-link", Span::new(id, 4..7), "100 %\nof::it").help("fix it".to_owned());
        assert_eq!(
            render(&[problem], &sources, "isms/"),
            "::error file=isms/content/a%2C b.md,line=2,endLine=2,col=1,endColumn=4,title=broken-link::\
             100 %25%0Aof::it%0Ahelp: fix it\n"
        );
        let whole = Diagnostic::warning("undecided-control", None, "A.5.1 is not decided");
        assert_eq!(render(&[whole], &sources, ""), "::warning title=undecided-control::A.5.1 is not decided\n");
    }

    #[test]
    fn errors_come_first_and_then_what_has_a_place() {
        let mut sources = Sources::default();
        let content = Content::Text("one\n".into());
        let id = sources.add(SourceFile { path: "a.md".into(), role: Role::Document, content });
        let place = Span::new(id, 0..3);
        let found = [
            Diagnostic::warning("a", None, "1"),
            Diagnostic::error("b", None, "2"),
            Diagnostic::warning("c", place, "3"),
            Diagnostic::error("d", place, "4"),
            Diagnostic::warning("e", place, "5"),
        ];
        let lines = render(&found, &sources, "");
        let order: Vec<&str> = lines.lines().filter_map(|line| line.rsplit(':').next()).collect();
        assert_eq!(order, ["4", "2", "3", "5", "1"]);
    }
}
