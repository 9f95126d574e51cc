//! Draft → [`Handbook`]: ids are unique, and each reference is resolved or reported.

mod again;
mod ids;
mod resolve;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::id::natural;
use crate::model::{
    Attachment, Destination, DocIx, Document, Entry, EntryIx, EntryValue, Field, FieldKind, Handbook, Identity, Linked,
    Meta, RawReference, Reference, ReferenceRole, Register, ResolvedReference, Row, Section, Subject, TargetKind,
    Waiver,
};
use crate::parse::Draft;
use crate::select::Selection;
use crate::site::{Address, SitePath, alias_path};
use crate::source::{FileId, Role, Sources, Span, Spanned};

use again::Unchanged;
use resolve::{Place, Resolver};

pub use again::Before;

/// Links the whole set; of what was linked `before`, with the same settings and catalogue, only what can differ.
pub fn link(
    mut selection: Selection,
    catalog: Arc<Catalog>,
    sources: &Sources,
    config: &Config,
    before: Option<Before<'_>>,
) -> (Handbook, Vec<Diagnostic>) {
    for register in &mut selection.draft.registers {
        register.entries.sort_by(|a, b| natural(&a.id.value, &b.id.value));
    }
    let (ids, mut diagnostics) = ids::collect(&mut selection.draft, &catalog);
    let Selection { draft, .. } = &selection;
    diagnostics.extend(colliding_addresses(draft, sources));
    let resolver = Resolver::new(&selection, &catalog, ids, sources, config);

    let unchanged = before.and_then(|before| Unchanged::new(before, &selection, sources));
    let documents: Vec<_> = (0u32..).zip(&draft.documents).collect();
    let linked: Vec<_> = documents
        .into_par_iter()
        .map(|(at, document)| {
            let ix = DocIx(at);
            unchanged.as_ref().and_then(|unchanged| unchanged.find(ix)).unwrap_or_else(|| {
                let (document, found) = Linker::run(Links::Resolved(&resolver), |linker| linker.document(ix, document));
                (Arc::new(document), found)
            })
        })
        .collect();
    let mut documents = Vec::with_capacity(linked.len());
    let mut references = Vec::with_capacity(linked.iter().map(|(_, found)| found.references.len()).sum());
    let mut files = BTreeSet::new();
    let mut take = |found: Found| {
        diagnostics.extend(found.diagnostics);
        references.extend(found.references);
        files.extend(found.files);
    };
    for (document, found) in linked {
        documents.push(document);
        take(found);
    }
    let mut registers = Vec::with_capacity(draft.registers.len());
    for (at, register) in (0u32..).zip(&draft.registers) {
        let rows: Vec<_> = (0u32..).zip(&register.entries).collect();
        let linked: Vec<_> = rows
            .into_par_iter()
            .map(|(entry, row)| {
                let ix = EntryIx { register: at, entry };
                Linker::run(Links::Resolved(&resolver), |linker| linker.entry(ix, row, register, &resolver))
            })
            .collect();
        let mut entries = Vec::with_capacity(linked.len());
        for (entry, found) in linked {
            entries.push(entry);
            take(found);
        }
        registers.push(Register { schema: register.schema.clone(), entries });
    }
    let attachments = files
        .into_iter()
        .map(|file| Attachment { file, path: config.inside_content(&sources.file(file).path).to_owned() })
        .collect();
    let (registers, ids) = (registers.into(), resolver.into_ids().into());
    let linked = Linked { catalog, documents, registers, attachments, references, ids };
    (Handbook::new(linked), diagnostics)
}

/// Links documents again of which only the words and the places of things have changed: each reference leads where it
/// led before.
pub fn relink(handbook: &mut Handbook, changed: &[(DocIx, &Document<RawReference>)]) {
    for (ix, document) in changed {
        let before = handbook.documents[ix.0 as usize].clone();
        let links = Links::Known(before.references().collect::<Vec<_>>().into_iter());
        let (document, found) = Linker::run(links, |linker| linker.document(*ix, document));
        handbook.replace(*ix, document, found.references);
    }
}

/// What linking one file or entry brings beside the linked thing.
#[derive(Default)]
struct Found {
    references: Vec<Reference>,
    files: Vec<FileId>,
    diagnostics: Vec<Diagnostic>,
}

/// Turns the raw references of one subject into links.
struct Linker<'a> {
    links: Links<'a>,
    found: Found,
}

/// Where links come from.
enum Links<'a> {
    /// From all that can be referred to.
    Resolved(&'a Resolver<'a>),
    /// From an earlier run over the same references.
    Known(std::vec::IntoIter<&'a ResolvedReference>),
}

/// Who refers: the parts of a [`Reference`] that its origin gives.
#[derive(Clone, Copy)]
struct Origin {
    from: Subject,
    file: FileId,
    section: Option<u32>,
    field: Option<u32>,
}

impl<'a> Linker<'a> {
    fn run<T>(links: Links<'a>, work: impl FnOnce(&mut Self) -> T) -> (T, Found) {
        let mut linker = Self { links, found: Found::default() };
        let linked = work(&mut linker);
        (linked, linker.found)
    }

    fn document(&mut self, ix: DocIx, document: &Document<RawReference>) -> Document<ResolvedReference> {
        let origin = Origin { from: Subject::Document(ix), file: document.file, section: None, field: None };
        let meta = self.meta(origin, &document.meta);
        let sections = (0u32..)
            .zip(&document.sections)
            .map(|(at, section)| Section {
                heading: section.heading.clone(),
                claims: self.all(Origin { section: Some(at), ..origin }, &section.claims, REQUIREMENTS),
                searchable: section.searchable,
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
            title: meta.title.clone(),
            kind: meta.kind,
            version: meta.version.clone(),
            status: meta.status.clone(),
            held_back: meta.held_back,
            approved: meta.approved.clone(),
            review_by: meta.review_by.clone(),
            classification: meta.classification.clone(),
            aliases: meta.aliases.clone(),
            tags: meta.tags.clone(),
            summary: meta.summary.clone(),
            order: meta.order,
            searchable: meta.searchable,
            for_you: meta.for_you.clone(),
            waivers: self.waivers(origin, &meta.waivers),
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

    fn entry(
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

    /// An entry about a control speaks for the control.
    fn decision(&mut self, ix: EntryIx, entry: &Entry<RawReference>, resolver: &Resolver<'_>) -> Subject {
        match resolver.control(&entry.id) {
            Ok(control) => Subject::Requirement(control),
            Err(diagnostic) => {
                self.found.diagnostics.push(diagnostic);
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

    /// Resolves one reference; `to` is what it may name, anything if `None`.
    fn one(&mut self, origin: Origin, raw: &RawReference, to: Option<&[TargetKind]>) -> ResolvedReference {
        let place = Place { from: origin.from, file: origin.file };
        let link = match &mut self.links {
            Links::Resolved(resolver) => {
                let (link, diagnostic) = resolver.resolve(raw, place, to);
                self.found.diagnostics.extend(diagnostic);
                link
            }
            Links::Known(links) => {
                let known = links.next().expect("the same references are met in the same order");
                ResolvedReference { span: raw.span, ..known.clone() }
            }
        };
        let (subject, to_section) = match &link.to {
            Some(Destination::Subject(subject)) => (*subject, None),
            Some(Destination::Section(document, section)) => (Subject::Document(*document), Some(*section)),
            Some(Destination::Attachment(file)) => {
                self.found.files.push(*file);
                return link;
            }
            Some(Destination::NamedCount(_)) | None => return link,
        };
        if subject != origin.from {
            let Origin { from, section, field, .. } = origin;
            let role = if matches!(subject, Subject::Requirement(_)) { raw.role } else { ReferenceRole::Mention };
            self.found.references.push(Reference {
                from,
                section,
                field,
                to: subject,
                to_section,
                role,
                span: raw.span,
            });
        }
        link
    }
}

/// What a claim may name.
const REQUIREMENTS: &[TargetKind] = &[TargetKind::Control, TargetKind::Clause];

/// Two things that would stand at one address; on some disks, names that differ in case only do, too.
fn colliding_addresses(draft: &Draft, sources: &Sources) -> Vec<Diagnostic> {
    let mut addresses: BTreeMap<SitePath, Span> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    let mut claim = |path: SitePath, span: Span| {
        if let Some(first) = addresses.get(&path) {
            let message = format!("two pages would have the address `{path}`");
            let help = "rename one of the files, or change the id or the alias".to_owned();
            diagnostics.push(
                Diagnostic::error("colliding-address", span, message).also(*first, "the first of them").help(help),
            );
        } else {
            addresses.insert(path, span);
        }
    };
    for document in &draft.documents {
        claim(document.page.clone(), Span::new(document.file, 0..0));
    }
    for register in draft.registers.iter().filter(|register| register.schema.identity == Identity::Own) {
        for entry in &register.entries {
            claim(entry.page.path.clone(), entry.id.span);
        }
    }
    for document in &draft.documents {
        for alias in &document.meta.aliases {
            claim(alias_path(&alias.value), alias.span);
        }
    }
    // Files keep their names, so they collide only where the disk ignores case.
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for (id, file) in sources.of_role(Role::Attachment) {
        if let Some(first) = names.insert(file.path.to_lowercase(), &file.path) {
            let message = format!("`{}` and `{first}` differ in case only", file.path);
            diagnostics.push(Diagnostic::warning("colliding-address", Span::new(id, 0..0), message));
        }
    }
    diagnostics
}
