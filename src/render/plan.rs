//! The pages of a site and their addresses. A page is rendered when it is requested: a build requests all of them, the
//! preview those that somebody opens.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::html::Html;
use super::theme::Theme;
use super::{Renderer, atom, feed, headers};
use crate::assess::Assessed;
use crate::catalog::{FIRST, ReqIx, RequirementKind, StandardRole};
use crate::diag::Diagnostic;
use crate::html::escape;
use crate::isms::{self, ManagementReview, Role};
use crate::model::{DocIx, EntryIx, Handbook, Identity, RegisterIx, Subject};
use crate::pages::{
    PAGES, PageId, alias_path, file_path, history_path, left_path, own_soa_path, own_standard_path,
    own_transition_path, review_path, role_calendar_path, role_path,
};
use crate::site::{Sink, SitePath};
use crate::source::{Content, Sources, Span};
use crate::view::{
    DocumentTree, MatrixSheet, Slice, calendar, document, documents, history, matrix, register, roles, standard,
};

/// A page of the site.
#[derive(Debug)]
pub(super) enum Page {
    /// A page from the table of pages.
    Once(PageId),
    /// A document, with the documents before and after it.
    Document(DocIx, [Option<DocIx>; 2]),
    /// The requirements of another standard to be certified against.
    OwnStandard(usize),
    /// Its Statement of Applicability.
    OwnSoa(usize),
    /// The requirements of a measured standard.
    Measured(usize),
    /// A group of its requirements.
    MeasuredPart(usize, usize),
    /// What is left to do for it.
    Left(usize),
    /// The requirements of an earlier edition other than the first.
    OwnTransition(usize),
    /// A requirement, with the requirements before and after it.
    Requirement(ReqIx, [Option<ReqIx>; 2]),
    /// A sheet of a matrix.
    Matrix(usize),
    /// A further page of the list of documents.
    Documents(Slice),
    /// A page of a register.
    Register(RegisterIx, Slice),
    /// The file with all rows of a long register, or of the long list of documents.
    Rows(Option<RegisterIx>),
    /// An entry.
    Entry(EntryIx),
    /// A management review.
    Review(EntryIx),
    /// The page of a role.
    Role(EntryIx),
    /// A further page of the documents that a role reads, or that everyone reads.
    Reading(Option<EntryIx>, usize),
    /// The calendar of a role.
    CalendarOf(EntryIx),
    /// A folder without an index, by its number.
    Folder(usize),
    /// The history of a document.
    History(DocIx),
    /// An old address of a document.
    Redirect(DocIx),
}

/// Reports a copied file that could be opened when the book was read, but not any more.
fn unreadable(path: &SitePath, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("missing-file", None, format!("cannot read the file for `{path}`: {error}"))
}

/// A rendered page, or the error of its template.
type Rendered = Result<Arc<[u8]>, Diagnostic>;

/// The planned pages of a site, rendered on request, and the files that need no rendering.
#[derive(Debug)]
pub struct Plan {
    pub(super) theme: Arc<Theme>,
    pub(super) layout: Arc<Layout>,
    /// In the order of the layout's pages.
    rendered: Vec<OnceLock<Rendered>>,
    /// Attachments and the theme's assets.
    files: BTreeMap<SitePath, Content>,
}

/// The pages, the sheets that large matrices are split into, and the documents as the navigation lists them.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) sheets: Vec<MatrixSheet>,
    pub(super) tree: DocumentTree,
    /// In the order of their paths.
    pages: Vec<(SitePath, Page)>,
}

impl Layout {
    /// Lists the pages of a site, and reports every page of the book at the address of another page.
    pub(super) fn new(assessed: &Assessed) -> (Self, Vec<Diagnostic>) {
        let sheets = matrix::sheets(assessed);
        let mut pages = pages(assessed, &sheets);
        pages.sort_by(|(a, _), (b, _)| a.cmp(b));
        let same = pages.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        let same = same.map(|pair| colliding(&assessed.handbook, pair, "a generated page"));
        let files: BTreeSet<SitePath> =
            assessed.handbook.attachments.iter().map(|file| file_path(&file.path)).collect();
        let copied = pages.chunks(1).filter(|page| files.contains(&page[0].0));
        let copied = copied.map(|page| colliding(&assessed.handbook, page, "a copied file"));
        let collisions = same.chain(copied).collect();
        (Self { sheets, tree: DocumentTree::new(assessed), pages }, collisions)
    }

    fn find(&self, path: &SitePath) -> Option<usize> {
        self.pages.binary_search_by(|(known, _)| known.cmp(path)).ok()
    }
}

impl Plan {
    /// Plans a site.
    pub(super) fn new(assessed: &Assessed, sources: &Sources, theme: Arc<Theme>, layout: Arc<Layout>) -> Self {
        let rendered = layout.pages.iter().map(|_| OnceLock::new()).collect();
        let attachments = assessed.handbook.attachments.iter();
        let attachments = attachments.map(|file| {
            let rewritten = file.rewritten.clone().map(Content::Bytes);
            (file_path(&file.path), rewritten.unwrap_or_else(|| sources.file(file.file).content.clone()))
        });
        let assets = theme.files.iter().map(|(path, bytes)| (path.clone(), Content::Bytes(bytes.clone())));
        let files = attachments.chain(assets).collect();
        Self { theme, layout, rendered, files }
    }

    /// Returns the paths of all pages in their order.
    pub fn pages(&self) -> impl Iterator<Item = &SitePath> {
        self.layout.pages.iter().map(|(path, _)| path)
    }

    /// Returns the paths of assets and attachments.
    pub fn files(&self) -> impl Iterator<Item = &SitePath> {
        self.files.keys()
    }

    /// Returns whether there is a page or file at a path.
    pub fn has(&self, path: &SitePath) -> bool {
        self.files.contains_key(path) || self.layout.find(path).is_some()
    }

    /// Returns whether another plan shares this layout, and so has the same pages at the same paths.
    pub fn has_the_pages_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.layout, &other.layout)
    }

    /// Returns the subject of the page at `path`, if it has one.
    pub fn subject(&self, path: &SitePath) -> Option<Subject> {
        self.layout.pages[self.layout.find(path)?].1.subject()
    }

    /// Returns a file, or a page, which is rendered on first use.
    pub fn get(&self, path: &SitePath, assessed: &Assessed) -> Option<Rendered> {
        if let Some(file) = self.files.get(path) {
            return Some(file.read().map_err(|error| unreadable(path, &error)));
        }
        let at = self.layout.find(path)?;
        let render = || {
            let html = Html::new(assessed);
            Renderer::new(assessed, self, &html).to_bytes(path, &self.layout.pages[at].1)
        };
        Some(self.rendered[at].get_or_init(render).clone())
    }

    /// Passes all pages, files and feeds to a sink, and returns the errors of templates.
    pub(super) fn site(&self, assessed: &Assessed, sink: &impl Sink) -> Vec<Diagnostic> {
        let pass = |(path, file): (&SitePath, &Content)| match file {
            Content::Stored(stored) => sink.copy(path, stored).err().map(|error| unreadable(path, &error)),
            held => {
                sink.put(path, held.held());
                None
            }
        };
        let files = || {
            let faults: Vec<Diagnostic> = self.files.par_iter().filter_map(pass).collect();
            self.feeds(assessed).iter().for_each(|(path, bytes)| sink.put(path, bytes));
            faults
        };
        let (mut faults, unread) = rayon::join(|| self.all(assessed, |path, page| sink.put(path, page)), files);
        faults.extend(unread);
        faults
    }

    /// Renders all pages in parallel, passes each to the callback `emit`, and returns the errors of templates.
    pub(super) fn all(&self, assessed: &Assessed, emit: impl Fn(&SitePath, &[u8]) + Sync) -> Vec<Diagnostic> {
        let html = Html::new(assessed);
        let renderer = Renderer::new(assessed, self, &html);
        // There are many small documents. Large pages are rendered first, so that no thread is left with one at the
        // end.
        let pages = self.layout.pages.iter();
        let (small, large): (Vec<_>, Vec<_>) = pages.partition(|(_, page)| matches!(page, Page::Document(..)));
        let pages = large.into_par_iter().chain(small).with_max_len(1);
        let fault = |(path, page): &(SitePath, Page)| renderer.render(path, page, &mut |page| emit(path, page)).err();
        let mut faults: Vec<Diagnostic> = pages.filter_map(fault).collect();
        // A template with an error fails on each of its pages; it is reported once.
        let mut known = FxHashSet::default();
        faults.retain(|fault| known.insert((fault.span, fault.message.clone())));
        faults
    }

    /// Returns the calendar feeds, sitemap.xml (if the URL of the site is known), robots.txt, and the files that book.toml
    /// asks for.
    pub fn feeds(&self, assessed: &Assessed) -> Vec<(SitePath, Vec<u8>)> {
        let mut files = feed::feeds(assessed);
        files.extend(atom::feeds(assessed));
        let mut robots = "User-agent: *\nAllow: /\n".to_owned();
        if let Some(base) = &assessed.config.base_url {
            let hidden = |page: &Page| match page {
                Page::Redirect(_) | Page::Rows(_) => true,
                Page::Once(id) => !id.is_in_sitemap(),
                _ => false,
            };
            let pages = self.layout.pages.iter().filter(|(_, page)| !hidden(page));
            let urls =
                pages.map(|(path, _)| format!("<url><loc>{}</loc></url>\n", escape(&base.join(&path.absolute()))));
            let sitemap = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
                urls.collect::<String>()
            );
            robots.push_str(&format!("Sitemap: {}\n", base.join("sitemap.xml")));
            files.push((SitePath::new("sitemap.xml"), sitemap.into_bytes()));
        }
        files.push((SitePath::new("robots.txt"), robots.into_bytes()));
        files.extend(headers::files(&assessed.config));
        files
    }
}

impl Page {
    fn subject(&self) -> Option<Subject> {
        match self {
            Self::Document(ix, _) => Some(Subject::Document(*ix)),
            Self::Requirement(ix, _) => Some(Subject::Requirement(*ix)),
            Self::Entry(ix) => Some(Subject::Entry(*ix)),
            _ => None,
        }
    }
}

/// Reports pages that have the address of another page or of a file. Linking has already reported collisions within the
/// book.
fn colliding(handbook: &Handbook, pages: &[(SitePath, Page)], what: &str) -> Diagnostic {
    let path = &pages[0].0;
    let place = |page: &Page| match page {
        Page::Document(ix, _) => Some(Span::new(handbook.document(*ix).file, 0..0)),
        Page::Entry(ix) => Some(handbook.record(*ix).entry.id.span),
        Page::Folder(at) => Some(handbook.folders[*at].span),
        Page::Redirect(ix) => {
            let aliases = &handbook.document(*ix).meta.aliases;
            aliases.iter().find(|alias| alias_path(&alias.value) == *path).map(|alias| alias.span)
        }
        _ => None,
    };
    let span = pages.iter().find_map(|(_, page)| place(page));
    let message = format!("`{path}` is the address of {what}");
    Diagnostic::error("colliding-address", span, message)
        .help("rename the file, or change the id or the alias".to_owned())
}

/// Returns all pages of a site.
fn pages(book: &Assessed, sheets: &[MatrixSheet]) -> Vec<(SitePath, Page)> {
    let Assessed { handbook, .. } = book;
    let catalog = &handbook.catalog;
    let once = PAGES.iter().filter(|row| row.template.is_some()).map(|row| row.id);
    let once = once.filter(|id| *id != PageId::Printed || document::has_printed_page(book));
    let once = once.filter(|id| *id != PageId::Changes || book.has_history());
    let once = once.filter(|id| *id != PageId::Reporting || isms::reporting(handbook).is_some());
    let mut pages: Vec<_> = once.map(|id| (id.path(), Page::Once(id))).collect();
    pages.extend(sheets.iter().enumerate().map(|(at, sheet)| (sheet.path.clone(), Page::Matrix(at))));
    pages.extend(ManagementReview::all(handbook).map(|review| (review_path(review.id()), Page::Review(review.ix))));
    pages.extend(Role::all(handbook).map(|role| (role_path(role.id()), Page::Role(role.ix))));
    for reader in Role::all(handbook).map(|role| Some(role.ix)).chain([None]) {
        let parts = roles::reading_paths(book, reader).into_iter().enumerate().skip(1);
        pages.extend(parts.map(|(part, path)| (path, Page::Reading(reader, part))));
    }
    let owners = calendar::owners_of_deadlines(book).into_iter();
    pages.extend(owners.map(|ix| (role_calendar_path(handbook.record(ix).id()), Page::CalendarOf(ix))));
    let list = documents::list_of(book);
    pages.extend(list.further_pages().into_iter().map(|(path, slice)| (path, Page::Documents(slice))));
    pages.extend(list.is_long().then(|| (list.rows_path(), Page::Rows(None))));
    for (_, documents) in document::by_kind(book) {
        let page = |(ix, neighbours)| (handbook.document(ix).page.clone(), Page::Document(ix, neighbours));
        pages.extend(with_neighbours(&documents).map(page));
    }
    let with_history = handbook.documents().filter(|(ix, _)| history::has_page(book, *ix));
    pages.extend(with_history.map(|(ix, document)| (history_path(&document.page), Page::History(ix))));
    let further = catalog.with_role(StandardRole::Retired).skip(1);
    pages.extend(further.map(|(at, standard)| (own_transition_path(&standard.id), Page::OwnTransition(at))));
    for (at, standard) in catalog.standards.iter().enumerate().filter(|(_, s)| !s.is_retired()) {
        match standard.role {
            StandardRole::Measured => {
                pages.push((own_standard_path(&standard.id), Page::Measured(at)));
                pages.push((left_path(&standard.id), Page::Left(at)));
                let parts = standard::parts(book, at).into_iter();
                pages.extend(parts.map(|(path, part)| (path, Page::MeasuredPart(at, part))));
            }
            _ if at == FIRST => {}
            _ => {
                pages.push((own_standard_path(&standard.id), Page::OwnStandard(at)));
                let has_controls = catalog.of_kind(at, RequirementKind::Control).next().is_some();
                pages.extend(has_controls.then(|| (own_soa_path(&standard.id), Page::OwnSoa(at))));
            }
        }
        for kind in [RequirementKind::Clause, RequirementKind::Control, RequirementKind::Other] {
            let all: Vec<ReqIx> = catalog.of_kind(at, kind).map(|(ix, _)| ix).collect();
            let page =
                |(ix, neighbours)| (catalog.requirement(ix).page.path.clone(), Page::Requirement(ix, neighbours));
            pages.extend(with_neighbours(&all).map(page));
        }
    }
    for (ix, register) in handbook.registers.iter_enumerated() {
        if register.schema.identity == Identity::Own {
            pages.push((register.schema.page(), Page::Register(ix, Slice::default())));
            let list = register::list_of(book, ix);
            pages.extend(list.further_pages().into_iter().map(|(path, slice)| (path, Page::Register(ix, slice))));
            pages.extend(list.is_long().then(|| (list.rows_path(), Page::Rows(Some(ix)))));
        }
    }
    let entries = handbook.all_records().filter(|record| record.schema().identity == Identity::Own);
    pages.extend(entries.map(|record| (record.entry.page.path.clone(), Page::Entry(record.ix))));
    // Folders whose names make one address share a page.
    let folders = handbook.folders.iter().enumerate().map(|(at, folder)| (folder.page.clone(), Page::Folder(at)));
    let mut taken = BTreeSet::new();
    pages.extend(folders.filter(|(page, _)| taken.insert(page.clone())));
    for (ix, document) in handbook.documents() {
        let aliases = &document.meta.aliases;
        pages.extend(aliases.iter().map(|alias| (alias_path(&alias.value), Page::Redirect(ix))));
    }
    pages
}

/// Pairs each item with the one before and the one after it.
fn with_neighbours<T: Copy>(items: &[T]) -> impl Iterator<Item = (T, [Option<T>; 2])> + '_ {
    items.iter().enumerate().map(|(at, item)| {
        let before = at.checked_sub(1).map(|at| items[at]);
        (*item, [before, items.get(at + 1).copied()])
    })
}
