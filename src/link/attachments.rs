//! The files that a site copies because something refers to them: only those that run nothing in a browser.

use std::collections::BTreeMap;

use crate::config::{Config, Level};
use crate::diag::Diagnostic;
use crate::inert::svg::{self, Clean, Fault};
use crate::inert::{HEAD, Verdict, judge};
use crate::letters::Use;
use crate::model::Attachment;
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::value::hidden_in_name;

/// The code of the check.
const CODE: &str = "active-attachment";
/// Maximum number of parts of a drawing that a message names.
const NAMED: usize = 4;

/// Returns the files that are copied, in order, and reports those that could run something. They are copied only if
/// book.toml lowers the level of the check: a waiver silences the finding, but an author cannot let a script in.
pub(super) fn inert(
    files: &BTreeMap<FileId, Span>,
    sources: &Sources,
    config: &Config,
) -> (Vec<Attachment>, Vec<Diagnostic>) {
    let is_denied = config.checks.level(CODE).is_none_or(|level| level == Level::Deny);
    let (mut attachments, mut diagnostics) = (Vec::with_capacity(files.len()), Vec::new());
    for (file, place) in files {
        let source = sources.file(*file);
        let path = config.inside_content(&source.path);
        let judged = judged(path, source, *place);
        if judged.is_active && is_denied {
            diagnostics.extend(judged.finding);
            continue;
        }
        diagnostics.extend(judged.finding);
        diagnostics.extend(hidden_in_name("the name of this file", path, Use::Id, Span::new(*file, 0..0)));
        attachments.push(Attachment {
            file: *file,
            path: path.to_owned(),
            rewritten: judged.rewritten.map(Into::into),
        });
    }
    (attachments, diagnostics)
}

/// The facts about a file.
#[derive(Default)]
struct Judged {
    is_active: bool,
    /// The drawing in its place.
    rewritten: Option<Vec<u8>>,
    finding: Option<Diagnostic>,
}

fn judged(path: &str, source: &SourceFile, place: Span) -> Judged {
    let refused = |message: String, help: &str| {
        let finding = Diagnostic::error(CODE, place, message).help(help.to_owned());
        Judged { is_active: true, finding: Some(finding), rewritten: None }
    };
    // What cannot be read any more is reported when it is copied.
    let Ok(head) = source.content.head(HEAD) else { return Judged::default() };
    match judge(path, &head) {
        Verdict::Inert => Judged::default(),
        Verdict::Active => refused(
            format!("`{path}` could run code in the browser of a reader"),
            "attach it as a PDF, a picture or plain text, or link to where it is published",
        ),
        Verdict::Unknown => refused(
            format!("`{path}` is of a type that is not known to run nothing"),
            "attach it as a PDF, a picture or plain text, or in a ZIP archive",
        ),
        Verdict::Disguised => refused(
            format!("`{path}` does not hold what its name says, and a browser could run it"),
            "save it again as what its name says",
        ),
        Verdict::Drawing => drawing(path, source, place),
    }
}

/// Rewrites a drawing, and reports what that takes out of it.
fn drawing(path: &str, source: &SourceFile, place: Span) -> Judged {
    let Ok(bytes) = source.content.read() else { return Judged::default() };
    let clean = match std::str::from_utf8(&bytes) {
        Ok(text) => svg::clean(text),
        Err(_) => Err(Fault { line: 1, why: "it is not text in UTF-8".to_owned() }),
    };
    match clean {
        Ok(Clean { svg, removed, line }) => {
            let finding = (!removed.is_empty()).then(|| {
                let mut names: Vec<String> = removed.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
                if removed.len() > NAMED {
                    names.push("…".to_owned());
                }
                let message = format!("the site leaves {} out of `{path}` (line {line})", names.join(", "));
                let help = "save it as a plain SVG, with words as text and pictures inside, or as a PNG".to_owned();
                Diagnostic::warning(CODE, place, message).help(help)
            });
            Judged { is_active: false, rewritten: Some(svg.into_bytes()), finding }
        }
        Err(Fault { line, why }) => {
            let message = format!("`{path}` cannot be read as a drawing: line {line}: {why}");
            let help = "save it as a plain SVG, or as a PNG".to_owned();
            let finding = Diagnostic::error(CODE, place, message).help(help);
            Judged { is_active: true, rewritten: None, finding: Some(finding) }
        }
    }
}
