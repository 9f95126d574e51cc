//! Diagnostics as JUnit XML, which most CI systems show as test results: a passed case for each check without findings,
//! and a failed case for each error. JUnit has no warnings, so a warning is a passed case with a note.

use std::fmt::Write;

use crate::diag::{Diagnostic, Severity};
use crate::html;
use crate::source::Sources;
use crate::visible;

/// Renders the document. `checks` are the codes of all checks.
pub fn render<'a>(diagnostics: &[Diagnostic], sources: &Sources, checks: impl Iterator<Item = &'a str>) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let silent: Vec<&str> = checks.filter(|code| diagnostics.iter().all(|found| found.code != *code)).collect();
    let cases = silent.len() + diagnostics.len();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"clausebook\" tests=\"{cases}\" failures=\"{errors}\">\n\
         <testsuite name=\"clausebook\" tests=\"{cases}\" failures=\"{errors}\" errors=\"0\" skipped=\"0\">\n"
    );
    for diagnostic in diagnostics {
        xml.push_str(&case(diagnostic, sources));
    }
    for code in silent {
        let _ = writeln!(xml, "<testcase classname=\"clausebook\" name=\"{}\"/>", escape(code));
    }
    xml.push_str("</testsuite>\n</testsuites>\n");
    visible::xml(&xml).into_owned()
}

fn case(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = diagnostic.span.map(|span| {
        let file = sources.file(span.file);
        let (line, _) = sources.line_column(span.file, span.start as usize);
        (file.path.as_str(), line, sources.place_name(span))
    });
    let (name, at, text) = match place {
        Some((path, line, place)) => (
            format!("{path}:{line}"),
            format!(" file=\"{}\" line=\"{line}\"", escape(path)),
            format!("{place}: {}", diagnostic.message),
        ),
        None => (diagnostic.message.clone(), String::new(), diagnostic.message.clone()),
    };
    let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
    let (code, text, message) =
        (escape(diagnostic.code), escape(&format!("{text}{help}")), escape(&diagnostic.message));
    let inside = match diagnostic.severity {
        Severity::Error => format!("<failure type=\"{code}\" message=\"{message}\">{text}</failure>"),
        Severity::Warning => format!("<system-out>warning: {text}</system-out>"),
    };
    format!("<testcase classname=\"clausebook.{code}\" name=\"{}\"{at}>{inside}</testcase>\n", escape(&name))
}

/// Escapes text for XML and replaces characters that XML does not allow.
fn escape(text: &str) -> String {
    let kept = |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    let text = text.replace(|c| !kept(c), "\u{fffd}");
    html::escape(&text).replace('\n', "&#10;").replace('\t', "&#9;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_fail_warnings_speak_and_the_rest_succeeds() {
        let found = [
            Diagnostic::error("broken-link", None, "a <b> \u{0} \"c\""),
            Diagnostic::warning("typed-total", None, "five").help("use the shortcode".to_owned()),
        ];
        let xml = render(&found, &Sources::default(), ["broken-link", "typed-total", "stale-evidence"].into_iter());
        assert!(xml.contains("tests=\"3\" failures=\"1\""), "{xml}");
        assert!(xml.contains("<failure type=\"broken-link\" message=\"a &lt;b&gt; \u{fffd} &quot;c&quot;\">"), "{xml}");
        assert!(xml.contains("<system-out>warning: five&#10;help: use the shortcode</system-out>"), "{xml}");
        assert!(xml.contains("<testcase classname=\"clausebook\" name=\"stale-evidence\"/>"), "{xml}");
    }
}
