//! Resolves one reference to its target, or reports why there is none.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::catalog::{Catalog, Found, ReqIx, RequirementKind};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::letters::nfc;
use crate::model::{
    Destination, DocIx, Document, NamedCount, RawReference, RawTarget, ResolvedReference, Subject, TargetKind,
};
use crate::parse::Draft;
use crate::select::Selection;
use crate::site::SCHEMES;
use crate::source::{FileId, Role, Sources, Spanned};

use super::anchor::Anchors;
use super::held_back::{HeldBack, shape};
use super::named::FileNames;
use super::path::join;
use super::problem::{Problem, Wrong};

/// The subject and the file that a reference is in.
#[derive(Clone, Copy)]
pub(super) struct Referrer {
    pub from: Subject,
    pub file: FileId,
}

/// The targets of references.
pub(super) struct Resolver<'a> {
    draft: &'a Draft,
    catalog: &'a Catalog,
    sources: &'a Sources,
    config: &'a Config,
    ids: FxHashMap<String, Subject>,
    documents: FxHashMap<&'a str, DocIx>,
    /// The titles of excluded documents, by id and by path: a reference to one of them becomes plain words.
    excluded: FxHashMap<&'a str, &'a str>,
    attachments: FxHashMap<&'a str, FileId>,
    anchors: Anchors<'a>,
    names: FileNames<'a>,
    held_back: HeldBack,
    /// The shapes of numbered ids, such as `R-###`: a mention with such a shape and an unknown id is a mistake.
    shapes: FxHashSet<String>,
}

/// Name of the register of roles.
const ROLES: &str = "roles";

type Resolved = (Option<Destination>, Option<Problem>);

impl<'a> Resolver<'a> {
    pub(super) fn new(
        selection: &'a Selection,
        catalog: &'a Catalog,
        ids: FxHashMap<String, Subject>,
        sources: &'a Sources,
        config: &'a Config,
    ) -> Self {
        let Selection { draft, excluded } = selection;
        let documents = draft.documents.iter_enumerated().map(|(ix, d)| (d.path.as_str(), ix)).collect();
        let attachments = sources
            .iter()
            .filter(|(_, file)| matches!(file.role, Role::Attachment | Role::Register))
            .map(|(id, file)| (config.inside_content(&file.path), id))
            .collect();
        let numbered = ids.keys().filter(|id| id.bytes().any(|b| b.is_ascii_digit()));
        let shapes = numbered.map(|id| shape(id)).collect();
        let names = |d: &'a Document<RawReference>| {
            [d.meta.id.value.as_str(), &d.path].map(|name| (name, d.meta.title.as_str()))
        };
        let excluded = excluded.iter().flat_map(|excluded| names(&excluded.document)).collect();
        let held_back = HeldBack::new(&draft.unread, sources, config);
        let (anchors, names) = (Anchors::new(&draft.documents), FileNames::new(&draft.documents));
        Self {
            draft,
            catalog,
            sources,
            config,
            ids,
            documents,
            excluded,
            attachments,
            anchors,
            names,
            held_back,
            shapes,
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

    /// Resolves a reference to one of the kinds in `to`, or to anything if that is `None`.
    pub(super) fn resolve(
        &self,
        raw: &RawReference,
        by: Referrer,
        to: Option<&[TargetKind]>,
    ) -> (ResolvedReference, Option<Problem>) {
        let (to, problem) = match &raw.target {
            RawTarget::Id { id, anchor } => self.id(raw, (id, anchor.as_deref()), by, to),
            RawTarget::Mention(id) => self.mention(raw, id, by),
            RawTarget::Path { path, anchor } => self.path(raw, path, anchor.as_deref(), by),
            RawTarget::NamedCount(name) => self.count(raw, name),
            RawTarget::Remote(address) => {
                let message = format!("`{address}` would be loaded from another host");
                let help = "save the file next to the document; until then the page shows a link".to_owned();
                (None, Some(Diagnostic::warning("remote-file", raw.span, message).help(help).into()))
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
                    let control =
                        self.control_meant(id).filter(|_| to.is_none_or(|to| to.contains(&TargetKind::Control)));
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

    /// Resolves the name of a document's file, or the end of its path; `None` if no document has it.
    fn file_name(&self, raw: &RawReference, (name, anchor): (&str, Option<&str>), by: Referrer) -> Option<Resolved> {
        let own = self.config.inside_content(&self.sources.file(by.file).path);
        match self.names.find(name, own)[..] {
            [] => None,
            [document] => Some(match anchor {
                Some(anchor) => self.anchor(raw, document, anchor),
                None => (Some(Destination::Subject(Subject::Document(document))), None),
            }),
            ref several => {
                let message = format!("{} documents have the name `{name}`", several.len());
                let path = |ix: &DocIx| {
                    let path = &self.draft.documents[*ix].path;
                    format!("`[[{}]]`", path.strip_suffix(".md").unwrap_or(path))
                };
                let help = format!("write one of: {}", several.iter().map(path).collect::<Vec<_>>().join(", "));
                Some((None, Some(Diagnostic::error("unknown-reference", raw.span, message).help(help).into())))
            }
        }
    }

    /// Resolves a mention. An unknown id is reported only if it cannot be anything but a mistake.
    fn mention(&self, raw: &RawReference, id: &str, by: Referrer) -> Resolved {
        let id = &*nfc(id);
        let subject = match (self.ids.get(id), self.catalog.find(id)) {
            (Some(subject), _) => *subject,
            (None, Found::One(requirement)) => Subject::Requirement(requirement),
            _ if self.held_back.mention(id, raw.span).is_some() => {
                return (None, self.held_back.mention(id, raw.span).map(Problem::from));
            }
            _ if id.starts_with("A.") || self.shapes.contains(&shape(id)) => {
                let finding = Diagnostic::warning("unknown-reference", raw.span, format!("unknown id `{id}`"));
                return (None, Some(Problem::with(finding, Wrong::Id(id.to_owned()))));
            }
            _ => return (None, None),
        };
        // A page does not link to itself.
        (Some(Destination::Subject(subject)).filter(|_| subject != by.from), None)
    }

    fn count(&self, raw: &RawReference, name: &str) -> Resolved {
        let registers = self.draft.registers.iter().map(|register| register.schema.name.as_str());
        let bands: Vec<&str> = self.config.risk.bands.iter().map(|band| band.id.as_str()).collect();
        match NamedCount::read(name, registers, &bands) {
            Ok(count) => (Some(Destination::NamedCount(count)), None),
            Err(near) => {
                let message = format!("unknown named count `{name}`");
                let help = near.map_or_else(
                    || "put the text in backticks if you mean the braces".to_owned(),
                    |near| format!("did you mean `{{{{ {near} }}}}`?"),
                );
                (None, Some(Diagnostic::error("unknown-reference", raw.span, message).help(help).into()))
            }
        }
    }

    fn path(&self, raw: &RawReference, path: &str, anchor: Option<&str>, by: Referrer) -> Resolved {
        let path = &*nfc(path);
        let own = self.config.inside_content(&self.sources.file(by.file).path);
        let wanted = if path.is_empty() { Some(own.to_owned()) } else { join(own, path) };
        let Some(wanted) = wanted else {
            let message = format!("`{path}` is outside the content folder");
            return (None, Some(Diagnostic::error("broken-link", raw.span, message).into()));
        };
        let document = |path: &str| self.documents.get(path.trim_start_matches('/')).copied();
        let index = |name: &str| document(&format!("{wanted}/{name}"));
        let document = document(&wanted).or_else(|| index("index.md")).or_else(|| index("README.md"));
        match (document, anchor) {
            (Some(document), Some(anchor)) if !anchor.is_empty() => self.anchor(raw, document, anchor),
            (Some(document), _) => (Some(Destination::Subject(Subject::Document(document))), None),
            (None, _) if self.excluded.contains_key(wanted.as_str()) => (None, None),
            // An anchor inside an entry's own text is left to the page.
            (None, Some(_)) if path.is_empty() => (None, None),
            (None, _) => match self.attachments.get(wanted.as_str()) {
                Some(file) => (Some(Destination::Attachment(*file)), None),
                None if self.held_back.path(&wanted, raw.span).is_some() => {
                    (None, self.held_back.path(&wanted, raw.span).map(Problem::from))
                }
                None => {
                    let message = format!("there is no file `{wanted}` in the content folder");
                    let finding = Diagnostic::error("broken-link", raw.span, message);
                    (None, Some(Problem::with(finding, Wrong::Path { own: own.to_owned(), wanted })))
                }
            },
        }
    }

    /// Returns the attachment to which a reference of a file leads, if it leads to one.
    pub(super) fn attachment(&self, raw: &RawReference, file: FileId) -> Option<FileId> {
        let RawTarget::Path { path, .. } = &raw.target else { return None };
        let own = self.config.inside_content(&self.sources.file(file).path);
        self.attachments.get(join(own, &nfc(path))?.as_str()).copied()
    }

    fn anchor(&self, raw: &RawReference, document: DocIx, anchor: &str) -> Resolved {
        if let Some(place) = self.anchors.find(document, anchor) {
            return (Some(place), None);
        }
        let title = &self.draft.documents[document].meta.title;
        let message = format!("`{title}` has no section `#{anchor}`");
        let finding = Diagnostic::error("broken-anchor", raw.span, message);
        let to = Some(Destination::Subject(Subject::Document(document)));
        (to, Some(Problem::with(finding, Wrong::Anchor(document, anchor.to_owned()))))
    }

    /// Returns the name of the target, for a link without words of its own.
    fn text(&self, raw: &RawReference, to: Option<&Destination>) -> String {
        match to {
            Some(Destination::Subject(subject)) => self.name(*subject),
            Some(Destination::Anchor(document, _)) => self.name(Subject::Document(*document)),
            Some(Destination::Section(document, section)) => {
                let document = &self.draft.documents[*document];
                format!("{}: {}", document.meta.title, document.sections[*section].heading.title)
            }
            Some(Destination::Attachment(file)) => {
                let path = &self.sources.file(*file).path;
                path.rsplit('/').next().unwrap_or(path).to_owned()
            }
            Some(Destination::NamedCount(_)) | None => match &raw.target {
                RawTarget::Id { id, .. } if self.excluded.contains_key(id.as_str()) => {
                    self.excluded[id.as_str()].to_owned()
                }
                RawTarget::Id { id, .. } | RawTarget::Mention(id) | RawTarget::NamedCount(id) => id.clone(),
                RawTarget::Path { path, .. } => path.clone(),
                RawTarget::Remote(address) | RawTarget::Unsafe(address) => address.clone(),
            },
        }
    }

    /// Numbered ids are how people cite; anything else is called by its title.
    fn name(&self, subject: Subject) -> String {
        match subject {
            Subject::Document(document) => self.draft.documents[document].meta.title.clone(),
            Subject::Requirement(requirement) => self.catalog.label(requirement),
            Subject::Entry(entry) => {
                let entry = &self.draft.registers[entry.register].entries[entry.entry];
                let numbered = entry.id.value.bytes().any(|b| b.is_ascii_digit());
                if numbered { entry.id.value.clone() } else { entry.title.clone() }
            }
        }
    }

    fn kind(&self, subject: Subject) -> String {
        match subject {
            Subject::Document(_) => "a document".to_owned(),
            Subject::Entry(entry) => {
                format!("an entry of `{}`", self.draft.registers[entry.register].schema.name)
            }
            Subject::Requirement(ix) => match self.catalog.requirement(ix).kind {
                RequirementKind::Clause => "a clause".to_owned(),
                RequirementKind::Control => "a control".to_owned(),
            },
        }
    }

    fn is_of(&self, subject: Subject, kind: &TargetKind) -> bool {
        match (subject, kind) {
            (Subject::Document(_), TargetKind::Document) => true,
            (Subject::Entry(entry), TargetKind::Entry(name)) => {
                self.draft.registers[entry.register].schema.name == *name
            }
            (Subject::Requirement(ix), TargetKind::Clause) => {
                self.catalog.requirement(ix).kind == RequirementKind::Clause
            }
            (Subject::Requirement(ix), TargetKind::Control) => {
                self.catalog.requirement(ix).kind == RequirementKind::Control
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

    /// Returns all paths in the content folder.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.documents.keys().chain(self.attachments.keys()).copied()
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

    /// Returns the hint for an id that is a control of Annex A without its letter, such as `8.13` or `A8.13`.
    fn control_meant(&self, id: &str) -> Option<String> {
        let number = id.trim_start_matches(['A', 'a']).trim_start_matches(['.', ' ', '-']);
        let known = format!("A.{number}");
        let is_control = |ix| {
            let is_current = self.catalog.standard_of(ix).retired.is_none();
            is_current && self.catalog.requirement(ix).kind == RequirementKind::Control
        };
        let found = matches!(self.catalog.find(&known), Found::One(ix) if is_control(ix));
        (found && known != id).then(|| format!("did you mean `{known}`?"))
    }
}
