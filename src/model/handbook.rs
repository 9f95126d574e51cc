//! The linked handbook.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use index_vec::IndexVec;
use rustc_hash::FxHashMap;

use super::document::Document;
use super::record::Record;
use super::reference::{Destination, DocIx, EntryIx, ReferenceRole, RegisterIx, ResolvedReference, SectionIx, Subject};
use super::register::Register;
use super::schema::Identity;
use crate::catalog::{Catalog, Found, ReqIx};
use crate::pages::{file_path, folder_path};
use crate::site::{Address, SitePath};
use crate::source::{FileId, Span};

/// One resolved reference between two subjects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The source.
    pub from: Subject,
    /// The section of the source; `None` for front matter and for an entry.
    pub section: Option<SectionIx>,
    /// The field of the source entry.
    pub field: Option<u32>,
    /// The target.
    pub to: Subject,
    /// Claim or mention.
    pub role: ReferenceRole,
    /// The position of the reference.
    pub span: Span,
}

/// A file that is copied to the site because something refers to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file.
    pub file: FileId,
    /// Its path relative to the content folder.
    pub path: String,
    /// The content that is copied instead: a drawing is rewritten, so that it runs nothing.
    pub rewritten: Option<Arc<[u8]>>,
}

impl Attachment {
    /// Returns the name without the folders.
    pub fn name(&self) -> &str {
        last(&self.path)
    }
}

/// A folder that has a page, because a link leads to it or to a folder above it, and because it has no index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its path relative to the content folder.
    pub path: String,
    /// Its page.
    pub page: SitePath,
    /// The place of a link to it, or to a folder above it.
    pub span: Span,
    /// The documents in it.
    pub documents: Vec<DocIx>,
    /// The files in it that the site has.
    pub files: Vec<FileId>,
    /// The folders in it, by name; each has an index or a page.
    pub folders: Vec<(String, Destination)>,
    /// Its address in the repository, if book.toml says where that is.
    pub address: Option<String>,
}

impl Folder {
    /// Returns the name without the folders above it.
    pub fn name(&self) -> &str {
        last(&self.path)
    }

    /// Returns the documents that its page leads to.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> {
        let indexes = self.folders.iter().filter_map(|(_, to)| match to {
            Destination::Subject(subject) => Some(*subject),
            _ => None,
        });
        self.documents.iter().map(|ix| Subject::Document(*ix)).chain(indexes)
    }
}

/// Returns the last name of a path.
fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Output of linking. Parts that an edit of prose cannot change are shared with the next handbook.
#[derive(Debug, Clone)]
pub struct Linked {
    /// The standards.
    pub catalog: Arc<Catalog>,
    /// The documents, in the order of their titles.
    pub documents: IndexVec<DocIx, Arc<Document<ResolvedReference>>>,
    /// The registers: built-in ones first.
    pub registers: Arc<IndexVec<RegisterIx, Register<ResolvedReference>>>,
    /// Files to copy, in the order of their ids.
    pub attachments: Vec<Attachment>,
    /// The addresses, in the repository, of files that something refers to and that are not copied.
    pub elsewhere: BTreeMap<FileId, String>,
    /// Folders with a page, in the order of their paths.
    pub folders: Vec<Folder>,
    /// The path of the content folder in the repository, with a final `/`; empty for its top.
    pub place: String,
    /// The paths of the documents that are left out of the site, because they are drafts.
    pub left_out: Vec<String>,
    /// All references: those of documents first, then those of entries.
    pub references: Vec<Reference>,
    /// The subject for each id.
    pub ids: Arc<FxHashMap<String, Subject>>,
}

/// The linked handbook, with an index from targets to references.
#[derive(Debug, Clone)]
pub struct Handbook {
    parts: Linked,
    referrers: Arc<FxHashMap<Subject, Vec<u32>>>,
    decisions: Arc<FxHashMap<ReqIx, EntryIx>>,
}

impl Deref for Handbook {
    type Target = Linked;

    fn deref(&self) -> &Linked {
        &self.parts
    }
}

impl Handbook {
    /// Builds the index from targets to references.
    pub fn new(parts: Linked) -> Self {
        let mut referrers: FxHashMap<Subject, Vec<u32>> = FxHashMap::default();
        for (at, reference) in (0u32..).zip(&parts.references) {
            referrers.entry(reference.to).or_default().push(at);
        }
        let mut decisions = FxHashMap::default();
        for record in records(&parts.registers).filter(|record| record.schema().identity == Identity::Control) {
            if let Found::One(control) = parts.catalog.find(record.id()) {
                decisions.entry(control).or_insert(record.ix);
            }
        }
        Self { parts, referrers: referrers.into(), decisions: decisions.into() }
    }

    /// Replaces a document by one that differs only in words and positions, and updates its references.
    pub(crate) fn replace(&mut self, ix: DocIx, document: Document<ResolvedReference>, references: Vec<Reference>) {
        let start = self.start_of_references(ix);
        self.parts.references[start..start + references.len()].copy_from_slice(&references);
        self.parts.documents[ix] = Arc::new(document);
    }

    /// Returns a document.
    pub fn document(&self, ix: DocIx) -> &Document<ResolvedReference> {
        &self.documents[ix]
    }

    /// Returns all documents with their indexes.
    pub fn documents(&self) -> impl Iterator<Item = (DocIx, &Document<ResolvedReference>)> {
        self.documents.iter_enumerated().map(|(ix, document)| (ix, document.as_ref()))
    }

    /// Returns all documents by kind, then by their `order`, then by title, as readers see them in lists.
    pub fn documents_by_kind(&self) -> Vec<(DocIx, &Document<ResolvedReference>)> {
        let mut all: Vec<_> = self.documents().collect();
        all.sort_by_key(|(ix, document)| (document.meta.kind, document.meta.order.unwrap_or(i64::MAX), *ix));
        all
    }

    /// Returns an entry with its register.
    pub fn record(&self, ix: EntryIx) -> Record<'_> {
        let register = &self.registers[ix.register];
        Record { ix, register, entry: &register.entries[ix.entry] }
    }

    /// Returns a register by its name, with its index.
    pub fn register(&self, name: &str) -> Option<(RegisterIx, &Register<ResolvedReference>)> {
        self.registers.iter_enumerated().find(|(_, register)| register.schema.name == name)
    }

    /// Returns the path of the file in which an entry of a register is added.
    pub fn register_path(&self, name: &str) -> String {
        self.register(name).map_or_else(|| format!("registers/{name}.toml"), |(_, register)| register.path())
    }

    /// Returns the entries of a register by its name; none if the book does not have the register.
    pub fn records(&self, name: &str) -> impl Iterator<Item = Record<'_>> {
        self.register(name).into_iter().flat_map(|(at, register)| records_of(at, register))
    }

    /// Returns the entries of all registers.
    pub fn all_records(&self) -> impl Iterator<Item = Record<'_>> {
        records(&self.registers)
    }

    /// Returns the document or entry with an id.
    pub fn find(&self, id: &str) -> Option<Subject> {
        self.ids.get(id).copied()
    }

    /// Returns the references of a document, in order. References of documents come before all others, ordered by
    /// document.
    pub fn references_of(&self, document: DocIx) -> &[Reference] {
        let own = &self.references[self.start_of_references(document)..];
        &own[..own.partition_point(|reference| reference.from == Subject::Document(document))]
    }

    fn start_of_references(&self, document: DocIx) -> usize {
        self.references.partition_point(|reference| reference.from < Subject::Document(document))
    }

    /// Returns the references to a subject, in order.
    pub fn referrers(&self, subject: Subject) -> impl Iterator<Item = &Reference> + Clone {
        let at = self.referrers.get(&subject).map_or(&[][..], Vec::as_slice);
        at.iter().map(|at| &self.references[*at as usize])
    }

    /// Returns the references to a requirement and to the clauses that contain it.
    pub fn requirement_referrers(&self, ix: ReqIx) -> impl Iterator<Item = &Reference> {
        self.catalog.chain(ix).flat_map(|ix| self.referrers(Subject::Requirement(ix)))
    }

    /// Returns the claims on a subject, in order.
    pub fn claims(&self, subject: Subject) -> impl Iterator<Item = &Reference> + Clone {
        self.referrers(subject).filter(|reference| reference.role == ReferenceRole::Claim)
    }

    /// Returns the entries of the named register that refer to a subject, each once.
    pub fn entries_about(&self, subject: Subject, register: &str) -> Vec<EntryIx> {
        let wanted = self.register(register).map(|(at, _)| at);
        let mut entries: Vec<EntryIx> = self
            .referrers(subject)
            .filter_map(|reference| match reference.from {
                Subject::Entry(entry) if Some(entry.register) == wanted => Some(entry),
                _ => None,
            })
            .collect();
        entries.sort();
        entries.dedup();
        entries
    }

    /// Returns the decision on a control in the Statement of Applicability.
    pub fn decision(&self, control: ReqIx) -> Option<EntryIx> {
        self.decisions.get(&control).copied()
    }

    /// Returns the address of a subject.
    pub fn address(&self, subject: Subject) -> Address {
        match subject {
            Subject::Document(document) => self.document(document).page.clone().into(),
            Subject::Requirement(requirement) => self.catalog.requirement(requirement).page.clone(),
            Subject::Entry(entry) => self.record(entry).entry.page.clone(),
        }
    }

    /// Returns the name of a subject: number and title of a requirement; the title of an entry, preceded by its id if
    /// the id contains a digit.
    pub fn name(&self, subject: Subject) -> String {
        match subject {
            Subject::Document(ix) => self.document(ix).meta.title.clone(),
            Subject::Entry(ix) => {
                let entry = self.record(ix).entry;
                let numbered = entry.id.value.bytes().any(|b| b.is_ascii_digit());
                if numbered { format!("{} {}", entry.id.value, entry.title) } else { entry.title.clone() }
            }
            Subject::Requirement(ix) => {
                let name = format!("{} {}", self.catalog.label(ix), self.catalog.title(ix));
                name.trim_end().to_owned()
            }
        }
    }

    /// Returns whether a destination is outside of the site, so that a page can only link to it.
    pub fn is_outside(&self, to: &Destination) -> bool {
        match to {
            Destination::Address(_) => true,
            Destination::Attachment(file) => self.elsewhere.contains_key(file),
            _ => false,
        }
    }

    /// Returns the address of a destination relative to the page `on`; `None` for a file that the site does not have.
    pub fn href(&self, to: &Destination, on: &SitePath) -> Option<String> {
        Some(match to {
            Destination::Subject(Subject::Document(document)) => self.document(*document).page.relative_from(on),
            Destination::Subject(Subject::Requirement(ix)) => self.catalog.requirement(*ix).page.relative_from(on),
            Destination::Subject(Subject::Entry(entry)) => self.record(*entry).entry.page.relative_from(on),
            Destination::Section(document, section) => self.section_href(*document, Some(*section), on),
            Destination::Anchor(document, anchor) => {
                let document = self.document(*document);
                document.page.relative_with_anchor(on, Some(&document.anchors[*anchor]))
            }
            Destination::Attachment(file) => {
                match self.attachments.binary_search_by_key(file, |attachment| attachment.file) {
                    Ok(at) => file_path(&self.attachments[at].path).relative_from(on),
                    Err(_) => self.elsewhere.get(file)?.clone(),
                }
            }
            Destination::Folder(path) => folder_path(path).relative_from(on),
            Destination::Address(address) => address.clone(),
            Destination::Unpublished(_) => return None,
            Destination::NamedCount(count) => count.page().relative_from(on),
        })
    }

    /// Returns the address of a section of a document; without a section, that of the document.
    pub fn section_href(&self, document: DocIx, section: Option<SectionIx>, on: &SitePath) -> String {
        let document = self.document(document);
        let anchor = section.map(|at| document.sections[at].heading.anchor.as_str());
        document.page.relative_with_anchor(on, anchor)
    }

    /// Returns the control that an entry of the SoA is about; `None` for an entry with a page of its own, or with an
    /// unknown control.
    pub fn about(&self, ix: EntryIx) -> Option<Subject> {
        let Record { register, entry, .. } = self.record(ix);
        match self.catalog.find(&entry.id.value) {
            Found::One(control) if register.schema.identity == Identity::Control => Some(Subject::Requirement(control)),
            _ => None,
        }
    }

    /// Returns the subject that a destination is, or is part of.
    pub fn subject(&self, destination: &Destination) -> Option<Subject> {
        match destination {
            Destination::Subject(subject) => Some(*subject),
            Destination::Section(document, _) | Destination::Anchor(document, _) => Some(Subject::Document(*document)),
            Destination::Attachment(_)
            | Destination::Folder(_)
            | Destination::Address(_)
            | Destination::Unpublished(_)
            | Destination::NamedCount(_) => None,
        }
    }
}

/// Returns the entries of all registers.
fn records(registers: &IndexVec<RegisterIx, Register<ResolvedReference>>) -> impl Iterator<Item = Record<'_>> {
    registers.iter_enumerated().flat_map(|(ix, register)| records_of(ix, register))
}

fn records_of(ix: RegisterIx, register: &Register<ResolvedReference>) -> impl Iterator<Item = Record<'_>> {
    let ix = move |entry| EntryIx { register: ix, entry };
    register.entries.iter_enumerated().map(move |(at, entry)| Record { ix: ix(at), register, entry })
}
