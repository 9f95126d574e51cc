//! The page of a document, and what lists show of it.

use serde::Serialize;

use super::binding::{BindingView, binding};
use super::history::{self, SinceView, VersionView};
use super::newest::{NewestView, newest};
use super::paged::ON_A_PAGE;
use super::reading;
use super::referrers::{self, ReferrerGroup};
use super::{Badge, ConfirmView, Crumb, DateView, LanguageView, LinkView, PageView, TocItem, View, sentence};
use crate::assess::Assessed;
use crate::isms::{self, ApprovalOf, Standing};
use crate::model::{
    Destination, DetailValue, DocIx, Document, DocumentKind, DocumentStatus, ResolvedReference, Section, Subject,
};
use crate::pages::{DOCUMENT_LISTS, PageId, history_path, list_path};
use crate::site::percent_encoded;
use crate::wording::Wording;

/// Above this many documents, a book has the page of all documents only on request: the page would be long, and as slow
/// to build as all the documents' own pages.
const MOST_PRINTED: usize = 250;

/// Number of versions that the page of a document names.
const SHOWN_VERSIONS: usize = 3;

/// A document's page.
#[derive(Debug, Serialize)]
pub(crate) struct DocumentPage {
    /// The frame.
    pub page: PageView,
    /// Document control: the columns of the list of documents, and more.
    pub document: DocumentRow,
    /// The role that approved it.
    pub approver: Option<LinkView>,
    /// When it was approved.
    pub approved: Option<DateView>,
    /// Whether it is as it was approved, if the book records that.
    pub binding: Option<BindingView>,
    /// Who may read it.
    pub classification: Option<String>,
    /// The roles it applies to.
    pub applies_to: Vec<LinkView>,
    /// The documents that it replaced.
    pub supersedes: Vec<LinkView>,
    /// Free keywords.
    pub tags: Vec<String>,
    /// Whether its front matter does not say if it is approved.
    pub unstated: bool,
    /// What else its front matter says.
    pub details: Vec<DetailView>,
    /// The address for asking its owner by e-mail.
    pub ask: Option<String>,
    /// The address of its file in the repository, if book.toml says where that is.
    pub edit: Option<String>,
    /// How a reader confirms that it was read.
    pub confirm: Option<ConfirmView>,
    /// Its meaning for the people it applies to, one sentence each.
    pub for_you: Vec<String>,
    /// The title as the document states it: that of the page may say more, to tell it from others.
    pub title: String,
    /// The anchor of the title, if it is that of a heading.
    pub anchor: Option<String>,
    /// The text as HTML.
    pub body: String,
    /// The requirements that the document claims as a whole.
    pub claims: Vec<LinkView>,
    /// The requirements that each of its sections claims.
    pub sections: Vec<ClaimedSection>,
    /// The changes since its approval, if there are any.
    pub since: Option<SinceView>,
    /// Its newest versions, if there is a history.
    pub versions: Vec<VersionView>,
    /// The newest of them, for readers who come back.
    pub newest: Option<NewestView>,
    /// Why the history has no version of it.
    pub absence: Option<String>,
    /// The page of its history.
    pub history: Option<String>,
    /// The pages that refer to it, by kind.
    pub referrers: Vec<ReferrerGroup>,
}

/// A part of front matter that clausebook does not read, as data.
#[derive(Debug, Serialize)]
pub(crate) struct DetailView {
    /// The key; `None` for a value of a list.
    pub name: Option<String>,
    /// A single value as it is written; `None` if it has parts.
    pub words: Option<String>,
    /// The parts of a list or a table.
    pub parts: Vec<DetailView>,
}

/// A section that claims requirements.
#[derive(Debug, Serialize)]
pub(crate) struct ClaimedSection {
    /// The section.
    pub section: LinkView,
    /// The requirements it claims.
    pub claims: Vec<LinkView>,
}

/// A document in a list.
#[derive(Debug, Serialize)]
pub(crate) struct DocumentRow {
    /// Title and page.
    pub link: LinkView,
    /// The id.
    pub id: String,
    /// The word for its kind.
    pub kind: String,
    /// Its purpose in one sentence.
    pub summary: Option<String>,
    /// The version.
    pub version: Option<String>,
    /// Draft, in review, approved, retired or not stated; overdue if its review was due; not known if it was approved later.
    pub status: Badge,
    /// Whether its review date was before the as-of date.
    pub overdue: bool,
    /// Whether it was approved after the as-of date, so that nobody can tell what was in force on that date.
    pub later: bool,
    /// The role that owns it.
    pub owner: Option<LinkView>,
    /// The date of its next review.
    pub review_by: Option<DateView>,
    /// The number of requirements that it or its sections claim.
    pub claims: usize,
    /// The language of its title and text, if it is not that of the book.
    pub language: Option<LanguageView>,
}

/// Returns the page of a document, with its text as `body` and links to its neighbours.
pub(crate) fn page(view: &View<'_>, ix: DocIx, body: String, neighbours: [Option<DocIx>; 2]) -> DocumentPage {
    let document = view.book.handbook.document(ix);
    let meta = &document.meta;
    let mut page = view.page(&meta.title);
    page.description.clone_from(&meta.summary);
    page.breadcrumbs = view.crumbs(&[(view.say("nav.documents"), PageId::Documents.path())]);
    page.breadcrumbs.push(Crumb { text: kinds(view, meta.kind), href: kind_href(view, meta.kind) });
    if let Some(class) = &meta.classification {
        page.classification = Some(sentence(class));
    }
    page.sheet = sheet(view, document);
    page.toc = toc(document);
    let [previous, next] = neighbours.map(|ix| ix.map(|ix| view.subject(Subject::Document(ix))));
    (page.previous, page.next) = (previous, next);
    let claimed = document
        .sections
        .iter_enumerated()
        .filter(|(_, section)| section.claims.iter().any(|claim| claim.to.is_some()));
    let has_history = history::has_page(view.book, ix);
    let versions = if has_history { history::version_views(view, ix, SHOWN_VERSIONS) } else { Vec::new() };
    let since = history::since_approval(view, ix);
    DocumentPage {
        page,
        document: row(view, ix),
        approver: meta.approver.as_ref().map(|role| view.link(role)),
        approved: meta.approved.as_ref().map(|date| view.date(date.value)),
        binding: binding(view, ApprovalOf::Document(ix)),
        classification: meta.classification.clone(),
        applies_to: view.links(&meta.applies_to),
        supersedes: view.links(&meta.supersedes),
        tags: meta.tags.clone(),
        unstated: meta.status.value == DocumentStatus::Unstated,
        details: meta.details.iter().map(|detail| self::detail(Some(&detail.name.value), &detail.value)).collect(),
        ask: ask(view, document),
        edit: view.book.config.files.address(&format!("{}{}", view.book.handbook.place, document.path)),
        confirm: reading::confirm_of(view, ix),
        for_you: meta.for_you.clone(),
        title: document.plain_title().to_owned(),
        anchor: document.titled_by_heading.then(|| document.sections[0].heading.anchor.clone()),
        body,
        claims: claims(view, &meta.claims),
        sections: claimed
            .map(|(at, section)| ClaimedSection {
                section: view.section(ix, Some(at)),
                claims: claims(view, &section.claims),
            })
            .collect(),
        newest: newest(view, ix, &versions, since.as_ref()),
        since,
        versions,
        absence: history::absence(view, ix),
        history: has_history.then(|| history_path(&document.page).relative_from(view.on)),
        referrers: referrers::of_document(view, ix),
    }
}

/// Returns the address for asking the owner about a document by e-mail, which names the document and its version.
fn ask(view: &View<'_>, document: &Document<ResolvedReference>) -> Option<String> {
    let handbook = &view.book.handbook;
    let Destination::Subject(Subject::Entry(owner)) = document.meta.owner.as_ref()?.to.as_ref()? else { return None };
    let email = isms::Role::of(handbook.record(*owner))?.text(isms::Role::EMAIL)?;
    let version = document.meta.version.as_ref().map(|version| view.tell("word.version", &[("version", version)]));
    let subject: Vec<String> = [document.meta.title.clone()].into_iter().chain(version).collect();
    Some(format!("mailto:{email}?subject={}", percent_encoded(&subject.join(", "))))
}

/// Returns a part of front matter. Front matter that could not be read has no key.
fn detail(name: Option<&str>, value: &DetailValue) -> DetailView {
    let (words, parts) = match value {
        DetailValue::Words(words) => (Some(words.clone()), Vec::new()),
        DetailValue::List(items) => (None, items.iter().map(|item| detail(None, item)).collect()),
        DetailValue::Table(entries) => (None, entries.iter().map(|(name, value)| detail(Some(name), value)).collect()),
    };
    DetailView { name: name.filter(|name| !name.is_empty()).map(str::to_owned), words, parts }
}

/// Returns the documents of each kind, by their `order`, then by title.
pub(crate) fn by_kind(book: &Assessed) -> Vec<(DocumentKind, Vec<DocIx>)> {
    let all = book.handbook.documents_by_kind();
    let groups = all.chunk_by(|(_, a), (_, b)| a.meta.kind == b.meta.kind);
    groups.map(|group| (group[0].1.meta.kind, group.iter().map(|(ix, _)| *ix).collect())).collect()
}

/// Returns the badge of a document's status, which also says whether its review is overdue.
pub(super) fn status(view: &View<'_>, ix: DocIx) -> Badge {
    let document = view.book.handbook.document(ix);
    let standing = isms::standing(document, view.book.coverage.days());
    let review = document.meta.review_by.as_ref().map(|by| by.value).filter(|_| standing == Standing::InForce);
    document_badge(&view.book.words, standing).until(review)
}

/// Returns whether a document was approved after the day of the site, so that nobody can tell what was in force on it.
pub(super) fn is_unknown(view: &View<'_>, document: &Document<ResolvedReference>) -> bool {
    isms::in_force(document, view.book.coverage.days()).is_none()
}

pub(super) fn row(view: &View<'_>, ix: DocIx) -> DocumentRow {
    let document = view.book.handbook.document(ix);
    let meta = &document.meta;
    DocumentRow {
        link: view.subject(Subject::Document(ix)),
        id: meta.id.value.clone(),
        kind: kind_word(&view.book.words, meta.kind),
        summary: meta.summary.clone(),
        version: meta.version.clone(),
        status: status(view, ix),
        overdue: document.is_overdue(view.book.coverage.as_of),
        later: is_unknown(view, document),
        owner: meta.owner.as_ref().map(|role| view.link(role)),
        review_by: meta.review_by.as_ref().map(|date| view.date(date.value)),
        claims: document.claims().count(),
        language: language(view, document),
    }
}

/// Returns the language of a document, if it is not that of the book.
pub(super) fn language(view: &View<'_>, document: &Document<ResolvedReference>) -> Option<LanguageView> {
    let tag = document.meta.language.as_deref().filter(|tag| *tag != view.book.config.language.value)?;
    Some(LanguageView::new(tag))
}

/// Returns the heading for documents of a kind.
pub(super) fn kinds(view: &View<'_>, kind: DocumentKind) -> String {
    view.say(&format!("kinds.{}", kind.word())).to_owned()
}

/// Returns the address of the documents of a kind: a page of a long list, else a part of the only one.
pub(super) fn kind_href(view: &View<'_>, kind: DocumentKind) -> String {
    if view.book.handbook.documents.len() > ON_A_PAGE {
        list_path(DOCUMENT_LISTS, "kind", kind.word()).relative_from(view.on)
    } else {
        PageId::Documents.path().relative_with_anchor(view.on, Some(&kind_anchor(kind)))
    }
}

/// Returns the anchor of a kind in the list of all documents, the same in every language.
pub(super) fn kind_anchor(kind: DocumentKind) -> String {
    kind.plural().to_lowercase()
}

/// Returns the running head for printing: title, version and approval date.
fn sheet(view: &View<'_>, document: &Document<ResolvedReference>) -> String {
    let meta = &document.meta;
    let version = meta.version.as_ref().map(|version| view.book.words.fill("word.version", &[("version", version)]));
    let approved = meta.approved.as_ref().map(|date| view.book.words.date(date.value));
    let approved = approved.map(|date| view.book.words.fill("word.approved-on", &[("date", &date)]));
    let parts = [Some(meta.title.clone()), version, approved];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Returns links to the claimed requirements, by number and title.
fn claims(view: &View<'_>, claims: &[ResolvedReference]) -> Vec<LinkView> {
    let subjects = claims.iter().filter_map(|claim| view.book.handbook.subject(claim.to.as_ref()?));
    subjects.map(|subject| view.subject(subject)).collect()
}

pub(crate) fn document_badge(words: &Wording, standing: Standing) -> Badge {
    let (key, sign, tone) = match standing {
        Standing::Overdue(_) => ("document.overdue", "✗", "bad"),
        Standing::InForce => ("document.approved", "✓", "good"),
        Standing::InReview => ("document.in-review", "◐", "fair"),
        Standing::Unstated => ("document.unstated", "○", "open"),
        Standing::Draft => ("document.draft", "✎", "open"),
        Standing::Retired => ("document.retired", "–", "out"),
        Standing::NotYet(day) => {
            let word = words.fill("document.not-yet", &[("day", &words.date(day))]);
            return Badge::new(&word, "○", "open").chosen_by(words.say("document.not-yet-any"));
        }
        Standing::NotKnown(_) => ("status.not-known", "?", "open"),
    };
    Badge::new(words.say(key), sign, tone)
}

/// Returns the word for a kind of document.
pub(crate) fn kind_word(words: &Wording, kind: DocumentKind) -> String {
    words.say(&format!("kind.{}", kind.word())).to_owned()
}

/// Returns the headings of the two highest levels that the page shows.
fn toc(document: &Document<ResolvedReference>) -> Vec<TocItem> {
    let skip = usize::from(document.titled_by_heading);
    let mut deeper = 0;
    let headings = document.sections.iter().skip(skip).map(|Section { heading, .. }| {
        // The page lowers them from the first one of level 1 on.
        deeper |= u8::from(heading.level == 1);
        (heading.level + deeper, heading)
    });
    let headings: Vec<_> = headings.collect();
    let top = headings.iter().map(|(level, _)| *level).min().unwrap_or(2);
    let listed = headings.into_iter().filter(|(level, _)| *level <= top + 1);
    listed
        .map(|(level, heading)| TocItem {
            text: heading.title.clone(),
            href: format!("#{}", crate::site::percent_encoded(&heading.anchor)),
            level: 2 + level - top,
        })
        .collect()
}

/// Returns whether a book has the page of all documents.
pub(crate) fn has_printed_page(book: &Assessed) -> bool {
    book.config.print.unwrap_or(book.handbook.documents.len() <= MOST_PRINTED)
}
