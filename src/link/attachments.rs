//! The files that a site copies because something refers to them: only those that run nothing in a browser. A link to any other
//! file leads to the repository, if book.toml says where that is.

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

/// Files that something refers to, each with the place of a link.
#[derive(Default)]
pub(super) struct Wanted {
    /// Those that a link leads to.
    pub linked: BTreeMap<FileId, Span>,
    /// The others in folders that a link leads to.
    pub along: BTreeMap<FileId, Span>,
}

/// Where the links to files lead.
#[derive(Default)]
pub(super) struct Decided {
    /// The files that are copied, in order.
    pub copied: Vec<Attachment>,
    /// The addresses of others in the repository.
    pub elsewhere: BTreeMap<FileId, String>,
    /// The paths in the repository of those that the site does not have, each with the place of a link.
    pub unpublished: Vec<(String, Span)>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Decides which files are copied, and reports those that could run something although book.toml names them, or that are not
/// what they seem. They are copied only if book.toml lowers the level of the check: a waiver silences the finding, but an
/// author cannot let a script in.
pub(super) fn decide(wanted: &Wanted, sources: &Sources, config: &Config) -> Decided {
    let is_denied = config.checks.level(CODE).is_none_or(|level| level == Level::Deny);
    let mut decided = Decided::default();
    let linked = wanted.linked.iter().map(|(file, place)| (*file, *place, true));
    let along = wanted.along.iter().map(|(file, place)| (*file, *place, false));
    for (file, place, is_linked) in linked.chain(along) {
        let source = sources.file(file);
        let path = config.inside_content(&source.path);
        let judged = if config.files.may_copy(path) { judged(path, source, place) } else { Judged::not_chosen() };
        let is_left = judged.kind == Kind::NotChosen || is_denied && judged.kind != Kind::Inert;
        if !is_left {
            decided.diagnostics.extend(judged.finding);
            decided.diagnostics.extend(hidden_in_name("the name of this file", path, Use::Id, Span::new(file, 0..0)));
            let rewritten = judged.rewritten.map(Into::into);
            decided.copied.push(Attachment { file, path: path.to_owned(), rewritten });
        } else if is_linked {
            let is_fault =
                judged.kind == Kind::False || judged.kind == Kind::Active && config.files.attachments.is_some();
            let place_of =
                |path: &str| sources.repository().map_or_else(|| path.to_owned(), |known| known.path_of(path));
            match (is_fault, config.files.address(&place_of(&source.path))) {
                (true, _) => decided.diagnostics.extend(judged.finding),
                (false, Some(address)) => _ = decided.elsewhere.insert(file, address),
                (false, None) => decided.unpublished.push((place_of(&source.path), place)),
            }
        }
    }
    decided.copied.sort_by_key(|attachment| attachment.file);
    decided
}

/// How a file stands.
#[derive(Default, PartialEq, Eq)]
enum Kind {
    /// It runs nothing.
    #[default]
    Inert,
    /// It is of a type that could run something.
    Active,
    /// It is not what its name says.
    False,
    /// The patterns in book.toml do not name it.
    NotChosen,
}

/// The facts about a file.
#[derive(Default)]
struct Judged {
    kind: Kind,
    /// The drawing in its place.
    rewritten: Option<Vec<u8>>,
    finding: Option<Diagnostic>,
}

impl Judged {
    fn not_chosen() -> Self {
        Self { kind: Kind::NotChosen, ..Self::default() }
    }
}

fn judged(path: &str, source: &SourceFile, place: Span) -> Judged {
    let refused = |kind: Kind, message: String, help: &str| {
        let finding = Diagnostic::error(CODE, place, message).help(help.to_owned());
        Judged { kind, finding: Some(finding), rewritten: None }
    };
    // What cannot be read any more is reported when it is copied.
    let Ok(head) = source.content.head(HEAD) else { return Judged::default() };
    match judge(path, &head) {
        Verdict::Inert => Judged::default(),
        Verdict::Active => refused(
            Kind::Active,
            format!("`{path}` could run code in the browser of a reader"),
            "attach it as a PDF, a picture or plain text, or link to where it is published",
        ),
        Verdict::Unknown => refused(
            Kind::Active,
            format!("`{path}` is of a type that is not known to run nothing"),
            "attach it as a PDF, a picture or plain text, or in a ZIP archive",
        ),
        Verdict::Disguised => refused(
            Kind::False,
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
            Judged { kind: Kind::Inert, rewritten: Some(svg.into_bytes()), finding }
        }
        Err(Fault { line, why }) => {
            let message = format!("`{path}` cannot be read as a drawing: line {line}: {why}");
            let help = "save it as a plain SVG, or as a PNG".to_owned();
            let finding = Diagnostic::error(CODE, place, message).help(help);
            Judged { kind: Kind::False, rewritten: None, finding: Some(finding) }
        }
    }
}
