//! Which pages a site has and where they stand. Each is made when it is asked for: a build asks for all, the preview for
//! those that are looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::html::Html;
use super::theme::Theme;
use super::{Renderer, feed, views};
use crate::assess::Assessed;
use crate::catalog::{MAIN, ReqIx, RequirementKind};
use crate::diag::Diagnostic;
use crate::html::escape;
use crate::model::{DocIx, Entry, EntryIx, Handbook, Identity, ResolvedReference, Subject};
use crate::pages::{alias_path, file_path};
use crate::site::{Sink, SitePath};
use crate::source::{Sources, Span};
use crate::view::{MatrixSheet, PRINTED, Report, Views, is_printed, register_pages, sheets};

/// A page to be made.
#[derive(Debug)]
pub(super) enum Page {
    Start,
    Documents,
    Document(DocIx, [Option<DocIx>; 2]),
    Requirements(RequirementKind),
    OwnStandard(usize),
    Requirement(ReqIx, [Option<ReqIx>; 2]),
    Soa,
    Matrices,
    Matrix(usize),
    Gaps,
    Required,
    Registers,
    Register(u32, usize),
    Entry(EntryIx),
    Report(Report),
    Transition,
    Search,
    Printed,
    Downloads,
    NotFound,
    Redirect(DocIx),
}

/// A page once it was asked for, or the fault of its template.
type Made = Result<Arc<[u8]>, Diagnostic>;

/// The pages of a site, and the files that are there without being made.
#[derive(Debug)]
pub struct Plan {
    pub(super) theme: Arc<Theme>,
    pub(super) layout: Arc<Layout>,
    /// In the order of the layout's pages.
    made: Vec<OnceLock<Made>>,
    /// Attachments and the theme's assets.
    files: BTreeMap<SitePath, Arc<[u8]>>,
}

/// Which pages there are.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) sheets: Vec<MatrixSheet>,
    /// In the order of their paths.
    pages: Vec<(SitePath, Page)>,
}

impl Layout {
    /// Which pages a site has, and what of the book would stand at the address of one that the program makes.
    pub(super) fn new(assessed: &Assessed, theme: &Theme) -> (Self, Vec<Diagnostic>) {
        let html = Html::new(assessed);
        let views = views(assessed, theme, &html);
        let sheets = sheets(&views);
        let mut pages = pages(&views, &sheets);
        pages.sort_by(|(a, _), (b, _)| a.cmp(b));
        let taken = pages.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        let taken = taken.map(|pair| colliding(&assessed.handbook, pair, "a generated page"));
        let files: BTreeSet<SitePath> =
            assessed.handbook.attachments.iter().map(|file| file_path(&file.path)).collect();
        let met = pages.chunks(1).filter(|page| files.contains(&page[0].0));
        let met = met.map(|page| colliding(&assessed.handbook, page, "a copied file"));
        let taken = taken.chain(met).collect();
        (Self { sheets, pages }, taken)
    }

    fn find(&self, path: &SitePath) -> Option<usize> {
        self.pages.binary_search_by(|(known, _)| known.cmp(path)).ok()
    }
}

impl Plan {
    /// What a site will have.
    pub(super) fn new(assessed: &Assessed, sources: &Sources, theme: Arc<Theme>, layout: Arc<Layout>) -> Self {
        let made = layout.pages.iter().map(|_| OnceLock::new()).collect();
        let attachments = assessed.handbook.attachments.iter();
        let attachments = attachments.map(|file| (file_path(&file.path), sources.file(file.file).shared()));
        let files = attachments.chain(theme.files.iter().cloned()).collect();
        Self { theme, layout, made, files }
    }

    /// The paths of all pages, in their order.
    pub fn pages(&self) -> impl Iterator<Item = &SitePath> {
        self.layout.pages.iter().map(|(path, _)| path)
    }

    /// The paths of assets and attachments.
    pub fn files(&self) -> impl Iterator<Item = &SitePath> {
        self.files.keys()
    }

    /// Whether there is such a page or file.
    pub fn has(&self, path: &SitePath) -> bool {
        self.files.contains_key(path) || self.layout.find(path).is_some()
    }

    /// Whether another site has the same pages at the same paths.
    pub fn has_the_pages_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.layout, &other.layout)
    }

    /// What the page at `path` is about, if it is about one thing.
    pub fn subject(&self, path: &SitePath) -> Option<Subject> {
        self.layout.pages[self.layout.find(path)?].1.subject()
    }

    /// A page, made now if it was not before, or a file.
    pub fn get(&self, path: &SitePath, assessed: &Assessed) -> Option<Made> {
        if let Some(file) = self.files.get(path) {
            return Some(Ok(file.clone()));
        }
        let at = self.layout.find(path)?;
        let make = || {
            let html = Html::new(assessed);
            Renderer::new(assessed, self, &html).kept(path, &self.layout.pages[at].1)
        };
        Some(self.made[at].get_or_init(make).clone())
    }

    /// All pages, files and feeds. Gives the faults of templates.
    pub(super) fn site(&self, assessed: &Assessed, sink: &impl Sink) -> Vec<Diagnostic> {
        let beside = || {
            self.files.par_iter().for_each(|(path, bytes)| sink.put(path, bytes));
            self.feeds(assessed).iter().for_each(|(path, bytes)| sink.put(path, bytes));
        };
        rayon::join(|| self.all(assessed, |path, page| sink.put(path, page)), beside).0
    }

    /// Makes all pages in parallel, gives each to `take`, and gives the faults of templates.
    pub(super) fn all(&self, assessed: &Assessed, take: impl Fn(&SitePath, &[u8]) + Sync) -> Vec<Diagnostic> {
        let html = Html::new(assessed);
        let renderer = Renderer::new(assessed, self, &html);
        // Documents are many and small. What is large is begun before them, so that nobody waits for it in the end.
        let pages = self.layout.pages.iter();
        let (small, large): (Vec<_>, Vec<_>) = pages.partition(|(_, page)| matches!(page, Page::Document(..)));
        let pages = large.into_par_iter().chain(small).with_max_len(1);
        let fault = |(path, page): &(SitePath, Page)| renderer.render(path, page, &mut |page| take(path, page)).err();
        let mut faults: Vec<Diagnostic> = pages.filter_map(fault).collect();
        // A faulty template fails on each of its pages; one report is enough.
        let mut known = FxHashSet::default();
        faults.retain(|fault| known.insert((fault.span, fault.message.clone())));
        faults
    }

    /// Feeds of the calendar, sitemap.xml, which only a site with a known address can have, and robots.txt.
    pub fn feeds(&self, assessed: &Assessed) -> Vec<(SitePath, Vec<u8>)> {
        let html = Html::new(assessed);
        let mut files = feed::feeds(&views(assessed, &self.theme, &html));
        let mut robots = "User-agent: *\nAllow: /\n".to_owned();
        if let Some(base) = &assessed.config.base_url {
            let hidden = |page: &Page| matches!(page, Page::Redirect(_) | Page::NotFound);
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

/// What is said of pages with one address, of which at least one is the program's: linking has reported the others; or of a
/// page with the address of something else.
fn colliding(handbook: &Handbook, pages: &[(SitePath, Page)], what: &str) -> Diagnostic {
    let path = &pages[0].0;
    let place = |page: &Page| match page {
        Page::Document(ix, _) => Some(Span::new(handbook.document(*ix).file, 0..0)),
        Page::Entry(ix) => Some(handbook.record(*ix).entry.id.span),
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

/// The pages that every handbook has.
const FIXED: [(&str, Page); 13] = [
    ("index.html", Page::Start),
    ("documents/index.html", Page::Documents),
    ("soa.html", Page::Soa),
    ("controls/index.html", Page::Requirements(RequirementKind::Control)),
    ("clauses/index.html", Page::Requirements(RequirementKind::Clause)),
    ("matrix/index.html", Page::Matrices),
    ("gaps.html", Page::Gaps),
    ("required-documents.html", Page::Required),
    ("registers/index.html", Page::Registers),
    ("transition-2013.html", Page::Transition),
    ("search.html", Page::Search),
    ("downloads/index.html", Page::Downloads),
    ("404.html", Page::NotFound),
];

/// All pages of a site.
fn pages(views: &Views<'_>, sheets: &[MatrixSheet]) -> Vec<(SitePath, Page)> {
    let Views { handbook, config, .. } = views;
    let catalog = &handbook.catalog;
    let mut pages: Vec<_> = FIXED.map(|(path, page)| (SitePath::new(path), page)).into();
    if is_printed(handbook, config) {
        pages.push((SitePath::new(PRINTED), Page::Printed));
    }
    pages.extend(sheets.iter().enumerate().map(|(at, sheet)| (sheet.path.clone(), Page::Matrix(at))));
    pages.extend(views.reports().into_iter().map(|report| (views.report_path(report), Page::Report(report))));
    for (_, documents) in views.documents_by_kind() {
        let page = |(ix, neighbours)| (handbook.document(ix).page.clone(), Page::Document(ix, neighbours));
        pages.extend(with_neighbours(&documents).map(page));
    }
    for (at, standard) in catalog.standards.iter().enumerate().filter(|(_, s)| s.retired.is_none()) {
        if standard.id != MAIN {
            pages.push((views.own_standard_path(at), Page::OwnStandard(at)));
        }
        for kind in [RequirementKind::Clause, RequirementKind::Control] {
            let of = catalog.requirements().filter(|(_, r)| r.standard == at && r.kind == kind);
            let all: Vec<ReqIx> = of.map(|(ix, _)| ix).collect();
            let page =
                |(ix, neighbours)| (catalog.requirement(ix).page.path.clone(), Page::Requirement(ix, neighbours));
            pages.extend(with_neighbours(&all).map(page));
        }
    }
    for (register, table) in (0u32..).zip(&*handbook.registers) {
        if table.schema.identity == Identity::Own {
            let parts = register_pages(table).enumerate();
            pages.extend(parts.map(|(part, path)| (path, Page::Register(register, part))));
            let entry = |(entry, row): (u32, &Entry<ResolvedReference>)| {
                (row.page.path.clone(), Page::Entry(EntryIx { register, entry }))
            };
            pages.extend((0u32..).zip(&table.entries).map(entry));
        }
    }
    for (ix, document) in handbook.documents() {
        let aliases = &document.meta.aliases;
        pages.extend(aliases.iter().map(|alias| (alias_path(&alias.value), Page::Redirect(ix))));
    }
    pages
}

/// Each item with the one before and the one after it.
fn with_neighbours<T: Copy>(items: &[T]) -> impl Iterator<Item = (T, [Option<T>; 2])> + '_ {
    items.iter().enumerate().map(|(at, item)| {
        let before = at.checked_sub(1).map(|at| items[at]);
        (*item, [before, items.get(at + 1).copied()])
    })
}
