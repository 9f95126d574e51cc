//! Resolves one reference to its target, or reports why there is none.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::catalog::{Catalog, Found, ReqIx, RequirementKind, StandardRole};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::letters::nfc;
use crate::model::{Destination, DocIx, Document, RawReference, RawTarget, ResolvedReference, Subject, TargetKind};
use crate::parse::Draft;
use crate::select::Selection;
use crate::site::SCHEMES;
use crate::source::{FileId, Sources, Spanned};

use super::anchor::Anchors;
use super::held_back::{HeldBack, pattern, shape};
use super::named::FileNames;
use super::path::{Found as FoundPath, Lost, Paths};
use super::problem::{Problem, Wrong};
use super::titles::Titles;

/// The subject and the file that a reference is in.
#[derive(Clone, Copy)]
pub(super) struct Referrer {
    pub from: Subject,
    pub file: FileId,
}

/// The targets of references.
pub(super) struct Resolver<'a> {
    pub(super) draft: &'a Draft,
    pub(super) catalog: &'a Catalog,
    pub(super) sources: &'a Sources,
    pub(super) config: &'a Config,
    pub(super) ids: FxHashMap<String, Subject>,
    pub(super) paths: Paths<'a>,
    /// The titles of excluded documents, by id and by path: a reference to one of them becomes plain words.
    pub(super) excluded: FxHashMap<&'a str, &'a str>,
    pub(super) anchors: Anchors<'a>,
    pub(super) names: FileNames<'a>,
    pub(super) titles: Titles<'a>,
    pub(super) held_back: HeldBack,
    /// The shapes of numbered ids, such as `R-###`: a mention with such a shape and an unknown id is a mistake.
    pub(super) shapes: FxHashSet<String>,
    /// Their patterns, such as `R-#`, if the book is measured against other standards, whose ids may be alike.
    pub(super) patterns: FxHashSet<String>,
}

/// Returns whether a path in a link may be meant for a folder: its last name has no ending.
fn is_folder_like(path: &str) -> bool {
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
    path.ends_with('/') || !name.contains('.')
}

/// Where other tools put a table of contents: `[[toc]]`, `[[_TOC_]]`.
const CONTENTS: [&str; 2] = ["toc", "_toc_"];

/// Name of the register of roles.
const ROLES: &str = "roles";

pub(super) type Resolved = (Option<Destination>, Option<Problem>);

impl<'a> Resolver<'a> {
    pub(super) fn new(
        selection: &'a Selection,
        catalog: &'a Catalog,
        ids: FxHashMap<String, Subject>,
        sources: &'a Sources,
        config: &'a Config,
    ) -> Self {
        let Selection { draft, excluded } = selection;
        let paths = Paths::new(selection, sources, config);
        let numbered = ids.keys().filter(|id| id.bytes().any(|b| b.is_ascii_digit()));
        let shapes = numbered.clone().map(|id| shape(id)).collect();
        let patterns = numbered.filter(|_| !config.standards.is_empty()).map(|id| pattern(id)).collect();
        let names = |d: &'a Document<RawReference>| {
            [d.meta.id.value.as_str(), &d.path].map(|name| (name, d.meta.title.as_str()))
        };
        let excluded = excluded.iter().flat_map(|excluded| names(&excluded.document)).collect();
        let held_back = HeldBack::new(&draft.unread, sources, config);
        let (anchors, names) = (Anchors::new(&draft.documents), FileNames::new(&draft.documents));
        let titles = Titles::new(draft);
        Self {
            draft,
            catalog,
            sources,
            config,
            ids,
            paths,
            excluded,
            anchors,
            names,
            titles,
            held_back,
            shapes,
            patterns,
        }
    }

    pub(super) fn catalog(&self) -> &Catalog {
        self.catalog
    }

    pub(super) fn into_ids(self) -> FxHashMap<String, Subject> {
        self.ids
    }

    /// The control that an entry of the SoA is about.
    pub(super) fn control(&self, id: &Spanned<String>) -> Result<ReqIx, Box<Problem>> {
        match self.catalog.find(&id.value) {
            Found::One(ix) if self.catalog.requirement(ix).kind == RequirementKind::Control => Ok(ix),
            _ => Err(Box::new(match self.held_back.id(&id.value, Some(&[TargetKind::Control]), id.span) {
                Some(held_back) => held_back.into(),
                None => {
                    let message = format!("there is no control `{}`", id.value);
                    let finding = Diagnostic::error("unknown-reference", id.span, message);
                    Problem::with(finding.help(self.control_meant(&id.value)), Wrong::Id(id.value.clone()))
                }
            })),
        }
    }

    /// Reports an entry of the SoA about a control that no statement decides on: of a retired edition, or of a measured standard.
    pub(super) fn undecided(&self, id: &Spanned<String>, control: ReqIx) -> Option<Problem> {
        let standard = self.catalog.standard_of(control);
        if standard.role == StandardRole::Measured {
            let message =
                format!("`{}` is of {}, which is only measured: no statement decides on it", id.value, standard.title);
            let help = "say in the register `mappings` how far a control of yours meets it, or give the standard `role = \"certified\"`";
            return Some(Diagnostic::warning("unknown-reference", id.span, message).help(help.to_owned()).into());
        }
        if !standard.is_retired() {
            return None;
        }
        let message =
            format!("`{}` is a number from {}, so the statement does not show this entry", id.value, standard.title);
        let successors = self.catalog.requirement(control).successors.iter();
        let successors: Vec<String> = successors.map(|ix| format!("`{}`", self.catalog.label(*ix))).collect();
        let help = format!("decide on the current control: {}", successors.join(", "));
        Some(Diagnostic::warning("retired-edition-id", id.span, message).help(help).into())
    }

    /// Resolves a reference to one of the kinds in `to`, or to anything if that is `None`.
    pub(super) fn resolve(
        &self,
        raw: &RawReference,
        by: Referrer,
        to: Option<&[TargetKind]>,
    ) -> (ResolvedReference, Option<Problem>) {
        let (to, problem) = match &raw.target {
            RawTarget::Id { id, anchor } => self.id(raw, (id, anchor.as_deref()), by, to),
            RawTarget::Mention { id, spelling } => match to {
                None => self.mention(raw, id, *spelling, by),
                Some(to) => (self.claimed(id, *spelling, to), None),
            },
            RawTarget::Path { path, anchor } => self.path(raw, path, anchor.as_deref(), by),
            RawTarget::NamedCount(name) => self.count(raw, name),
            RawTarget::Remote(address) => {
                let message = format!("`{address}` would be loaded from another host");
                let help = "save the file next to the document; until then the page shows a link".to_owned();
                let finding = Diagnostic::warning("remote-file", raw.span, message).help(help);
                (None, Some(finding.subject(address.as_str()).into()))
            }
            RawTarget::Unsafe(address) => {
                let message = format!("`{address}` is not an address that a handbook can link to");
                let schemes = SCHEMES.map(|scheme| format!("`{scheme}:`")).join(", ");
                let help = format!("start it with one of {schemes}, or give the path of a file");
                (None, Some(Diagnostic::error("broken-link", raw.span, message).help(help).into()))
            }
        };
        (ResolvedReference { span: raw.span, text: self.text(raw, to.as_ref()), to }, problem)
    }

    fn id(
        &self,
        raw: &RawReference,
        (id, anchor): (&str, Option<&str>),
        by: Referrer,
        to: Option<&[TargetKind]>,
    ) -> Resolved {
        let id = &*nfc(id);
        let subject = match (self.ids.get(id), self.catalog.find(id)) {
            (Some(subject), _) => *subject,
            (None, Found::One(requirement)) => Subject::Requirement(requirement),
            (None, Found::Several(several)) => {
                let names: Vec<_> = several.iter().map(|ix| self.catalog.requirement(*ix).id.to_string()).collect();
                let message = format!("`{id}` is the id of a requirement in {} standards", names.len());
                let help = format!("write one of: {}", names.join(", "));
                return (None, Some(Diagnostic::error("unknown-reference", raw.span, message).help(help).into()));
            }
            (None, Found::Nothing) if self.excluded.contains_key(id) => return (None, None),
            (None, Found::Nothing) => {
                if to.is_none_or(|to| to.contains(&TargetKind::Document))
                    && let Some(found) = self.file_name(raw, (id, anchor), by)
                {
                    return found;
                }
                if let Some(found) = to.and_then(|to| self.otherwise_named(raw, id, by, to)) {
                    return found;
                }
                if to.is_none()
                    && let Some(file) = self.paths.named(id, by.file)
                {
                    return (Some(Destination::Attachment(file)), None);
                }
                if to.is_none() && CONTENTS.iter().any(|contents| contents.eq_ignore_ascii_case(id)) {
                    let message = format!("`[[{id}]]` makes no table of contents: the page has one of its own");
                    let finding = Diagnostic::warning("foreign-block", raw.span, message);
                    return (None, Some(finding.help("remove it".to_owned()).into()));
                }
                if to.is_none() && id.contains('/') {
                    return self.path(raw, id, anchor, by);
                }
                if let Some(held_back) = self.held_back.id(id, to, raw.span) {
                    return (None, Some(held_back.into()));
                }
                // A book without a register of roles names its owners as it likes.
                if to.is_some_and(|to| to.iter().all(|kind| self.is_absent_register(kind))) {
                    return (None, None);
                }
                let of_roles = to.is_some_and(|to| matches!(to, [TargetKind::Entry(name)] if name == ROLES));
                let problem = if of_roles {
                    let finding = Diagnostic::error("unknown-role", raw.span, format!("unknown role `{id}`"));
                    Problem::with(finding, Wrong::Role(id.to_owned()))
                } else {
                    let control = self.part_left_out(id).or_else(|| {
                        self.control_meant(id).filter(|_| to.is_none_or(|to| to.contains(&TargetKind::Control)))
                    });
                    let finding = Diagnostic::error("unknown-reference", raw.span, format!("unknown id `{id}`"));
                    Problem::with(finding.help(control), Wrong::Id(id.to_owned()))
                };
                return (None, Some(problem));
            }
        };
        if let Some(to) = to
            && !to.iter().any(|kind| self.is_of(subject, kind))
        {
            let words: Vec<_> = to.iter().map(TargetKind::word).collect();
            let message = format!("`{id}` is {}, expected one of: {}", self.kind(subject), words.join(", "));
            let help = self.control_meant(id).filter(|_| to.contains(&TargetKind::Control));
            return (None, Some(Diagnostic::error("unknown-reference", raw.span, message).help(help).into()));
        }
        match (subject, anchor) {
            (Subject::Document(document), Some(anchor)) => self.anchor(raw, document, anchor),
            _ => (Some(Destination::Subject(subject)), None),
        }
    }

    fn path(&self, raw: &RawReference, path: &str, anchor: Option<&str>, by: Referrer) -> Resolved {
        let found = self.paths.find(path, anchor, by.file);
        // An anchor inside an entry's own text is left to the page.
        if path.is_empty() && anchor.is_some() && !matches!(found, Ok(FoundPath::Document(_))) {
            return (None, None);
        }
        let to = match found {
            Ok(FoundPath::Document(document)) => match anchor {
                Some(anchor) if !anchor.is_empty() => return self.anchor(raw, document, anchor),
                _ => Destination::Subject(Subject::Document(document)),
            },
            Ok(FoundPath::LeftOut) => return (None, None),
            Ok(FoundPath::File(file)) => Destination::Attachment(file),
            Ok(FoundPath::Folder(folder)) => Destination::Folder(folder),
            Ok(FoundPath::Address(address)) => Destination::Address(address),
            Ok(FoundPath::Unpublished(place)) => Destination::Unpublished(place),
            Err(lost) => return (None, Some(self.lost(raw, path, lost, by))),
        };
        (Some(to), None)
    }

    /// Returns the problem of a path that leads to nothing.
    fn lost(&self, raw: &RawReference, path: &str, lost: Lost, by: Referrer) -> Problem {
        let broken = |message: String| Diagnostic::error("broken-link", raw.span, message);
        let is_routed = self.config.files.routed(path).is_some();
        let routed = if is_routed { format!(", to which book.toml routes `{path}`") } else { String::new() };
        let kind = if is_folder_like(path) { "file or folder" } else { "file" };
        match lost {
            Lost::InContent(wanted) => match self.held_back.path(&wanted, raw.span) {
                Some(held_back) => held_back.into(),
                None => {
                    let finding = broken(format!("there is no {kind} `{wanted}` in the content folder{routed}"));
                    Problem::with(finding, Wrong::Path { own: self.paths.own(by.file).to_owned(), wanted })
                }
            },
            Lost::Beside(place) => {
                broken(format!("`{place}` is neither in the content folder nor beside it{routed}")).into()
            }
            Lost::Outside => {
                let help =
                    "a book reads nothing outside of its repository, or of the folder that `--root` gives".to_owned();
                broken(format!("`{path}` leads out of the folder that the book may read{routed}")).help(help).into()
            }
        }
    }

    /// Returns the attachment to which a reference of a file leads, if it leads to one.
    pub(super) fn attachment(&self, raw: &RawReference, file: FileId) -> Option<FileId> {
        match &raw.target {
            RawTarget::Path { path, .. } => self.paths.file(path, file),
            RawTarget::Id { id, .. } => self.paths.named(id, file),
            _ => None,
        }
    }

    pub(super) fn anchor(&self, raw: &RawReference, document: DocIx, anchor: &str) -> Resolved {
        if let Some(place) = self.anchors.find(document, anchor) {
            return (Some(place), None);
        }
        let title = &self.draft.documents[document].meta.title;
        let message = format!("`{title}` has no section `#{anchor}`");
        let finding = Diagnostic::error("broken-anchor", raw.span, message);
        let to = Some(Destination::Subject(Subject::Document(document)));
        (to, Some(Problem::with(finding, Wrong::Anchor(document, anchor.to_owned()))))
    }

    pub(super) fn is_of(&self, subject: Subject, kind: &TargetKind) -> bool {
        match (subject, kind) {
            (Subject::Document(_), TargetKind::Document) => true,
            (Subject::Entry(entry), TargetKind::Entry(name)) => {
                self.draft.registers[entry.register].schema.name == *name
            }
            // What is neither clause nor control may be named among both.
            (Subject::Requirement(ix), TargetKind::Clause) => {
                self.catalog.requirement(ix).kind != RequirementKind::Control
            }
            (Subject::Requirement(ix), TargetKind::Control) => {
                self.catalog.requirement(ix).kind != RequirementKind::Clause
            }
            _ => false,
        }
    }

    fn is_absent_register(&self, kind: &TargetKind) -> bool {
        let TargetKind::Entry(name) = kind else { return false };
        name == ROLES && self.draft.registers.iter().all(|r| r.schema.name != *name || r.entries.is_empty())
    }

    /// Returns all ids.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str).chain(self.catalog.locals())
    }

    /// Returns all paths in the content folder; also those of folders, if `folders` is set.
    pub(super) fn paths(&self, folders: bool) -> impl Iterator<Item = &str> {
        self.paths.all(folders)
    }

    /// Returns the anchors of a document.
    pub(super) fn anchors(&self, document: DocIx) -> impl Iterator<Item = &'a str> + use<'a> {
        self.anchors.names(document)
    }

    /// Returns the ids of all roles.
    pub(super) fn roles(&self) -> impl Iterator<Item = &str> {
        let roles = self.draft.registers.iter().filter(|register| register.schema.name == ROLES);
        roles.flat_map(|register| &register.entries).map(|role| role.id.value.as_str())
    }
}
