//! Diagnostics for people: an excerpt of each place, in colour on a terminal.

use std::collections::BTreeMap;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diag::{Diagnostic, Severity};
use crate::source::{Sources, Span};
use crate::visible::{self, name};

/// Maximum number of findings with one code that are shown; more are counted.
const SHOWN: usize = 10;

/// Maximum number of further places of a finding that are shown.
const ALSO: usize = 3;

/// Longer lines, in bytes, are cut around the place, and longer places at their end.
const EXCERPT: usize = 4_000;

/// Renders diagnostics. Of each code only the first ten are shown, errors before warnings, unless it is `wanted`; the rest is
/// counted, with the way to see it.
pub fn render_all(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    colour: bool,
    wanted: impl Fn(&str) -> bool,
) -> String {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for diagnostic in diagnostics {
        let (errors, all) = counts.entry(diagnostic.code).or_default();
        *all += 1;
        *errors += usize::from(diagnostic.severity == Severity::Error);
    }
    let mut text = String::new();
    let mut met: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for diagnostic in diagnostics {
        let (errors, all) = counts[diagnostic.code];
        let (slot, room) = match diagnostic.severity {
            Severity::Error => (0, SHOWN),
            Severity::Warning => (1, SHOWN - errors.min(SHOWN)),
        };
        let nth = &mut met.entry(diagnostic.code).or_default()[slot];
        *nth += 1;
        if all <= SHOWN || *nth <= room || wanted(diagnostic.code) {
            text.push_str(&render(diagnostic, sources, colour));
        }
    }
    for (code, (_, all)) in counts.into_iter().filter(|(code, (_, all))| *all > SHOWN && !wanted(code)) {
        let title = format!("{} more of `{code}` are not shown", all - SHOWN);
        let help = format!("see all with `clausebook check --only {code}`");
        let group = Group::with_title(Level::NOTE.primary_title(title)).element(Level::HELP.message(help));
        text.push_str(&format!("{}\n\n", renderer(colour).render(&[group])));
    }
    text
}

fn renderer(colour: bool) -> Renderer {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii)
}

/// Renders one diagnostic, ending with a blank line. `colour` adds escape codes.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(name(&diagnostic.message)).id(diagnostic.code);
    let mut group = Group::with_title(title);
    if let Some(span) = diagnostic.span {
        let cell = sources.cell(span);
        group = group.element(excerpt(sources, span, AnnotationKind::Primary, cell));
    }
    for also in diagnostic.also.iter().take(ALSO) {
        let text = match sources.cell(also.span) {
            Some(cell) => format!("{cell}: {}", also.text),
            None => also.text.clone(),
        };
        group = group.element(excerpt(sources, also.span, AnnotationKind::Context, Some(text)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(name(help)));
    }
    format!("{}\n\n", renderer(colour).render(&[group]))
}

/// Returns the lines around a place, with a label; a place in a workbook has the name of its cell there. The renderer gets only these, because it would scan a long file for each
/// diagnostic.
fn excerpt<'a>(
    sources: &'a Sources,
    span: Span,
    kind: AnnotationKind,
    label: Option<String>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = sources.file(span.file);
    let text = file.text().map_or("", |text| &**text);
    let range = span.range();
    let (start, end) = (range.start, range.end.clamp(range.start, range.start + EXCERPT));
    let (start, end) = (floor(text, start), floor(text, end));
    let (from, to) = (floor(text, start.saturating_sub(EXCERPT)), floor(text, end + EXCERPT));
    let first = text[from..start].rfind('\n').map_or(from, |at| from + at + 1);
    let last = text[end..to].find('\n').map_or(to, |at| end + at);
    let (line, _) = sources.line_column(span.file, first);
    let (shown, range) = visible::excerpt(&text[first..last], start - first..end - first);
    Snippet::source(shown)
        .line_start(line)
        .path(name(&file.path))
        .annotation(kind.span(range).label(label.map(|label| name(&label).into_owned())))
}

/// Returns the nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}
