//! Handbook + Coverage → [`Site`]: every page, in parallel.

mod faces;
mod feed;
mod footnotes;
mod glossary;
mod highlight;
mod html;
mod kept;
mod sanitise;
mod theme;

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::catalog::{MAIN, ReqIx, RequirementKind};
use crate::config::Config;
use crate::coverage::{Coverage, Figures};
use crate::diag::Diagnostic;
use crate::model::{Destination, DocIx, EntryIx, Handbook, Identity, Subject};
use crate::site::{Site, SitePath, alias_path, file_path};
use crate::source::Sources;
use crate::view::{MatrixSheet, PRINTED, Report, Views, is_printed, register_parts, sheets};
use crate::wording::Wording;

use faces::Faces;
use html::Html;
use theme::Theme;

pub use kept::Kept;

/// A page to be made.
enum Page {
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
    Redirect(SitePath, DocIx),
}

/// What a site is made of.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The linked handbook.
    pub handbook: &'a Handbook,
    /// Its coverage.
    pub coverage: &'a Coverage,
    /// Its settings.
    pub config: &'a Config,
    /// The words of the interface.
    pub words: &'a Wording,
    /// For attachments and the book's own theme.
    pub sources: &'a Sources,
}

/// Renders the whole site.
pub fn site(input: Input<'_>) -> (Site, Vec<Diagnostic>) {
    let (theme, diagnostics) = Theme::load(input.sources, input.config, input.words);
    let Some(theme) = theme else { return (Site::default(), diagnostics) };
    let made = make(input, &theme, None, None);
    (made.site, made.diagnostics)
}

/// Renders the pages that are not as they were `kept`; `outline` stands for all that goes in but the words of documents.
pub fn site_again(input: Input<'_>, outline: u128, kept: &mut Kept) -> (Site, Vec<Diagnostic>) {
    let (theme, diagnostics) = kept.theme(input);
    let Some(theme) = theme else { return (Site::default(), diagnostics) };
    let made = match kept.but_for_words(input.handbook, outline) {
        Some((mut site, changed)) => {
            let shown: Vec<Subject> = changed.into_iter().flat_map(|ix| kept::shown_on(input.handbook, ix)).collect();
            let mut made = make(input, &theme, Some(kept), Some(&shown));
            site.files.append(&mut made.site.files);
            Made { site, ..made }
        }
        None => make(input, &theme, Some(kept), None),
    };
    if made.diagnostics.is_empty() {
        kept.keep(&made, input.handbook, outline);
    }
    (made.site, made.diagnostics)
}

/// What came of rendering.
struct Made {
    site: Site,
    /// The pages that were made, where they are kept.
    filled: Vec<Filled>,
    diagnostics: Vec<Diagnostic>,
}

/// Renders all pages, or those of some subjects `only`.
fn make(input: Input<'_>, theme: &Theme, kept: Option<&Kept>, only: Option<&[Subject]>) -> Made {
    let Input { handbook, coverage, config, words, sources } = input;
    let html = Html::new(Figures { handbook, coverage, config }, words);
    let views = Views { handbook, coverage, config, words, assets: &theme.assets, prose: &html };
    let sheets = if only.is_none() { sheets(&views) } else { Vec::new() };
    // Where few pages are made, looking at everything costs more than it saves.
    let faces = kept.filter(|_| only.is_none()).map(|_| Faces::new(input));
    let renderer = Renderer { views: &views, theme, html: &html, sheets: &sheets, kept, faces };

    let mut pages = renderer.pages();
    if let Some(only) = only {
        pages.retain(|page| page.shows(only));
    }
    let pages: Vec<_> = pages.into_par_iter().map(|page| renderer.render(&page)).collect();
    let mut made = Made { site: Site::default(), filled: Vec::new(), diagnostics: Vec::new() };
    for page in pages {
        match page {
            Ok(filled) => {
                made.site.insert(filled.path.clone(), filled.bytes.clone());
                made.filled.extend(kept.map(|_| filled));
            }
            // A faulty template fails on each of its pages; one report is enough.
            Err(problem) if made.diagnostics.iter().any(|d| d.span == problem.span && d.message == problem.message) => {
            }
            Err(problem) => made.diagnostics.push(problem),
        }
    }
    for attachment in &handbook.attachments {
        made.site.insert(file_path(&attachment.path), sources.file(attachment.file).shared());
    }
    if only.is_none() {
        for (path, feed) in feed::feeds(&views) {
            made.site.insert(path, feed);
        }
        renderer.indexes(&mut made.site);
        made.site.files.extend(theme.files.iter().cloned());
    }
    made
}

struct Renderer<'a> {
    views: &'a Views<'a>,
    theme: &'a Theme,
    html: &'a Html<'a>,
    sheets: &'a [MatrixSheet],
    kept: Option<&'a Kept>,
    faces: Option<Faces<'a>>,
}

/// A page.
struct Filled {
    path: SitePath,
    /// Of what filled it, if that is known.
    digest: Option<u128>,
    bytes: Arc<[u8]>,
}

impl Page {
    /// Whether it shows words of one of some documents or requirements.
    fn shows(&self, subjects: &[Subject]) -> bool {
        match self {
            Self::Document(ix, _) => subjects.contains(&Subject::Document(*ix)),
            Self::Requirement(ix, _) => subjects.contains(&Subject::Requirement(*ix)),
            Self::Printed => !subjects.is_empty(),
            _ => false,
        }
    }
}

impl Renderer<'_> {
    /// All pages of the site.
    fn pages(&self) -> Vec<Page> {
        let handbook = self.views.handbook;
        let mut pages = vec![
            Page::Start,
            Page::Documents,
            Page::Soa,
            Page::Requirements(RequirementKind::Control),
            Page::Requirements(RequirementKind::Clause),
            Page::Matrices,
            Page::Gaps,
            Page::Required,
            Page::Registers,
            Page::Transition,
            Page::Search,
            Page::Downloads,
            Page::NotFound,
        ];
        if is_printed(handbook, self.views.config) {
            pages.push(Page::Printed);
        }
        pages.extend((0..self.sheets.len()).map(Page::Matrix));
        pages.extend(self.views.reports().into_iter().map(Page::Report));
        for (_, documents) in self.views.documents_by_kind() {
            pages.extend(with_neighbours(&documents).map(|(ix, neighbours)| Page::Document(ix, neighbours)));
        }
        for (at, standard) in handbook.catalog.standards.iter().enumerate().filter(|(_, s)| s.retired.is_none()) {
            if standard.id != MAIN {
                pages.push(Page::OwnStandard(at));
            }
            for kind in [RequirementKind::Clause, RequirementKind::Control] {
                let of = handbook.catalog.requirements().filter(|(_, r)| r.standard == at && r.kind == kind);
                let all: Vec<ReqIx> = of.map(|(ix, _)| ix).collect();
                pages.extend(with_neighbours(&all).map(|(ix, neighbours)| Page::Requirement(ix, neighbours)));
            }
        }
        for (register, table) in (0u32..).zip(&handbook.registers) {
            if table.schema.identity == Identity::Own {
                pages.extend((0..register_parts(table)).map(|part| Page::Register(register, part)));
                pages.extend((0u32..).zip(&table.entries).map(|(entry, _)| Page::Entry(EntryIx { register, entry })));
            }
        }
        for (ix, document) in handbook.documents() {
            let aliases = &document.meta.aliases;
            pages.extend(aliases.iter().map(|alias| Page::Redirect(alias_path(&alias.value), ix)));
        }
        pages
    }

    fn render(&self, page: &Page) -> Result<Filled, Diagnostic> {
        let Views { handbook, .. } = self.views;
        let views = self.views;
        let at = |path: &str| SitePath::new(path);
        match page {
            Page::Start => self.fill("start.html", at("index.html"), &views.start()),
            Page::Documents => self.fill("documents.html", at("documents/index.html"), &views.documents()),
            Page::Document(ix, neighbours) => {
                let document = handbook.document(*ix);
                let path = document.page.clone();
                let digest = self.faces.as_ref().map(|faces| faces.document(*ix, *neighbours));
                if let Some(same) = self.same(&path, digest) {
                    return Ok(same);
                }
                let body = self.html.document(document, &path);
                let view = views.document(*ix, body, *neighbours);
                let bytes = self.theme.render("document.html", &path, &view)?.into_bytes().into();
                Ok(Filled { path, digest, bytes })
            }
            Page::Requirements(kind) => {
                let view = views.requirements(*kind);
                self.fill("requirements.html", at(&view.page.path), &view)
            }
            Page::OwnStandard(standard) => {
                let view = views.own_standard(*standard);
                self.fill("requirements.html", at(&view.page.path), &view)
            }
            Page::Requirement(ix, neighbours) => {
                let path = handbook.catalog.requirement(*ix).page.path.clone();
                self.fill("requirement.html", path, &views.requirement(*ix, *neighbours))
            }
            Page::Soa => self.fill("soa.html", at("soa.html"), &views.soa()),
            Page::Matrices => self.fill("matrices.html", at("matrix/index.html"), &views.matrices(self.sheets)),
            Page::Matrix(sheet) => {
                let sheet = &self.sheets[*sheet];
                self.fill("matrix.html", sheet.path.clone(), &views.matrix(sheet, self.sheets))
            }
            Page::Gaps => self.fill("gaps.html", at("gaps.html"), &views.gaps()),
            Page::Required => self.fill("required.html", at("required-documents.html"), &views.required()),
            Page::Registers => self.fill("registers.html", at("registers/index.html"), &views.registers()),
            Page::Register(register, part) => {
                let view = views.register(*register, *part);
                self.fill("register.html", at(&view.page.path), &view)
            }
            Page::Report(report) => {
                self.fill("report.html", views.report_path(*report), &views.made_of_registers(*report))
            }
            Page::Entry(ix) => {
                let path = handbook.entry(*ix).1.page.path.clone();
                self.fill("entry.html", path, &views.entry(*ix))
            }
            Page::Transition => self.fill("transition.html", at("transition-2013.html"), &views.transition()),
            Page::Search => self.fill("search.html", at("search.html"), &views.search()),
            Page::Printed => {
                let body = |ix, on: &SitePath| self.html.printed(handbook.document(ix), on);
                self.fill("printed.html", at(PRINTED), &views.printed(body))
            }
            Page::Downloads => self.fill("downloads.html", at("downloads/index.html"), &views.downloads_page()),
            Page::NotFound => self.fill("404.html", at("404.html"), &views.not_found()),
            Page::Redirect(path, document) => {
                let to = Destination::Subject(Subject::Document(*document));
                self.fill("redirect.html", path.clone(), &views.redirect(path, &to))
            }
        }
    }

    fn fill(&self, template: &str, path: SitePath, view: &impl Serialize) -> Result<Filled, Diagnostic> {
        let digest = self.kept.map(|_| kept::digest(template, view));
        if let Some(same) = self.same(&path, digest) {
            return Ok(same);
        }
        let bytes = self.theme.render(template, &path, view)?.into_bytes().into();
        Ok(Filled { path, digest, bytes })
    }

    /// The page at `path` as it is kept, if it was filled with the same.
    fn same(&self, path: &SitePath, digest: Option<u128>) -> Option<Filled> {
        let bytes = self.kept?.page(path, digest?)?;
        Some(Filled { path: path.clone(), digest, bytes })
    }

    /// sitemap.xml, which only a site with a known address can have, and robots.txt.
    fn indexes(&self, site: &mut Site) {
        let mut robots = "User-agent: *\nAllow: /\n".to_owned();
        if let Some(base) = &self.views.config.base_url {
            let redirects = self.views.handbook.documents.iter().flat_map(|document| &document.meta.aliases);
            let hidden: Vec<SitePath> =
                redirects.map(|alias| alias_path(&alias.value)).chain([SitePath::new("404.html")]).collect();
            let pages = site.files.keys().filter(|path| path.as_str().ends_with(".html") && !hidden.contains(path));
            let urls =
                pages.map(|path| format!("<url><loc>{}{}</loc></url>\n", sanitise::escape(base), path.absolute()));
            let sitemap = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
                urls.collect::<String>()
            );
            robots.push_str(&format!("Sitemap: {base}sitemap.xml\n"));
            site.insert(SitePath::new("sitemap.xml"), sitemap.into_bytes());
        }
        site.insert(SitePath::new("robots.txt"), robots.into_bytes());
    }
}

/// Each item with the one before and the one after it.
fn with_neighbours<T: Copy>(items: &[T]) -> impl Iterator<Item = (T, [Option<T>; 2])> + '_ {
    items.iter().enumerate().map(|(at, item)| {
        let before = at.checked_sub(1).map(|at| items[at]);
        (*item, [before, items.get(at + 1).copied()])
    })
}
