//! Diagnostics as workflow commands, which GitHub Actions shows beside the changed lines.

use crate::diag::{Diagnostic, Severity};
use crate::source::{Sources, path_in_repository};

/// Renders one command per diagnostic. `folder`, the path of the book in the repository, is prefixed to every path.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, folder: &str) -> String {
    diagnostics.iter().map(|diagnostic| command(diagnostic, sources, folder)).collect()
}

fn command(diagnostic: &Diagnostic, sources: &Sources, folder: &str) -> String {
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = diagnostic.span.map_or_else(String::new, |span| {
        let file = sources.file(span.file);
        let (line, column) = file.line_column(span.start as usize);
        let (end_line, end_column) = file.line_column(span.end as usize);
        let path = property(&path_in_repository(folder, &file.path));
        // Columns are only meaningful within one line.
        let columns = if line == end_line { format!(",col={column},endColumn={end_column}") } else { String::new() };
        format!("file={path},line={line},endLine={end_line}{columns},")
    });
    let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
    format!("::{kind} {place}title={}::{}\n", property(diagnostic.code), data(&format!("{}{help}", diagnostic.message)))
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
}
