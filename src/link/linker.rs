//! Links one document or entry: each raw reference becomes a resolved one.

use crate::model::{
    Destination, DocIx, Document, Entry, EntryIx, EntryValue, Field, FieldKind, Identity, Meta, RawReference,
    Reference, ReferenceRole, Register, ResolvedReference, Row, Section, SectionIx, Subject, TargetKind, Waiver,
};
use crate::site::Address;
use crate::source::{FileId, Span, Spanned};

use super::problem::Problem;
use super::resolve::{Referrer, Resolver};

/// The by-products of linking one document or entry.
#[derive(Default)]
pub(super) struct Collected {
    /// References to other subjects, for the back-references of the handbook.
    pub references: Vec<Reference>,
    /// The files and folders that it links to and that are no subjects, each with the place of the link.
    pub others: Others,
    /// References that could not be resolved.
    pub problems: Vec<Problem>,
}

/// Links to files and folders, each with its place.
#[derive(Default)]
pub(super) struct Others {
    /// Files that may be copied.
    pub files: Vec<(FileId, Span)>,
    /// Folders without an index.
    pub folders: Vec<(String, Span)>,
    /// What the site does not have, by its path in the repository.
    pub unpublished: Vec<(String, Span)>,
}

impl Others {
    /// Notes what a reference leads to.
    pub(super) fn note(&mut self, link: &ResolvedReference) {
        match &link.to {
            Some(Destination::Attachment(file)) => self.files.push((*file, link.span)),
            // The list of all documents is there anyway.
            Some(Destination::Folder(path)) if !path.is_empty() => self.folders.push((path.clone(), link.span)),
            Some(Destination::Unpublished(path)) => self.unpublished.push((path.clone(), link.span)),
            _ => {}
        }
    }
}

/// Turns the raw references of one document or entry into resolved ones.
pub(super) struct Linker<'a> {
    links: Links<'a>,
    found: Collected,
}

/// The source of resolved references.
pub(super) enum Links<'a> {
    /// Looks each of them up.
    Resolved(&'a Resolver<'a>),
    /// Takes them, in the same order, from an earlier run over the same references.
    Known(std::vec::IntoIter<&'a ResolvedReference>),
}

/// Where a reference is written: the parts of a [`Reference`] that do not depend on its target.
#[derive(Clone, Copy)]
struct Origin {
    from: Subject,
    file: FileId,
    section: Option<SectionIx>,
    field: Option<u32>,
}

impl<'a> Linker<'a> {
    /// Runs `work` with a new linker, and returns its result with what was found on the way.
    pub(super) fn run<T>(links: Links<'a>, work: impl FnOnce(&mut Self) -> T) -> (T, Collected) {
        let mut linker = Self { links, found: Collected::default() };
        let linked = work(&mut linker);
        (linked, linker.found)
    }

    /// Links a document: its front matter, the claims of its sections, and its text.
    pub(super) fn document(&mut self, ix: DocIx, document: &Document<RawReference>) -> Document<ResolvedReference> {
        let origin = Origin { from: Subject::Document(ix), file: document.file, section: None, field: None };
        let meta = self.meta(origin, &document.meta);
        let sections = document
            .sections
            .iter_enumerated()
            .map(|(at, section)| Section {
                heading: section.heading.clone(),
                claims: self.all(Origin { section: Some(at), ..origin }, &section.claims, REQUIREMENTS),
                searchable: section.searchable,
                written: section.written,
                first_reference: section.first_reference,
            })
            .collect();
        let references = document.prose.references.iter().enumerate();
        let references = references
            .map(|(at, raw)| self.one(Origin { section: document.section_of(at), ..origin }, raw, None))
            .collect();
        Document {
            file: document.file,
            path: document.path.clone(),
            page: document.page.clone(),
            meta,
            prose: document.prose.with(references),
            text: document.text.clone(),
            sections,
            anchors: document.anchors.clone(),
            written: document.written,
            questions: document.questions.clone(),
            titled_by_heading: document.titled_by_heading,
        }
    }

    fn meta(&mut self, origin: Origin, meta: &Meta<RawReference>) -> Meta<ResolvedReference> {
        let roles = [TargetKind::Entry("roles".to_owned())];
        let mut role = |raw: &Option<RawReference>| raw.as_ref().map(|raw| self.one(origin, raw, Some(&roles)));
        let (owner, approver) = (role(&meta.owner), role(&meta.approver));
        Meta {
            owner,
            approver,
            applies_to: self.all(origin, &meta.applies_to, &roles),
            claims: self.all(origin, &meta.claims, REQUIREMENTS),
            supersedes: self.all(origin, &meta.supersedes, &[TargetKind::Document]),
            id: meta.id.clone(),
            has_own_id: meta.has_own_id,
            title: meta.title.clone(),
            plain_title: meta.plain_title.clone(),
            kind: meta.kind,
            version: meta.version.clone(),
            status: meta.status.clone(),
            held_back: meta.held_back,
            approved: meta.approved.clone(),
            review_by: meta.review_by.clone(),
            classification: meta.classification.clone(),
            aliases: meta.aliases.clone(),
            names: meta.names.clone(),
            tags: meta.tags.clone(),
            summary: meta.summary.clone(),
            order: meta.order,
            searchable: meta.searchable,
            for_you: meta.for_you.clone(),
            waivers: self.waivers(origin, &meta.waivers),
            changes: meta.changes.clone(),
            details: meta.details.clone(),
            language: meta.language.clone(),
            facts: meta.facts.clone(),
            row: meta.row,
            differences: meta.differences.clone(),
        }
    }

    fn waivers(&mut self, origin: Origin, waivers: &[Waiver<RawReference>]) -> Vec<Waiver<ResolvedReference>> {
        let roles = [TargetKind::Entry("roles".to_owned())];
        let waiver = |waiver: &Waiver<RawReference>| Waiver {
            code: waiver.code.clone(),
            reason: waiver.reason.clone(),
            until: waiver.until.clone(),
            by: waiver.by.as_ref().map(|raw| self.one(origin, raw, Some(&roles))),
        };
        waivers.iter().map(waiver).collect()
    }

    /// Links an entry of `register`.
    pub(super) fn entry(
        &mut self,
        ix: EntryIx,
        entry: &Entry<RawReference>,
        register: &Register<RawReference>,
        resolver: &Resolver<'_>,
    ) -> Entry<ResolvedReference> {
        let from = match register.schema.identity {
            Identity::Own => Subject::Entry(ix),
            Identity::Control => self.decision(ix, entry, resolver),
        };
        let origin = Origin { from, file: entry.span.file, section: None, field: None };
        let values = (0u32..).zip(&entry.values).zip(&register.schema.fields).map(|((at, value), field)| {
            let Spanned { value, span } = value.as_ref()?;
            let origin = Origin { field: Some(at), ..origin };
            Some(Spanned { value: self.value(origin, value, field), span: *span })
        });
        let values = values.collect();
        let (title, page) = match from {
            Subject::Requirement(control) => {
                let control = resolver.catalog().requirement(control);
                let Address { path, anchor } = control.page.clone();
                (control.title.clone(), Address { path, anchor: anchor.or_else(|| Some("decision".to_owned())) })
            }
            _ => (entry.title.clone(), entry.page.clone()),
        };
        let waivers = self.waivers(origin, &entry.waivers);
        Entry { id: entry.id.clone(), title, page, span: entry.span, values, waivers }
    }

    /// The control that an entry of the Statement of Applicability is about: it is the subject that refers.
    fn decision(&mut self, ix: EntryIx, entry: &Entry<RawReference>, resolver: &Resolver<'_>) -> Subject {
        match resolver.control(&entry.id) {
            Ok(control) => {
                self.found.problems.extend(resolver.undecided(&entry.id, control));
                Subject::Requirement(control)
            }
            Err(problem) => {
                self.found.problems.push(*problem);
                Subject::Entry(ix)
            }
        }
    }

    fn value(
        &mut self,
        origin: Origin,
        value: &EntryValue<RawReference>,
        field: &Field,
    ) -> EntryValue<ResolvedReference> {
        match value {
            EntryValue::Text(text) => EntryValue::Text(text.clone()),
            EntryValue::Texts(texts) => EntryValue::Texts(texts.clone()),
            EntryValue::Date(date) => EntryValue::Date(*date),
            EntryValue::Number(number) => EntryValue::Number(*number),
            EntryValue::Choices(words) => EntryValue::Choices(words.clone()),
            EntryValue::Flag(flag) => EntryValue::Flag(*flag),
            EntryValue::Duration(span) => EntryValue::Duration(*span),
            EntryValue::Markdown(prose) => {
                let references = prose.references.iter().map(|raw| self.one(origin, raw, None)).collect();
                EntryValue::Markdown(prose.with(references))
            }
            EntryValue::References(raw) => {
                let to: &[TargetKind] = match &field.kind {
                    FieldKind::Reference { to, .. } => to,
                    _ => &[],
                };
                EntryValue::References(self.all(origin, raw, to))
            }
            EntryValue::File(raw) => EntryValue::File(self.one(origin, raw, None)),
            EntryValue::Table(rows) => {
                let columns: &[Field] = match &field.kind {
                    FieldKind::Table(columns) => columns,
                    _ => &[],
                };
                let mut row = |row: &Row<RawReference>| {
                    let values = row.values.iter().zip(columns).map(|(value, column)| {
                        let Spanned { value, span } = value.as_ref()?;
                        Some(Spanned { value: self.value(origin, value, column), span: *span })
                    });
                    Row { span: row.span, values: values.collect() }
                };
                EntryValue::Table(rows.iter().map(&mut row).collect())
            }
        }
    }

    fn all(&mut self, origin: Origin, raw: &[RawReference], to: &[TargetKind]) -> Vec<ResolvedReference> {
        raw.iter().map(|raw| self.one(origin, raw, Some(to))).collect()
    }

    /// Resolves one reference to one of the kinds in `to`, or to anything if that is `None`.
    fn one(&mut self, origin: Origin, raw: &RawReference, to: Option<&[TargetKind]>) -> ResolvedReference {
        let by = Referrer { from: origin.from, file: origin.file };
        let link = match &mut self.links {
            Links::Resolved(resolver) => {
                let (link, problem) = resolver.resolve(raw, by, to);
                self.found.problems.extend(problem);
                link
            }
            Links::Known(links) => {
                let known = links.next().expect("the same references are met in the same order");
                ResolvedReference { span: raw.span, ..known.clone() }
            }
        };
        let subject = match &link.to {
            Some(Destination::Subject(subject)) => *subject,
            Some(Destination::Section(document, _) | Destination::Anchor(document, _)) => Subject::Document(*document),
            Some(Destination::NamedCount(_)) | None => return link,
            Some(_) => {
                self.found.others.note(&link);
                return link;
            }
        };
        if subject != origin.from {
            let Origin { from, section, field, .. } = origin;
            let role = if matches!(subject, Subject::Requirement(_)) { raw.role } else { ReferenceRole::Mention };
            self.found.references.push(Reference { from, section, field, to: subject, role, span: raw.span });
        }
        link
    }
}

/// The kinds of things that a claim may name.
const REQUIREMENTS: &[TargetKind] = &[TargetKind::Control, TargetKind::Clause];
