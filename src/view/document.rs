//! Documents, and the list of them.

use serde::Serialize;

use super::printed::{PRINTED, is_printed};
use super::{Badge, Crumb, DateView, LinkView, PageView, TocItem, Views, sentence};
use crate::model::{DocIx, Document, DocumentKind, DocumentStatus, ReferenceRole, ResolvedReference, Subject};
use crate::site::SitePath;
use crate::wording::Wording;

/// A document's page.
#[derive(Debug, Serialize)]
pub struct DocumentPage {
    /// The frame.
    pub page: PageView,
    /// The control panel: what the list of documents shows, and more.
    pub document: DocumentRow,
    /// The role that approved it.
    pub approver: Option<LinkView>,
    /// When it was approved.
    pub approved: Option<DateView>,
    /// Who may read it.
    pub classification: Option<String>,
    /// The roles it binds.
    pub applies_to: Vec<LinkView>,
    /// Documents that it replaced.
    pub supersedes: Vec<LinkView>,
    /// Free words.
    pub tags: Vec<String>,
    /// What it means for those it binds, in a sentence each.
    pub for_you: Vec<String>,
    /// The anchor of the title, if the text began with it.
    pub anchor: Option<String>,
    /// The text as HTML.
    pub body: String,
    /// What the document claims as a whole.
    pub claims: Vec<LinkView>,
    /// What each of its sections claims.
    pub sections: Vec<ClaimedSection>,
    /// What refers to it.
    pub referrers: Vec<LinkView>,
}

/// A section that claims something.
#[derive(Debug, Serialize)]
pub struct ClaimedSection {
    /// The section.
    pub section: LinkView,
    /// What it claims.
    pub claims: Vec<LinkView>,
}

/// A document in a list.
#[derive(Debug, Serialize)]
pub struct DocumentRow {
    /// Title and page.
    pub link: LinkView,
    /// The id.
    pub id: String,
    /// The word for its kind.
    pub kind: String,
    /// What it is in one sentence.
    pub summary: Option<String>,
    /// The version.
    pub version: Option<String>,
    /// Draft, in review, approved or retired; overdue if its review was due.
    pub status: Badge,
    /// Whether its review was due before the as-of date.
    pub overdue: bool,
    /// The role that answers for it.
    pub owner: Option<LinkView>,
    /// By when it must be read again.
    pub review_by: Option<DateView>,
    /// The number of requirements that it or its sections claim.
    pub claims: usize,
}

/// Documents of one kind.
#[derive(Debug, Serialize)]
pub struct KindGroup {
    /// The heading, such as "Policies".
    pub title: String,
    /// The anchor of the heading.
    pub anchor: String,
    /// The documents.
    pub documents: Vec<DocumentRow>,
}

/// The list of all documents.
#[derive(Debug, Serialize)]
pub struct DocumentsPage {
    /// The frame.
    pub page: PageView,
    /// By kind.
    pub groups: Vec<KindGroup>,
    /// How many there are.
    pub count: usize,
    /// All of them on one page, to be printed, if the book has such a page.
    pub printed: Option<LinkView>,
}

impl Views<'_> {
    /// The page of a document, whose text has become `body`, between its neighbours.
    pub fn document(&self, ix: DocIx, body: String, neighbours: [Option<DocIx>; 2]) -> DocumentPage {
        let document = self.handbook.document(ix);
        let on = document.page.clone();
        let meta = &document.meta;
        let mut page = self.page(&on, &meta.title);
        page.description.clone_from(&meta.summary);
        page.breadcrumbs = self.crumbs(&on, &[(self.say("nav.documents"), SitePath::new("documents/index.html"))]);
        let list = SitePath::new("documents/index.html");
        let href = list.relative_with_anchor(&on, Some(&kind_anchor(meta.kind)));
        page.breadcrumbs.push(Crumb { text: self.kinds(meta.kind), href });
        if let Some(class) = &meta.classification {
            page.classification = Some(sentence(class));
        }
        page.sheet = self.sheet(document);
        page.toc = toc(document);
        let [previous, next] = neighbours.map(|ix| ix.map(|ix| self.subject(Subject::Document(ix), &on)));
        (page.previous, page.next) = (previous, next);
        let claimed = document.sections.iter_enumerated().filter(|(_, section)| !section.claims.is_empty());
        DocumentPage {
            page,
            document: self.document_row(ix, &on),
            approver: meta.approver.as_ref().map(|role| self.link(role, &on)),
            approved: meta.approved.as_ref().map(|date| self.date(date.value)),
            classification: meta.classification.clone(),
            applies_to: self.links(&meta.applies_to, &on),
            supersedes: self.links(&meta.supersedes, &on),
            tags: meta.tags.clone(),
            for_you: meta.for_you.clone(),
            anchor: document.titled_by_heading.then(|| document.sections[0].heading.anchor.clone()),
            body,
            claims: self.claimed(&meta.claims, &on),
            sections: claimed
                .map(|(at, section)| ClaimedSection {
                    section: self.section(ix, Some(at), &on),
                    claims: self.claimed(&section.claims, &on),
                })
                .collect(),
            referrers: self.document_referrers(ix, &on),
        }
    }

    /// The list of all documents.
    pub fn documents(&self) -> DocumentsPage {
        let on = SitePath::new("documents/index.html");
        let mut page = self.page(&on, self.say("documents.title"));
        page.breadcrumbs = self.crumbs(&on, &[]);
        if !self.handbook.documents.is_empty() {
            page.downloads = self.downloads("documents", &on);
        }
        let groups = self.documents_by_kind().into_iter().map(|(kind, documents)| KindGroup {
            title: self.kinds(kind),
            anchor: kind_anchor(kind),
            documents: documents.into_iter().map(|ix| self.document_row(ix, &on)).collect(),
        });
        let printed = is_printed(self.handbook, self.config);
        DocumentsPage {
            groups: groups.collect(),
            count: self.handbook.documents.len(),
            printed: printed.then(|| self.page_link(self.say("printed.title"), PRINTED, &on)),
            page,
        }
    }

    /// The documents of each kind, by their `order`, then by title.
    pub fn documents_by_kind(&self) -> Vec<(DocumentKind, Vec<DocIx>)> {
        let mut all: Vec<(DocIx, &Document<ResolvedReference>)> = self.handbook.documents().collect();
        all.sort_by_cached_key(|(ix, document)| {
            let meta = &document.meta;
            (meta.kind, meta.order.unwrap_or(i64::MAX), meta.title.to_lowercase(), *ix)
        });
        let groups = all.chunk_by(|(_, a), (_, b)| a.meta.kind == b.meta.kind);
        groups.map(|group| (group[0].1.meta.kind, group.iter().map(|(ix, _)| *ix).collect())).collect()
    }

    /// What a document's status is, and whether its review is overdue.
    pub(super) fn document_status(&self, ix: DocIx) -> Badge {
        let document = self.handbook.document(ix);
        document_badge(self.words, document.meta.status.value, document.is_overdue(self.coverage.as_of))
    }

    pub(super) fn document_row(&self, ix: DocIx, on: &SitePath) -> DocumentRow {
        let document = self.handbook.document(ix);
        let meta = &document.meta;
        let in_sections: usize = document.sections.iter().map(|section| section.claims.len()).sum();
        DocumentRow {
            link: self.subject(Subject::Document(ix), on),
            id: meta.id.value.clone(),
            kind: kind_word(self.words, meta.kind),
            summary: meta.summary.clone(),
            version: meta.version.clone(),
            status: self.document_status(ix),
            overdue: document.is_overdue(self.coverage.as_of),
            owner: meta.owner.as_ref().map(|role| self.link(role, on)),
            review_by: meta.review_by.as_ref().map(|date| self.date(date.value)),
            claims: meta.claims.len() + in_sections,
        }
    }

    /// The heading over documents of a kind.
    pub(super) fn kinds(&self, kind: DocumentKind) -> String {
        self.say(&format!("kinds.{}", kind.word())).to_owned()
    }

    /// The running head of its printed sheets: title, version, and since when it is in force.
    fn sheet(&self, document: &Document<ResolvedReference>) -> String {
        let meta = &document.meta;
        let version = meta.version.as_ref().map(|version| self.words.fill("word.version", &[("version", version)]));
        let approved = meta.approved.as_ref().map(|date| self.words.date(date.value));
        let approved = approved.map(|date| self.words.fill("word.approved-on", &[("date", &date)]));
        let parts = [Some(meta.title.clone()), version, approved];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Claims by number and title.
    fn claimed(&self, claims: &[ResolvedReference], on: &SitePath) -> Vec<LinkView> {
        let subjects = claims.iter().filter_map(|claim| self.handbook.subject(claim.to.as_ref()?));
        subjects.map(|subject| self.subject(subject, on)).collect()
    }

    /// Each subject that refers to a document, once.
    fn document_referrers(&self, ix: DocIx, on: &SitePath) -> Vec<LinkView> {
        let mut subjects: Vec<Subject> = self
            .handbook
            .referrers(Subject::Document(ix))
            .filter(|reference| reference.role == ReferenceRole::Mention)
            .map(|reference| reference.from)
            .collect();
        subjects.sort();
        subjects.dedup();
        subjects.into_iter().map(|subject| self.subject(subject, on)).collect()
    }
}

pub(crate) fn document_badge(words: &Wording, status: DocumentStatus, overdue: bool) -> Badge {
    let (key, sign, tone) = match status {
        DocumentStatus::Approved if overdue => ("document.overdue", "✗", "bad"),
        DocumentStatus::Approved => ("document.approved", "✓", "good"),
        DocumentStatus::InReview => ("document.in-review", "◐", "fair"),
        DocumentStatus::Draft => ("document.draft", "✎", "open"),
        DocumentStatus::Retired => ("document.retired", "–", "out"),
    };
    Badge::new(words.say(key), sign, tone)
}

/// The word for a kind of document.
pub(crate) fn kind_word(words: &Wording, kind: DocumentKind) -> String {
    words.say(&format!("kind.{}", kind.word())).to_owned()
}

/// Where documents of a kind begin in the list of all, in every language.
fn kind_anchor(kind: DocumentKind) -> String {
    kind.plural().to_lowercase()
}

/// The headings of the second and third level; of the first, if that is what the text uses.
fn toc(document: &Document<ResolvedReference>) -> Vec<TocItem> {
    let skip = usize::from(document.titled_by_heading);
    let headings = document.sections.iter().skip(skip).map(|section| &section.heading);
    let top = headings.clone().map(|heading| heading.level).min().unwrap_or(2);
    headings
        .filter(|heading| heading.level <= top + 1)
        .map(|heading| TocItem {
            text: heading.title.clone(),
            href: format!("#{}", crate::site::percent_encoded(&heading.anchor)),
            level: 2 + heading.level - top,
        })
        .collect()
}
