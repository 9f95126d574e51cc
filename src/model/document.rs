//! Documents and their sections.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use index_vec::IndexVec;
use jiff::civil::Date;

use super::day::has_happened;
use super::detail::Detail;
use super::fact::{Difference, Fact};
use super::prose::Prose;
use super::reference::{AnchorIx, ResolvedReference, SectionIx};
use super::text::Text;
use crate::site::SitePath;
use crate::source::{FileId, Span, Spanned};

/// The kind of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// Decisions and their reasons.
    Policy,
    /// Exact requirements.
    Standard,
    /// Who does what, step by step.
    Procedure,
    /// Recommendations.
    Guideline,
    /// Actions with dates.
    Plan,
    /// Results of completed work.
    Record,
    /// A template to fill in.
    Form,
    /// Anything else.
    Page,
}

impl DocumentKind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [(&'static str, Self); 8] = [
        ("policy", Self::Policy),
        ("standard", Self::Standard),
        ("procedure", Self::Procedure),
        ("guideline", Self::Guideline),
        ("plan", Self::Plan),
        ("record", Self::Record),
        ("form", Self::Form),
        ("page", Self::Page),
    ];

    /// Returns the word for front matter.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("page", |(word, _)| word)
    }

    /// Returns whether such a document is maintained, so that it has versions and reviews; a record is not.
    pub fn is_maintained(self) -> bool {
        matches!(self, Self::Policy | Self::Standard | Self::Procedure | Self::Guideline | Self::Plan)
    }

    /// Returns the heading for several documents of the kind.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Policy => "Policies",
            Self::Standard => "Standards",
            Self::Procedure => "Procedures",
            Self::Guideline => "Guidelines",
            Self::Plan => "Plans",
            Self::Record => "Records",
            Self::Form => "Forms",
            Self::Page => "Pages",
        }
    }

    /// Returns the kind of documents in a folder with this name (`policies`, `procedures`, …).
    pub fn of_folder(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        Self::ALL
            .iter()
            .find(|(word, kind)| *word == name || kind.plural().to_lowercase() == name)
            .map(|(_, kind)| *kind)
    }
}

/// The approval status of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentStatus {
    /// Nobody has said: it is neither a draft nor approved.
    Unstated,
    /// Being written.
    Draft,
    /// Being reviewed.
    InReview,
    /// In force.
    Approved,
    /// No longer in force.
    Retired,
}

impl DocumentStatus {
    /// The words that front matter can have, and their values.
    pub const ALL: [(&'static str, Self); 4] = [
        ("draft", Self::Draft),
        ("in-review", Self::InReview),
        ("approved", Self::Approved),
        ("retired", Self::Retired),
    ];

    /// Returns the word for exports and the keys of texts; for all but `Unstated` also that for front matter.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, status)| *status == self).map_or("unstated", |(word, _)| word)
    }
}

/// The front matter, with references of the type `R`.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Meta<R> {
    /// The id: as given, otherwise from the path.
    pub id: Spanned<String>,
    /// Whether the front matter gives the id.
    pub has_own_id: bool,
    /// The title: as given, otherwise the first heading, otherwise from the file name; with a part of the path behind it if
    /// another document has the same.
    pub title: String,
    /// The title without that part, if it has one.
    pub plain_title: Option<String>,
    /// The kind: as given, otherwise from the folder.
    pub kind: DocumentKind,
    /// The version, such as "2.1".
    pub version: Option<String>,
    /// The status: as given, otherwise not stated.
    pub status: Spanned<DocumentStatus>,
    /// Whether its front matter marks it as a draft. Only then can it be excluded from the site.
    pub held_back: bool,
    /// The role that owns it.
    pub owner: Option<R>,
    /// The role that approved it.
    pub approver: Option<R>,
    /// The approval date.
    pub approved: Option<Spanned<Date>>,
    /// The day of the next review: as given, or the approval date plus the interval.
    pub review_by: Option<Spanned<Date>>,
    /// Who may read it.
    pub classification: Option<String>,
    /// The roles it applies to.
    pub applies_to: Vec<R>,
    /// The requirements that the whole document claims.
    pub claims: Vec<R>,
    /// The documents that it replaced.
    pub supersedes: Vec<R>,
    /// Old addresses, which redirect to it.
    pub aliases: Vec<Spanned<String>>,
    /// Other names by which links call it.
    pub names: Vec<String>,
    /// Free keywords.
    pub tags: Vec<String>,
    /// The document in one sentence.
    pub summary: Option<String>,
    /// Its meaning for the people it applies to, one sentence each.
    pub for_you: Vec<String>,
    /// Sort key among the documents of its kind; the lowest comes first.
    pub order: Option<i64>,
    /// Whether search includes it.
    pub searchable: bool,
    /// Checks that it is exempt from for a time.
    pub waivers: Vec<Waiver<R>>,
    /// Notes on what its versions change for readers.
    pub changes: Vec<ChangeNote>,
    /// What its front matter says beside that.
    pub details: Vec<Detail>,
    /// The language of its text, if it is stated.
    pub language: Option<String>,
    /// The sources of its facts, in the order of the keys of front matter.
    pub facts: Vec<Fact>,
    /// Its row in the register of documents.
    pub row: Option<Span>,
    /// The facts that this row states differently.
    pub differences: Vec<Difference>,
}

/// An exemption from a check for a time, with the reason.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Waiver<R> {
    /// The check.
    pub code: Spanned<String>,
    /// The reason.
    pub reason: String,
    /// The last day of the waiver.
    pub until: Spanned<Date>,
    /// The role that decided it.
    pub by: Option<R>,
}

/// A note on what a version changes for readers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ChangeNote {
    /// The version.
    pub version: String,
    /// The meaning of the change, in one sentence.
    pub says: String,
    /// Whether those who have read the document are to read it again.
    pub material: bool,
}

/// A heading of a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The anchor, unique in the document.
    pub anchor: String,
    /// The anchor that GitHub gives it, if that is another one, and nothing else in the document has it.
    pub alias: Option<String>,
    /// The text.
    pub title: String,
    /// The position.
    pub span: Span,
}

/// A heading and the text up to the next one.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Section<R> {
    /// The heading itself.
    pub heading: Heading,
    /// The requirements that the section claims.
    pub claims: Vec<R>,
    /// Whether search includes it; a heading that is excluded excludes the sections below it too.
    pub searchable: bool,
    /// Whether it, or a section below it, has text of its own: more than placeholders and open questions.
    pub written: bool,
    /// The index of its first reference in the document's [`Prose`].
    pub first_reference: usize,
}

/// A Markdown file.
#[derive(Debug, Clone, PartialEq)]
pub struct Document<R> {
    /// The file.
    pub file: FileId,
    /// Its path relative to the content folder.
    pub path: String,
    /// Its page.
    pub page: SitePath,
    /// The front matter.
    pub meta: Meta<R>,
    /// The text as Markdown.
    pub prose: Prose<R>,
    /// Its words, for checks.
    pub text: Arc<Text>,
    /// The headings.
    pub sections: IndexVec<SectionIx, Section<R>>,
    /// The anchors of other elements, in raw HTML.
    pub anchors: IndexVec<AnchorIx, String>,
    /// Whether any part of it has text of its own.
    pub written: bool,
    /// The questions of an outline that are still in it.
    pub questions: Vec<Span>,
    /// Whether the first heading became the title.
    pub titled_by_heading: bool,
}

impl<R> Document<R> {
    /// Returns whether it is approved by a day. An approval without a date always was.
    pub fn approved_by(&self, day: Date) -> bool {
        self.meta.status.value == DocumentStatus::Approved
            && self.meta.approved.as_ref().is_none_or(|approved| has_happened(approved.value, day))
    }

    /// Returns whether it is in force on a day: approved by then, and not due for review before that day.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.approved_by(day) && !self.is_overdue(day)
    }

    /// Returns whether its review was due before a day.
    pub fn is_overdue(&self, day: Date) -> bool {
        self.approved_by(day) && self.meta.review_by.as_ref().is_some_and(|by| by.value < day)
    }

    /// Adds everything except the words of the text and the positions to a hash: all that other pages, coverage and
    /// checks of the whole book depend on.
    pub fn hash_outline(&self, state: &mut impl Hasher)
    where
        R: Hash,
    {
        let Self {
            file,
            path,
            page,
            meta,
            prose,
            text: _,
            sections,
            anchors,
            written,
            questions: _,
            titled_by_heading,
        } = self;
        (file, path, page, meta, &prose.references, sections, anchors, written, titled_by_heading).hash(state);
    }

    /// Returns all its references: of the front matter, the sections, then the text.
    pub fn references(&self) -> impl Iterator<Item = &R> {
        let Meta { owner, approver, applies_to, claims, supersedes, waivers, .. } = &self.meta;
        let front = owner.iter().chain(approver).chain(applies_to).chain(claims).chain(supersedes);
        let front = front.chain(waivers.iter().filter_map(|waiver| waiver.by.as_ref()));
        front.chain(self.sections.iter().flat_map(|section| &section.claims)).chain(&self.prose.references)
    }

    /// Returns whether the part that makes a claim has text of its own: a section, or the whole document for `None`.
    pub fn is_written(&self, section: Option<SectionIx>) -> bool {
        section.map_or(self.written, |at| self.sections[at].written)
    }

    /// Returns the title as the document itself shows it.
    pub fn plain_title(&self) -> &str {
        self.meta.plain_title.as_ref().unwrap_or(&self.meta.title)
    }

    /// Returns the place of a fact, by its key of front matter; the beginning of the file if nothing states it.
    pub fn place_of_fact(&self, field: &str) -> Span {
        let fact = self.meta.facts.iter().find(|fact| fact.field == field);
        fact.map_or_else(|| Span::new(self.file, 0..0), |fact| fact.span)
    }

    /// Returns the section that contains a reference, by its index in the prose; `None` before the first heading.
    pub fn section_of(&self, reference: usize) -> Option<SectionIx> {
        let after = self.sections.raw.partition_point(|section| section.first_reference <= reference);
        after.checked_sub(1).map(SectionIx::from_usize)
    }
}

impl Document<ResolvedReference> {
    /// Returns the claims of the document and of its sections. An id in a part that makes claims may be none.
    pub fn claims(&self) -> impl Iterator<Item = &ResolvedReference> {
        let in_sections = self.sections.iter().flat_map(|section| &section.claims);
        self.meta.claims.iter().chain(in_sections).filter(|claim| claim.to.is_some())
    }
}
